"""What would do where the thing that is asked for is not to be had, and is not asked for itself: 没有排骨 脊骨也行."""

import re

from knowledge.language.supply_words import supply_words

_COUNTS = "0-9一二两三四五六七八九十俩仨几半"
_UNIT = "[斤袋桶包箱盒瓶个棵颗条块提捆罐把板]"
_MAKES_DO = "(?:顶(?:一顶|一下|上|着|替)|(?:凑合|对付|将就)(?:一下|一顿|着吃?|用)?|代替|替代|替一下)"
_NUMERALS = "五花|五香|五仁|三鲜|三黄|三文|八宝|八角|二锅|十三香"  # names that begin as a number does
_MISSING = "没(?:有|买[着到]|货|卖的)?"
_MAKES = "冻|速冻|冷冻|冰鲜|鲜|干|散装?|袋装|桶装|罐装|普通|一般|便宜|别的|其他"
_THEN = rf"(?:的话[ ,]?(?:那?就)?|[ ,]?那?就|[ ,]|(?=[给来换拿])|(?=(?:{_MAKES})的?[也都]))"
_SUBSTITUTE = re.compile(
    rf"{_MISSING}(?:(?P<thing>[^ ,。;!?\n了就也给来换拿没有先]{{1,8}}?)(?P<between>{_THEN})|(?P<at_once>{_THEN}|))"
    rf"(?P<brings>先?[给来换拿整弄用]*(?:[个点些]|成|{_UNIT}(?=[^{_COUNTS}]))?)"
    rf"(?P<instead>(?:{_NUMERALS})?[^ ,。;!?\n{_COUNTS}了就给来换拿没有也都]{{1,8}}?)(?P<count>[{_COUNTS}]{{1,3}}{_UNIT})?"
    rf"(?:(?P<will_do>[也都](?:行|中|成|可以|凑合|好使|要)|{_MAKES_DO})|(?=$|[ ,。;!\n]))"
)
_SHORTEST = 2  # signs
_OF_MAKE = re.compile(rf"(?:{_MAKES})的?")
_WANTED = "要"
_CLAUSE_BEGINS = ("", " ", ",", "。", ";", "!", "\n")
_IF = ("要是", "如果", "实在", "万一", "真要", "若是", "若", "假如", "倘若", "要是都", "要是真", "要是实在", "实在要是")


def without_substitutes(line: str) -> str:
    """The line with what would do instead blanked out; of what is missing only its name stays."""
    for match in _SUBSTITUTE.finditer(line):
        if not _is_one(line, match):
            continue
        begin, end = match.span("thing") if match["thing"] else (match.start(), match.start())
        rest = line[: match.start()] + line[match.end() :]
        if match["thing"] and _is_named(match["thing"], rest):
            end = begin  # it is asked for elsewhere
        blanks = "," * (begin - match.start()), "," * (match.end() - end)
        line = line[: match.start()] + blanks[0] + line[begin:end] + blanks[1] + line[match.end() :]
    return line


def _is_named(thing: str, rest: str) -> bool:
    """Whether a thing is named elsewhere, if without its make: 2斤牛肉 … 没有鲜牛肉冻的也行."""
    return any(thing[begin:] in rest for begin in range(max(1, len(thing) - _SHORTEST + 1)))


def _is_one(line: str, match: re.Match[str]) -> bool:
    thing, instead = match["thing"], match["instead"]
    before = line[: match.start()]
    if not _is_good(instead) or (thing and (thing in instead or instead in thing)):
        return False
    begins = before[-1:] in _CLAUSE_BEGINS or before.endswith(_IF)
    if not thing:
        return bool(before.strip(" ,")) and instead not in before and _stands_in(match, begins, before.endswith(_IF))
    if not begins:
        return False  # 家里没有米 面也行 tells what is there
    if match["will_do"]:
        is_besides = match["will_do"].endswith(_WANTED)  # 没奶粉 尿不湿也要一包 asks for both
        is_told = before.endswith(_IF) or thing in before or match["between"] not in (",", " ")
        return is_told or not is_besides
    if "的话" in match["between"]:
        return thing in before
    return "就" in match["between"] and (not match["brings"] or thing in before)


def _stands_in(match: re.Match[str], begins: bool, is_condition: bool) -> bool:
    """Whether a thing stands in for what was asked for before, which is only said to be missing: 没有就换油菜."""
    between = match["at_once"]
    if match["will_do"]:
        is_told = is_condition or begins or "就" in between
        return is_told and between != ","
    return begins and ("就" in between or "的话" in between)


def _is_good(words: str) -> bool:
    """Whether words end in the name of a thing, or hold no word that is known: 五仁."""
    if _OF_MAKE.fullmatch(words) is not None:
        return True
    found = list(supply_words().table.scan(words))
    return not found or any(tag.role == "item" and start + len(word) == len(words) for start, word, tag in found)
