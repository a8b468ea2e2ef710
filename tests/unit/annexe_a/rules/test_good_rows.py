from tests.support.annexe_a_rules import ADOPTIVE, EVERY, GOOD, codes


def test_no_rule_speaks_of_a_good_row() -> None:
    # Each alone, so that no other list can disagree.
    for number, row in GOOD.items():
        assert codes(EVERY, {number: [row]}) == set(), number


def test_no_rule_speaks_of_a_child_for_adoption_and_its_family() -> None:
    assert codes(EVERY, {8: [ADOPTIVE], 10: [GOOD[10]], 11: [GOOD[11]]}) == set()
