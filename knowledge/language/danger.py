"""Danger to life in a message: somebody despairs, cannot breathe, lies unconscious, gives birth, a house burns.

Such a message is answered at once with the emergency numbers and passed on to people, whatever a form was asking; so
words in passing (热死了, 着火车回来), what is denied, feared or told of elsewhere must not count. The words stand in
`danger.yaml`; the text is expected normalised.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple, cast, get_args

from knowledge.language.words import WordListError, either, load_list, words_of

Kind = Literal[
    "despair",
    "breathless",
    "unconscious",
    "labour",
    "fire",
    "gas",
    "violence",
    "bleeding",
    "poisoning",
    "chest_pain",
    "life_support",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
_FILE = "danger.yaml"
# Whoever speaks of it at all is in danger, also with 如果 or 以前; and a power cut to come is when it can still be helped.
_NEVER_OPEN = frozenset({"despair", "violence", "life_support"})
# Every word and pattern of the list holds one of these; ordinary texts are passed over here.
_HINT = re.compile(
    r"[死活透毒血氧喘晕昏醒煤燃烟爆窒噎吐紫捅砍掐踹揍扇杀刀架殴]|自杀|轻生|短见|跳|割|上吊|胸|心口|心绞|心前|绝路|了百了|了断|结束|遗书|无恋|没意思|没盼头|没奔头"
    r"|解脱|走了算|想不开|呼吸|[上出]不[来了上]|不省|意识|心跳|心脏骤|休克|抽|白眼|白沫|不会动|瘫倒|[心脑]梗|脑[出溢]|没反应|不应|不吱|没气|倒"
    r"|生了|生啦|要生|[快马就]上?就?要?生|羊水|胎水|破水|见红|宫缩|阵痛|临[产盆]|生在|头出来|生出来|着火|失火|起火|火灾|大火|救火|冒|[烧着]了|烧起|着起"
    r"|天然气|液化气|气罐|炕|灶|臭鸡蛋|家暴|家庭暴|挨打|打(?!卡|电话|针|疫)|强奸|动手|动脉|胰岛素|农药|百草枯|敌敌畏|误[喝服食]|喝|吃|吞|不想在|不想熬|熬不|撑不|世上|一闭眼|气管"
)
_CLAUSE_ENDS = ",。;!?\n "
_WINDOW = 16
_ASKED_BEHIND = re.compile(r"[^,。;!?\n]{0,4}(?:真的假的|是真的吗|属实|咋预防|怎么预防|如何预防|的知识)|过(?!去|来|气)")


class Danger(NamedTuple):
    """What the danger is, the words that say so, and where they stand."""

    kind: Kind
    words: str
    span: tuple[int, int]


class _Words(NamedTuple):
    every: re.Pattern[str]  # each kind as a group, hidden words as the group `hidden`
    before: re.Pattern[str]
    denied: re.Pattern[str]


def find_danger(text: str) -> Danger | None:
    """The first danger to life that a normalised text reports; None for all others. Never raises for any text."""
    if _HINT.search(text) is None:
        return None
    words = _knowledge()
    for match in words.every.finditer(text):
        kind = match.lastgroup
        if kind != "hidden" and kind in KINDS and _happens(text, match, kind, words):
            return Danger(cast("Kind", kind), match[0], match.span())
    return None


def _happens(text: str, match: re.Match[str], kind: str, words: _Words) -> bool:
    """Whether what a match names is reported, and not denied, feared, or told of elsewhere."""
    start, end = match.span()
    clause = text[max(0, start - _WINDOW) : start]
    for place in range(len(clause) - 1, -1, -1):
        if clause[place] in _CLAUSE_ENDS:
            clause = clause[place + 1 :]
            break
    if words.denied.search(clause) is not None:
        return False
    if kind in _NEVER_OPEN:
        return True
    return words.before.search(clause) is None and _ASKED_BEHIND.match(text, end) is None


@cache
def _knowledge() -> _Words:
    """The words of `danger.yaml` as one pattern; raises WordListError with what is wrong."""
    content = load_list(_FILE)
    if set(content) != {"hidden", "before", "denied", *KINDS}:
        raise WordListError(f"{_FILE}: hidden, before, denied and {', '.join(KINDS)} are expected")
    hidden = list(words_of(content["hidden"], f"{_FILE}: hidden"))
    said: list[str] = []
    for kind in KINDS:
        entry = content[kind]
        if not isinstance(entry, Mapping) or not {"says", "not"} <= set(entry) <= {"says", "not", "pattern"}:
            raise WordListError(f"{_FILE}: {kind}: says, not and perhaps pattern are expected")
        hidden += words_of(entry["not"], f"{_FILE}: {kind}: not")
        said.append(f"(?P<{kind}>{either(words_of(entry['says'], f'{_FILE}: {kind}: says'))}{_pattern(kind, entry)})")
    every = re.compile("|".join([f"(?P<hidden>{either(hidden)})", *said]))
    denied = either(words_of(content["denied"], f"{_FILE}: denied"))
    return _Words(
        every,
        re.compile(either(words_of(content["before"], f"{_FILE}: before"))),
        re.compile(rf"{denied}(?:有|人|想|要|会|真|去|过|再|什么|任何|出现)*$"),
    )


def _pattern(kind: str, entry: Mapping[str, object]) -> str:
    """The pattern of a kind as a further alternative, checked to be one; raises WordListError."""
    pattern = entry.get("pattern", "")
    if not pattern:
        return ""
    try:
        has_groups = re.compile(str(pattern)).groups
    except re.error as wrong:
        raise WordListError(f"{_FILE}: {kind}: the pattern cannot be read: {wrong}") from wrong
    if has_groups:
        raise WordListError(f"{_FILE}: {kind}: a pattern has no groups that are counted, only (?:...)")
    return f"|{pattern}"
