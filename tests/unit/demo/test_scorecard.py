from collections import Counter

from readiness.demo.scorecard import AMBER, GREEN, INDICATORS, RED, rate


def test_three_are_green_six_amber_and_five_red_as_the_slides_count_them() -> None:
    words = Counter(rate(indicator)[0] for indicator in INDICATORS)
    assert (words[GREEN], words[AMBER], words[RED], words[""]) == (3, 6, 5, 3)


def test_each_percentage_is_that_of_its_numbers() -> None:
    for indicator in INDICATORS:
        if indicator.numerator is not None and indicator.denominator is not None:
            exact = 100 * indicator.numerator / indicator.denominator
            assert abs(exact - indicator.current) < 0.06, indicator.ref
