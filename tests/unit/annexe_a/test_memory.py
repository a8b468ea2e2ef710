"""What was worked out is remembered, and nothing breaks when it is forgotten meanwhile."""

from functools import partial

from readiness.annexe_a.memory import Memory


def test_what_is_asked_again_is_not_worked_out_again() -> None:
    memory, worked = Memory[int](most=2), list[int]()

    def double(number: int) -> int:
        worked.append(number)
        return 2 * number

    asked = (1, 1, 2, 3, 1)
    assert [memory.find(one, partial(double, one)) for one in asked] == [2, 2, 4, 6, 2]
    assert worked == [1, 2, 3, 1], "it was full at the third"


def test_an_answer_is_given_though_all_is_forgotten_while_it_is_worked_out() -> None:
    memory = Memory[str](most=1)

    def forget_all() -> str:
        memory.forget()
        return "the answer"

    assert memory.find("a", forget_all) == "the answer"
    assert memory.find("a", str) == "the answer"
