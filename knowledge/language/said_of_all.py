"""What is said of several people at once: 都没事, 三人无不适, 其余两个没事, 除王磊外一切正常, 前两个无症状, 没有发烧的.

Who is meant is told by the words before it: everybody named before, as many of them as are counted, the first or the last
of them, or all but one. It reaches those of whom nothing else is said. Before the first of them it is said of all who
follow. Text is normalised.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.language.late import late
from knowledge.language.mentions import Mention
from knowledge.language.small_numbers import small_number
from knowledge.language.symptoms import NONE, SymptomsFound, find_symptoms, health_words
from knowledge.language.temperatures import Temperature

_NUMBER = r"(?:[二两三四五六七八九十俩仨几]|(?<!\d)(?:[2-9]|[1-9]\d))"
_PEOPLE = (
    r"(?:孩子|娃娃?|小孩|家伙|朋友|宝贝|丫头|小子|学生|同学|学员|员工|职工|工人|工友|伙计|老人家?|老头|老太太|邻居|同志|师傅|住户|"
    r"居民|村民|业主|租户|队员|司机|病人|患者|大人|兄弟|姐妹|姐弟|兄妹|姊妹|人家|人员|户|人)"
)
_COUNTED = rf"(?:[三四五六七八九]个?人 ?)?(?P<number>{_NUMBER})(?:[个口户家位名](?:[男女小老]?{_PEOPLE})?|[小老]?{_PEOPLE})"
# Two or three by how they belong together: 哥俩, 爷仨, 老两口, 这一老一小.
_COUPLE = (
    r"(?P<pair>[哥姐爷娘弟妹兄][俩仨]|[父母祖兄姐夫婆][子女孙弟妹妻媳][俩仨]|老两口|老公母俩|小?[两俩]口子?|夫妻俩?|夫妇俩?|一[老大]一小|"
    r"[我俺咱他她]们?[俩仨])"
)
_GROUP = (
    r"(?:以上|上述|上面|大家伙?儿?|大伙儿?|所有的?人?|全家人?|一家子|一家人|一家[三四五六]口|[我俺咱]们?(?:全|一)?家里?|家里人?|"
    r"[我俺咱]们|咱|俺|他们|她们|[一-鿿]{0,5}全[体员](?:上下)?|全[班组屋队寝村楼厂店车](?:上下)?|人员"
    r"|各(?:[户家屋室位组班]|房间|宿舍|寝室)?(?:的?人员?|住户)?)"
)
_REST = r"(?P<rest>其[余他它][的者]?|余者|余人|剩下?的?|余下的?|另外?(?:的|一)?|别的?)"
_END = (
    r"(?P<first>[前头][边面]?(?=[一二两三四五六七八九俩仨\d]))"
    r"|(?P<last>最?后面?(?=[两二三四五六七八九俩仨2-9])|末了?(?=[两二三四俩]))"
)
_BESIDE = (
    r"(?:今天|今[早儿日]|检?测?结果|情况|身体|身上|吃住|现在|目前|眼下|暂时|一切|到岗|到校|到齐|在岗|在校|早上|说|也|倒是?|还"
    r"|[ ,](?=[没无未]))*"
)
_EVERY = r"(?:都|全部?|均|皆|统统|通通|一律)"
_SAID = r"(?=[没无不未挺啥一]|什么[^,。;!?\n ]{0,6}没|正常|健康|良好|平安|安好|好着|好好|活蹦|精神|硬朗|身体|啥都)"
_START = (
    r"(?:^|(?<=[ ,。;!、)\n\d])|(?<=[度点][一二三四五六七八九半])"
    r"|(?<=\.\d[度℃])|(?<=[度℃])(?![一二三四五六七八九半]))"
)
# Whoever was met or asked: 见着的都没事, 问了都没咳, 哪个都没症状.
_ASKED = (
    r"(?:我?(?:挨[个家户]|逐[个一户]|一个个|一一|都)?(?:[见碰遇量测问查看走打][着到了过完上]{1,2}|在家|开门|来|到)(?:电话|一[圈遍])?"
    r"(?:的|了|[ ,])?(?:人|住户)?(?=[都全均])|(?:谁|(?:哪|每)一?[个位户家]人?)(?=[都也])|按(?:上面|这个?)?顺序的?[ ,]?)"
)
_WHO = rf"(?:[这那]|{_GROUP}|{_REST}|{_END}|{_ASKED})*"
# Where nothing parts the words from those before: 昨儿拉肚子今儿好了俩人都没啥事, 涛涛咳嗽老两口没啥事.
_IN_RUN = (
    r"(?<=[一-鿿])(?:(?=[都均]没)(?!(?<=的)都没有?(?:[ ,。;!\n]|$))"
    r"|(?<=症状|毛病|不适|舒服|问题|异常|反应|难受)(?=都(?:很|挺|还)?[好正])"
    r"|(?<![家的户屋共们])(?=(?:别的|其[他余它]的?|剩下?的)(?:孩子|娃|学生|老人|人)[都均]没"
    r"|(?:[这那]|另外?)?(?:[俩仨](?![孩娃])|[两三四五]个?人|老两口|小两口|[两三四五]个(?:孩子)?[都没]"
    r"|[哥姐爷娘父母][俩仨])|(?:哪|每)[个位]都"
    r"|(?:前|最?后)面?[一两二三][个位名]))"
)
_FIGURE = late(r"[\d度点]")
_OTHERS = late("单位|同事|邻居|对门|隔壁|同学|别人|大家|班上|群里|村里|小区|楼")
# 俩人吃得香睡得好没啥不舒服: what else is told of them before it is denied that anything ails them.
_BESIDES = r"(?P<besides>[^,。;!?\n\d都没无未]{1,10}(?=[没无未][^,。;!?\n]{1,8}))"
_OF_ALL = late(
    rf"(?:{_START}|(?P<run>{_IN_RUN}))"
    rf"(?:{_GROUP}?除了?去?(?P<but>[一-鿿·\d]{{1,12}}?)(?:以外|之外|外)?[ ,]?(?:其[余他它]的?|别的?|剩下的?)?"
    rf"{_PEOPLE}?{_BESIDE}(?:{_EVERY}|一切|(?=[没无未]|正常|健康|良好|平安|挺好|好着))"
    rf"|(?P<nobody>(?=(?:没有?|无|没)(?:一个|谁|人|一例|哪个)|一个[^,。;!?\n ]{{1,9}}(?:都|也)没有?|谁也没"
    rf"|(?:没有?|无)(?!啥|什么|哪|别|其|接触|去|到|过|量)[^,。;!?\n\d]{{1,14}}的(?=$|[ ,。;!\n])"
    rf"|(?:没有?|无)[^,。;!?\n\d]{{1,8}}?[二两三四五六七八九十俩仨][个位名]?人?(?=$|[ ,。;!\n])))"
    r"|(?:(?P<head>第|前面?|头)|(?P<tail>最后面?|后面?|末尾))一[个位名](?:人|孩子)?"
    r"(?![^,。;!?\n ]{0,6}(?:3[4-9]|4[0-3]|三十))"
    rf"|{_WHO}(?:{_COUNTED}|{_COUPLE}(?:人|老人|孩子)?|(?P<few>[俩仨]))?{_PEOPLE}?[儿们]*{_BESIDE}"
    rf"(?:{_EVERY}|(?P<bare>{_SAID}|{_BESIDES})))"
)
_LEFT_OUT = ("外", "以外", "之外")
_BETWEEN_NAMES = late(r"[和跟与、,我俺咱家的]*")
# 王敏没咳嗽没发烧 李波36.5 也都没有: what was denied of the one before.
_NEITHER = late("(?<![一-鿿])[^,。;!? ]{0,6}都没有?[ ,。!]*$")
# 王敏咳嗽,其余二人无: nothing of what is asked after.
_NOTHING = late(r"(?:无|没有)[ ,。;!\n]*")
_NOTHING_FELT = SymptomsFound(NONE, ())
_NEAR = 40
_PIECE = late(r"[ ,。;!\n]+")
# 别的没啥 and 其他没有 are said of what somebody feels, 其余没事 and 别的人没事 of others.
_SEVERAL = late(
    rf"[这那]?(?:{_GROUP}|哪一?[个位户家]人?也|大人们?|余[者人]|按(?:上面|这个?)?顺序|其余|剩下?的?|余下的?|(?:其[他它]|另外|别)的?{_PEOPLE})"
)
# On a line of its own below the rows.
_OTHERS_BELOW = late(r"(?<=\n)其[他它]无(?=$|[ ,。;!\n])")
_ONE = late("[俺咱](?![们家全一])")
# Rows that a stop parts, and behind them what is denied of no one of them: 王磊36.5,李刚36.6,无发热咳嗽.
_ROW_GAPS = " ,;、。\n"
_DENIED_BEHIND = late(
    r"(?:[,;。\n] ?|[ ](?=(?:[oO][kK]的?|好的)?[没无]有?(?:任何|什么|啥)?(?:症状|不适|异常|不舒服|发热|发烧)))"
    r"(?:[oO][kK]的?|好的)?(?:接触史(?:也|都)?(?:没有|无)[ ,])?(?:今天|目前|现在)?"
    r"(?=[没无未][^,。;\n]|(?:挺|都)?好着?[呢的]?[ ,]+[没无]|一切(?:正常|都好|安好)"
    r"|(?:(?:啥|什么|任何|哪个?|一点儿?|半点儿?)的?)?(?:症状|异常|不适|毛病|难受|反应|问题|不舒服的?)"
    r"(?:也|都|均|全)?(?:没有?|无)(?:$|[ ,。;!\n])"
    r"|(?:啥事儿?|啥|什么)(?:也|都)?没有?(?:$|[ ,。;!\n]))"
)
# On a line of its own, whatever stands on it before.
_DENIED_BELOW = late(r"\n[^\n\d]{0,24}?[ ,](?=(?:都|均|全部?)?[没无未][^,。;\n])")
# 无症状:, 有症状的两位:, 咳嗽的有:; behind it stand those it is said of.
_HEADING = late(
    r"(?:^|(?<=[,。;! \n]))(?:(?P<said>[^,。;:!? \n\d]{2,10}?)(?:的?人员?|的|(?=有?[一两三四五六七八九几\d]))"
    r"(?:有|是|共)?(?:[一二两三四五六七八九十俩仨几\d]{1,2}[个位名]?人?)?[有是]?|(?P<bare>[没无未有][^,。;:!? \n\d]{1,8}"
    r"|[^,。;:!? \n\d没无未有]{2,6}(?=:[一-鿿·]{2,5} ?(?:3[4-9]|4[0-3])\.)))"
    r" ?:[ \n]?(?=[一-鿿\d(])(?!\d{2}\.|[无否没有是正]|体温)"
)
_OF_SIBLINGS = late("[哥姐弟妹兄][俩仨弟妹]")
# 俩孩子都没症状, 两位老人没事: of what age they are.
_YOUNG, _OLD = late("孩子|娃|小孩|家伙|小朋友|宝贝|丫头|小子|小的"), late("老人|老头|老太太|老的")
_GROWN = late("大人")
_OF_WRITER = late("[我俺咱]|老两口|老公母俩|两口子|夫妻|夫妇")
STOPS = (" ", ",", ":", ";", "。", "!", "\n")


@dataclass(frozen=True, slots=True)
class SaidOfAll:
    """What is said of several: whom it names ends at `said_from`; how many they are by the words, or 0.

    `place` tells which of those before it are meant ("first", "last", "rest" or ""), `but` who is not. A heading
    (无症状:王敏36.5,李波36.6) is of those behind it instead, up to the place `below`. `of_writer`: one of them is who
    writes (我俩, 老两口); `of_siblings`: they are of one another's kin, the writer hardly one of them (姐俩). `age` is
    "young", "old" or "grown" where they are told so (俩孩子, 两位老人, 大人), else "".
    """

    start: int
    said_from: int
    until: int
    felt: SymptomsFound
    number: int = 0
    place: str = ""
    but: frozenset[str] = frozenset()
    below: int = 0
    of_writer: bool = False
    of_siblings: bool = False
    age: str = ""


def find_said_of_all(
    text: str, mentions: Sequence[Mention], temperatures: Sequence[Temperature]
) -> tuple[list[SaidOfAll], list[Mention]]:
    """What a text says of several at once, and of those it mentions whoever is not only a word of that (两位老人)."""
    above = list(_headings(text))
    found = [one for one in _sayings(text, mentions) if not any(head.start <= one[0] < head.until for head in above)]
    if not found:
        return above or _denied_behind(text, mentions, temperatures), list(mentions)
    kept = [one for one in mentions if not any(start <= one.start < said_from for start, said_from, _match in found)]
    sayings: list[SaidOfAll] = []
    for place, (start, said_from, match) in enumerate(found):
        ends = [one.start for one in kept if one.start >= said_from][:1] + [one[0] for one in found[place + 1 :]][:1]
        until = min(ends, default=len(text))
        figure = next((one.span[0] for one in temperatures if said_from <= one.span[0] < until), None)
        if figure is not None:
            until = max(text.rfind(stop, said_from, figure) for stop in STOPS)
        is_none = match is not None and match["rest"] is not None and _NOTHING.fullmatch(text, said_from, until)
        felt = _NOTHING_FELT if is_none else _felt(text, start, until) if until > said_from else None
        if felt is not None and felt.symptoms is not None:
            who = _who(text, match, mentions)
            words = "" if match is None else match[0]
            of_writer, of_siblings = _OF_WRITER.search(words) is not None, _OF_SIBLINGS.search(words) is not None
            age = _age(words)
            sayings.append(SaidOfAll(start, said_from, until, felt, *who, 0, of_writer, of_siblings, age))
    of_none = {(one.start, one.said_from) for one in sayings}
    are_kept = set(kept)
    lost = [one for one in mentions if one not in are_kept and not any(a <= one.start < b for a, b in of_none)]
    if not sayings and not above:
        sayings = _denied_behind(text, mentions, temperatures)
    above = [_until(one, sayings) for one in above]
    return [*above, *sayings], sorted([*kept, *lost], key=lambda mention: mention.start) if lost else kept


def _age(words: str) -> str:
    """Of what age those are of whom words tell: 大人孩子 are of any."""
    if _GROWN.search(words) is not None:
        return "" if _YOUNG.search(words) is not None else "grown"
    return "young" if _YOUNG.search(words) is not None else "old" if _OLD.search(words) is not None else ""


def _until(head: SaidOfAll, sayings: Sequence[SaidOfAll]) -> SaidOfAll:
    """A heading of no more than those before what is said of the others: 咳嗽的:王敏、李波;其余都没症状."""
    ends = [one.start for one in sayings if one.place == "rest" and head.until < one.start < head.below]
    return replace(head, below=min(ends)) if ends else head


def _headings(text: str) -> Iterator[SaidOfAll]:
    """What stands over a part of a list and says how those in it feel: 无症状:, 咳嗽的有:."""
    if ":" not in text:
        return
    heads = [head for head in _HEADING.finditer(text) if find_symptoms(head["said"] or head["bare"]) is not None]
    for place, head in enumerate(heads):
        line = text.find("\n", head.end() + 1)
        ends = [len(text) if line < 0 else line, *(one.start() for one in heads[place + 1 : place + 2])]
        felt = find_symptoms(head["said"] or head["bare"])
        if felt is not None:
            yield SaidOfAll(head.start(), head.end(), head.end(), felt, below=min(ends))


def _sayings(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Where something is said of several, and where the words that name them end."""
    match = _OF_ALL.search(text)
    nobody = -1
    while match is not None:
        is_of_several = match["but"] is None or bool(_excepted(text, match, mentions))
        if match["bare"] is not None and not _names_several(match):
            is_of_several = False
        if match["run"] is not None:
            is_gone_on = nobody >= 0 and _PIECE.search(text, nobody, match.start()) is None  # 一个咳嗽的都没有
            is_of_several = is_of_several and not is_gone_on and _is_apart(text, match.start(), mentions)
        if is_of_several:
            nobody = match.start() if match["nobody"] is not None else nobody
            yield _begin(match), match.end(), match
        match = _OF_ALL.search(text, match.end() if is_of_several and match[0] else match.start() + 1)


