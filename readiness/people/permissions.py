"""Who may do what: one table of role by permission, and nothing else decides."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in the product; posts say which work is theirs."""

    DIRECTOR = "director"
    HEAD_OF_SERVICE = "head_of_service"
    DATA_LEAD = "data_lead"
    QUALITY_LEAD = "quality_lead"
    COORDINATOR = "coordinator"
    CONTRIBUTOR = "contributor"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.DIRECTOR: "Director",
    Role.HEAD_OF_SERVICE: "Head of service",
    Role.DATA_LEAD: "Data lead",
    Role.QUALITY_LEAD: "Quality lead",
    Role.COORDINATOR: "Inspection coordinator",
    Role.CONTRIBUTOR: "Contributor",
    Role.OBSERVER: "Observer",
    Role.ADMINISTRATOR: "Administrator",
}


class Permission(StrEnum):
    """One thing a person may do."""

    SEE_READINESS = "see readiness"
    SEE_TASKS = "see tasks"
    WORK_OWN_TASKS = "work on own tasks"
    WORK_ALL_TASKS = "work on every task"
    START_INSPECTIONS = "start inspections"
    MOVE_ANCHORS = "move key dates"
    MANAGE_ARCHIVES = "manage archives"
    SEE_DRAFT_REPORTS = "see draft reports"
    RECORD_OUTCOMES = "record outcomes"
    RECORD_GAPS = "record gaps"
    SEE_LISTS = "see Annexe A counts"
    UPLOAD_EXTRACTS = "upload extracts"
    SEE_CHILD_ROWS = "see child-level rows"
    SIGN_LISTS = "sign lists"
    SEE_DOCUMENTS = "see documents"
    ADD_DOCUMENTS = "add documents"
    APPROVE_DOCUMENTS = "approve documents"
    SEE_BUNDLES = "see bundles"
    DOWNLOAD_BUNDLES = "download bundles"
    PREPARE_BUNDLES = "prepare bundles"
    RELEASE_BUNDLES = "release bundles"
    MARK_SENT = "mark bundles as sent"
    SEE_ACTIONS = "see actions"
    AGREE_ACTIONS = "agree actions"
    SEE_REQUESTS = "see requests"
    SEE_MEETINGS = "see meetings"
    RUN_MEETINGS = "run meetings"
    RUN_FIELDWORK = "run the week on site"
    RUN_TRIALS = "run trial runs"
    SEE_ACTIVITY = "see activity"
    SEE_PEOPLE = "see people"
    MANAGE_PEOPLE = "manage people"
    MANAGE_EMAILS = "manage emails"


_P = Permission
_EVERYONE = frozenset({_P.SEE_READINESS, _P.SEE_TASKS, _P.SEE_BUNDLES, _P.RECORD_GAPS})
_WORKER = _EVERYONE | {
    _P.WORK_OWN_TASKS,
    _P.SEE_DOCUMENTS,
    _P.ADD_DOCUMENTS,
    _P.SEE_PEOPLE,
    _P.SEE_ACTIVITY,
    _P.SEE_ACTIONS,
    _P.SEE_REQUESTS,
}
_LEAD = _WORKER | {
    _P.SEE_LISTS,
    _P.SIGN_LISTS,
    _P.APPROVE_DOCUMENTS,
    _P.DOWNLOAD_BUNDLES,
    _P.AGREE_ACTIONS,
    _P.SEE_MEETINGS,
    _P.SEE_DRAFT_REPORTS,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OBSERVER: _EVERYONE,
    Role.CONTRIBUTOR: _WORKER,
    Role.HEAD_OF_SERVICE: _LEAD,
    Role.DATA_LEAD: _LEAD | {_P.UPLOAD_EXTRACTS, _P.SEE_CHILD_ROWS, _P.PREPARE_BUNDLES},
    Role.QUALITY_LEAD: _LEAD | {_P.SEE_CHILD_ROWS},
    Role.COORDINATOR: _LEAD
    | {
        _P.WORK_ALL_TASKS,
        _P.START_INSPECTIONS,
        _P.MOVE_ANCHORS,
        _P.RECORD_OUTCOMES,
        _P.PREPARE_BUNDLES,
        _P.MARK_SENT,
        _P.MANAGE_PEOPLE,
        _P.RUN_MEETINGS,
        _P.RUN_FIELDWORK,
        _P.RUN_TRIALS,
        _P.MANAGE_EMAILS,
    },
    Role.DIRECTOR: frozenset(Permission),
    Role.ADMINISTRATOR: _WORKER | {_P.MANAGE_PEOPLE, _P.MANAGE_EMAILS},
}


def allows(role: Role, permission: Permission) -> bool:
    """Whether the table gives this role this permission."""
    return permission in PERMISSIONS[role]


def may_manage(role: Role, other: Role) -> bool:
    """Whether this role may give the other one, and change accounts and passwords that have it.

    Only where the other may do nothing that this one may not: else whoever manages people
    could make themselves whatever they like.
    """
    return allows(role, Permission.MANAGE_PEOPLE) and PERMISSIONS[other] <= PERMISSIONS[role]


def list_managed(role: Role) -> tuple[Role, ...]:
    """The roles that this one may give, in the order of the table of words."""
    return tuple(other for other in ROLE_WORDS if may_manage(role, other))
