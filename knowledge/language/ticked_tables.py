"""Tables with a column for each complaint, in which 是 and 否 stand for words: 姓名,体温,咳嗽 and below 王敏,36.5,否.

Each row is written anew with what it says, as other lists have it: 王敏,36.5,无症状. A column for contact is left out: it
tells of no symptom. The titles stand over the rows, or behind them. Text is normalised.
"""

import re
from collections.abc import Sequence

from knowledge.language.symptoms import find_symptoms

_SEPARATORS = ",|;、/ "
_YES = frozenset("是有√对Y")
_NO = frozenset({"否", "无", "没有", "没", "×", "N", "-"})
_CONTACT = re.compile("接触|旅居|密接")
_NOTHING = "无症状"


def with_words_for_ticks(text: str) -> str:
    """The text with words for the ticks of a table that begins with its header; the same text where it is none."""
    if "姓名" not in text or "\n" not in text:
        return text
    header, *lines = text.strip("\n").split("\n")
    is_behind = "姓名" not in header and "姓名" in lines[-1]
    if is_behind:
        header, lines = lines[-1].strip(" ()[]【】"), [header, *lines[:-1]]
    separator = next((sign for sign in _SEPARATORS if header.count(sign) > 1), None)
    titles = [] if separator is None else [title.strip() for title in header.split(separator)]
    is_table = any(_is_complaint(title) or _CONTACT.search(title) is not None for title in titles)
    if separator is None or not is_table:
        return text
    rows = [_in_words(titles, [cell.strip() for cell in line.split(separator)]) for line in lines]
    told = [separator.join(row) for row in rows if row is not None]
    return "\n".join(told) if len(told) == len(lines) else text


def _is_complaint(title: str) -> bool:
    felt = find_symptoms(title)
    return felt is not None and bool(felt.symptoms or felt.troubles)


def _in_words(titles: Sequence[str], cells: Sequence[str]) -> list[str] | None:
    """The cells of a row with the complaints that are ticked; None for a line that is no row of the table."""
    if len(cells) != len(titles):
        return None
    cells = [cell for title, cell in zip(titles, cells, strict=True) if _CONTACT.search(title) is None]
    titles = [title for title in titles if _CONTACT.search(title) is None]
    ticks = {title: cell for title, cell in zip(titles, cells, strict=True) if _is_complaint(title)}
    if not all(cell in _YES or cell in _NO for cell in ticks.values()):
        return None
    if not ticks:
        return cells
    kept = [cell for title, cell in zip(titles, cells, strict=True) if title not in ticks]
    return [*kept, " ".join(title for title, cell in ticks.items() if cell in _YES) or _NOTHING]
