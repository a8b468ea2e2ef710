"""The invented council's extracts: the eleven lists of Annexe A, and a workbook of them.

The figures are those of the planning slides at scale 1: 790 children in need, 274 with
protection plans, 291 in care and 268 care leavers. The slides' 2,336 allocated children are
these 1,623 and 713 more, who have a worker in early help or at the front door; Annexe A asks
for early help and contacts by assessment and event, not by allocation, so the lists alone
cannot show them all.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.workbook import FrontSheet, Layout, write_workbook
from readiness.checklists.annexe_a import Edition
from readiness.demo.adoption import recruit_adopters, tell_journeys
from readiness.demo.care import build_care
from readiness.demo.cases import build_cases, build_plans, fresh_cases
from readiness.demo.children import Diary, People, Row, in_order
from readiness.demo.front_door import (
    list_assessments,
    list_contacts,
    list_early_help,
    list_enquiries,
    list_referrals,
    make_referrals,
    meet_assessed,
)
from readiness.demo.leavers import list_care_leavers
from readiness.demo.mix import (
    CARE_LEAVERS,
    CHILDREN_IN_NEED,
    IN_CARE,
    ON_PLAN,
    mix_of,
    scaled_sizes,
)
from readiness.demo.planted import plant_errors
from readiness.office.sheets import Sheet

COUNCIL = "Northmere Council"
ALLOCATED = 2336
ALLOCATED_ELSEWHERE = ALLOCATED - CHILDREN_IN_NEED - ON_PLAN - IN_CARE - CARE_LEAVERS
BENCHMARK_SIZES = {
    1: 6500,
    2: 3000,
    3: 3000,
    4: 3000,
    5: 1200,
    6: 2300,
    7: 400,
    8: 450,
    9: 600,
    10: 60,
    11: 40,
}


def generate_lists(
    as_at: date,
    *,
    scale: float = 1.0,
    seed: int = 2024,
    sizes: Mapping[int, int] | None = None,
    council: str = COUNCIL,
    late: bool = False,
) -> dict[int, list[Row]]:
    """The rows of the eleven lists, in the columns of the 2024 edition, without any fault.

    With `late` some visits, assessments and checks are past their limits, as many as in the
    planning slides. The same arguments give the same rows. `sizes` (rows by list number, all
    eleven) takes the place of `scale`; raises Refused where such lists could not fit together.
    """
    mix = mix_of(scaled_sizes(scale) if sizes is None else sizes)
    diary = Diary(as_at, seed, late=late)
    people = People(diary)
    journeys, care = tell_journeys(diary, mix, build_care(diary, people, mix, council))
    journeys, adopters = recruit_adopters(diary, mix, journeys)
    cases = build_cases(diary, people, mix, care)
    plans = build_plans(diary, mix, cases)
    assessed = meet_assessed(diary, people, mix, fresh_cases(mix))
    referrals = make_referrals(diary, people, mix, cases, assessed)
    return {
        1: list_contacts(diary, people, mix, referrals),
        2: list_early_help(diary, people, mix),
        3: list_referrals(diary, referrals),
        4: list_assessments(diary, people, mix, cases, assessed),
        5: list_enquiries(diary, people, mix, cases, plans),
        6: in_order([case.row for case in cases], 0),
        7: in_order([plan.row for plan in plans], 0),
        8: in_order([period.row for period in care], 0),
        9: in_order(list_care_leavers(diary, people, mix, care), 0),
        10: in_order([journey.row for journey in journeys], 0),
        11: adopters,
    }


def write_demo_workbook(
    path: Path, as_at: date, *, edition: Edition, scale: float = 1.0, faulty: bool = False
) -> int:
    """Write the lists as one workbook in Ofsted’s layout, and give how many rows it has.

    `faulty` plants the errors of `planted`. The lists have the columns of the 2024 edition.
    Raises Unusable where the file cannot be written.
    """
    lists = generate_lists(as_at, scale=scale)
    if faulty:
        lists = plant_errors(lists, as_at)
    frames = read_lists(
        (
            Sheet.from_rows(spec.sheet, [[c.name for c in spec.columns], *lists[spec.number]])
            for spec in edition.lists
        ),
        edition,
    ).frames
    front = FrontSheet(COUNCIL, as_at)
    write_workbook(path, frames, edition=edition, layout=Layout.OFSTED, front=front)
    return sum(map(len, lists.values()))
