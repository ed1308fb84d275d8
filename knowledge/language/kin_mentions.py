"""Whom a word for kin stands for in a check-in: two of 爸妈, one by name of 老伴陈德福, the writer of 我是孩子妈妈.

How they are written down is told here as well (people.yaml). Text is normalised.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.language.late import late
from knowledge.language.names import is_called, is_nickname, looks_like_name, usual_surnames
from knowledge.language.names_in_runs import listed_words
from knowledge.language.people import RelativeFound, find_relatives, is_house
from knowledge.language.person_found import SPEAKER, Mention
from knowledge.language.small_numbers import small_number
from knowledge.language.symptoms import health_words
from knowledge.language.temperatures import Temperature

# Somebody's name behind the relation: 老伴陈德福今天37.6; and what may follow a name.
_NAME_BEHIND = late(
    r"叫?([一-鿿]{2,3})(?=的|今|昨|早|晚|上午|下午|体温|温度|量|测|也|还|都|没|说|无|反|倒|有点|一直|自己|[ ,:]?\d|[ ,]|$)"
)
_NAME_AT_FIGURE = late(r"叫?([一-鿿]{2,3}?)(?=[ :]?(?:(?:3[4-9]|4[0-3])[.度点]|[三四]十))")
_NAME_IN_REACH = late(
    r"叫?([一-鿿]{2,3}?)(?=(?:出来|过来|自己|在家|下楼|开门|刚)?[量测][了的出是]{0,2}(?:3[4-9]|4[0-3])[.度点])"
)
# 她孙子詹小宝闹肚子: a full name behind the relation and before how they are, or were found.
_FULL_NAME_BEHIND = late(
    r"叫?([一-鿿]{3})(?=(?:的|今|昨|早|晚|上午|下午|体温|温度|量|测|也|还|都|说|没|无|有|一直|刚|自己)?[ ,:]?"
    r"(?:[\d三四咳烧发高低闹拉窜嗓喉浑身没无有说今昨早晚上下乏喘气胸头不腹鼻精好]))"
)
_BODY = late("^[左右].?[耳腋胳手眼腿脚肩边侧脸臂膝腰胸]")
_IS_WRITERS_KIN = late(r"(?<![一-鿿])([一-鿿]{2,3})(?:就)?是[我俺咱]们?家?的?$")
# 仨孩子, 几个老人: how many there are, and nobody of them by name.
_COUNTED = late(r"([二两三四五六七八九十俩仨几]|(?<![\d.])[2-9](?=[个名位]))[个名位]?$")
_JOINED_TO_WRITER = late("[我俺咱][和跟与]$")
_BOTH_HAVE = late("[俩仨]人?[^,。;!?\n ]{0,6}(?:都|均|全|3[4-9]|三十)")
_TOGETHER = late("[俩仨]|[几三四五六七八]个(?!月)")
_CHILDREN_ALL = late(r"们|[都均全](?!3[4-9]|4[0-3]|三十)")
_OWN = late("^[我俺咱]")
# 我等孩子睡了才量, 刚生完孩子: of what somebody else does.
_WAITS = late("[等趁]$")
_BEFORE_MEASURE = late("[^,。;!?\n ]{1,6}(?:才|再)量")
_BEARS = late("生[了完下]$")
# 儿女都在外头。: nobody who is reported on.
_IS_AWAY = late(
    "(?:都|也|还|常年|全)*(?:在外(?:地|头|面|边|省)?|在老家|出门在外|在外地?(?:打工|上班|上学)|不在身边|不在家|出差)"
    "(?:呢|了|住)?[。;!?\n]"
)
_ORDER = late("^[大小老二三四](?=[儿女闺姑丫孙小外])")
_SEVERAL = frozenset(
    {"舅舅", "姑姑", "姨", "叔叔", "婶子", "舅妈", "姑父", "姨父", "侄子", "侄女", "外甥", "外甥女"}
) | frozenset({"表哥", "表弟", "表姐", "表妹"})
_STRANGERS = ("室友", "舍友", "邻居", "保姆", "同屋")  # who live there, and are no kin
_I_AM = ("我是", "俺是", "我就是")
_OLD_SELF = late("[我俺](?:这个?|一个)$")  # 我这老太婆 is who writes
_OLD_AND_SELF = late("(?:我|俺)?自(?:己|个儿?)(?!量|测|在|会|能|走|去|说)")
_OLD = frozenset({"老伴", "老太太", "老爷子", "老人"})
# Right behind 孩子 they are told from the writer's own (孩子姥姥); 他 and 她 join any two (老公他弟).
_ELDERS = frozenset(
    {"姥姥", "姥爷", "爷爷", "奶奶", "外公", "外婆", "舅舅", "舅妈", "姑姑", "姑父", "姨", "姨父", "叔叔", "婶子"}
)
_OTHER_PARENT = {"爸爸": "老公", "妈妈": "老婆"}
_OF_CHILD = ("", "的", "他", "她")
_OF_KIN = ("他", "她", "他的", "她的")
# 二姐 tells which of them; 老姐, 小弟 and 大妹子 may be the only one.
_ELDER = frozenset({"哥哥", "姐姐", "嫂子", "姐夫"})
_SIBLINGS = _ELDER | {"弟弟", "妹妹"}
_AS_SAID = frozenset({"宝宝", "小家伙", "小不点", "小不点儿", "小祖宗", "小宝贝", "小淘气", "小崽子", "小崽儿"})
_GREAT = frozenset({"太奶", "太奶奶", "太爷"})
_OWN_CHILDREN = frozenset({"孩子", "儿子", "女儿", "大宝", "二宝"})
# 俩孩子36.7 36.8: as many figures as there are of them.
_TO_FIRST = late("(?:的?体温|分别|依次|今[天早]|一个|[量测](?:了|的)?|是|也|都|[ ,:])*")
_IN_ORDER = late("分别|依次")
_TO_NEXT = late("(?:度|℃)?[ ,、和跟]*(?:另?外?一个|还有一个)?(?:体温)?是?[ :]?")
# 配偶:无 of a form, 有配偶: that there is such a one, or none.
_THERE_IS_NONE = late("(?:情况)?:[ ]?(?:无|没有|暂无)(?=$|[ ,。;|/\n])")
_WHETHER_MARRIED = late("[有无没]$")
_DEAR = ("宝贝", "小宝贝")
_CHILDREN = frozenset({"儿子", "女儿", "孙子", "孙女", "女婿", "外孙", "外孙女"})

_DESCENDANTS = _CHILDREN | {"孩子"}


def kin_of_kin(text: str, relatives: Sequence[RelativeFound]) -> list[RelativeFound]:
    """The relatives of a text, of whom two are one by whose kin somebody is: 孩子姥姥, 我老公他弟."""
    found: list[RelativeFound] = []
    for one in relatives:
        of = found[-1] if found else None
        spouse = _OTHER_PARENT.get(one.label)
        if spouse is not None and text[one.span[0] - 1 : one.span[0]] in ("他", "她") and _is_of_child(found):
            found.append(RelativeFound(spouse, 1, (one.span[0] - 1, one.span[1])))  # 孩子38.1 我和他爸没事
            continue
        if of is not None and of.people == one.people == 1 and not of.members:
            between = text[of.span[1] : one.span[0]]
            is_elder = of.label == "孩子" and one.label in _ELDERS
            if not between and text[slice(*of.span)].endswith(_DEAR) and one.label in _DESCENDANTS:  # 宝贝闺女
                found[-1] = replace(one, span=(of.span[0], one.span[1]))
                continue
            if between in _OF_KIN or (between in ("", "的") and is_elder):
                span = (of.span[0], one.span[1])
                found[-1] = RelativeFound(_OWN.sub("", text[slice(*span)]).replace("的", ""), 1, span)
                continue
        is_of_child = of is not None and of.label == "孩子" and text[of.span[1] : one.span[0]] in _OF_CHILD
        if of is not None and is_of_child and not _ELDERS.isdisjoint(one.members):  # 孩子爷爷奶奶
            members = tuple([of.label + member for member in one.members])
            found[-1] = replace(one, members=members, span=(of.span[0], one.span[1]))
            continue
        found.append(one)
    return found


def _is_of_child(found: Sequence[RelativeFound]) -> bool:
    """Whether 他 can be nobody but the child of who writes: no one else has been spoken of."""
    return bool(found) and {each.label for each in found} <= {*_OWN_CHILDREN, *_OTHER_PARENT.values()}


def mentions_of(
    text: str, relative: RelativeFound, temperatures: Sequence[Temperature], is_listed: bool
) -> list[Mention]:
    """The mentions of a word for kin: two of 爸妈, one by name of 老伴陈德福; none of 仨孩子 beside those who are named."""
    start, end = relative.span
    if _is_of_no_one(text, relative, is_listed):
        return []
    of_each = _by_figures(text, relative, temperatures)
    if of_each:
        return of_each
    if relative.members:
        return [Mention(member, "", start, end) for member in relative.members]
    if relative.people != 1 or (is_listed and _is_counted(text, start, temperatures)):
        return []
    writer = _writer(text, relative)
    if writer is not None:
        return [writer]
    presented = _IS_WRITERS_KIN.search(text, max(0, start - 8), start)
    if presented is not None and looks_like_name(presented[1], strict=True):  # 王桂芝是我婆婆
        return [Mention(presented[1], "", presented.start(1), end, True)]
    name, start, end, is_named = _called_by_name(text, start, end)
    if name is None:
        house = next((size for size in (3, 2) if _is_of_house(text, start, size)), 0)
        if house:  # 二姐家孩子
            own = text.rindex("家", 0, start) - house
            called = SPEAKER if text.endswith(_I_AM, 0, own) else text[own:end].replace("的", "")  # 我是老李家儿媳妇
            return [Mention(called, "", own, end)]
        if start and text[start - 1] in "我俺咱":
            start -= 1
    return [Mention(name or as_told_apart(text, relative), "", start, end, is_named)]


def _by_figures(text: str, relative: RelativeFound, temperatures: Sequence[Temperature]) -> list[Mention]:
    """Each of so many children where as many figures stand behind the word for them: 俩孩子36.7 36.8."""
    start, end = relative.span
    count = _COUNTED.search(text, max(0, start - 4), start) if relative.people == 1 and len(temperatures) > 1 else None
    if count is None:
        return []
    begins, place, gap = [], end, _TO_FIRST
    for temperature in temperatures:
        begin = temperature.span[0]
        if begin < end:
            continue
        if gap.fullmatch(text, place, begin) is None:
            break
        begins.append(begin)
        place, gap = temperature.span[1], _TO_NEXT
    if len(begins) < 2 or len(begins) != small_number(count[1].replace("俩", "两").replace("仨", "三")):
        return []
    name = as_told_apart(text, relative)
    if _IN_ORDER.search(text, end, begins[0]) is not None:  # of these alone, and of no one told of before
        return [Mention(name, "", begin, begin) for begin in begins]
    return [Mention(name, "", start, begins[0]), *(Mention(name, "", begin, begin) for begin in begins[1:])]


def _writer(text: str, relative: RelativeFound) -> Mention | None:
    """The writer by a word for kin: 我是孩子妈妈, 我这老太婆, 我老太太自己36.2."""
    start, end = relative.span
    if text.endswith(_I_AM, 0, start):
        return Mention(SPEAKER, "", start, end)
    if relative.label not in _OLD:
        return None
    oneself = _OLD_SELF.search(text, max(0, start - 3), start)
    if oneself is not None:
        return Mention(SPEAKER, "", oneself.start(), end)
    itself = _OLD_AND_SELF.match(text, end) if text[start - 1 : start] in ("我", "俺") else None
    return None if itself is None else Mention(SPEAKER, "", start - 1, itself.end())


def _is_of_no_one(text: str, relative: RelativeFound, is_listed: bool) -> bool:
    """Whether a word for kin stands for nobody who is reported on: 冯国强哥俩, 儿女都在外头。, 托管班的娃都用外号."""
    start, end = relative.span
    is_joined = _JOINED_TO_WRITER.search(text, max(0, start - 2), start) and _BOTH_HAVE.match(text, end)
    if _TOGETHER.match(text, end) is not None and not relative.members and not is_joined:  # 俺和老伴俩都36.5
        return True
    is_of_all = is_listed and relative.label == "孩子" and _CHILDREN_ALL.match(text, end) is not None
    if is_of_all or _IS_AWAY.match(text, end) is not None or _THERE_IS_NONE.match(text, end) is not None:
        return True
    if relative.label == "配偶" and _WHETHER_MARRIED.search(text, max(0, start - 1), start) is not None:
        return True
    is_waited_for = _WAITS.search(text, max(0, start - 1), start) is not None and _BEFORE_MEASURE.match(text, end)
    return bool(is_waited_for) or _BEARS.search(text, max(0, start - 2), start) is not None


def _is_of_house(text: str, start: int, size: int) -> bool:
    """Whether so many characters and 家 before somebody say of whose home they are."""
    home = start - (2 if text[start - 1] == "的" else 1)
    return home >= size and text[home] == "家" and is_house(text[home - size : home])


def as_told_apart(text: str, relative: RelativeFound) -> str:
    """How a relative is written down: as said where it tells which of several (大舅, 儿媳妇), else by the usual word."""
    said = _OWN.sub("", text[slice(*relative.span)])
    is_nth = said[0] in "二三四五六" or (said[0] == "大" and relative.label in _ELDER)
    if is_nth and relative.label in _SIBLINGS:
        return said.removesuffix("子")
    if said in _AS_SAID or (relative.label in _SEVERAL and said[0] in "大老小" and len(said) > 1):
        return said
    if relative.label in _GREAT or "儿媳" in said:
        return _ORDER.sub("", said.removesuffix("儿"), count=1)
    if _ORDER.match(said) is not None and relative.label in _CHILDREN:
        same = {_OWN.sub("", text[slice(*one.span)]) for one in find_relatives(text) if one.label == relative.label}
        return said if sum(1 for one in same if _ORDER.match(one) is not None) > 1 else relative.label
    return relative.label


def _is_counted(text: str, start: int, temperatures: Sequence[Temperature]) -> bool:
    """Whether a number of people stands before a word for one, and no temperature does."""
    count = _COUNTED.search(text[max(0, start - 4) : start])
    return count is not None and all(temperature.span[1] != start for temperature in temperatures)


def _is_called_so(run: str) -> bool:
    """Whether somebody of kin is named by a run between the word for them and their figure: 陈德福, 小军, 涛涛."""
    is_full = run[0] in usual_surnames() and looks_like_name(run)
    return is_full or ((is_called(run) or is_nickname(run)) and run not in listed_words().nobody)


def _called_by_name(text: str, start: int, end: int) -> tuple[str | None, int, int, bool]:
    """我老伴陈德福 is one person by his name, and so are 张大妈 and 老孙头; a plain 大妈 is not."""
    measured = _NAME_AT_FIGURE.match(text, end)
    if measured is not None and _is_called_so(measured[1]):
        return measured[1], start, measured.end(1), True
    out = _NAME_IN_REACH.match(text, end)
    if out is not None and _is_called_so(out[1]):  # 她儿子小军出来量了36.5
        return out[1], start, out.end(1), True
    behind = _NAME_BEHIND.match(text, end)
    if behind is not None and looks_like_name(behind[1], strict=True):
        return behind[1], start, behind.end(), True
    full = _FULL_NAME_BEHIND.match(text, end)
    if full is not None and looks_like_name(full[1]) and _BODY.match(full[1]) is None and not health_words(full[1]):
        return full[1], start, full.end(1), True
    if text[start:end] in _STRANGERS:  # 我室友小李睡了
        runs = [text[end : end + size] for size in (4, 3, 2)]
        named = next((run for run in runs if is_called(run) or looks_like_name(run, strict=True)), "")
        if named:
            return named, start, end + len(named), True
    is_role = text[max(0, start - 2) : start] in listed_words().role_words  # 门卫老爷子
    is_alone = start > 0 and (text[start - 1] in usual_surnames() or not "一" <= text[start - 2 : start - 1] <= "鿿")
    if is_alone and not is_role and text[start - 1] != "位" and is_called(text[start - 1 : end]):  # 两位老人, 对门大姨
        return text[start - 1 : end], start - 1, end, True
    return None, start, end, False
