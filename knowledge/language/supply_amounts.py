"""Amounts of goods and what says their make: 两袋, 半斤, 一大桶, 几包, 俩, ×2, 500g×2袋; 二段, XL码, 10斤装, 5mg.

Read from a text whose goods are blanked out already, so that 三七片 and 五花肉 are no amounts.
"""

import re
from functools import cache
from typing import NamedTuple

from knowledge.language.numbers import parse_chinese_number
from knowledge.language.supply_words import supply_words

BLANK = "\0"
_SPOKEN = "一二两三四五六七八九十百千"
_NUMBER = rf"(?<!第)(?:(?<![\d.])\d{{1,4}}(?:\.\d{{1,2}})?|[{_SPOKEN}]+半?|半)"
_VAGUE = (
    r"(?:\d+[-~到至]\d+|一二|一两|两三|二三|三两|三四|三五|四五|五六|六七|七八|八九|好几|十几|几十|十来|十多|几|数|若干"
    r"|\d+[多来几]|[二三四五六七八九]十[多来几]|[大小多]半)"
)
_SIZE = "[大小中整]"
# What belongs to the thing and is no amount: a stage, a size, a pack.
_MAKE = (
    r"(?P<make>[一二三四1-4]段|(?:NB|nb|[2-6]?[Xx]{0,3}[Ll]|[SMsm])[码号]|(?<![A-Za-z])(?:[2-6]?[Xx]{1,3}[Ll]|NB)(?![A-Za-z])|[大中小]号|[234]\d(?:\.5)?码"
    r"|(?:\d{1,4}(?:\.\d)?|[一二两三四五六八十百]{1,3})(?:斤|公斤|kg|升|L|克|g|ml|毫升|片|粒|抽|卷|包|个|支|瓶)装)"
)
# What a shop writes before the count: how much one holds, by size and by number (250ml*24盒 ×1箱, 3层120抽×2提).
_SIZE_HELD = (
    r"(?:约?(?<![\d.])\d{1,4}(?:\.\d{1,3})?"
    r"(?:mm|cm|[kK]?[gG]|m?[lL]|ML|[千毫]克|公斤"
    r"|[克斤升米寸层抽片粒枚支卷袋盒瓶罐听只个张节条块度]|毫升|[厘毫]米|连?包)装?)"
)
_OF_ONE = rf"{BLANK}[袋箱盒瓶罐包提桶板听支件条组]"
_TIMES = r"[xX×*][ ]?"
_STRENGTH = r"(?P<strength>(?<![\d.])\d{1,4}(?:\.\d{1,3})?(?:mg|MG|Mg|毫克|μg|ug|微克|单位|IU|iu))"


class Amount(NamedTuple):
    """How much, where it stands; `quantity` is None where it is left open (几包), `unit` where none is said (×2).

    Of one thing the number may be left out (买袋米), and the unit behind 各 (各一): `is_elided`, if what stands around it
    bears that out.
    """

    quantity: int | float | None
    unit: str | None
    start: int
    end: int
    is_elided: bool = False


class Other(NamedTuple):
    """An amount of something else: what is the last of it (最后一片), what it costs (五毛一斤)."""

    start: int
    end: int


class Make(NamedTuple):
    """What says the make; a strength stands behind the name of a medicine, everything else before it."""

    word: str
    is_strength: bool
    start: int
    end: int


