"""Whom 他 and 她 mean in a request: 我妈腿摔了,想带她去; 他住院了,我去看他; 王师傅要出门,给他报一个. Text is normalised."""

import re
from collections.abc import Sequence

from knowledge.language.goer_refusals import refuses
from knowledge.language.goer_signs import is_elsewhere
from knowledge.language.people import RelativeFound

_TAKES_THEM = re.compile(
    r"(?:带|(?<![去来])陪|陪(?![他她](?:$|[ ,。;]))|送|抱|背|领|拉|扶|推|搀)(?:着|上)?[他她](?!们?的"
    r"|最后|一程|上山|走完|家|[大二三四五老小]?[爸妈爹娘爷奶姥叔伯姨舅姑哥姐弟妹婶嫂])"
    r"|[我俺](?:和|跟)[^,。; ]{1,4}?(?:一起|一块儿?|一同)?(?:抱|背|抬|扶|搀|领|带|陪|送)着?(?:去(?!世)|到|上)"
    r"|(?<=[我俺])(?:和|跟|带着?)[他她](?:俩|两个)?(?=$|[ ,。;去走回上到]|一起|一块|一同)"
    r"|(?<=[我俺])(?:自己|得|要|来|开车|打车|赶紧)*(?:带|抱|背|领|拉|扶|搀)着?(?:打车|开车|坐车|骑[^,。; ]{1,4}"
    r"|赶紧|现在|马上)?(?:去|到|上|过去)(?!世)"
    r"|接[他她]去(?=[^,。; ]{0,4}(?:看|拔|打|查|做|换"
    r"|医院|学))"
)
_TAKER = re.compile("(?:答应|说好|同意|请了?个?假|专门|特意|要|得|想|会|能|可以|开车|明天|今天|后天|上午|下午|早上)*")
# 我去附小领她: where a word of going stands before, whoever is led is fetched there.
_LED_HOME = re.compile("领着?[他她](?=$|[ ,。;])")
_GOES_THERE = re.compile(r"去[^,。;\n ]{2,10}$")
# 我去看他, 我得接她: whoever was named is where the speaker goes.
_MEETS_THEM = re.compile(
    r"(?:看望?|探望|照顾|伺候|替换|陪护|接替|找|见)[他她](?!们?的|[^,。; ]{0,3}(?:病|打针|拔牙))"
    r"|(?<=[去来])陪[他她](?=$|[ ,。;])|接[他她](?!去)(?:回|出院|下班|放学|$|[ ,。])|替[他她](?:的班|班|值|顶|守|$|[ ,。])"
)
_FOR_THEM = re.compile(
    "(?<![没不敢])(?:让|放)[他她](?:自己)?(?:走|出去|去(?!世)|过去|出来|回去|回家)|(?:给|替|帮)[他她](?:报|开[个张]?(?:门|条"
    "|证)|登|办(?!后事|丧|葬|理|白|事)|补|批|放行|弄[个张])|(?:批|准|放)[他她](?:自己|一个人|一人|俩)"
)

