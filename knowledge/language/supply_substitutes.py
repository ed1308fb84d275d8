"""What would do where the thing that is asked for is not to be had, and is not asked for itself: 没有排骨 脊骨也行."""

import re

from knowledge.language.supply_words import supply_words

_NO_COUNTS = "0-9一二两三四五六七八九十俩仨几半"
_SUBSTITUTE = re.compile(
    r"没(?:有|买[着到]|货)?(?P<thing>[^ ,。;!?\n了就也给来换拿没有]{0,8}?)"
    r"(?P<between>的话[ ,]?(?:那?就)?|[ ,]?那?就|[ ,]|(?=[给来换拿]))"
    rf"(?P<brings>[给来换拿整弄用]*[个点些]?)(?P<instead>[^ ,。;!?\n{_NO_COUNTS}了就给来换拿没有也都]{{1,8}})"
    r"(?:(?P<will_do>[也都](?:行|中|成|可以|凑合|好使))|(?=$|[ ,。;!\n]))"
)
_CLAUSE_BEGINS = ("", " ", ",", "。", ";", "!", "\n")
_IF = ("要是", "如果", "实在", "万一", "真要")


def without_substitutes(line: str) -> str:
    """The line with what would do instead blanked out; of what is missing only its name stays."""
    for match in _SUBSTITUTE.finditer(line):
        if not _is_one(line, match):
            continue
        begin, end = match.span("thing")
        rest = line[: match.start()] + line[match.end() :]
        if match["thing"] and match["thing"] in rest:
            end = begin  # it is asked for elsewhere
        blanks = "," * (begin - match.start()), "," * (match.end() - end)
        line = line[: match.start()] + blanks[0] + line[begin:end] + blanks[1] + line[match.end() :]
    return line


def _is_one(line: str, match: re.Match[str]) -> bool:
    thing, instead = match["thing"], match["instead"]
    if not _is_good(instead) or (thing and (thing in instead or instead in thing)):
        return False
    if not thing:
        return match["will_do"] is not None and match["between"] != "," and bool(line[: match.start()].strip(" ,"))
    before = line[: match.start()]
    if before[-1:] not in _CLAUSE_BEGINS and not before.endswith(_IF):
        return False  # 家里没有米 面也行 tells what is there
    if match["will_do"]:
        return True
    return "就" in match["between"] and (not match["brings"] or thing in before)


def _is_good(words: str) -> bool:
    """Whether words end in the name of a thing, or hold no word that is known: 五仁."""
    found = list(supply_words().table.scan(words))
    return not found or any(tag.role == "item" and start + len(word) == len(words) for start, word, tag in found)
