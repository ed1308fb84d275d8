"""How many people travel: 一家三口, 我和老伴, 我带俩孩子, 小两口带个娃, 就我自己; 全家 or 我和几个同事 leave it open.

A number is given only where the text determines it. Text is normalised.
"""

import re
from dataclasses import dataclass

from knowledge.language.late import late
from knowledge.language.numbers import parse_chinese_number
from knowledge.language.party_bounds import is_met, is_of_others, is_price, stays_behind
from knowledge.language.people import OPEN, kin_words

_COUNT = r"(?:[1-9]\d?|[一二两三四五六七八九十俩仨]{1,3})"
_MOST = 60  # a coach; more than that is no party of travellers
# Patterns in the order in which they are believed; each group is a number of people.
_TOTAL = late(
    rf"(?:一共|总共|共计|合计|一行|总人数|(?<!同行)(?<!随行)(?<!陪同)人数|共|(?:连|加上?|算上?)(?:我|俺)(?:自己)?(?:一共|总共|共)?)(?:有|是|为"
    rf"|:)? ?({_COUNT})(?:个|位|名|口)?人?(?![次天号点岁月日\d一二三四五六七八九十]|[到至~-][\d一二三四五六七八九十])"
    rf"|(?:我|俺|咱)们?这?一?[台辆]?车[上里]?(?:一共|总共|就|坐了?|有){{0,2}}({_COUNT})(?:个人|口人"
    rf"|个|人)(?![^,。; ]{{0,4}}认识)"
)
# 从北京回来,两口人: a number that stands alone.
_STANDS_ALONE = late(rf"(?:^|(?<=[ ,。;\n]))({_COUNT})(?:个人|口人)(?=$|[ ,。;!\n])")
# 家中四口人,实际返回两人: those who come back, of those who live there.
_RETURNING = late(
    rf"(?:实际|这次|本次|此次|只|就|仅|其中)(?:有|是)?(?:返回|回来|返乡|返程|返|回)(?:的|了)?(?:人数)?(?:有|是|:)?"
    rf"({_COUNT})(?:个人|人|个|位|口)(?![月小])"
    rf"|(?:到|回|进)(?:[村家屯]|小区)里?的(?:就|只有?|有|一共){{1,2}}({_COUNT})(?:个人|个|人)?(?=$|[ ,。;])"
    rf"|(?:返|回)来?了?({_COUNT})个(?=$|[ ,。;])"
)
_ADULTS = late(
    rf"({_COUNT})个?(?:大人|大|成人|成年人)"
    rf"[ ,、]?(?:[ ,、和带及跟]|还有|外加|还?带着?|加上?)?({_COUNT}|个)个?(?:小孩|孩子|小|儿童|娃)"
    rf"(?:[ ,、和]{{1,2}}({_COUNT})个?老人)?"
    rf"|({_COUNT})个?(?:小孩儿?|孩子|儿童|娃娃?)[ ,、和带及]{{0,2}}({_COUNT})个?(?:大人|成人|成年人)"
    rf"|(?:大人|成人)({_COUNT})[个名人]?[ ,、和]{{0,2}}(?:小孩|孩子|儿童)({_COUNT})[个名人]?"
)
_FAMILY = late(
    rf"(?:一|全|我|我们)?家(?:老小|里)?({_COUNT})大?(?:口|个人|个|人)|(?<!\d)({_COUNT})口(?:人|之家|子)?(?!井)"
)
_PAIR = late(
    r"(?:爷们?|娘们?|母子|父子|母女|父女|夫妻|夫妇|姐妹|姐弟|哥|姐|兄弟|兄妹|[祖爷]孙|公母|婆媳|翁婿|叔侄|姑侄|姑嫂|舅甥|师徒|[爷娘]儿|我们|咱们|咱|俺|我|妯娌|他们|她们)([俩仨])"
    rf"|(?:爷们?|娘们?|母子|父子|夫妻|姐妹|兄弟|姐|哥)儿?({_COUNT})个"
    rf"|(?:同学|同事|工友|老乡|朋友|战友|室友|舍友|哥们儿?|姐们儿?)(?:一共|总共|一行)?({_COUNT})个(?!月|小时|多)"
    r"|(?:同学|同事|工友|老乡|朋友|战友|室友|舍友)([俩仨])(?=一起|一块|一同|结伴|搭伴|都?[走回坐到]|$|[ ,。])"
    r"|(?:两|俩|2)口子|夫妻(?:两|二|2)人|夫妻双方|我们夫妻|老两口|小两口"
)
# 三姐妹一起回: all of them, unless somebody is with them (我和三兄弟) or only one of them comes (三兄弟都在北京,我22号回).
_SIBLINGS = late(
    r"(?<![和跟与带有第个大])([二两三四五六七2-7])(?:姐妹|姊妹|兄弟|弟兄|兄妹|姐弟|妯娌)"
    r"(?=[ ,]?[^,。;\n 我俺在没]{0,12}?(?:一起|一块|一同|结伴|[回返])|[^。;\n我俺没]{0,12}[ ,]都[^,。; 在没]{0,8}[回返到])"
    r"(?![^。\n]{0,20}[ ,。;](?:就|只)?[我俺](?!们)[^,。;]{0,8}[回返到走])"
)
# 小两口带个娃: a pair or the speaker's two with whom they take along.
_PAIR_LEADS = late(
    rf"[ ,]{{0,2}}(?:还有|(?:还|又|再)?(?:带着?|领着?|抱着?|背着|拉着|和|跟|加上?))(?:我们?|俺们?)?(?:家)?的?({_COUNT}"
    rf"|个)?[个名]?(?:[^ ,。;\n和跟与带]{{1,6}}的)?(?:小|大)?"
    r"(?:孩子|孩儿|娃娃?|宝宝|儿子|女儿|闺女|姑娘|孙子|孙女|小子|丫头|婴儿)"
)
_WE = late(
    rf"(?:我们|咱们|俺们|我|咱|俺)家?(?:就|哥|姐妹|兄弟|娘|爷|祖孙|夫妻)?({_COUNT})(?:个人|个|人|口)(?!民(?!工)|月|小时|[村屯队班组厂店院区省市县旗乡镇]|嘎查|宿舍|寝室|单位|工地|公司|地方|小区|学校)"
)
_PEOPLE = late(rf"({_COUNT})(?:个人|个大人|[位名人]|口人)(?![民次份间均员家多]|以上|左右)")
# 两个大学生, 俩工人: who travels without the speaker, by what they are.
_CALLINGS = late("[生工伙轻兵士员师家]")
_TRAVELLERS = late(
    rf"(?<![大高初研小专第年级])({_COUNT})个?(?:在[校读]|外地)?(?:[大中小]学生|高中生|初中生|研究生|留学生|学生|工人|农民工|民工|技术员|工程师|师傅|专家|护工|小伙子?|小年轻|退伍兵|小战士)(?!们|家|要|票)"
)
# Before the slow ones the signs without one of which they cannot match: they take many times longer to say no.
_Pattern = tuple[re.Pattern[str] | None, re.Pattern[str]]
_FIRST_BELIEVED: tuple[_Pattern, ...] = (
    (re.compile("[返回]"), _RETURNING),
    (None, _TOTAL),
    (re.compile("人"), _STANDS_ALONE),
    (re.compile("[大成]"), _ADULTS),
    (re.compile("[家口]"), _FAMILY),
    (re.compile("[俩仨个口夫]"), _PAIR),
    (re.compile("[姐姊兄弟妯]"), _SIBLINGS),
)
_LED_PATTERNS = frozenset((_PAIR, _FAMILY, _STANDS_ALONE))  # of two by whom somebody else may be taken along
_THEN_BELIEVED: tuple[_Pattern, ...] = ((None, _WE), (late("[人位名]"), _PEOPLE))
_ALONE = late(
    r"一个我(?![们爸妈])|(?:就|只有|只|光|仅)有?(?:我|俺|本人|他|她|咱|孩子)?(?:自己|自个儿?|一个人?|一人|1个?人|1个|我|俺|本人)(?![和跟与带们家俩仨的开]|还有)|一个人|独自|单独|只身"
    r"|(?:[他她]|孩子|[妹弟姐哥嫂叔]子?|儿子|闺女|姑娘|媳妇|小子|丫头|[爸妈爹娘爷奶姥公婆舅姨姑伯婶]|老太太|老爷子|老人家?|老头儿?"
    r"|老伴儿?|老公|爱人|对象|孙[子女]|外甥女?|侄[子女]儿?|女婿|姑爷|亲家)"
    r"自(?:己|个儿?)(?=$|[ ,。;!]|一个|回|坐|走|飞|往回|过来)"
    r"|自(?:己|个儿?)一个|(?<![让叫])(?:我|俺|本人)自(?:己|个儿?)(?![家开的做填报写登弄办查看说测量选定掏买租])"
)

