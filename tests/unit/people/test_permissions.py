from readiness.people.permissions import PERMISSIONS, ROLE_WORDS, Permission, Role, allows


def test_every_role_has_a_row_and_a_name() -> None:
    assert set(PERMISSIONS) == set(Role) == set(ROLE_WORDS)


def test_every_permission_is_given_to_somebody() -> None:
    assert frozenset().union(*PERMISSIONS.values()) == set(Permission)


def test_child_level_rows_open_only_for_data_quality_and_director() -> None:
    allowed = {role for role in Role if allows(role, Permission.SEE_CHILD_ROWS)}
    assert allowed == {Role.DATA_LEAD, Role.QUALITY_LEAD, Role.DIRECTOR}


def test_an_observer_only_reads() -> None:
    assert PERMISSIONS[Role.OBSERVER] == {
        Permission.SEE_READINESS,
        Permission.SEE_TASKS,
        Permission.SEE_BUNDLES,
    }


def test_everybody_sees_what_was_sent_and_fewer_take_it_out() -> None:
    assert all(allows(role, Permission.SEE_BUNDLES) for role in Role)
    without = {role for role in Role if not allows(role, Permission.DOWNLOAD_BUNDLES)}
    assert without == {Role.CONTRIBUTOR, Role.OBSERVER, Role.ADMINISTRATOR}


def test_only_the_director_releases() -> None:
    assert [role for role in Role if allows(role, Permission.RELEASE_BUNDLES)] == [Role.DIRECTOR]
