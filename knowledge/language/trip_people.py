"""Who goes out (exit requests): 我和我妈, 我陪我妈, 带孩子; 我妈要去透析 without the speaker.

Relatives are written as in `people.yaml` (妈妈), the speaker as 我, in the order of the text; the speaker comes first
where the sentence leaves them out (带孩子去). Nobody is listed where the speaker goes alone, and none where only a
number is said (一家三口), which `find_party_size` reads. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.language.goer_mentions import is_no_goer, is_spoken_to, names_of
from knowledge.language.goer_pronouns import asked_for, met_by_speaker, taken_by_speaker
from knowledge.language.goer_signs import is_elsewhere, says_that_they_go, stays, stays_behind
from knowledge.language.named_goers import everybody
from knowledge.language.people import RelativeFound
from knowledge.language.persons import SPEAKER

_OWN = frozenset("我俺咱")
_JOINED = re.compile(r"(?:[ ,、]|和|跟|与|还有|以及|及|带着?|同|加上|我家?|俺家?|咱家?|他|她)*")
_SPEAKER_JOINED = re.compile(
    r"(?:我|俺|本人)(?:也|们|自己|要|想|得|开车|寻思|准备|打算|今天|明天|后天|上午|下午)*(?:和|跟|与|同|带着?"
    r"|领着?|陪着?|送|抱着?|背着?|拉着?|扶着|搀着|、|,)[ ]*$"
)
_TAKES = re.compile(
    r"(?<![认占率幼])(?:带着?|携着?|驮着?|领着?|陪着?|陪同|送|抱着?|背着?|拉着?|扶着?|搀着?|拖着|推着)(?:上)?[ ]*$"
)
_WITH = re.compile(r"(?:和|跟|与|同|还有|加上|外加|带上|捎上|连同)[ ]*$")
_FOR = re.compile(r"(?:给|替|为|帮)[ ]*$")
_ASKS_FOR = re.compile(
    r"(?:申请|请假|请个假|报(?!幼|学|班|名|考|补|志|警|销)个?|放行|登记|提交|填|开[个下]?门"
    r"|(?:开|批|出|弄|补|办)[个张一]{0,2}(?:出门|出入|通行|放行|外出|进出|出行)?(?:条|证(?=$|[ ,。])|假|码)"
    r"|办个?(?:外出|出门))"
)
# 给孩子看病 is done with the child there, 给我妈取药 without her.
_IS_TREATED = re.compile(
    r"(?:看(?![看望孩店家着片结报C])|换药|打针|打疫苗|检查|复查|做(?!饭|认证|证|手续|担保|公证|寿衣)|治|拔牙|拆线)"
)
_SPEAKER_TOO = re.compile(
    r"(?:我|俺)(?:推轮椅|给?推着|(?:推|背|抱|拉|领|扶|搀|驮)(?=$|[ ,。;着]))|(?:送|带|拉)(?:完|到|去|下"
    r"|过去)[^,。; ]{0,4}我?就回|(?:我|俺)(?:得|要|也|可以)*[跟和]着?[他她](?:一起|一块儿?)?(?:去|走|上|到|过去)"
    r"|(?:我们|俺们|咱们|咱)自己(?:家)?的?车|(?:我们|俺们|咱们|咱)(?:自己)?(?:开车|打车)?(?:送|拉|开车去"
    r"|带(?!着?孩)|去(?=[^,。; 了]{0,4}(?:科|院|诊|看)))|(?:我|俺)\d{1,2}号送|(?:我|俺)(?:明天|后天|今天|下午|上午"
    r"|早上|晚上)(?:送|陪|带)"
    r"|(?:我|俺)也(?:得|要|想)*(?:去|走)(?![买取办领接问申])|(?:我|俺|本人)(?:也|自己|来|得|要|去|可以|会|开车"
    r"|一个人|负责|还|请假|就|必须|一路|全程|今天|明天|后天|上午|下午|再|想|天天|每天|每次|每回)*(?:陪(?!护)"
    r"|送(?:他|她|去|过去|到)?(?!饭|药|货|菜|东西|衣服)"
    r"|带(?:他|她|着)|领(?:他|她|着)|跟着|一起|一块|一同|同去|同行|跟去|接送|开车(?:接送|(?![^,。]{0,3}接))|搀|扶)"
    r"|(?:和|跟|陪|带|领|送|拉|捎|载|背|推|扶|搀|驮)着?我(?![两个点些家一几]|们|妈|爸|家"
    r"|[姨叔伯嫂侄孙外闺爷奶姥弟妹哥姐儿女媳爱老公婆丈姑舅])"
)
_SPEAKER_GOES = re.compile(
    r"(?:^|[,。; 点半]|上午|下午|早上|晚上|明天|后天|今天|现在|是|只有?|就)(?:我|俺|本人)(?:自己|一个人)?"
    r"(?![们妈爸爷奶姥哥姐弟妹儿女婆公媳老家孩娃爱对舅姑姨叔])[^,。;\n]{0,9}?(?:去|看病|回(?=去"
    r"|[^,。来家]{1,6}奔丧)|复查|产检|上班)"
)
_WE_TWO = re.compile("(?:我|俺|咱)们?俩[^,。; ]{0,4}(?:去|走|回|出)")
_PAIR = re.compile(
    r"(?<![他她]们)(?<![他她])(?:(?:我们|咱们|俺们|我|咱|俺)(?:家)?(?:俩|两个|二人|两人)|(?<!个)两个人|[俩2]人"
    r"|(?:娘|爷|父子|母子|母女|父女|夫妻|婆媳|哥|姐|祖孙)俩|两口子)"
)
_THE_CHILDS = re.compile("(?:孩子|娃)(?:家)?[他她的]?$")
# 把孩子抱过去, 今儿带去儿童医院, 得拉去透析: the speaker takes whoever was named along.
_TAKEN_OUT = re.compile("(?:抱|带|送|拉|背|领|推|驮)(?:过去|去|上|到|走|往|回(?!来))")
_TAKES_THERE = re.compile(
    "(?:^|[ ,。;]|[今明后]天|[今明]儿|[今明]早|上午|下午|现在|马上|赶紧|自己|得|要|想|必须)(?:抱|带|送|拉|背|领|推"
    "|驮)(?:去|上|到|过去)(?=[^,。; 了]{0,10}(?:医院|院|诊|看|查|打|透|洗|做|学校|考))"
)
_I_TAKE = re.compile("[, ]?(?:我|俺)(?:得|要|来|自己|开车)*(?:背|抱|带|领|陪|送|拉|推|扶|搀)(?=$|[ ,。;着去上过])")
_LISTED = re.compile("[ ]?(?:和|跟|与|、|还有|及)(?:我|俺|他|她)?")
_AND_ME = re.compile(r"[ ,、]?(?:还有|和|跟|与|加上|、)(?:我|俺)(?=$|[ ,。;三四五六仨俩两自也都一要得想去])")
# 老公陪我, 孙子开车带我去, 他奶奶带他, 女儿陪同: who takes the others along goes as well.
_TAKES_SOMEBODY = re.compile(
    r"(?:请假|(?:用|开|骑|打)[车三电轮摩托动]{1,4}|也|来|要|得|想|会|去|能|可以|自己|现在|今天|明天|后天|上午|下午"
    r"|早上|晚上|到时候|一起|开车|开着车|骑车|骑三轮|打车|抱|背|推)*"
    r"(?:(?:陪|带|送|领|拉|捎|载|抱|背|推|扶|搀|驮|跟)(?:着|上|我|俺|他|她|老人|孩子|娃|去(?!世)|过去|同|护|$"
    r"|(?=[ ,。;!]))|开车(?=$|[ ,。;!带送拉蒙]))(?![^,。; ]{0,4}(?:留家|看家|在家))"
)


@dataclass(frozen=True, slots=True)
class _Goer:
    """Somebody in the text: the names that stand for them, where, and whether they go and the speaker with them."""

    names: tuple[str, ...]
    start: int
    end: int
    goes: bool
    with_speaker: bool


def find_goers(text: str, reason: str | None = None, *, is_answer: bool = False) -> tuple[str, ...]:
    """The names of those who go out; empty where the speaker goes alone, or where the text names nobody.

    `reason` is what they go out for: of whoever is ill it is said by that; of others the text has to say that they go.
    In an answer to the question who goes, everybody who is named does.
    """
    relatives = [one for one in everybody(text) if not is_no_goer(text, one) and not is_spoken_to(text, one)]
    if not relatives:
        return ()
    met = met_by_speaker(text, relatives)
    taken, wished = taken_by_speaker(text, relatives), asked_for(text, relatives)
    speaker_goes = _SPEAKER_GOES.search(text) is not None
    goers: list[_Goer] = []
    for found in relatives:
        goer = _goer(text, found, goers[-1] if goers else None, "" if is_answer else reason or "none")
        if found is wished:
            goer = replace(goer, goes=True)
        elif found is met and found is not taken and not goer.with_speaker:
            goer = replace(goer, goes=False)
        elif found is taken:
            goer = replace(goer, goes=True, with_speaker=_SPEAKER_TOO.search(text) is None)
        elif goer.goes and not goer.with_speaker and stays(text, goer.end, speaker_goes=speaker_goes):
            goer = replace(goer, goes=False)
        goers.append(goer)
    goers = _listed_together(text, _closed_by_speaker(text, goers))
    going = [goer for goer in goers if goer.goes]
    if not going and len(goers) == 1 and _WE_TWO.search(text) is not None:
        going = [replace(goers[0], with_speaker=True)]
    if not going:
        return ()
    return _with_speaker(text, going)


def _closed_by_speaker(text: str, goers: Sequence[_Goer]) -> list[_Goer]:
    """The goers, with all those of a list that ends with the speaker: 我爸我二叔还有我."""
    last = next((goer for goer in reversed(goers) if _AND_ME.match(text, goer.end) is not None), None)
    if last is None:
        return list(goers)
    closed, begins = [], last.start
    for goer in reversed(goers):
        is_listed = goer is last or (goer.end <= begins and _JOINED.fullmatch(text, goer.end, begins) is not None)
        begins = goer.start if is_listed else -1
        names = (*goer.names, SPEAKER) if goer is last else goer.names
        closed.append(replace(goer, names=names, goes=True) if is_listed else goer)
    return closed[::-1]


def _listed_together(text: str, goers: Sequence[_Goer]) -> list[_Goer]:
    """The goers, with those who are listed before one who goes: 赵磊、孙宁须到岗."""
    listed: list[_Goer] = []
    behind: _Goer | None = None
    for goer in reversed(goers):
        if behind is not None and behind.goes and _LISTED.fullmatch(text, goer.end, behind.start) is not None:
            goer = replace(goer, goes=True)
        listed.append(goer)
        behind = goer
    return listed[::-1]


def _goer(text: str, found: RelativeFound, last: _Goer | None, reason: str) -> _Goer:
    """Whether one relative goes out, by the words before and behind them."""
    start, end = found.span
    if start and text[start - 1] in _OWN:
        start -= 1
    child = _THE_CHILDS.search(text, max(0, start - 4), start)
    start = start if child is None else child.start()
    behind = text[end : end + 18]
    names, start_of_number = names_of(text, found, start)
    before = text[max(0, start_of_number - 10) : start_of_number]
    joined = _SPEAKER_JOINED.search(before) is not None
    linked = last is not None and last.goes and _JOINED.fullmatch(text, last.end, start_of_number) is not None
    goes, along = True, False
    if before.endswith("把") and _TAKEN_OUT.match(behind) is not None:
        along = True
    elif _FOR.search(before) is not None:
        along = _IS_TREATED.match(behind) is not None
        goes = along or _ASKS_FOR.match(behind) is not None
    elif stays_behind(before, behind, reason) and not linked:
        goes = False
    elif joined or linked:
        goes, along = True, joined
    elif _I_TAKE.match(behind) is not None:
        along = True
    elif _TAKES.search(before) is not None or (_WITH.search(before) is not None and (last is None or not last.goes)):
        # 我哥送我妈: somebody else is the one who takes them along.
        along = last is None or not last.goes
    elif is_elsewhere(behind):
        goes = False
    elif _TAKES_SOMEBODY.match(behind) is not None:
        drives = behind.startswith("开车") and _SPEAKER_GOES.search(text) is not None  # 儿子开车,我去拆线
        return _Goer(names, start_of_number, end, goes, drives)
    else:
        goes = says_that_they_go(text, found, behind, reason, is_first=last is None)
    return _Goer(names, start_of_number, end, goes, along)


def _with_speaker(text: str, going: Sequence[_Goer]) -> tuple[str, ...]:
    """The names of those who go, with the speaker where they say so or are the one who takes others along."""
    names: list[str] = []
    has_speaker = any(SPEAKER in goer.names for goer in going)
    too = _SPEAKER_TOO.search(text)
    for goer in going:
        if not has_speaker and (goer.with_speaker or (too is not None and too.start() < goer.start)):
            names.append(SPEAKER)
            has_speaker = True
        names += goer.names
    if not has_speaker and (too is not None or _TAKES_THERE.search(text) is not None):
        names.append(SPEAKER)
    elif not has_speaker and len(names) == 1 and _PAIR.search(text) is not None:
        names.insert(0, SPEAKER)
    return tuple(names)