# What connects people to a party: 我和老伴, 带着俩孩子, 老婆孩子.
_JOINED = late(
    r" ?(?:俩|仨|两个人?|两?口子)?(?:和|跟|与|同|、|,|带[着上]?|领着?|陪着?|抱着|拉着|还有|加上|以及|及|也| )*"
    rf"(?:我家?|俺家?|咱家?|家里?|你们?家?|他|她)?的?(?:同[班校村厂乡]的?)?({_COUNT})?[个位名]? ?"
)
# 带俩孩子,我妈没去: who does not come.
_IS_LEFT = late(r"[^,。;\n我]{0,3}?(?:没[去来跟回走]|不[去来跟回走]|留(?:在|下|家)|看家|在家)")
# 跟同学拼的车, 和老乡搭伴: with how many of them is not said, or each travels for themselves.
_SHARES = late(r"(?:一起|一块儿?|俩|两个?)?(?:搭伴|搭伙|搭帮|结伴|做伴|拼)")
_ACQUAINTED = late("(?:同学|老乡|同事|朋友|工友|室友|邻居|校友|网友|战友|舍友|同乡)$")
# 我带三个学员: the teacher is one more.
_TEACHES = late(
    rf"(?:我|俺|本人)[^,。;\n]{{0,8}}?(?:带着?|领着?)({_COUNT})[个名位]?(?:学员|学生|徒弟|队员|运动员|球员)"
)
# 同行者仅妻子一人
_ONLY_WITH = late(
    r"同行(?:者|人员?|的)?(?:(?:仅|只|就)(?:有|是)?[^,。;\n \d]{1,4}?一[个名位]?人"
    r"|(?:有|是|:)?[一1][个名位]?人(?=$|[ ,。;]))"
)
# 明晚八点半,俩,火车: the last resort, a pair that stands alone.
_BARE_PAIR = late(r"(?:^|(?<=[ ,。\n]))(?:就)?([俩仨])(?=$|[ ,。\n])")
_BARE_LINK = late("[ ]?")
_LED_BY = late(
    rf"(?:带[着上]?|领着?|陪着?|抱着|拉着|和|跟|与|同)(?:我家?|俺家?|咱家?|家里?)?的?({_COUNT})?[个位名]?"
    r"(?:(?:\d{1,2}|[一二两三四五六七八九十半]{1,3})(?:周?岁|个?月)[半多大]?的?)? ?$"
)
# 婆婆过来帮带娃 looks after the child, who is here.
_MINDS = late("(?:帮(?:忙|我们?|着|俺)?|[给替](?:我们?|俺)|(?<!回)来|负责|专门)$")
_HELPED = late("[帮给替]$")
_TAKES_ME = late("()(?:开车|自驾)?(?:要|就)?(?:带着?|领着?|拉着)")
_SEVERAL = late("[几多]个?$")
# 好几个人 我 我妈 还有我妹: those who are counted are named behind it.
_HEADING = late("(?:几个人|一家人?|全家人?|家人)$")
_BEHIND_HEADING = late("[ ,:(]{1,2}$")
# 三姐妹 are neither two nor 三姐 with 妹.
_BROOD = late("[三四五六七3-7](?:姐妹|姊妹|兄弟|弟兄|兄妹|姐弟|妯娌)")
_COUNTED = late(rf"({_COUNT})[个位名]?$")
_LEAD = 14  # signs: 带着一个四岁半的娃
# 还有我爱人和女儿同行: beside whoever speaks, or was named before.
_ALSO = late("(?:还有|另有|另外还?有?|[同随]行(?:人员?|的人?)?(?:[有是为:]|还有){0,2})我?[ ]?$")
_ALONG = late("[ ]?(?:同行|随行|同往|同来|同返|陪同|一同|[跟随]我)")
# 他和俩工人
_WITH_OTHERS = late("(?:[他她我俺]|本人|自己|老板|司机)(?:和|跟|与|带着?|领着?|还有|加上?)(?:另外?)?$")
_CHILDREN = frozenset({"孩子", "小孩", "小孩儿", "孩", "娃", "宝宝", "娃娃"})
_ELDERS = frozenset("爸妈爹娘爷奶姥公婆姑姨舅叔婶伯嫂父")
_COUNTER = late("(?:个?人|[个口位名])$")
_SELF = late("我|俺|本人")


