"""The invented council’s scorecard: the figures of the highlight report behind the slides."""

from dataclasses import dataclass

GREEN, AMBER, RED = "Green", "Amber", "Red"


@dataclass(frozen=True)
class Indicator:
    """One measure. `months` are its six latest monthly figures, oldest first.

    `minimum` and `upper` are the two targets; an upper below the minimum means that less is
    better. A count of children has no target.
    """

    ref: str
    section: str
    measure: str
    before: float
    numerator: int | None
    denominator: int | None
    current: float
    months: tuple[float | None, ...]
    minimum: float | None = None
    upper: float | None = None

    @property
    def is_count(self) -> bool:
        """Whether it counts children and is neither good nor bad."""
        return self.denominator is None

    @property
    def less_is_better(self) -> bool:
        """Whether a lower figure is the better one."""
        return self.minimum is not None and self.upper is not None and self.upper < self.minimum


def rate(indicator: Indicator) -> tuple[str, str]:
    """The word and the reason: (“Red”, “7.2 points below the minimum”). Blank for a count.

    The corporate minimum and upper model: at the upper target or better is green, at the
    minimum or better amber, else red.
    """
    if indicator.minimum is None or indicator.upper is None or not indicator.denominator:
        return "", ""
    exact = 100 * (indicator.numerator or 0) / indicator.denominator
    sign = -1 if indicator.less_is_better else 1
    if sign * (exact - indicator.upper) >= 0:
        return GREEN, "at the upper target or better"
    gap = sign * (exact - indicator.minimum)
    if gap >= 0:
        return AMBER, f"{gap:.1f} points better than the minimum"
    return RED, f"{-gap:.1f} points short of the minimum"


INDICATORS = (
    Indicator("1.1", "Management oversight", "Cases with management oversight in the past 8 weeks",
              90, 1958, 2165, 90.4, (89.5, 87.6, 92.9, 90.9, 92.9, 90.4), 90, 95),
    Indicator("1.2", "Cohorts", "Children in need (without care, protection plans, care leavers)",
              738, None, None, 790, (738, 757, 812, 819, 777, 790)),
    Indicator("1.3", "Cohorts", "Children with a child protection plan",
              214, None, None, 274, (215, 234, 224, 246, 253, 274)),
    Indicator("1.4", "Cohorts", "Children in care",
              301, None, None, 291, (301, 295, 297, 289, 288, 291)),
    Indicator("2.1", "Front door", "Contacts completed within one day",
              98.3, 6015, 6417, 93.7, (97.3, 98.3, 96.5, 87.9, 89.3, 99.1), 90, 95),
    Indicator("2.10a", "Front door", "Assessments completed within 45 working days",
              89.7, 1725, 1900, 90.8, (89.3, 93.3, 88.2, 91.2, 93.0, 88.5), 90, 95),
    Indicator("3.1", "Plans", "Children in need with a plan completed",
              86.3, 691, 790, 87.5, (86.3, 86.5, 85.6, 87.1, 88.5, 87.5), 85, 90),
    Indicator("3.3", "Visits", "Children in need visited in the past four weeks",
              84.0, 615, 790, 77.8, (84.0, 84.5, 82.8, 83.3, 84.0, 77.8), 85, 90),
    Indicator("4.7.2", "Visits", "Children with a protection plan visited within 10 working days",
              95.3, 245, 274, 89.4, (94.9, 89.7, 89.7, 93.1, 89.3, 89.4), 92, 95),
    Indicator("5.10", "Visits", "Children in care whose assessment is over a year old or not done",
              29.6, 34, 291, 11.7, (29.6, 17.8, 9.3, 8.8, 11.3, 11.7), 10, 5),
    Indicator("5.11", "Visits", "Children in care visited in the last six weeks",
              92.0, 259, 291, 89.0, (92.0, 82.9, 82.7, 88.1, 88.4, 89.0), 90, 95),
    Indicator("3.2", "Reviews", "Children in need whose plan was reviewed in the last 3 months",
              87.8, 601, 691, 87.0, (87.8, 86.7, 88.3, 86.1, 90.4, 87.0), 85, 90),
    Indicator("4.8", "Reviews", "Child protection reviews held in time",
              96.6, 168, 176, 95.5, (96.6, 96.5, 95.9, 97.2, 96.8, 95.5), 96.5, 98.5),
    Indicator("5.18", "Reviews", "Reviews of children in care held in time",
              100, 328, 328, 100, (100, 100, 100, 100, 100, None), 95, 100),
    Indicator("6.1", "Care leavers", "Care leavers in touch",
              98.1, 256, 268, 95.5, (98.1, 95.5, 92.9, 95.6, 95.9, 95.5), 90, 95),
    Indicator("6.2", "Care leavers", "Care leavers in education, employment or training",
              77.3, 185, 268, 69.0, (77.3, 72.1, 70.0, 69.7, 70.8, 69.0), 65, 75),
    Indicator("6.3", "Care leavers", "Care leavers in suitable accommodation",
              94.4, 243, 268, 90.7, (94.4, 92.1, 89.9, 91.5, 92.3, 90.7), 85, 90),
)  # fmt: skip
