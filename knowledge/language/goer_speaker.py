"""Whether the speaker goes out with those who are named: 我开车送, 我陪着, 我们俩去. Text is normalised."""

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.language.goer_lists import Goer, is_linked
from knowledge.language.goer_pronouns import is_dead
from knowledge.language.goer_signs import is_admitted, is_ill
from knowledge.language.names import looks_like_name
from knowledge.language.persons import SPEAKER

_SPEAKER_TOO = re.compile(
    r"(?:搭|坐|蹭|乘)[我俺](?:的|这)?车|(?:陪护|陪同|陪床|随行|同行)人?员?[:是为][ ]?(?:我|俺)(?=$|[ ,。;])"
    r"|(?:我|俺)(?:推轮椅|给?推着"
    r"|推[他她](?=去|上|到|过)"
    r"|随行|随同|同往|(?:自己|一个人)?带(?=$|[ ,。;])|(?:推|背|抱|拉|领|扶|搀|驮)(?=$|[ ,。;着]))|(?:送|带"
    r"|拉)(?:完|到|去|下"
    r"|过去)[^,。; ]{0,4}我?就回"
    r"|(?:我们|俺们)(?:(?:都|已经|正|现在|马上)+(?:到|在|下|往|抱|抬)|等不[了及])"
    r"|(?:我|俺)(?:得|要|也|可以)*[跟和]着?[他她](?:一起|一块儿?)?(?:去|走|上|到|过去)"
    r"|(?:我们|俺们|咱们|咱)自己(?:家)?的?车|(?:我们|俺们|咱们|咱)(?:自己)?(?:开车|打车)?(?:送|拉|开车去"
    r"|带(?!着?孩)|去(?=[^,。; 了]{0,4}(?:科|院|诊|看)))|(?:我|俺)\d{1,2}号送|(?:我|俺)(?:明天|后天|今天|下午|上午"
    r"|早上|晚上)(?:送|陪|带)"
    r"|(?:我|俺)(?:自己|得|要|来|开车|打车|赶紧)*(?:带|抱|背|领|拉|送)(?:去|到|上|过去|往)(?!世)"
    r"|(?:我|俺)也(?:得|要|想)*(?:去|走)(?![买取办领接问申])|(?:我|俺|本人)(?:也|自己|来|得|要|去|可以|会|开车"
    r"|一个人|负责|还|请假|就|必须|一路|全程|今天|明天|后天|上午|下午|再|想|赶紧|现在|马上|急着|天天|每天|每次|每回)*(?:陪(?!护)"
    r"|送(?:他|她|去|过去|到)?(?!饭|药|货|菜|东西|衣服)"
    r"|带(?:他|她|着)|领(?:他|她|着)|跟着|一起|一块|一同|同去|同行|跟去|接送|开车(?:接送|(?![^,。]{0,3}接))|搀|扶)"
    r"|(?:和|跟|陪|带|领|送|拉|捎|载|背|推|扶|搀|驮)着?我(?![两个点些家一几]|们(?![去上到回走一])|妈|爸|家"
    r"|[大二三四五小老]?[姨叔伯嫂侄孙外闺爷奶姥弟妹哥姐儿女媳爱老公婆丈姑舅]|说|讲|打|问|报)"
)
# Who drives says nothing of who else goes (孩子发烧去医院,我自己开车; 孩子发烧了,我自己开车去医院), nor does it that the
# speaker cannot go or walk (我自己去不了) or that nobody else is at home.
_BY_MYSELF = re.compile(
    "(?:^|[ ,。;])(?:就|还是|得|要)?(?:我|俺|本人)(?:就)?(?:自己|自个儿?|一个人|一人)"
    "(?:(?P<drives>开车(?=去[^ ,。;]))|打车|骑车|坐车)?[去走](?![不得没]|接|带|陪|送|[^,。; ]{1,8}[接陪])"
    "|(?<!家)(?<!家里)就(?:我|俺)(?:自己|自个儿?|一个人?)(?=$|[ ,。;!])"
)
_ROLE_ALONE = re.compile("(?:你好[ ,。!]?|您好[ ,。!]?)?[一-鿿]{0,6}(?<![替帮给和跟])")
_I_GO = re.compile(
    "[ ,。]+[^,。;\n]{0,6}?(?:我|俺)(?![们妈爸爷奶姥哥姐弟妹儿女婆公媳老家孩娃爱对舅姑姨叔替帮给陪送带])"
)
_WE_TWO = re.compile("(?:我|俺|咱)们?俩[^,。; ]{0,8}(?:去|走|回|出|动身|赶|奔|过去)")
_PAIR = re.compile(
    r"(?<![他她]们)(?<![他她])(?:(?:我们|咱们|俺们|我|咱|俺)(?:家)?(?:俩|两个|二人|两人)|(?<!个)两个人|[俩2]人"
    r"|(?:娘|爷|父子|母子|母女|父女|夫妻|婆媳|哥|姐|祖孙)俩|两口子)"
)
# 今儿带去儿童医院, 得拉去透析: the speaker takes whoever was named along.
_TAKES_THERE = re.compile(
    "(?:^|[ ,。;]|[今明后]天|[今明]儿|[今明]早|上午|下午|现在|马上|赶紧|自己|得|要|想|必须)(?:抱|带|送|拉|背|领|推"
    "|驮)(?:去|上|到|过去)(?=[^,。; 了]{0,10}(?:医院|院|诊|看|查|打|透|洗|做|学校|考))"
)
# 我老公和我妈跟着去, 我姐开车送, 岳母与我同行, where nobody else is named whom they would go with; 我弟也跟着去 adds
# him to whoever was named before.
_TAKES_THE_SPEAKER = re.compile(
    r"(?:都|一起|一块儿?|会|要|得|能|可以|全程|请假)*(?:(?:跟着?|陪着?|陪同)(?:一起|一块儿?)?(?:过?去(?!世|了)|前往|同往)"
    r"|(?:一个人|自己)?(?:随行|同行|同往|跟去|陪去|陪同|陪着?|跟着|陪护|陪床)(?=$|[ ,。;!])"
    r"|送(?=$|[ ,。;!])|(?:自己)?开(?:着)?车[ ]?(?:接?送|拉|带|捎|载)(?:过去|去|走)?(?=$|[ ,。;!])"
    r"|[与和跟同]我(?:同行|同去|同往|一起|一块|一同|前往|去))"
)
# 25号住进肿瘤医院,我陪护: they go there together.
_STAYS_WITH = re.compile("(?:我|俺|本人)(?:去|来|得|要|也|自己|在那儿?|全程)*(?:陪(?:护|床|住)|伺候|照顾|看护)")
# Said twice it is the same one: 孩子想家,我带孩子去; of these somebody may have several (大儿子和小儿子).
_SEVERAL = frozenset(("儿子", "女儿", "孙子", "孙女", "外孙", "外孙女", "女婿", "侄子", "侄女", "外甥", "外甥女"))


