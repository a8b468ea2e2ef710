"""How many children are in each situation, worked out from the sizes of the lists.

At scale 1 the figures are those of the planning slides: 790 children in need besides plans
and care (691 with a plan, 99 under assessment), 274 with a protection plan, 291 in care and
268 care leavers. The other sizes make about 3,500 rows in all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.errors import Refused

ON_PLAN, IN_CARE, CARE_LEAVERS = 274, 291, 268
NEED_PLANS, UNDER_ASSESSMENT = 691, 99
CHILDREN_IN_NEED = NEED_PLANS + UNDER_ASSESSMENT
CLOSED = 90
SIZES = {
    1: 420,
    2: 150,
    3: 230,
    4: 200,
    5: 88,
    6: CHILDREN_IN_NEED + ON_PLAN + IN_CARE + CLOSED,
    7: ON_PLAN + 46,
    8: IN_CARE + 34,
    9: CARE_LEAVERS,
    10: 24,
    11: 30,
}
SMALLEST = {1: 8, 2: 2, 3: 8, 4: 6, 5: 4, 6: 20, 7: 4, 8: 6, 9: 4, 10: 2, 11: 2}


@dataclass(frozen=True)
class Mix:
    """Numbers of children (rows for lists 1 to 5 and 11) by situation."""

    contacts: int
    early_help: int
    referrals: int
    assessments: int
    enquiries: int
    on_plan: int
    plan_ended: int
    in_care: int
    care_ended: int
    need_plans: int
    under_assessment: int
    closed: int
    care_leavers: int
    adoption: int
    adopters: int

    @property
    def adopted(self) -> int:
        """Children adopted in the window: three in ten of list 10."""
        return min(round(self.adoption * 0.3), self.care_ended - self.turned_18)

    @property
    def reversed(self) -> int:
        """Children for whom adoption is no longer the plan: three in twenty."""
        return round(self.adoption * 0.15)

    @property
    def waiting(self) -> int:
        """Children in care who are to be adopted."""
        return self.adoption - self.adopted - self.reversed

    @property
    def turned_18(self) -> int:
        """Young people who left care as adults in the window, and are care leavers now."""
        return min(self.care_ended // 4, self.care_leavers)


def scaled_sizes(scale: float) -> dict[int, int]:
    """The rows of each list at a scale; never so few that the lists cannot fit together."""
    return {number: max(SMALLEST[number], round(size * scale)) for number, size in SIZES.items()}


def mix_of(sizes: Mapping[int, int]) -> Mix:
    """The situations that give lists of these sizes, keyed 1 to 11.

    Raises Refused where list 6 cannot hold the children of lists 7 and 8, or lists 3 and 4
    cannot hold the open assessments of list 6.
    """
    on_plan = round(sizes[7] * ON_PLAN / SIZES[7])
    in_care = round(sizes[8] * IN_CARE / SIZES[8])
    care_ended, plan_ended = sizes[8] - in_care, sizes[7] - on_plan
    closed = max(round(sizes[6] * CLOSED / SIZES[6]), care_ended)
    in_need = sizes[6] - on_plan - in_care - closed
    if in_need < plan_ended + 2:
        least = sizes[6] + plan_ended + 2 - in_need
        raise Refused(f"List 6 must hold the children of lists 7 and 8: ask for {least} rows.")
    under_assessment = round(in_need * UNDER_ASSESSMENT / CHILDREN_IN_NEED)
    if under_assessment > min(sizes[3], sizes[4]):
        raise Refused(f"Lists 3 and 4 need {under_assessment} rows for the open assessments.")
    if sizes[10] > in_care:
        raise Refused(f"List 10 can have {in_care} rows, one for each child in care.")
    return Mix(
        contacts=sizes[1],
        early_help=sizes[2],
        referrals=sizes[3],
        assessments=sizes[4],
        enquiries=sizes[5],
        on_plan=on_plan,
        plan_ended=plan_ended,
        in_care=in_care,
        care_ended=care_ended,
        need_plans=in_need - under_assessment,
        under_assessment=under_assessment,
        closed=closed,
        care_leavers=sizes[9],
        adoption=sizes[10],
        adopters=sizes[11],
    )
