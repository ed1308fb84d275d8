"""A table of which all rows are checked by one test, for functions that only read and answer.

`pytest.mark.parametrize` makes a test of each row: named, handed to a process, set up, reported. That costs far more than
reading a sentence does. Here all rows are tried, and those that fail are named together, each with what went wrong.
"""

import traceback
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest

_SHOWN = 60  # more rows than these are only named


def every_row(
    names: str | Iterable[str], table: Iterable[Any], ids: Callable[[Any], object] = repr
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Try a test with every row of a table, given as to `pytest.mark.parametrize`; a test that wants no fixture."""
    wanted = [name.strip() for name in (names.split(",") if isinstance(names, str) else names)]
    rows = [(row,) if len(wanted) == 1 else tuple(row) for row in table]
    assert rows, "a table without rows"

    def told(row: tuple[Any, ...]) -> str:
        return ", ".join(str(ids(value)) for value in row)

    def decorated(test: Callable[..., None]) -> Callable[[], None]:
        def all_rows() -> None:
            failed = [(row, error) for row in rows if (error := _failure(partial(test, **_named(wanted, row))))]
            if failed:
                shown = "\n".join(f"{told(row)}\n{error}" for row, error in failed[:_SHOWN])
                others = "\n".join(told(row) for row, _ in failed[_SHOWN:])
                pytest.fail(f"{len(failed)} of {len(rows)} rows fail:\n{shown}\n{others}", pytrace=False)

        all_rows.__name__, all_rows.__qualname__ = test.__name__, test.__qualname__
        all_rows.__module__, all_rows.__doc__ = test.__module__, test.__doc__
        return all_rows

    return decorated


def _named(wanted: list[str], row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(wanted, row, strict=True))


def _failure(attempt: Callable[[], None]) -> str | None:
    """What went wrong, with the line of the test."""
    try:
        attempt()
    except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:
        return "".join(traceback.format_exception(error, limit=-2))
    return None
