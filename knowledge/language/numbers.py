"""Numbers as they are said and written: 三十六点五, 三十六度五, 二十九, 俩, 仨, 半, 一百二, 3十, 36.5.

A value is int where it is whole and float where it has decimals. Text is expected normalised.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DIGITS = {
    figure: value
    for value, figures in enumerate(
        ("零〇○", "一幺壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for figure in figures
}
_TENFOLD = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS_IN_ONE = {"廿": 20, "卅": 30}
_WITH_COUNTER = {"俩": 2, "仨": 3}
_SPOKEN = "".join(DIGITS) + "".join(_TENFOLD) + "".join(_TENS_IN_ONE)
_WHOLE = rf"[0-9{_SPOKEN}]+(?:[万亿][0-9{_SPOKEN}]*)*"
_DECIMALS = rf"(?:\d+|[{''.join(DIGITS)}]+)"
_NUMBER = re.compile(rf"\d+(?:\.\d+)?(?![{_SPOKEN}\d万亿])|{_WHOLE}(?:[点.]{_DECIMALS})?半?|[俩仨半]")
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_LONGEST = 24  # figures; longer runs are not amounts
_DEGREE_SAID = re.compile(rf"({_WHOLE})(?:度|℃)(\d|[{''.join(DIGITS)}]|半)")


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number and where it stands in the text."""

    value: int | float
    span: tuple[int, int]


def parse_chinese_number(text: str) -> int | float | None:
    """The value of a text that is one number and nothing else, spoken, in figures or mixed; else None.

    三十六度五 is 36.5, 一百二 is 120, 一万五 is 15000, 三零一 is 301, 半 is 0.5, 两个半 is no number.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if _PLAIN.fullmatch(text):
        return float(text) if "." in text else int(text)
    if text in _WITH_COUNTER:
        return _WITH_COUNTER[text]
    if text == "半":
        return 0.5
    degrees = _DEGREE_SAID.fullmatch(text)
    if degrees is not None:
        return _with_decimals(degrees[1], "5" if degrees[2] == "半" else degrees[2])
    half = text.endswith("半")
    whole, point, decimals = text.removesuffix("半").replace(".", "点").partition("点")
    if point:
        return None if half else _with_decimals(whole, decimals)
    value = _whole(whole)
    return value + 0.5 if half and value is not None else value


def find_numbers(text: str) -> Iterator[NumberFound]:
    """All numbers of the text from left to right, each as long as it can be."""
    for found in _NUMBER.finditer(text):
        value = parse_chinese_number(found.group())
        if value is not None:
            yield NumberFound(value, found.span())


def find_number(text: str, start: int = 0) -> NumberFound | None:
    """The first number at or behind a place of the text."""
    for found in _NUMBER.finditer(text, start):
        value = parse_chinese_number(found.group())
        if value is not None:
            return NumberFound(value, found.span())
    return None


def figures_of(text: str) -> str | None:
    """Spoken figures one by one as digits (幺三八零 is 1380); None where anything else stands among them."""
    figures = [char if char.isascii() and char.isdigit() else str(DIGITS.get(char, "")) for char in text]
    return "".join(figures) if all(figures) and figures else None


def _with_decimals(whole: str, decimals: str) -> float | None:
    value, figures = _whole(whole), figures_of(decimals)
    return None if value is None or figures is None else float(f"{value}.{figures}")


def _whole(text: str) -> int | None:
    """A whole number; None when the signs do not make one (十十, 百二)."""
    if not text:
        return None
    for unit, worth in (("亿", 100_000_000), ("万", 10_000)):
        before, found, behind = text.rpartition(unit) if unit == "亿" else text.partition(unit)
        if found:
            head = _whole(before)
            tail = 0 if not behind else _below(behind, worth)
            return None if head is None or tail is None else head * worth + tail
    if text.isascii():
        return int(text) if text.isdigit() else None
    if any(char in _TENFOLD or char in _TENS_IN_ONE for char in text):
        return _with_units(text)
    figures = figures_of(text)
    return None if figures is None else int(figures)


def _below(text: str, worth: int) -> int | None:
    """What stands behind 万 or 亿: 五 alone counts thousands (一万五), 零五 and 五百 count as they stand."""
    value = _whole(text)
    if value and len(text) == 1:
        return value * worth // 10
    return value if value is not None and value < worth else None


def _with_units(text: str) -> int | None:
    """A number with 十, 百, 千: each unit smaller than the one before it."""
    total, pending, last_unit, zero = 0, "", 10_000, False
    for char in text:
        unit = _TENFOLD.get(char)
        if char in _TENS_IN_ONE:
            if pending or last_unit <= 10:
                return None
            total, last_unit = total + _TENS_IN_ONE[char], 10
        elif unit is None:
            if char in "零〇" and not pending:
                if last_unit <= 10:
                    return None
                zero = True
                continue
            pending += char
        else:
            if unit >= last_unit or (not pending and unit != 10):
                return None
            factor = int(figures_of(pending) or 1)
            if factor > 9:
                return None
            total, pending, last_unit, zero = total + factor * unit, "", unit, False
    if not pending:
        return total
    figures = figures_of(pending)
    if figures is None or len(figures) > 1:
        return None
    # 一百二 is 120, but 一百零二 is 102 and 三十二 is 32.
    return total + int(figures) * (last_unit // 10 if last_unit > 10 and not zero else 1)
