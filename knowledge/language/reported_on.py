"""Whether somebody named in a check-in is reported on, or only told of: 让我妈, 见过我妈, 我跟小麦一样, 不是我妈.

Text is normalised.
"""

import re

from knowledge.language.late import late
from knowledge.language.person_found import NOBODY, Mention
from knowledge.language.symptoms import health_words

_NOT_SUBJECT = late(
    r"(?:让|叫|说(?=[^,。;!? ]{0,4}[我俺让要给叫])|喊(?![^,。;!? ]{0,4}[累乏困疼痛冷热晕难])|催|问|教|给我|的(?!体温|温度)"
    r"|家的?(?!里)|帮我|替我|(?:接|打)的?电话|[开应]的?门"
    r"|(?:[昨今][天晚]|刚)?(?:送|带|拿|寄|捎|买|做|炒|炖|包|蒸|煮|熬|开|配|推荐|介绍)(?:过?来|给?[我俺]们?)*的(?![量测]|体温)"
    r"|帮(?:着|忙)|[看瞅瞧问听摸](?:了|着)(?!\d)|[都也](?:没睡|睡不|被|让我|吓)"
    r"|[摸瞅看瞧听](?:着|了)?[他她]|陪着?我|伺候我|照顾我|笑话我|劝我)"
)
# 我妈让我代她报: whoever asks for it is spoken of.
_HAS_IT_REPORTED = late("(?:让|叫|托|请|喊|要)(?:我|俺|咱)(?:代|替|帮|转告|告诉[你您]|[跟和给][你您]们?说"
    "|(?:来|给)?(?:他|她)?报(?=[ ,。:]))")
# 我是楼长: says who writes, and nothing of how they are.
_BY_OFFICE = late(
    "(?:代|替|帮)(?:[她他]|我[爸妈爷奶姥]|家里)"
    r"|(?:隔着|上门|挨[个家户]|电话|打电话|敲)[^,。;!?\n ]{0,4}(?:问|敲|统计|登记)的"
    r"|[^,。;!?\n ]{0,4}(?:递|送|拿|借|买|教)(?:过去|进去|给?[他她])?的"
    r"|是[^,。;!?\n ]{0,6}(?:长|网格员|志愿者|村医|护士|主任|书记|值班员|登记员)"
)
_ASKED_TO = late("(?:[托让叫请求]|告诉)$")  # 俩老人托我报的
# 我赶紧给她量, 回来跟我说没事: the writer measures another, or is told.
_MEASURES_ANOTHER = late(
    r"们?[^,。;!?\n \d]{0,8}?(?:给|帮|替)(?:他|她|孩子|老人)们?[俩仨]?[^,。;!?\n \d]{0,4}[量测打试夹]"
)
_TELLS_WRITER = late(r"[跟和与对向给][我俺](?:说|讲|念叨|喊)(?:是|他|她|自己)?([^,。;!?\n ]{1,12})")
# 我还以为病了, 我拿手电照了照: what the writer thinks of another, or does for them.
_TENDS = late(
    r"们?(?:还|也|就|都|先|又|刚|赶紧|这才|正|一直|老)*(?:以为|寻思|琢磨|合计|估摸"
    r"|拿(?!(?:着|了|个)?(?:体温|温度|表|枪|水银|额温|耳温|测温))|哄|抱|背着|喂|[照扒](?:了|着|开))"
)
_SPEAKER_ONLY_TELLS = (_NOT_SUBJECT, _BY_OFFICE, _MEASURES_ANOTHER, _TENDS)
_GIVES = late(r"(?:(?:接触|见|看|问|找|告诉|联系)(?:过|了|到|给)?|[接送]完)(?:我|俺)?$")
# 送孩子上学回来,36.4; 替我爸取药回来; 跟我姐视频呢: what the writer did for or with somebody.
_ERRAND_FOR = late("(?:[送接陪带领替给帮跟和与](?:完|了)?)[我俺]?$")
_ERRAND = late(
    r"[^,。;!?\n \d]{0,8}(?:回来|回家|到家|取药|[买拿取开]药|买菜|送饭|办事)"
    r"|(?P<talk>(?:正?在|刚)?(?:视频|语音|聊天|唠嗑|通话|打电话|说话))"
)
# 我和我妈从医院回来,都36.5; 我和老公买菜回来,我36.5他36.6: who came along is measured as well.
_TOGETHER_BEFORE = late(
    "[我俺](?:刚才?|刚刚|今[天早晨儿晚]|早上|[上中下]午|晚上|昨[天晚]|才|这)?[和跟与][我俺]?$"
)
_BOTH_BEHIND = late(r"[^。;!?\n\d]{0,16}(?:[都均俩]|两个?人|[我俺他她][^,。;!?\n\d]{0,4}3[5-9]\.?\d[ ,]*[我俺他她])")
# 孩子摸着发烫, 爷爷听着嗓子哑: how somebody seems, who does not look or listen themselves.
_SEEMS = late("[看瞅瞧问听摸]着(?:额头|脑门|身上|手心)?(?:还|挺|也|都|像|好像|是|很|太|倒|又|有点儿?|有些|蔫)*")
_IS_NOT = late("(?<![是谁])(?:不是|并非)$")
_IS_ANOTHER = late(r"[^,。;!?\n \d]{0,10}[, ](?:而|那|反而)?(?:倒)?是(?!不是)[^,。;!?\n \d]")
_WITH = late("[和跟与同随]$")
# 外甥女住我这, 爸妈来我家了: at whose home somebody is.
_COMES_TO = late("[在住上来到去回]$")
_AT_MINE = late("们?(?:家|[这那](?:儿|边|里|块)?)(?:里|住|待|呆|呢|了|过年|养病)*(?=[ ,。;!\n]|$)")
# 我姥姥跟我住: with whom somebody lives.
_LIVES_WITH = late(
    "们?家?(?:一起|一块儿?|一屋|这儿|这边|这里|那儿|同)?(?:住|过日子|睡|生活|(?<=[起儿边里块])(?=[ ,。;!\n]|呢))"
)
_ALIKE = late(r"的?(?:一样|一模一样|一个样|差不多)(?=[ ,。;!\n]|$)")
_HOW_THEY_ARE = frozenset({"symptoms", "troubles", "general", "well", "normal", "unwell", "denied"})
SAY_NOTHING = frozenset({"link", "degree", "now", "measured", "has", "affirm"})


