"""Whom a row names by letters or by a single sign: Tony36.5, 老K 36.4, M同学36.8; 刘36.5,关36.4,佟36.6.

Text is normalised.
"""

from collections.abc import Sequence

from knowledge.language.late import late
from knowledge.language.names import has_surname
from knowledge.language.names_in_runs import ListedName
from knowledge.language.temperatures import Temperature

# Tony36.5, and no word that stands before a figure: OK36.5, Temp 36.5.
_LATIN = late(
    r"(?<![A-Za-z\d])(?!(?:Ok|Hi|Hey|Hello|Dear|App|Day|Temp|Temperature|Body|Today|Now|Good|Morning|Evening|Room|Yes|No|Normal)$)"
    r"((?:(?<![一-鿿])(?![我俺是叫和跟与])[一-鿿])?[A-Z][a-z]{1,11})$"
)
# 老K 36.4, M同学36.8; and L 36.5, W 36.4, ZH 36.7, which are people only beside one another.
_LETTER = late(r"(?<![A-Za-z\d一-鿿])((?:[老小大阿][A-Z]{1,2}|[A-Z]{1,2}(?:同学|老师|师傅|总|工|哥|姐|某)))$")
_INITIALS = late(r"(?<![A-Za-z\d])(?!AM$|PM$|OK$|NO$|ID$|QQ$|[CT]$)([A-Z]{1,3})$")
_SURNAME_ALONE = late("(?<![一-鿿])([一-鿿])$")
_BY_ORDER = "甲乙丙丁戊己庚辛"
_LEAST_SHORT = 3  # rows that name people by a letter or a surname alone


def ends_with_letters(lead: str) -> tuple[int, int] | None:
    """Where the name with letters stands with which the words before a figure end: Tony, 李Sir, 老K, M同学."""
    found = _LATIN.search(lead) or _LETTER.search(lead)
    return None if found is None else found.span(1)


def find_by_one_sign(text: str, temperatures: Sequence[Temperature]) -> list[ListedName]:
    """Those whom each row names by a surname or by letters alone: 刘36.5,关36.4,佟36.6; L 36.5,W 36.4,ZH 36.7."""
    if len(temperatures) < _LEAST_SHORT:
        return []
    found: list[ListedName] = []
    behind = 0
    for temperature in temperatures:
        lead = text[behind : temperature.span[0]].rstrip(" :")
        sign = _SURNAME_ALONE.search(lead) or _INITIALS.search(lead)
        is_known = sign is not None and (sign[1].isascii() or has_surname(sign[1]) or sign[1] in _BY_ORDER)
        if sign is None or not is_known:
            return []
        found.append(ListedName(sign[1], (behind + sign.start(1), behind + sign.end(1)), is_sure=False))
        behind = temperature.span[1]
    return found if len({each.name for each in found}) == len(found) else []