def comes_too(text: str) -> bool:
    """Whether the speaker is said to come along or to take the others."""
    return _SPEAKER_TOO.search(text) is not None


def takes_the_speaker(text: str, going: Sequence[Goer]) -> bool:
    """Whether those who are named, one behind the other, come along with the speaker: 我老公和我妈跟着去, 我姐开车送."""
    if text[going[0].start - 1 : going[0].start] in {"他", "她", "其"}:  # 产妇今晚发动了,她婆婆跟着
        return False
    linked = all(is_linked(text, last, goer.start) for last, goer in pairwise(going))
    return linked and _TAKES_THE_SPEAKER.match(text, going[-1].end) is not None


def introduces_speaker(text: str, going: Sequence[Goer]) -> bool:
    """Whether nobody is named but the speaker, who goes alone: 护士魏佳音,今晚我去值大夜; 不用儿女陪,我自个儿去."""
    alone = _BY_MYSELF.search(text)
    if alone is not None and not any(goer.with_speaker for goer in going):
        drives_somebody = alone["drives"] is not None and any(is_ill(text, goer.end) for goer in going)
        return not drives_somebody
    lead = text[: going[0].start]
    is_own = len(going) == 1 and looks_like_name(going[0].names[0], strict=True) and _ROLE_ALONE.fullmatch(lead)
    return bool(is_own) and _I_GO.match(text, going[0].end) is not None


def one_of_two(text: str, goers: Sequence[Goer]) -> Goer | None:
    """Who goes with the speaker where two of them do: the one who is alive and was named last before 我们俩明天去."""
    two = _WE_TWO.search(text)
    if two is None:
        return None
    living = [goer for goer in goers if goer.end <= two.start() and not is_dead(text, goer.end)]
    return living[-1] if living else goers[0] if len(goers) == 1 else None


def with_speaker(text: str, going: Sequence[Goer]) -> tuple[str, ...]:
    """The names of those who go, with the speaker where they say so or are the one who takes others along."""
    names: list[str] = []
    said: set[str] = set()
    has_speaker = any(SPEAKER in goer.names for goer in going)
    too = _SPEAKER_TOO.search(text) or (_STAYS_WITH.search(text) if is_admitted(text) else None)
    for goer in going:
        if not has_speaker and (goer.with_speaker or (too is not None and too.start() < goer.start)):
            names.append(SPEAKER)
            has_speaker = True
        word = text[goer.start : goer.end].lstrip("我俺咱家")
        is_new = word not in said and set(names).isdisjoint(goer.names)  # 俩孩子 … 俩孩子 are the same two
        names += [name for name in goer.names if is_new or name not in names or (name in _SEVERAL and word not in said)]
        said.add(word)
    if not has_speaker and (too is not None or _TAKES_THERE.search(text) is not None):
        names.append(SPEAKER)
    elif not has_speaker and len(names) == 1 and _PAIR.search(text) is not None:
        names.insert(0, SPEAKER)
    return tuple(names)
