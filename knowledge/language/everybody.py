"""What is said of a whole household: 一家子都36.5 就我爸37.1有点咳嗽; 家里另外两个人也都36.6.

Who they are only the ledger knows. Whoever is named besides has their own words; the rest have what is said of all.
"""

import re
from dataclasses import dataclass

from knowledge.language.health import HealthFound, find_health
from knowledge.language.pattern_table import Sought
from knowledge.language.persons import SPEAKER, PersonFound, find_persons, in_usual_rows
from knowledge.language.small_numbers import small_number
from knowledge.language.temperatures import find_temperatures

_NUMBER = r"[2-9]|[二两三四五六俩仨]"
_EVERYBODY = Sought(
    rf"(?:我们|俺们|咱们|我|俺|咱)?(?:全家老小|全家|一家子|一家人|一家(?P<of>{_NUMBER})口|家里人|家里(?P<at>{_NUMBER})口|大家)"
    r"(?:人|的)?(?:今天|今早|体温)?(?:也|还)?(?:都|全|均)"
)
_OTHERS = Sought(
    rf"(?:家里|家)?的?(?:另外|其[他它余]|剩下)的?(?:(?P<number>{_NUMBER})(?:个|口|位)?(?:家里)?人?|(?:家里)?人)"
    r"(?:今天|体温)?(?:也|还)?(?:都|全|均)"
)
_SELF = re.compile(r"(?:就|只有|除了|只|但)?(?:我|俺)(?:自己)?(?![家们爸妈爹娘爷奶姥哥姐弟妹老儿闺女])")
_EXCEPTS = re.compile(r"(?:就是|就|只有|除了|除|但是|但|可是)[ ]?$")


@dataclass(frozen=True, slots=True)
class EverybodyFound:
    """`health` is said of everybody who is not in `named`; of the writer too unless `without_speaker`.

    `count`: how many there are by the words, the writer included where they are meant; None where it is not said.
    """

    health: HealthFound
    named: tuple[PersonFound, ...]
    count: int | None
    without_speaker: bool


def find_everybody(text: str) -> EverybodyFound | None:
    """What a normalised text says of a whole household; None where it speaks of none."""
    others = _OTHERS.search(text)
    match = others or _EVERYBODY.search(text)
    if match is None:
        return None
    before, behind = text[: match.start()], in_usual_rows(text[match.end() :])[0]
    named = tuple(one for one in find_persons(behind) if one.name != SPEAKER or behind[one.span[0] :][:1] in "我俺本自")
    until = min((one.span[0] for one in named), default=len(behind))
    itself = _SELF.search(behind)
    if itself is not None and itself.start() < until and not any(one.name == SPEAKER for one in named):
        until = itself.start()
        named = (*_of_oneself(behind[itself.end() :]), *named)
    of_all = _EXCEPTS.sub("", behind[:until])
    health = find_health(of_all, temperatures=find_temperatures(of_all))
    if health is None:
        return None
    number = next((group for group in match.groupdict().values() if group), None)
    said_before = find_persons(before) or _of_oneself(before)
    count = small_number(number.replace("俩", "两").replace("仨", "三")) if number else None
    # Behind somebody else who is named (除了我爸 其他人都36.5) the writer is one of the others.
    is_one_of_them = bool(said_before) and all(one.name != SPEAKER for one in said_before)
    return EverybodyFound(health, (*said_before, *named), count, others is not None and not is_one_of_them)


def _of_oneself(text: str) -> tuple[PersonFound, ...]:
    health = find_health(text)
    return () if health is None else (PersonFound(SPEAKER, health, "", (0, len(text))),)
