"""How an emergency goes on and ends: help is called, help is there, it is over, it was none.

Read only of whoever has reported one, so that plain words are enough; what is asked, wished for or denied ends nothing
(火灭了吗, 还没醒过来, 好了但是还喘). The words stand in `danger_over.yaml`; texts are expected normalised.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple, get_args

from knowledge.language.words import WordListError, either, load_list, words_of

Course = Literal["over", "come", "called"]
Family = Literal["medical", "labour", "fire", "violence", "lost"]
_FAMILIES: tuple[Family, ...] = get_args(Family)
_FILE = "danger_over.yaml"
_NUMBER = "(?:120|110|119|急救(?:电话|车)?|救护车|警察|消防(?:车|队)?|报警电话)"
_HELPER = "(?:救护车|急救车|120|119|110|大夫|医生|护士|救护员|消防车|消防员?|消防队|警察|民警|警车|公安|派出所)"
_CALLED = re.compile(
    rf"(?<![没未不])(?:打|叫|拨|喊)(?:(?:了|过|完|通|着)了?{_NUMBER}|{_NUMBER}(?:了|啦))|{_NUMBER}的?(?:电话)?(?:已经?|都|我|刚|也|他们|家里)*"
    rf"(?<![没未不])(?:打|叫|拨|喊)(?:了|过|完|通|着)|(?:已经?|刚|都|我)(?:打|叫|拨|喊)(?:了|过|完|通)?{_NUMBER}"
    r"|(?<![没未不])报(?:了|过)警|(?<![没未不])报警了|(?:已经?|刚|都)报警|报完警"
    rf"|{_NUMBER}(?:说|已经?|正)?(?:马上(?:来|到)|在(?:来的)?路上|往这(?:边|儿)?来)"
)
_COME = re.compile(
    rf"{_HELPER}的?人?(?:他们)?(?:已经?|都|刚|也|就)*(?<!没)(?:来|到|赶到|上门|上来)(?:了|啦|这|家|楼下|门口)"
    r"|(?:到|送到?|在|住|进|拉到?)(?:[市旗县中]|人民|附属)?医院(?:了|里|呢)|住上院|上了?救护车|进了?(?:手术室|产房|抢救室|急诊)"
    r"|[拉抬接送]走了|母子平安|母女平安|已经生了"
)
_NOT_REACHED = re.compile("打不通|占线|没人接|不接")
_WELL_ALONE = re.compile(r"(?:人|现在|已经?|都|她|他|挺|[ ,])*(?:没事儿?|好了)[ ,。!]*(?:谢谢|多谢|放心)?[您你了。!]*")
_TAKEN_BACK = re.compile(
    r"(?:那|还是|先|急救|报警|[ ,])*(?:取消|不用|不需要|算)(?:急救|放行|救护车|120|119|110|报警)?[了吧]*[ ,。!]*"
    r"(?:谢谢|多谢|麻烦)?[您你了。!]*"
)
_AGAIN: Mapping[Family, re.Pattern[str]] = {
    "medical": re.compile("(?:又|再次)(?:开始|不行|犯|疼|痛|难受|晕|昏|喘|憋|抽|吐|流血|出血|叫不|停电|断电|上不来)"),
    "labour": re.compile("(?:又|再次)(?:开始|疼|痛|见红|流水|一阵|要生)"),
    "fire": re.compile("(?:又|再次)(?:着|烧|冒|起火|漏|有味|闻到|闻着)"),
    "violence": re.compile("(?:又|再次)(?:来|回来|打|砸|闹|动手|踹|骂|撞|喝)"),
    "lost": re.compile("(?:又|再次)(?:走|跑|丢|不见|没影|找不)"),
}
_ENDS = ",。;!?\n "
# Before the words, in their clause: it has not come so far, or is only wished for.
_NOT_YET = re.compile(
    r"没|未|还不|不是|要是|如果|万一|等|怕|希望|盼|啥时候|什么时候|怎么|咋|能不能|是不是|有没有|才能|说不定|不算|装"
)
_ASKS = re.compile(r"[^,。;!\n]{0,4}?(?:[?吗么]|没有?[?。 ]*$|再)")
_BUT = re.compile(r"但|可(?!以)|就是|不过|还(?:是|在|有|没|疼|喘|晕|烧|着|流|漏)|又(?!没)|再(?!见|说)")


class _Words(NamedTuple):
    families: Mapping[Family, re.Pattern[str]]
    alarms: Mapping[Family, re.Pattern[str]]
    hidden: re.Pattern[str]


def find_course(text: str, family: Family) -> Course | None:
    """What whoever reported an emergency of a family says of its course; None where they say nothing of it."""
    if _counts(text, _words().families[family]) or (family != "fire" and _WELL_ALONE.fullmatch(text) is not None):
        return "over"
    if _NOT_REACHED.search(text) is not None:
        return None
    if _COME.search(text) is not None and not _is_asked(text, _COME):
        return "come"
    return "called" if _CALLED.search(text) is not None and not _is_asked(text, _CALLED) else None


def comes_again(text: str, family: Family) -> bool:
    """Whether somebody says that an emergency which was over is there again: 又疼了, 他又来了."""
    return _AGAIN[family].search(text) is not None


def is_taken_back(text: str) -> bool:
    """Whether the words alone take it back, where nothing else waits for them: 取消, 不用了谢谢, 取消急救."""
    return _TAKEN_BACK.fullmatch(text) is not None


def is_alarm_ended(text: str, family: Family) -> bool:
    """Whether the words end an emergency and mean nothing else: 虚惊一场, 火灭了; 没事了 may as well answer a form."""
    return _counts(text, _words().alarms[family])


def _counts(text: str, said: re.Pattern[str]) -> bool:
    """Whether a word of the end is said, not denied, asked or taken back again."""
    clean = _words().hidden.sub(lambda found: " " * len(found[0]), text)
    for match in said.finditer(clean):
        if _NOT_YET.search(_clause_before(clean, match.start())) or _ASKS.match(clean, match.end()):
            continue
        if _BUT.search(clean, match.end()) is None:
            return True
    return False


def _is_asked(text: str, said: re.Pattern[str]) -> bool:
    match = said.search(text)
    return match is not None and (
        _ASKS.match(text, match.end()) is not None or _NOT_YET.search(_clause_before(text, match.start())) is not None
    )


def _clause_before(text: str, start: int) -> str:
    return re.split(f"[{_ENDS}]", text[:start])[-1]


@cache
def _words() -> _Words:
    """The words of `danger_over.yaml`; raises WordListError with what is wrong."""
    content = load_list(_FILE)
    if set(content) != {"alarm", "well", "not", *_FAMILIES}:
        raise WordListError(f"{_FILE}: alarm, well, not, {', '.join(_FAMILIES)} are expected")
    listed = {name: words_of(words, f"{_FILE}: {name}") for name, words in content.items()}

    def pattern(*names: str) -> re.Pattern[str]:
        return re.compile(either(word for name in names for word in listed[name]))

    own: dict[Family, tuple[str, ...]] = {family: (family,) for family in _FAMILIES}
    # What weighs on somebody's health may come back, and 醒了 answers a form: it ends nothing else than their emergency.
    own["medical"] = ()
    return _Words(
        {family: pattern("alarm", "well", family) for family in _FAMILIES},
        {family: pattern("alarm", *own[family]) for family in _FAMILIES},
        pattern("not"),
    )