@dataclass(frozen=True, slots=True)
class PartyFound:
    """How many people travel, the speaker included where travelling, and the words that say so."""

    size: int
    span: tuple[int, int]


def find_party_size(text: str) -> PartyFound | None:
    """How many people travel together, where the text determines it; None where it leaves it open."""
    only = _ONLY_WITH.search(text) if "同行" in text else None
    if only is not None:
        return PartyFound(2, only.span())
    found = _first(text, _FIRST_BELIEVED)
    if found is not None:
        return found
    party = _companions(text)
    if party is not None:
        return party if party.size else None
    found = _first(text, _THEN_BELIEVED)
    if found is not None:
        return found
    alone = _ALONE.search(text)
    if alone is not None and not is_price(text, alone.start()):
        return PartyFound(1, alone.span())
    found = _counted(text) or _by_calling(text)
    bare = _BARE_PAIR.search(text) if found is None else None
    return found if bare is None else PartyFound(_times(bare[1], 1), bare.span())


def plain_number_of_people(text: str) -> int | None:
    """The number, where the text is nothing else: 3, 三个, 俩人, 5口."""
    bare = _COUNTER.sub("", text.strip(" ,。.!"))
    value = parse_chinese_number(bare)
    return value if isinstance(value, int) and 1 <= value <= _MOST else None