_WHEN = (
    r"(?:大后天|[明后今]天|[明今]儿个?|[明今]早|上午|下午|晚上|早上|中午|\d{1,2}(?:点半?|号|:\d\d)|(?:每?周|星期|礼拜)[一二三四五六日天]+"
    r"|每天|[一二三四五六]{2,3}|就|都|也|还|自己|一个人|现在|马上"
    r"|(?:初|正月|腊月)?[一二三四五六七八九十]{1,3}(?:那天|那日|号))"
)
# 老赵摔了,我替他说一声,他得上医院; 她明天要去银行.
_THEY_GO = re.compile(
    rf"(?<=[ ,。;])(?P<alone>[他她](?:自己|一个?人|自个儿?))(?=$|[ ,。;])|轮到[他她](?:了|上)?[^,。; ]{{0,3}}[班值岗]"
    rf"|(?:^|[,。; 说]|{_WHEN})[他她](?:俩|自己|本人)?{_WHEN}*(?:(?:要|得|想|须|必须|需要|打算|准备|约了)+{_WHEN}*"
    r"(?:去(?!世)|上(?!班|课|网|火)|到(?!家|期)|出(?!殡|院|生|嫁)|回(?!来)|走(?!了))"
    rf"|{_WHEN}(?:去(?!世|了)|走(?!了|的)))(?![^。]*(?:没人|走不开|陪不了|带不了|送不了|来不了))"
)
# 明天要去鲁北,初六回来,她一人: somebody is said to go before; 孩子自己在家,他自己,我去 is none who goes.
_GOING_BEFORE = re.compile(
    r"(?:要|得|想|[明后今]天|\d号)[^,。;\n我俺]{0,6}(?:去(?!世)|回|走(?!了))(?:[^。;\n我俺]|(?<![ ,])[我俺]){0,20}$"
)
_AT_HOME = re.compile("在家|(?:自己|一个?人|自个儿?)在|留[在家下]|看家")
_SPEAKER_GOES = re.compile("[ ,。;]+(?:我|俺)[^,。;]{0,6}(?:去(?!不)|走(?!不)|回)")
# 我妈想去看我姥姥,我送她: she is who visits.
_VISITS = re.compile("(?:看看?|看望|探望|探视|伺候|照顾)[我俺他她]?$")
_LONGS_FOR = re.compile("(?:惦记|挂念|念叨|想念|牵挂|思念)着?[他她我俺]?$")
# 带着媳妇的身份证, 送孩子奶粉: a thing of theirs, and nobody who is taken along.
_OF_THEIRS = re.compile(
    "的?(?:身份证|户口本?|证件?|医保卡|社保卡|银行卡|工资卡|存折|照片|材料|资料|手续|钥匙|手机|行李|东西|衣服|被子?|被褥|药(?!店)|病历|片子|报告"
    "|化验单|单子|书包?|课本|作业|奶粉|骨灰|遗[体物像]|车(?!去))"
)
# 我婆婆想闺女: whoever is missed is where they go.
_MISSES = re.compile("(?<=[爸妈爷奶姥婆公])(?:老|可|就|都)?想[他她我俺]?$")
_MALE = frozenset("爸爷哥弟叔伯舅父夫公婿")
# 老婆带她去医院了,我得送钱去
_HAS_GONE = re.compile("[^,。; ]{0,2}去[^,。; ]{1,8}了[ ,。;]+[我俺]")
_GOES_TO = re.compile("[去到上回][^,。; ]{0,6}$")
_CLOSES, _HOMES, _THEIRS = frozenset(",。; 了"), frozenset("家那"), frozenset("他她")
_IS_DEAD = re.compile(
    "(?![他她家的]{1,2}[大二三老小]?[爸妈爹娘爷奶姥公婆哥姐弟妹叔伯姨姑舅父母兄])[^,。; ]{0,6}?(?:没了"
    "|走了|去世|过世|病逝|病故|逝世|不在了|殁|咽气|出殡|下葬|火化|办事情)"
)


# 我公公带妞妞去, 我爸今天陪弟弟去: who takes whoever is named next along.
_TAKES_NEXT = re.compile(
    rf"{_TAKER.pattern}(?:自己|一个人|每[天次周]|就|来|{_WHEN})*"
    r"(?:带|陪|送|领|拉|抱|背|扶|推|搀|驮|捎|载)(?:着|上|同)?(?:[我俺咱他她]们?)?家?的?"
)
_WENT = re.compile("[^,。;\n]{0,8}?(?:去了|走了(?=$|[ ,。])|回来了?|最后|一程|上山)")


def is_owners(text: str, found: RelativeFound, wished: RelativeFound | None) -> bool:
    """Whether somebody is kin of the one who wishes to go, who goes to them: 我老婆说她妈病了,她要回去看看."""
    if wished is None or found.span[0] < wished.span[1] or text[found.span[0] - 1] not in _THEIRS:
        return False
    return _TAKES_THEM.search(text, found.span[1]) is None


def takes_next(text: str, found: RelativeFound, following: RelativeFound) -> bool:
    """Whether somebody takes whoever is named next along, and goes as well: 我公公带妞妞去."""
    if _TAKES_NEXT.fullmatch(text, found.span[1], following.span[0]) is None:
        return False
    return _WENT.match(text, following.span[1]) is None and not is_of_theirs(text, following)


def is_of_theirs(text: str, found: RelativeFound) -> bool:
    """Whether it is no person who is spoken of but something of theirs: 带着媳妇的身份证."""
    return _OF_THEIRS.match(text, found.span[1]) is not None


def is_dead(text: str, end: int) -> bool:
    """Whether whoever is named until `end` is said to have died."""
    return _IS_DEAD.match(text, end) is not None


def goes_themselves(text: str, relatives: Sequence[RelativeFound]) -> RelativeFound | None:
    """Whom 他得去 speaks of: the last one named before who is alive, or whose kin has died (额尔敦他额吉没了,他12号走)."""
    they = next(
        (one for one in _THEY_GO.finditer(text) if one["alone"] is None or _goes_alone(text, *one.span())), None
    )
    living: list[RelativeFound] = []
    for found in relatives if they is not None else ():
        if they is None or found.span[1] > they.start():
            break
        dead = _IS_DEAD.match(text, found.span[1])
        if living and text[found.span[0] - 1 : found.span[0]] in _THEIRS:
            continue  # 我老婆说她妈病了,她要回去
        is_home = text[found.span[1] : found.span[1] + 1] in _HOMES
        if is_home and _GOES_TO.search(text, max(0, found.span[0] - 8), found.span[0]) is not None:
            continue  # 明天要去鲁北我大姑姐家过年
        if _VISITS.search(text, max(0, found.span[0] - 5), found.span[0]) is not None:
            continue  # 岳母来给我们看孩子,明天她要回长岭
        if dead is None or any(found.span[1] <= other.span[0] < dead.end() for other in relatives):
            living.append(found)
    return living[-1] if living else None


