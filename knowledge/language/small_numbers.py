"""Numbers from 0 to 99 as dates, times and doors use them, in figures or spoken: 5, 05, 五, 十五, 廿三, 两.

A table, so that a look-up costs next to nothing and nothing but a plain number is ever taken for one.
"""

_ONES = "零一二三四五六七八九"
# The pattern of what the table may hold; whether it does is told by `small_number`.
FIGURES = "零〇一二两三四五六七八九十廿卅"
SMALL = f"(?:[0-9]{{1,2}}|[{FIGURES}]{{1,3}})"
# A number must not be part of a longer one.
NO_FIGURE_BEFORE = rf"(?<![0-9{FIGURES}百点.])"
NO_FIGURE_BEHIND = r"(?![0-9零〇一二两三四五六七八九十百点])"


def small_number(text: str) -> int | None:
    """The number that the text is, 0 to 99; None for anything else (三零, 十十, 123)."""
    return _NUMBERS.get(text)


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _ONES[ones]
    return ("" if tens == 1 else _ONES[tens]) + "十" + (_ONES[ones] if ones else "")


def _table() -> dict[str, int]:
    numbers = {"〇": 0, "两": 2, "零零": 0, "〇〇": 0}
    for number in range(100):
        numbers |= {str(number): number, f"{number:02d}": number, _spoken(number): number}
        tens, ones = divmod(number, 10)
        if tens == 0 and ones:
            numbers |= {"零" + _ONES[ones]: number, "〇" + _ONES[ones]: number}
        if tens in {2, 3}:
            numbers["廿卅"[tens - 2] + (_ONES[ones] if ones else "")] = number
            numbers["廿卅"[tens - 2] + "十" + (_ONES[ones] if ones else "")] = number
        if tens == 1:
            numbers["一" + _spoken(number)] = number
    return numbers


_NUMBERS = _table()