def is_reported_on(text: str, start: int, end: int) -> bool:
    """Whether somebody is spoken of, and not told, met or only a home's owner (让我妈, 见过我妈)."""
    if _HAS_IT_REPORTED.match(text, end) is not None:
        return True
    before = text[max(0, start - 6) : start]
    if _TELLS_WRITER.match(text, end) is not None and not tells_writer_how_they_are(text, end):  # 我妈跟我说今天冷,36.5
        return False
    errand = _ERRAND.match(text, end) if _ERRAND_FOR.search(before) is not None else None
    if errand is not None and not _comes_along(text, before, errand):
        return False
    is_other = _NOT_SUBJECT.match(text, end) is not None and not _seems_to_be(text, end)
    return not is_other and _GIVES.search(before) is None


def is_speaker_reported(text: str, start: int, end: int) -> bool:
    """Whether the writer is spoken of at a place, and not as who reports, measures others or houses them."""
    is_told = any(one.match(text, end) is not None for one in _SPEAKER_ONLY_TELLS)
    is_asked = _ASKED_TO.search(text, max(0, start - 2), start) is not None
    is_with = any(
        before.search(text, max(0, start - 1), start) and behind.match(text, end)
        for before, behind in ((_WITH, _LIVES_WITH), (_COMES_TO, _AT_MINE))
    )
    return not (is_told or is_asked or is_with)


def measures_another(text: str, until: int) -> bool:
    """Whether the writer takes the temperature of somebody else before a place: 我赶紧给她量."""
    return _MEASURES_ANOTHER.search(text, 0, until) is not None


def tells_writer_how_they_are(text: str, place: int) -> bool:
    """Whether somebody says to the writer how they are: 跟我说嗓子疼, not 跟我说今天冷."""
    told = _TELLS_WRITER.match(text, place)
    return told is not None and any(word.tag[0] in _HOW_THEY_ARE for word in health_words(told[1]))


def _comes_along(text: str, before: str, errand: re.Match[str]) -> bool:
    """Whether whoever the writer went with is told of together with the writer behind it."""
    is_with_writer = errand["talk"] is None and _TOGETHER_BEFORE.search(before) is not None
    return is_with_writer and _BOTH_BEHIND.match(text, errand.end()) is not None


def _seems_to_be(text: str, end: int) -> bool:
    """Whether it is told right behind somebody how they look, sound or feel to the touch: 摸着发烫, not 看着电视."""
    seems = _SEEMS.match(text, end)
    if seems is None:
        return False
    if seems[0].endswith("蔫"):
        return True
    words = health_words(text[seems.end() : seems.end() + 6])
    return bool(words) and words[0].start == 0 and words[0].tag[0] not in SAY_NOTHING


def is_compared_with(text: str, one: Mention) -> bool:
    """Whether somebody is only the one whom another is like: 我跟小麦一样,36.4."""
    return _WITH.search(text, max(0, one.start - 1), one.start) is not None and _ALIKE.match(text, one.end) is not None


def unless_denied(text: str, one: Mention) -> Mention:
    """Nobody in place of somebody of whom it is said that it is another: 不是我妈咳嗽,是我爸."""
    before = _IS_NOT.search(text, max(0, one.start - 4), one.start)
    if before is None or _IS_ANOTHER.match(text, one.end) is None:
        return one
    return Mention(NOBODY, "", one.start, one.end)
