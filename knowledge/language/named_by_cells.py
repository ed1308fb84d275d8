"""Names by what a form says stands there: 姓名:温暖 体温:36.4, and the column of 姓名 in a table, whatever words they are.

Text is normalised.
"""

import re
from collections.abc import Mapping, Sequence

from knowledge.language.names import has_compound_surname, has_surname, is_called, is_mongolian, is_nickname
from knowledge.language.names_in_runs import ListedName, listed_words
from knowledge.language.people import find_relatives
from knowledge.language.temperatures import Temperature

_WORD = "姓名"
_CELL = re.compile(r"姓名:[ ]?([一-鿿·]{2,8})(?=$|[ ,;|/\n])")
_FIGURE_HEAD = re.compile("体温|温度")
_CELLS = re.compile(r"[^ ,|/\t]+")
_NAME = re.compile("[一-鿿·]{2,8}")


def named_in_cells(text: str, temperatures: Sequence[Temperature]) -> Mapping[int, ListedName]:
    """Who is named in a cell for names, by where their figure begins."""
    if _WORD not in text:
        return {}
    return _under_head(text, temperatures) or _in_lines(text, temperatures)


def _in_lines(text: str, temperatures: Sequence[Temperature]) -> Mapping[int, ListedName]:
    """Behind the word itself, before the first figure behind it."""
    found = {}
    behind = 0
    for temperature in temperatures:
        cells = [*_CELL.finditer(text, behind, temperature.span[0])]
        if cells and _is_name(cells[-1][1]):
            found[temperature.span[0]] = ListedName(cells[-1][1], cells[-1].span(1))
        behind = temperature.span[1]
    return found


def _under_head(text: str, temperatures: Sequence[Temperature]) -> Mapping[int, ListedName]:
    """In the column of a table, in every line of one figure."""
    found: dict[int, ListedName] = {}
    column, start = -1, 0
    for line in text.split("\n"):
        end = start + len(line)
        cells = list(_CELLS.finditer(text, start, end))
        figures = [each.span[0] for each in temperatures if start <= each.span[0] < end]
        if not figures and _FIGURE_HEAD.search(line) is not None:
            column = next((place for place, cell in enumerate(cells) if cell[0] == _WORD), column)
        elif len(figures) == 1 and 0 <= column < len(cells) and cells[column].end() <= figures[0]:
            cell = cells[column]
            if _NAME.fullmatch(cell[0]) is not None and _is_name(cell[0]):
                found[figures[0]] = ListedName(cell[0], cell.span())
        start = end + 1
    return found


def _is_name(run: str) -> bool:
    """Whether what stands in a cell for a name may be one: not 本人, 同上 or 合计; 我妈 is found as kin."""
    lists = listed_words()
    is_nobody = run in lists.nobody and run[0] not in lists.usual  # 温度 is somebody there
    if is_nobody or find_relatives(run):
        return False
    is_usual = has_surname(run) or has_compound_surname(run) or "·" in run
    return is_usual or is_mongolian(run) or is_called(run) or is_nickname(run) or run in lists.called
