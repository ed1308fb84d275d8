"""Who goes out (exit requests): 我和我妈, 我陪我妈, 带孩子; 我妈要去透析 without the speaker.

Relatives are written as in `people.yaml` (妈妈), the speaker as 我, in the order of the text; the speaker comes first
where the sentence leaves them out (带孩子去). Nobody is listed where the speaker goes alone, and none where only a
number is said (一家三口), which `find_party_size` reads. Text is normalised.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.language.named_goers import everybody
from knowledge.language.people import RelativeFound
from knowledge.language.persons import SPEAKER
from knowledge.language.small_numbers import small_number
from knowledge.language.words import WordListError, load_list, words_of

_FILE = "trips.yaml"
_MOST = 6
_OWN = frozenset("我俺咱")
_JOINED = re.compile(r"(?:[ ,、]|和|跟|与|还有|以及|及|带着?|同|加上|我家?|俺家?|咱家?|他|她)*")
_SPEAKER_JOINED = re.compile(
    r"(?:我|俺|本人)(?:也|们|自己|要|想|得|开车)?(?:和|跟|与|同|带着?|领着?|陪着?|送|抱着?|背着?|拉着?|扶着|搀着|、|,)[ ]*$"
)
_TAKES = re.compile(r"(?:带着?|领着?|陪着?|陪同|送|抱着?|背着?|拉着?|扶着?|搀着?|拖着|推着)(?:上)?[ ]*$")
_WITH = re.compile(r"(?:和|跟|与|同)[ ]*$")
_SENDS = re.compile(r"送[ ]*$")
_SENT_ON = re.compile(r"[^,。; ]{0,4}(?:去|到|上(?!班)|回|看|考|做|打|透析)")
_FOR = re.compile(r"(?:给|替|为|帮)[ ]*$")
_ASKS_FOR = re.compile(r"(?:申请|请假|请个假|报个?|登记|办个?(?:外出|出门)|提交|填)")
# 给孩子看病 is done with the child there, 给我妈取药 without her.
_IS_TREATED = re.compile(r"(?:看(?![看望孩店家着])|换药|打针|打疫苗|检查|复查|做(?!饭)|治|拔牙|拆线)")
_MEETS = re.compile(
    r"(?:接(?:回|一下|上|趟)?|接下?夜?班的|接下班的|接放学的|看看?|看望|探望|探视|见|找"
    r"|照顾|伺候|护理|陪护|替换|送饭给|等|通知|告诉|听|因为?|联系|生|去世的|埋|安葬|送走|参加|换)[ ]*$"
)
_NOT_GOING = re.compile(
    r"(?:家(?!里人?[要去])|那(?:儿|边|里)|单位|学校|幼儿园|住处|的(?!透|化疗|放疗|病|腿|脚|腰|眼|牙|手|胳膊|石膏|尿管|胃管|伤口?|血|心脏|风湿|骨头|产检|复查|预产期)|们"
    r"|[^,。;\n]{0,6}?(?:没了|走了|去世|过世|病故|不在了|逝世|出殡|火化|下葬|安葬|葬礼|丧事|白事|头七|五七|三七|病危|在抢救|抢救"
    r"|住院(?:了|呢|中|,|[ ]|没人)|在(?:医院|住院|那|家|外地|学校|火车站|机场|老家|村里|[^,。; ]{1,4}[村镇旗县市])|一个人在"
    r"|放学|下班|下夜班|出院|下车|到站|下火车|下飞机|回来(?!看)|过生日|忌日|(?<!不)来了|没人照顾|没人管|没药了|的药))"
)
_SPEAKER_TOO = re.compile(
    r"(?:我|俺)(?:得|要|也|可以)*[跟和]着?[他她](?:一起|一块儿?)?(?:去|走|上|到|过去)|(?:我们|俺们|咱们|咱)自己(?:家)?的?车|(?:我|俺)\d{1,2}号送|(?:我|俺)(?:明天|后天|今天|下午|上午|早上|晚上)(?:送|陪|带)"
    r"|(?:我|俺)也(?:得|要|想)*(?:去|走)(?![买取办领接问申])|(?:我|俺|本人)(?:也|自己|来|得|要|去|可以|会|开车|一个人|负责|还)*(?:陪(?!护)|送(?:他|她|去|过去|到)?(?!饭|药|货|菜|东西|衣服)"
    r"|带(?:他|她|着)|领(?:他|她|着)|跟着|一起|一块|一同|同去|同行|跟去|接送|开车(?:接送|(?![^,。]{0,3}接))|搀|扶)|(?:和|跟|陪|带|领)着?我(?!妈|爸|家|[爷奶姥弟妹哥姐儿女媳爱老公婆丈姑舅])"
)
# 我是楼下邻居,替她说; 我是他女儿.
_IS_WRITER = re.compile("我(?:就)?是(?:他|她|老人|楼下|楼上|隔壁|对门|家属)?(?:的)?$")
_TO_SOMEBODY = re.compile(r"(?:[呀啊哎])?[, ]+(?:[我俺](?![妈爸家爷奶姥哥姐弟妹老闺媳])|麻烦|帮我|你|明天|今天|后天)")
# Whoever only drives: 我弟送我, 儿子开车,我去拆线, 坐我哥的车, 他在楼下接我.
_DRIVES = re.compile(
    r"[^,。;\n]{0,6}?(?:送|拉|捎|载|接)着?我(?!们?[妈爸爷奶姥哥姐弟妹儿女婆公媳老家孩娃])"
    r"|(?:就|只|光|负责|来)*(?:管|负责|给我)?开车(?=$|[,。; 蒙]|送我|拉我|在|等|蒙)"
    r"|的(?:私家|面包|小|出租)?车|在(?:楼下|门口|外面|外边|小区|单元|大门)[^,。;]{0,6}[接等]|(?:就|只|光)(?:管|负责)"
)
# Where somebody is who does not come along, and what keeps them in bed.
_IS_THERE = re.compile(
    r"(?:现在|已经|还|正|就|人|一个人|刚|都)*(?:住?在|住进|进了?)[^,。;\n去]{0,8}?(?:医院|ICU|重症|病房|急诊|监护室|抢救室)(?:里|那边|那儿)?"
    r"(?:了|呢|等|躺|住|抢救|ICU|重症|病房|急诊|监护|没人|做完|$|[,。; ])"
)
_IS_KEPT = re.compile(
    r"(?:现在|已经|还|也|正|一直|这|两天|今天|昨晚)*(?:在(?:家|老家|外地|床上)|发烧|高烧|发热|病[了着倒]|瘫|卧床|坐月子|出不了门|下不了[床地炕]|动不了|走不了|躺)"
)
# 八个月的娃,奶粉没了: what somebody lacks is fetched for them.
_LACKS = re.compile(
    r"的?[,、 ]{0,2}[^,。;\n]{0,4}?(?:奶粉|米粉|尿不湿|纸尿裤|尿布|尿垫|药|吃的)[^,。;\n去]{0,6}?"
    r"(?:没了|没有了|不够|断|[吃喝用]完|见底|快没|不多)"
)
_SPEAKER_GOES = re.compile(
    r"(?:^|[,。; 点半]|上午|下午|早上|晚上|明天|后天|今天|现在|是|只有?|就)(?:我|俺|本人)(?:自己|一个人)?"
    r"(?![妈爸爷奶姥哥姐弟妹儿女婆公媳老家孩娃爱对舅姑姨叔])[^,。;\n]{0,9}?(?:去|看病|回(?=去|[^,。来家]{1,6}奔丧)|复查|产检|上班)"
)
_TAKES_THEM = re.compile(r"(?:带|陪|送|抱|背|领|拉|扶|推|搀)(?:着|上)?[他她](?!们?的)")
_PAIR = re.compile(r"(?:我们|咱们|俺们|我|咱|俺)(?:家)?(?:俩|两个|二人|两人)|两个人|[俩2]人")
_GOES_TO_A_FUNERAL = re.compile(r"(?:也|都|要|想|得|明天|今天|去)+(?:去|回|参加|奔)")


@dataclass(frozen=True, slots=True)
class _Goer:
    """Somebody in the text: the names that stand for them, where, and whether they go and the speaker with them."""

    names: tuple[str, ...]
    start: int
    end: int
    goes: bool
    with_speaker: bool


def find_goers(text: str, is_funeral: bool = False) -> tuple[str, ...]:
    """The names of those who go out; empty where the speaker goes alone, or where the text names nobody."""
    found_in_text = everybody(text)
    relatives = [one for one in found_in_text if not _is_cut_short(text, one) and not _is_spoken_to(text, one)]
    if not relatives:
        return ()
    taken = _taken_by_speaker(text, relatives)
    speaker_goes = _SPEAKER_GOES.search(text) is not None
    goers: list[_Goer] = []
    for found in relatives:
        goer = _goer(text, found, goers[-1] if goers else None, is_funeral)
        if found is taken:
            goer = replace(goer, goes=True, with_speaker=_SPEAKER_TOO.search(text) is None)
        elif goer.goes and not goer.with_speaker and _stays(text, goer, speaker_goes):
            goer = replace(goer, goes=False)
        goers.append(goer)
    going = [goer for goer in goers if goer.goes]
    if not going:
        return ()
    return _with_speaker(text, going)


def _is_cut_short(text: str, found: RelativeFound) -> bool:
    """Whether 我儿 is the beginning of 我儿媳妇 or 我儿女, 哥 the end of 快递小哥, and 邻居 only who writes."""
    before = text[max(0, found.span[0] - 8) : found.span[0]]
    if (found.label == "哥哥" and before.endswith("小")) or _IS_WRITER.search(before) is not None:
        return True
    return text.startswith("我儿", found.span[0]) and text[found.span[1] : found.span[1] + 1] in {"媳", "女"}


def _is_spoken_to(text: str, found: RelativeFound) -> bool:
    """Whether somebody is addressed rather than spoken of: 闺女,我想去医院."""
    return text[: found.span[0]].strip() in {"", "好"} and _TO_SOMEBODY.match(text, found.span[1]) is not None


def _goer(text: str, found: RelativeFound, last: _Goer | None, is_funeral: bool) -> _Goer:
    """Whether one relative goes out, by the words before and behind them."""
    start, end = found.span
    if start and text[start - 1] in _OWN:
        start -= 1
    before, behind = text[max(0, start - 10) : start], text[end : end + 14]
    names, start_of_number = _names(text, found, start)
    before = text[max(0, start_of_number - 10) : start_of_number]
    joined = _SPEAKER_JOINED.search(before) is not None
    linked = last is not None and last.goes and _JOINED.fullmatch(text, last.end, start_of_number) is not None
    goes, along = True, False
    if _FOR.search(before) is not None:
        along = _IS_TREATED.match(behind) is not None
        goes = along or _ASKS_FOR.match(behind) is not None
    elif _stays_behind(before, behind) and not linked:
        goes = False
    elif joined or linked:
        goes, along = True, joined
    elif _TAKES.search(before) is not None or (_WITH.search(before) is not None and last is None):
        # 我哥送我妈: somebody else is the one who takes them along.
        along = last is None or not last.goes
    elif _NOT_GOING.match(behind) is not None or is_funeral:
        goes = is_funeral and _GOES_TO_A_FUNERAL.match(behind) is not None
    return _Goer(names, start_of_number, end, goes, along)


def _stays(text: str, goer: _Goer, speaker_goes: bool) -> bool:
    """Whether somebody only drives, is where the others go, or is told of while the speaker says who goes."""
    behind = text[goer.end : goer.end + 24]
    if _DRIVES.match(behind) is not None or _IS_THERE.match(behind) is not None or _LACKS.match(behind) is not None:
        return True
    return speaker_goes and _IS_KEPT.match(behind) is not None


def _taken_by_speaker(text: str, relatives: Sequence[RelativeFound]) -> RelativeFound | None:
    """Whom 带她去 speaks of: the one named last before; None where somebody else of the clause takes them."""
    them = _TAKES_THEM.search(text)
    if them is None:
        return None
    clause = max(text.rfind(sign, 0, them.start()) for sign in ",。;\n")
    before = [found for found in relatives if found.span[1] <= them.start()]
    if not before or before[-1].span[0] > clause >= 0 or (clause < 0 and len(before) > 1):
        return None
    return before[-1]


def _stays_behind(before: str, behind: str) -> bool:
    """Whether somebody is met, cared for or seen off rather than taken along: 接我妈, 去机场送我姐."""
    is_seen_off = _SENDS.search(before) is not None and _SENT_ON.match(behind) is None
    return is_seen_off or _MEETS.search(before) is not None


def _names(text: str, found: RelativeFound, start: int) -> tuple[tuple[str, ...], int]:
    """The names that a mention stands for: both of 爸妈, 孩子 twice for 俩孩子; and where the mention begins."""
    pair = _couples().get(found.label)
    if pair is not None:
        return pair, start
    count = text[start - 1] if start else ""
    counted = 2 if count == "俩" else small_number(count) if count else None
    if count == "个" and start > 1:
        counted = small_number(text[start - 2])
        length = 2
    else:
        length = 1
    if counted is None or not 1 <= counted <= _MOST or found.people != 1:
        return (found.label,), start
    return (found.label,) * counted, start - length


def _with_speaker(text: str, going: Sequence[_Goer]) -> tuple[str, ...]:
    """The names of those who go, with the speaker where they say so or are the one who takes others along."""
    names: list[str] = []
    has_speaker = False
    too = _SPEAKER_TOO.search(text)
    for goer in going:
        if not has_speaker and (goer.with_speaker or (too is not None and too.start() < goer.start)):
            names.append(SPEAKER)
            has_speaker = True
        names += goer.names
    if not has_speaker and too is not None:
        names.append(SPEAKER)
    elif not has_speaker and len(names) == 1 and _PAIR.search(text) is not None:
        names.insert(0, SPEAKER)
    return tuple(names)


@cache
def _couples() -> Mapping[str, tuple[str, ...]]:
    """Words for two people and who they are; raises WordListError."""
    couples = load_list(_FILE).get("couples")
    if not isinstance(couples, dict):
        raise WordListError(f"{_FILE}: couples: words with two names each are expected")
    return {str(word): words_of(names, f"{_FILE}: couples: {word}") for word, names in couples.items()}
