"""A table that one test checks: every row is tried, and each that fails is named with what went wrong."""

import pytest

from tests.rows import every_row


def test_all_rows_are_tried_and_those_that_fail_are_named() -> None:
    tried = list[int]()

    @every_row(("number", "word"), [(1, "一"), (2, "贰"), (3, "三"), (4, "肆")])
    def test(word: str, number: int) -> None:
        tried.append(number)
        assert "一二三四".index(word) == number - 1

    with pytest.raises(pytest.fail.Exception) as failed:
        test()
    assert tried == [1, 2, 3, 4]
    said = str(failed.value)
    assert said.startswith("2 of 4 rows fail")
    assert all(part in said for part in ("2, '贰'", "4, '肆'", "ValueError", '"一二三四".index(word)'))
    assert "三'" not in said.replace("一二三四", "")


def test_a_table_of_one_column_and_a_table_that_holds() -> None:
    tried = list[str]()

    @every_row("text", ["好", "行"], ids=len)
    def test(text: str) -> None:
        tried.append(text)

    test()
    assert tried == ["好", "行"]


def test_a_table_without_rows_checks_nothing_and_is_refused() -> None:
    with pytest.raises(AssertionError, match="without rows"):
        every_row("text", [])
