"""What is so before those of whom it is so: 咳嗽的是王敏和李波 as 王敏和李波都咳嗽, 36.5的有王敏 as 王敏36.5.

Where 都 follows a run of names (老周老吴都36.5) they are parted with 和, as the readers of groups know them. Text is
normalised.
"""

import re

from knowledge.language.late import late
from knowledge.language.listed_names import named_before
from knowledge.language.names import is_mongolian
from knowledge.language.names_together import is_somebody, of_any_number
from knowledge.language.people import find_relatives
from knowledge.language.symptoms import find_symptoms

_COUNT = late("[俩仨]$|[两三四五六]个?人?$")
_THOSE_WITH = late(
    r"(?<![一-鿿])(?P<felt>[一-鿿]{0,8}?)(?P<figure>(?:(?:3[4-9]|4[0-3])\.\d(?:度|℃)?|三十[四五六七八九][度点][一二三四五六七八九半]))?的(?:[有是]|就是|就|只有)"
    r"(?P<who>[一-鿿·]{2,8}?(?:[和跟与、,][一-鿿·]{2,4})*?)(?:一个人?|自己|他?一人)?(?=$|[ ,。;!\n]|(?:3[4-9]|4[0-3])\.\d)"
)
# 烧到38.2了孩子: whom it is told of comes as an afterthought.
_AFTERTHOUGHT = late(
    r"(?P<said>(?:(?:烧|发烧|高烧)到?|量了?|测了?)?(?:(?:3[4-9]|4[0-3])\.\d(?:度|℃)?|三十[四五六七八九][度点][一二三四五六七八九半]))了"
    r"(?P<who>(?:[我俺咱]们?家)?[一-鿿]{2,4})(?=[,。;!\n])"
)
_ALL_HAVE = late(
    r"(?:^|(?<=[ ,。:;!\n]))([一-鿿·]{4,12}?)(?=(?:都|均)[是为]?(?:(?:3[4-9]|4[0-3])[.度点]|[三四]十))"
)
# 爷俩都36.5没症状,我是说我和我儿子: who those are of whom all is said, behind it.
_THAT_IS = late(
    r"^(?P<said>(?:[我俺咱]们?)?(?:[哥姐爷娘弟妹兄][俩仨]|[父母祖兄姐夫婆][子女孙弟妹妻媳][俩仨]|[两俩仨]个?人?|老?两口子?|夫妻俩?)"
    r"(?:体温|今[天早])?[都均全].{2,30}?)[,。;(](?:[我俺]是?说(?:的)?|说的|指的?|就|也就)?是?(?P<who>[我俺](?:自己)?[和跟][我俺]?(?P<kin>[一-鿿]{1,4}))[)。!]*$"
)
_AND = late("[和跟与、,]")
# 咳嗽:王敏; 发热2人:王敏、李波. Whoever has a figure behind the name stands in a row of their own.
_FELT_BY = late(
    r"(?<![一-鿿])(?P<felt>[一-鿿]{1,8}?)的?(?:人员?|者)?(?:有|共|是)?"
    r"(?:[一二两三四五六七八九十]|\d{1,2})?[个位名例]?人?(?:有|是|为)?:[ \n]?"
    r"(?P<who>[一-鿿·]{2,8}(?:[和跟与、][一-鿿·]{2,8}){0,11})"
    r"(?=$|[,。;!\n]|[ ](?!(?:[一-鿿·]{2,4} ?)?(?:3[4-9]|4[0-3]|三十)))"
)
# 36.5(王敏): the name in brackets right behind its figure.
_IN_BRACKETS = late(
    r"(?P<figure>(?:(?:3[4-9]|4[0-3])\.\d(?:度|℃)?|三十[四五六七八九][度点][一二三四五六七八九半]))"
    r"\((?P<who>[一-鿿·]{2,8})(?P<more>(?:[ ,、;][^()\d]{1,20})?)\)"
)
_OF_WHOM = late("的[有是就只]")


def _told_apart(match: re.Match[str]) -> str:
    """A run of two to four names before 都 and a figure with 和 between them; the same words for any other run."""
    run = match[0]
    if is_mongolian(_COUNT.sub("", run)) or _AND.search(run) is not None:  # 乌云其木格、斯琴高娃俩都36.6
        return run
    names = of_any_number(run, 0, len(run))
    return "和".join(run[slice(*name)] for name in names) if names else run


def with_whom_first(text: str) -> str:
    """The text with whom it is told of before what is told: 咳嗽的是王敏和李波 as 王敏和李波都咳嗽."""
    if "都" in text or "均" in text:
        text = _ALL_HAVE.sub(_told_apart, text)  # 老周老吴都36.5
        text = _THAT_IS.sub(_who_that_is, text)
    if "了" in text:
        text = _AFTERTHOUGHT.sub(_told_behind, text)
    if "(" in text and all(_is_owner(text, one) for one in _IN_BRACKETS.finditer(text)):
        text = _IN_BRACKETS.sub(r" \g<who> \g<figure>\g<more>", text)
    if ":" in text:
        text = _FELT_BY.sub(_told_of_each, text)
    return _THOSE_WITH.sub(_turned, text) if _OF_WHOM.search(text) is not None else text


def _who_that_is(match: re.Match[str]) -> str:
    relatives = find_relatives(match["kin"])
    is_one = len(relatives) == 1 and relatives[0].people == 1 and relatives[0].span == (0, len(match["kin"]))
    return f"{match['who']}{match['said']}" if is_one else match[0]


def _told_behind(match: re.Match[str]) -> str:
    relatives = find_relatives(match["who"])
    is_whole = len(relatives) == 1 and relatives[0].people == 1 and relatives[0].span[1] == len(match["who"])
    return f"{match['who']}{match['said']}" if is_whole else match[0]


def _is_owner(text: str, match: re.Match[str]) -> bool:
    """Whether brackets hold whose figure it is before them, which nobody named before the figure has: 36.5(王敏)."""
    return is_somebody(match["who"]) and not named_before(text, match.start())


def _told_of_each(match: re.Match[str]) -> str:
    """A heading over names alone, behind what they feel: 咳嗽:王敏、李波 as 王敏和李波都咳嗽."""
    names = _AND.split(match["who"])
    are_known = all(is_somebody(one) or match.string.count(one) > 1 for one in names)
    if not are_known or find_symptoms(match["felt"]) is None:
        return match[0]
    return f"{'和'.join(names)}{'都' if len(names) > 1 else ''}{match['felt']}"


def _turned(match: re.Match[str]) -> str:
    felt, figure, who = match["felt"], match["figure"] or "", match["who"]
    is_felt = bool(felt) and find_symptoms(felt) is not None
    are_known = all(is_somebody(one) or match.string.count(one) > 1 for one in _AND.split(who))
    if not figure and not (is_felt and are_known):
        return match[0]
    every = "都" if _AND.search(who) is not None else ""
    if not is_felt:  # 1号院36.5的有王磊和李刚
        return f"{felt}{who}{every and '都是'}{figure}"
    return f"{who}{every}{felt}{figure}"
