from readiness.people.permissions import (
    PERMISSIONS,
    ROLE_WORDS,
    Permission,
    Role,
    allows,
    list_managed,
)


def test_every_role_has_a_row_and_a_name() -> None:
    assert set(PERMISSIONS) == set(Role) == set(ROLE_WORDS)


def test_every_permission_is_given_to_somebody() -> None:
    assert frozenset().union(*PERMISSIONS.values()) == set(Permission)


def test_child_level_rows_open_only_for_data_quality_and_director() -> None:
    allowed = {role for role in Role if allows(role, Permission.SEE_CHILD_ROWS)}
    assert allowed == {Role.DATA_LEAD, Role.QUALITY_LEAD, Role.DIRECTOR}


def test_an_observer_only_reads_and_records_gaps_in_trial_runs() -> None:
    assert PERMISSIONS[Role.OBSERVER] == {
        Permission.SEE_READINESS,
        Permission.SEE_TASKS,
        Permission.SEE_BUNDLES,
        Permission.RECORD_GAPS,
    }


def test_everybody_sees_what_was_sent_and_fewer_take_it_out() -> None:
    assert all(allows(role, Permission.SEE_BUNDLES) for role in Role)
    without = {role for role in Role if not allows(role, Permission.DOWNLOAD_BUNDLES)}
    assert without == {Role.CONTRIBUTOR, Role.OBSERVER, Role.ADMINISTRATOR}


def test_only_the_director_releases() -> None:
    assert [role for role in Role if allows(role, Permission.RELEASE_BUNDLES)] == [Role.DIRECTOR]


def test_nobody_manages_a_role_that_may_do_what_theirs_may_not() -> None:
    for role in Role:
        for other in list_managed(role):
            assert PERMISSIONS[other] <= PERMISSIONS[role]


def test_every_role_is_managed_by_somebody_and_by_a_director_in_any_case() -> None:
    assert set(list_managed(Role.DIRECTOR)) == set(Role)


def test_the_coordinator_manages_all_but_those_who_see_rows_of_children_and_release() -> None:
    left_out = set(Role) - set(list_managed(Role.COORDINATOR))
    assert left_out == {Role.DIRECTOR, Role.DATA_LEAD, Role.QUALITY_LEAD}


def test_an_administrator_manages_those_who_sign_and_approve_nothing() -> None:
    managed = set(list_managed(Role.ADMINISTRATOR))
    assert managed == {Role.CONTRIBUTOR, Role.OBSERVER, Role.ADMINISTRATOR}


def test_whoever_does_not_manage_people_manages_nobody() -> None:
    assert list_managed(Role.DATA_LEAD) == ()