def _goes_alone(text: str, start: int, end: int) -> bool:
    """Whether 她一人, which stands alone, tells how somebody goes rather than who stays at home."""
    before = text[max(0, start - 40) : start]
    if _AT_HOME.search(before) is not None or _SPEAKER_GOES.match(text, end) is not None:
        return False
    return _GOING_BEFORE.search(before) is not None


def taken_by_speaker(text: str, relatives: Sequence[RelativeFound]) -> RelativeFound | None:
    """Whom 带她去 speaks of: the one named last before; None where somebody else of the clause takes them."""
    them = _TAKES_THEM.search(text)
    if them is None:
        return None
    is_led = _LED_HOME.match(text, them.start()) is not None
    if is_led and _GOES_THERE.search(text, max(0, them.start() - 14), them.start()) is not None:
        return None
    clause = max(text.rfind(sign, 0, them.start()) for sign in ",。;\n")
    before = [
        found
        for found in relatives
        if found.span[1] <= them.start()
        and not is_elsewhere(text[found.span[1] : found.span[1] + 18])
        and not is_dead(text, found.span[1])
        and _VISITS.search(text, max(0, found.span[0] - 5), found.span[0]) is None
    ]
    if not before or before[-1].span[0] > clause >= 0 or (clause < 0 and len(before) > 1):
        return None
    if _TAKER.fullmatch(text, before[-1].span[1], them.start()) is not None:
        return None  # 他爷爷送他去学校
    before = _meant(before, them)
    before = [found for found in before if not refuses(text, *found.span)] or before  # 我弟上班去不了,我陪她
    return before[-1] if before else None


def taken_by_other(text: str, relatives: Sequence[RelativeFound]) -> RelativeFound | None:
    """Whom somebody else takes along who is named directly before: 孙女放假了,我儿媳领她去."""
    them = _TAKES_THEM.search(text)
    longed_for = longed_for_in(text, relatives)
    before = [
        found
        for found in (relatives if them is not None else ())
        if them is not None and found.span[1] <= them.start() and found not in longed_for
    ]
    before = [found for found in before if not is_dead(text, found.span[1])]
    if them is not None:  # the last of them is who takes the other along
        before = _meant(before[:-1], them) + before[-1:]
    if them is not None and _HAS_GONE.match(text, them.end()) is not None:
        return None
    if them is None or len(before) < 2 or _TAKER.fullmatch(text, before[-1].span[1], them.start()) is None:
        return None
    return None if is_elsewhere(text[before[-2].span[1] : before[-2].span[1] + 18]) else before[-2]


def _meant(before: list[RelativeFound], them: re.Match[str]) -> list[RelativeFound]:
    """Those of whom 她 may speak, who are no men; of 他, which dictation writes for women as well, men first."""
    men = [found for found in before if found.label[-1:] in _MALE]
    if "她" in them[0]:
        return [found for found in before if found not in men]
    return men if "他" in them[0] and men else before


def longed_for_in(text: str, relatives: Sequence[RelativeFound]) -> list[RelativeFound]:
    """Those whom somebody only thinks of, by all that they are called: 惦记她妹妹我姨奶."""
    found: list[RelativeFound] = []
    for one in relatives:
        is_same = bool(found) and text[found[-1].span[1] : one.span[0]] in {"", "我", "俺"}
        start = max(0, one.span[0] - 6)
        misses = text[one.span[1] : one.span[1] + 1] in _CLOSES and _MISSES.search(text, start, one.span[0]) is not None
        if is_same or misses or _LONGS_FOR.search(text, start, one.span[0]) is not None:
            found.append(one)
    return found


def _named_before(text: str, relatives: Sequence[RelativeFound], spoken: re.Pattern[str]) -> RelativeFound | None:
    """Whom 他 or 她 means in what is said of them: 王师傅明早要出门,给他报一个."""
    them = spoken.search(text)
    before = [] if them is None else [found for found in relatives if found.span[1] <= them.start()]
    before = before if them is None else _meant(before, them)
    return before[-1] if before else None


def met_by_speaker(text: str, relatives: Sequence[RelativeFound]) -> RelativeFound | None:
    """Whom 我去看他 speaks of."""
    return _named_before(text, relatives, _MEETS_THEM)


def asked_for(text: str, relatives: Sequence[RelativeFound]) -> RelativeFound | None:
    """Whom 给他报一个 speaks of."""
    return _named_before(text, relatives, _FOR_THEM)