def _first(text: str, patterns: tuple[_Pattern, ...]) -> PartyFound | None:
    for sign, pattern in patterns:
        if sign is not None and sign.search(text) is None:
            continue
        for match in pattern.finditer(text):
            size = _sum_of(match)
            led = _PAIR_LEADS.match(text, match.end()) if size == 2 and pattern in _LED_PATTERNS else None
            if size is not None and led is not None:
                size += _times(None if led[1] == "个" else led[1], 1)
            if size is not None and not is_of_others(text, *match.span()):
                return PartyFound(size, match.span())
    return None


def _sum_of(match: re.Match[str]) -> int | None:
    """The people a match counts; two where it is a word for a pair, None beyond a coachful."""
    numbers = [parse_chinese_number(group) for group in match.groups() if group]
    if not numbers:
        return 2
    total = sum(number for number in numbers if isinstance(number, int)) + match.groups().count("个")  # 还有个孩子
    return total if 1 <= total <= _MOST else None


def _companions(text: str) -> PartyFound | None:
    """我和老伴, 我带俩孩子, 带老婆孩子, 爸妈: everybody named, and the speaker where travelling along.

    None where nobody is named with another; size 0 where the words leave the number open (我和家人).
    """
    named = _mentions(text)
    pair: PartyFound | None = None
    for index, (start, end, people) in enumerate(named):
        total, last, members = people, end, 1
        lead = _lead(text, named, index)
        if lead is not None:
            count = _times(lead[1], people)
            subject = named[index - 1][2] if index else 1
            total, members = count + (subject if subject > 0 else 1), 2
        is_open = people == OPEN or _SEVERAL.search(text[max(0, start - 2) : start]) is not None
        if is_open and _is_heading(text, start, end, named[index + 1 : index + 2]):
            continue
        for next_start, next_end, more in named[index + 1 :]:
            link = _JOINED.fullmatch(text, last, next_start)
            if _IS_LEFT.match(text, next_end) is not None:
                break  # 带俩孩子,我妈没去
            is_helped = link is not None and "带" in link.group() and _HELPED.search(text, max(0, start - 1), start)
            if (
                link is None
                or is_helped  # 我妈帮我带孩子
                or (_is_self(text, next_start, next_end) and _BARE_LINK.fullmatch(link.group()))
            ):  # 妈我明天到
                is_open = is_open or _SEVERAL.search(text[last:next_start]) is not None
                break
            if _is_of_child(text, start, last, next_start, next_end):
                last = next_end  # 孩子姑姑 is one person
                continue
            is_open = is_open or more == OPEN
            total, members, last = total + _times(link[1], more), members + 1, next_end
        if lead is None and _goes_beside(text, named, index, last):
            total, members = total + 1, members + 1
        if members > 1:
            is_open = is_open or (lead is not None and _shares_car(text, start, last))
            return PartyFound(0 if is_open or total > _MOST else total, (start, last))
        if people == 2 and pair is None and not stays_behind(text, start, end):
            pair = PartyFound(2, (start, end))
    return pair


