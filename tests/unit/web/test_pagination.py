import pytest
from flask import Flask

from readiness.web.pagination import Page, count_pages, page_of


def page(number: int, total: int) -> Page[int]:
    return Page(items=[], number=number, size=10, total=total)


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2), (412, 42)])
def test_rows_fill_so_many_pages(total: int, pages: int) -> None:
    assert count_pages(total, 10) == pages
    assert page(1, total).pages == pages


def test_a_page_says_which_rows_it_shows() -> None:
    assert (page(3, 412).first, page(3, 412).last) == (21, 30)
    assert (page(42, 412).first, page(42, 412).last) == (411, 412)
    assert (page(1, 0).first, page(1, 0).last) == (0, 0)


@pytest.mark.parametrize(
    ("number", "numbers"),
    [
        (1, [1, 2, None, 42]),
        (2, [1, 2, 3, None, 42]),
        (4, [1, 2, 3, 4, 5, None, 42]),
        (20, [1, None, 19, 20, 21, None, 42]),
        (39, [1, None, 38, 39, 40, 41, 42]),
        (42, [1, None, 41, 42]),
    ],
)
def test_links_lead_to_the_ends_and_the_neighbours(number: int, numbers: list[int | None]) -> None:
    assert page(number, 412).numbers == numbers


def test_a_single_page_links_only_to_itself() -> None:
    assert page(1, 3).numbers == [1]


def test_only_a_page_that_holds_few_rows_and_all_of_them_is_plain() -> None:
    assert [page(1, total).is_plain for total in (0, 1, 10, 11, 412)] == [True] * 3 + [False] * 2


def test_a_page_of_rows_that_are_here_is_the_one_the_address_asks_for() -> None:
    with Flask(__name__).test_request_context("/?page=2"):
        shown = page_of(range(7), 3)
    assert (list(shown.items), shown.number, shown.total) == ([3, 4, 5], 2, 7)