@cache
def _figures() -> re.Pattern[str]:
    unit = supply_words().unit
    size, held = rf"(?:{_SIZE_HELD}(?:{_OF_ONE})?[ ]?)", rf"(?:{_TIMES}\d{{1,3}}(?:{unit})?(?:{_OF_ONE})?[ ]?)"
    return re.compile(
        rf"{_MAKE}|{_STRENGTH}"
        rf"|(?P<other>最后[一两二三俩几半1-3]{unit}|{_NUMBER}(?:毛|元|毛钱|块钱|块[\d一二两三四五六七八九半])钱?(?:一|1|每|半){unit})"
        rf"|(?P<packed>(?:{size}{held}|{_SIZE_HELD}{_OF_ONE}[ ]?)(?<= )(?P<packs>\d{{1,3}})(?P<packs_unit>{unit}))"
        rf"|(?P<times>{size}{{0,2}}{held}{{0,2}}{_TIMES}(?P<factor>\d{{1,3}})(?!\.?\d)(?P<times_unit>{unit})?)"
        rf"|(?P<vague>{_VAGUE})个?(?P<vague_size>{_SIZE})?(?P<vague_unit>{unit})(?!钱)[子儿]?"
        rf"|(?P<about>{_NUMBER})(?P<about_unit>{unit})[多来](?!自)"
        rf"|(?P<number>{_NUMBER})[ ]?(?P<size>{_SIZE})?(?P<unit>{unit})(?!钱|元|以内|以下|(?<=口)[人子家])"
        rf"(?:(?P<half>半(?![斤箱袋个天个年]))|(?<=斤)(?P<tenths>[一二三四五六七八九1-9])两(?!{unit}))?[子儿]?"
        rf"|(?<={BLANK})(?P<one>{unit})(?={BLANK}|{_NUMBER}(?:公?斤|kg|[升L克g]|毫升|ml)[装{BLANK}])"
        rf"|(?<={BLANK})(?P<of_each>[{_SPOKEN}])(?=[ ,。;!?\n{BLANK}]|$)"
        rf"|(?P<ounces>{_NUMBER})两(?!{unit})"
        rf"|(?<![们咱我俺你他她家妻娘爷哥姐弟兄妹媳伴])(?<![父母]子)(?<!母女)(?<!父女)(?P<pair>[俩仨])(?P<pair_unit>双(?!胞)|[捆把袋箱盒瓶桶包兜筐斤根棵颗条块卷提套])?儿?"
        rf"|(?<={BLANK})(?P<of_thing>\d{{1,3}})(?=,(?!\d)|[ ;\n]|$)|(?<={BLANK}[ ])(?P<of_row>\d{{1,2}})(?=\n|$|[ ]?[/|])"
        r"|(?<![\d.\-/])(?P<bare>\d{1,3})(?![\d.:%,号楼栋幢岁点元块天月日年次度℃室单层人口户\-/a-zA-Z])"
    )


def find_figures(text: str) -> list[Amount | Make | Other]:
    """All amounts and makes, from left to right; `text` has BLANK where words are known already."""
    found: list[Amount | Make | Other] = []
    for match in _figures().finditer(text):
        start, end = match.span()
        if match["make"] or match["strength"]:
            found.append(Make(match.group(), bool(match["strength"]), start, end))
        elif match["other"]:
            found.append(Other(start, end))
        elif match["of_thing"] or match["of_row"]:
            found.append(Amount(int(match["of_thing"] or match["of_row"]), None, start, end))  # 白醋1,洗洁精1
        elif match["bare"]:
            if _stands_at_goods(text, start, end):
                found.append(Amount(int(match["bare"]), None, start, end))
        else:
            found.append(_amount(match, start, end))
    return found


def _amount(match: re.Match[str], start: int, end: int) -> Amount:
    if match["times"] or match["packed"]:
        return Amount(int(match["factor"] or match["packs"]), match["times_unit"] or match["packs_unit"], start, end)
    if match["of_each"]:
        return Amount(parse_chinese_number(match["of_each"]), None, start, end, is_elided=True)
    if match["pair"]:
        return Amount(parse_chinese_number(match["pair"]), match["pair_unit"] or "个", start, end)
    if match["one"]:
        return Amount(1, match["one"], start, end, is_elided=True)
    if match["vague"]:
        return Amount(None, (match["vague_size"] or "") + match["vague_unit"], start, end)
    if match["about"]:
        return Amount(None, match["about_unit"], start, end)
    if match["ounces"]:
        return Amount(parse_chinese_number(match["ounces"]), "两", start, end)
    quantity = parse_chinese_number(match["number"])
    if quantity is not None and match["half"]:
        quantity += 0.5
    elif quantity is not None and match["tenths"]:
        quantity = round(quantity + (parse_chinese_number(match["tenths"]) or 0) / 10, 2)
    size = match["size"] or ""
    return Amount(quantity, ("" if size == "整" else size) + match["unit"], start, end)


def _stands_at_goods(text: str, start: int, end: int) -> bool:
    """Whether a bare figure touches a known word, as in 鸡蛋30; 301 by itself is a door."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    begins = before in ("", *" ,、:;)]\n", BLANK) or before in supply_words().unit_ends
    return before == BLANK or (behind == BLANK and begins)