def _goes_beside(text: str, named: list[tuple[int, int, int]], index: int, end: int) -> bool:
    """Whether people are named as going along with whoever speaks: 还有我爱人和女儿同行."""
    start = named[index][0]
    if _ALONG.match(text, end) is None or _is_self(text, *named[index][:2]):
        return False
    return _ALSO.search(text, max(0, start - _LEAD), start) is not None


def _lead(text: str, named: list[tuple[int, int, int]], index: int) -> re.Match[str] | None:
    """The words before somebody that say that they are taken along: 我带孩子, 老公开车带我."""
    start, end, _people = named[index]
    if not _is_self(text, start, end):
        lead = _LED_BY.search(text[max(0, start - _LEAD) : start])
        begin = max(0, start - _LEAD) + lead.start() if lead is not None else 0
        minds = lead is not None and "着" not in lead.group() and _MINDS.search(text, max(0, begin - 4), begin)
        return None if minds else lead
    return _TAKES_ME.fullmatch(text, named[index - 1][1], start) if index else None


def _is_of_child(text: str, start: int, end: int, next_start: int, next_end: int) -> bool:
    """Whether a word for a child and one for its elders behind it name one person: 孩子姑姑, 娃他奶."""
    link = text[end:next_start]
    return link in ("", "他", "她", "的") and text[start:end] in _CHILDREN and text[next_start:next_end][-1] in _ELDERS


def _is_heading(text: str, start: int, end: int, following: list[tuple[int, int, int]]) -> bool:
    """Whether words for several people are followed by who they are."""
    if not following or _HEADING.search(text[start:end]) is None:
        return False
    return _BEHIND_HEADING.fullmatch(text, end, following[0][0]) is not None


def _counted(text: str) -> PartyFound | None:
    """Those whom one word names with their number, who travel without the speaker: 俩孩子, 三个同学."""
    for start, end, people in _mentions(text):
        number = _COUNTED.search(text[max(0, start - 4) : start]) if people == 1 else None
        count = parse_chinese_number(number[1]) if number is not None else None
        if number is None or not isinstance(count, int) or not 2 <= count <= _MOST or _is_self(text, start, end):
            continue  # 过了十五我从娘家回来
        begin = start - len(number.group())
        if not is_met(text, begin):
            return PartyFound(count, (begin, end))
    return None


def _by_calling(text: str) -> PartyFound | None:
    """Those who are counted by what they are: 两个大学生, 俩工人."""
    taught = _TEACHES.search(text) if "带" in text or "领" in text else None
    if taught is not None:
        return PartyFound(1 + _times(taught[1], 1), taught.span())
    for match in _TRAVELLERS.finditer(text) if _CALLINGS.search(text) is not None else ():
        size = _sum_of(match)
        if size is not None and not is_met(text, match.start()) and not is_of_others(text, *match.span()):
            leader = _WITH_OTHERS.search(text, max(0, match.start() - 6), match.start())
            return PartyFound(size + (leader is not None), match.span())
    return None


def _mentions(text: str) -> list[tuple[int, int, int]]:
    """Everybody named, as start, end, number: relatives, companions, and the speaker (我, but not in 我妈)."""
    broods = [brood.span() for brood in _BROOD.finditer(text)]
    words = [word for word in kin_words().scan(text) if word.tag[1]]
    words = [word for word in words if not any(start <= word.start < end for start, end in broods)]
    starts = {word.start for word in words}
    named = [(word.start, word.start + len(word.word), word.tag[1]) for word in words]
    for found in _SELF.finditer(text):
        behind = text[found.end() : found.end() + 1]
        if found.end() not in starts and behind not in ("们", "家", "的"):
            named.append((found.start(), found.end(), 1))
    return sorted(named)


def _shares_car(text: str, start: int, end: int) -> bool:
    """Whether a car is shared with acquaintances, each of whom travels for themselves: 跟同学拼的车."""
    return _ACQUAINTED.search(text, start, end) is not None and _SHARES.match(text, end) is not None


def _is_self(text: str, start: int, end: int) -> bool:
    return _SELF.fullmatch(text, start, end) is not None


def _times(number: str | None, people: int) -> int:
    """The people of 俩孩子 (2), 三个朋友 (3), 孩子 (1)."""
    count = parse_chinese_number(number) if number else None
    return count * people if isinstance(count, int) and count > 0 else people
