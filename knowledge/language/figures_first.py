"""Lists in which the figure stands before the name: 36.5 蔡明 | 36.7 贾红 | 38.1 丁一 发烧咳嗽, 36.6我 36.7老伴.

Told from the usual order by what stands first and last: nobody is named before the first figure, somebody behind each, and
what parts a name from the next figure parts more than what stands between the figure and its name. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.language.kin_mentions import as_told_apart, kin_of_kin
from knowledge.language.listed_names import named_before
from knowledge.language.mentions import SPEAKER, VILLAGES, Mention
from knowledge.language.names import is_called, looks_like_name
from knowledge.language.names_in_runs import is_told_away, may_be_surnamed, named_at
from knowledge.language.people import find_relatives
from knowledge.language.symptoms import health_words
from knowledge.language.temperatures import Temperature

_TO_NAME = re.compile(r"(?:度|℃)?(?:的(?:是|有)?|是|[ ,:、/|\n(\-]{0,2}(?:(?:姓名|名字)[是叫]?[ :]{0,2})?)(?=[一-鿿])")
_AFTER_FELT = re.compile(r"[ ,、/|]{0,2}(?=[一-鿿])")
_RUN = re.compile("[一-鿿·]+")
_SPEAKER = re.compile(r"(?:我自己|本人|自己|我|俺)(?![一-鿿])")
_AILING_SPEAKER = re.compile("(?:我自己|本人|我|俺)")
# What is said besides parts as much as a blank does.
_PARTS = ((3, re.compile(r"[|;。\n]")), (2, re.compile(r"[,、:/]")), (1, re.compile(r".")))


def find_behind_figures(text: str, temperatures: Sequence[Temperature]) -> list[tuple[Mention, Temperature]]:
    """Everybody with the figure before them, in order; empty where the text is no such list."""
    if len(temperatures) < 2 or _is_anybody_before(text, temperatures[0].span[0]):
        return []
    found: list[tuple[Mention, Temperature]] = []
    for place, temperature in enumerate(temperatures):
        is_last = place + 1 == len(temperatures)
        until = len(text) if is_last else temperatures[place + 1].span[0]
        gap = _TO_NAME.match(text, temperature.span[1], until)
        named = None if gap is None else _somebody(text, gap.end(), until)
        if named is None and gap is not None:
            named = _somebody(text, _behind_felt(text, gap.end(), until), until)
        if gap is None or named is None:
            return []
        mention, is_sure = named
        behind = text[mention.end : until]
        # Between two like gaps only what has the look of a name is believed: 36.5 王磊 36.6 李刚.
        is_parted = is_last or _parts(behind) + is_sure > _parts(gap[0]) or (gap[0].endswith("(") and behind[:1] == ")")
        if not is_parted or is_told_away(behind):
            return []
        found.append((mention, temperature))
    are_people = any(_is_somebody(mention.name) for mention, _temperature in found)
    return found if are_people and len({mention.name for mention, _temperature in found}) == len(found) else []


def find_alternating(
    text: str, mentions: Sequence[Mention], temperatures: Sequence[Temperature]
) -> list[tuple[Mention, Temperature]]:
    """Those mentioned with the figure before them, where each stands nearer to it than to the next; empty where not.

    For mentions of which the first stands for whoever has the first figure, since nobody is named before it.
    """
    ours = mentions[1:]
    if len(temperatures) < 2 or len(ours) != len(temperatures) or mentions[0].end:
        return []
    starts = [*(each.span[0] for each in temperatures[1:]), len(text)]
    for one, figure, until in zip(ours, temperatures, starts, strict=True):
        is_last = until == len(text)
        if not figure.span[1] <= one.start < one.end <= until or is_told_away(text[one.end : until]):
            return []
        if not is_last and _parts(text[figure.span[1] : one.start]) >= _parts(text[one.end : until]):
            return []
    return list(zip(ours, temperatures, strict=True)) if len({one.name for one in ours}) == len(ours) else []


def _behind_felt(text: str, start: int, until: int) -> int:
    """Where a name begins behind what its owner feels: 36.5 无症状 陶然, 36.7咳嗽宁静."""
    place = start
    for word in health_words(text[start:until]):
        if start + word.start != place or word.tag[0] == "part":
            break
        place += len(word.word)
    gap = _AFTER_FELT.match(text, place, until)
    return start if place == start or gap is None else gap.end()


def _is_somebody(name: str) -> bool:
    return bool(find_relatives(name)) or looks_like_name(name) or is_called(name)


def _is_anybody_before(text: str, until: int) -> bool:
    """Whether the words before the first figure name anybody it may be of."""
    lead = text[:until]
    return bool(find_relatives(lead)) or "我" in lead or "俺" in lead or named_before(text, until)


def _somebody(text: str, start: int, until: int) -> tuple[Mention, bool] | None:
    """Who is named at a place, and whether by a name that has the look of one."""
    speaker = _SPEAKER.match(text, start, until)
    if speaker is None:
        ailing = _AILING_SPEAKER.match(text, start, until)
        words = [] if ailing is None else health_words(text[ailing.end() : until])
        speaker = ailing if words and words[0].start == 0 else None  # 36.6我咳嗽
    if speaker is not None:
        return Mention(SPEAKER, "", *speaker.span()), False
    run = _RUN.match(text, start, until)
    if run is None or run[0].endswith(VILLAGES):
        return None
    named = named_at(text, *run.span())
    if named is not None:
        return Mention(named.name, "", *named.span, True), named.is_sure
    relatives = kin_of_kin(run[0], find_relatives(run[0]))
    own = "我" if run[0].startswith("我") else ""
    if relatives and relatives[0].people == 1 and relatives[0].span[0] == len(own):
        end = start + relatives[0].span[1]
        return Mention(as_told_apart(text, replace(relatives[0], span=(start + len(own), end))), "", start, end), False
    return (Mention(run[0], "", *run.span(), True), False) if may_be_surnamed(run[0]) else None


def _parts(between: str) -> int:
    """How much what stands between two things parts them: 0 for nothing, 3 for the end of a line or a cell."""
    return next((strength for strength, signs in _PARTS if signs.search(between) is not None), 0)