def _begin(match: re.Match[str]) -> int:
    """Where what is said of several begins: behind one who is left out with what they feel, which is theirs."""
    is_felt = match["but"] is not None and find_symptoms(match["but"]) is not None
    return match.end("but") if is_felt else match.start()


def _is_apart(text: str, start: int, mentions: Sequence[Mention]) -> bool:
    """Whether words in a run do not go on from who stands right before them: 冯国强俩人没事, 公公婆婆都没症状."""
    before = [one for one in mentions if one.start < start]
    if not before or before[-1].end >= start:
        return False
    is_told = _FIGURE.search(text, before[-1].end, start) is not None
    return text[start] not in "都均" or (is_told and _OTHERS.search(text, before[-1].end, start) is None)


def _names_several(match: re.Match[str]) -> bool:
    """Whether words without 都 name several people: 三人没事, 其余正常, 全员无症状; not 今天没事 and 俺没事."""
    is_counted = any(match[name] is not None for name in ("number", "pair", "few"))
    if _OTHERS_BELOW.match(match.string, match.start()) is not None:
        return True
    return is_counted or (_ONE.match(match[0]) is None and _SEVERAL.match(match[0]) is not None)


def _denied_behind(
    text: str, mentions: Sequence[Mention], temperatures: Sequence[Temperature]
) -> list[SaidOfAll]:
    """A denial behind rows of which none says how anybody feels, parted from the last as they are from one another."""
    if len(mentions) < 2 or len(temperatures) < 2:
        return []
    ends = [one.span[1] for one in temperatures]
    if temperatures[-1].span[0] < mentions[-1].end:
        if len(mentions) != len(temperatures) or ends[0] > mentions[0].start:
            return []
        ends = [one.end for one in mentions]  # 36.1是俺,36.3是老伴
    behind = _DENIED_BEHIND.match(text, ends[-1])
    if behind is None and "\n" in text:
        behind = _DENIED_BELOW.match(text, ends[-1])
    starts = {one.start for one in mentions} | {one.span[0] for one in temperatures}
    if behind is None or any(text[end : end + 1] not in _ROW_GAPS and end not in starts for end in ends):
        return []
    rows = text[min(mentions[0].start, temperatures[0].span[0]) : ends[-1]]
    felt = _felt(text, behind.end(), len(text)) if find_symptoms(rows) is None else None
    is_said = felt is not None and felt.symptoms is not None
    return [SaidOfAll(behind.end(), behind.end(), len(text), felt)] if is_said and felt is not None else []


def _felt(text: str, start: int, until: int) -> SymptomsFound | None:
    """How all of them feel: what is denied stays so where the words go on to somebody else (都没事 那谁拉肚子)."""
    whole = find_symptoms(text[start:until])
    if whole is None and _NEITHER.match(text, start, until) is not None:
        before = find_symptoms(text[max(0, start - _NEAR) : start])
        return before if before is not None and before.symptoms == NONE else None
    if whole is None or whole.symptoms == NONE:
        return whole
    stop = _PIECE.search(text, start, until)
    first = None if stop is None else find_symptoms(text[start : stop.start()])
    if stop is None or first is None or first.symptoms != NONE:
        return whole
    words = health_words(text[stop.end() : until])
    return first if words and words[0].start > 1 else whole


def _who(text: str, match: re.Match[str] | None, mentions: Sequence[Mention]) -> tuple[int, str, frozenset[str]]:
    """How many are meant, which of those before, and who is not."""
    if match is None:
        return 0, "", frozenset()
    if match["but"] is not None:
        return 0, "", _excepted(text, match, mentions)
    if match["head"] is not None or match["tail"] is not None:
        return 1, "first" if match["head"] is not None else "last", frozenset()
    place = next((name for name in ("first", "last", "rest") if match[name] is not None), "")
    pair, said = match["pair"] or match["few"], match["number"]
    if pair is not None:
        return (3 if "仨" in pair else 2), place, frozenset()
    number = None if said is None else small_number(said.replace("俩", "两").replace("仨", "三"))
    return number or 0, place, frozenset()


def _excepted(text: str, match: re.Match[str], mentions: Sequence[Mention]) -> frozenset[str]:
    """Who is left out by 除了王磊都没事; nobody where more is said of them (除了王磊有点咳嗽)."""
    start, end = match.span("but")
    said, names = match["but"], set()
    inside = [(text[one.start : one.end], one.name) for one in mentions if start <= one.start and one.end <= end]
    by_name = [(words, one.name) for one in mentions if one.is_named for words in (one.name, one.door)]
    for words, name in (*inside, *by_name):
        if words and words in said:
            said = said.replace(words, "和")
            names.add(name)
    is_felt = text.startswith(_LEFT_OUT, end) and find_symptoms(said) is not None  # 除王敏乏力外
    return frozenset(names) if names and (is_felt or _BETWEEN_NAMES.fullmatch(said) is not None) else frozenset()


def without(text: str, sayings: Sequence[SaidOfAll]) -> str:
    """The text with blanks where something is said of several, so that no one's words hold it; as long as before."""
    for one in sayings:
        text = f"{text[: one.start]}{' ' * (one.until - one.start)}{text[one.until :]}"
    return text
