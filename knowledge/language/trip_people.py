"""Who goes out (exit requests): 我和我妈, 我陪我妈, 带孩子; 我妈要去透析 without the speaker.

Relatives are written as in `people.yaml` (妈妈), the speaker as 我, in the order of the text; the speaker comes first
where the sentence leaves them out (带孩子去). Nobody is listed where the speaker goes alone, and none where only a
number is said (一家三口), which `find_party_size` reads. Text is normalised.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from knowledge.language.goer_company import Company, find_company, is_no_way
from knowledge.language.goer_lists import (
    Goer,
    closed_by_speaker,
    counted_together,
    is_linked,
    is_listed,
    listed_together,
    without_driver,
)
from knowledge.language.goer_mentions import is_no_goer, is_spoken_to, names_of
from knowledge.language.goer_names import by_name, counts_a_couple, each_once, without_those_beside
from knowledge.language.goer_pronouns import (
    asked_for,
    goes_themselves,
    is_of_theirs,
    is_owners,
    longed_for_in,
    met_by_speaker,
    taken_by_other,
    taken_by_speaker,
    takes_next,
)
from knowledge.language.goer_refusals import refuses, speaker_refuses
from knowledge.language.goer_signs import (
    KIN,
    goes_from_here,
    is_elsewhere,
    mourns_kin,
    says_that_they_go,
    stays,
    stays_behind,
)
from knowledge.language.goer_speaker import comes_too, introduces_speaker, one_of_two, takes_the_speaker, with_speaker
from knowledge.language.named_goers import everybody
from knowledge.language.people import RelativeFound, kin_words
from knowledge.language.persons import SPEAKER

_OURS = re.compile("[我俺咱](?:们?家)?$")  # 带俺家娃去
_SPEAKER_JOINED = re.compile(
    r"(?:我|俺|本人)(?:也|们|自己|要|想|得|开车|寻思|准备|打算|今天|明天|后天|上午|下午)*(?:和|跟|与|同|带着?"
    r"|领着?|陪着?|送|抱着?|背着?|拉着?|扶着|搀着|、|,)[ ]*[他她]?$"
)
# 我 我大儿子 还有村医 一块儿去
# 三个人 我 我媳妇 我老丈人: a list under its number.
_HEADED = re.compile("(?:[两俩三仨四五六2-6]|一共|就)[个口]?人?[ ,:]{1,2}(?:我|俺)[ ,、]{1,2}$")
_SPEAKER_FIRST = re.compile(r"(?:^|[ ,。;])(?:我|俺)[ ]$")
_TOGETHER = re.compile(r"[^。;\n]{0,12}(?:还有|一块|一起|一同|[仨俩三四五]个?人?[去走])")
_TAKES = re.compile(
    r"(?<!在家)(?<!家里)(?<![认占率幼])(?<!120来)(?<!车来)"
    r"(?:带着?|携着?|驮着?|领着?|陪着?|陪同|送|抱着?|背着?|拉着?|扶着?|搀着?|拖着|推着?)(?:上)?[ ]*$"
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
_SPEAKER_GOES = re.compile(
    r"(?:^|[,。; 点半]|上午|下午|早上|晚上|明天|后天|今天|现在|是|只有?|就)(?:我|俺|本人)(?:自己|一个人)?"
    rf"(?![们老家孩娃嫂]|{KIN})[^,。;\n]{{0,9}}?(?:去|看病|回(?=去|村|屯|乡|老家|单位|公司"
    r"|[^,。来家]{1,6}奔丧)|复查|产检|上班)"
)
# 坐小蔡的车去: whose car takes the speaker along.
_RIDES = re.compile("(?:坐|搭|乘|蹭)(?:个|上)?[^,。;\n 去到回]{0,8}$")
_THEIR_CAR = re.compile(
    "的?(?:私家|面包|皮卡|小|大|货|出租|便|顺风)?车[ ,]?(?:一起|一块儿?|[大明后今]+[天早晚]|一早|早上|上午|下午"
    "|晚上)*(?:去(?!世)|上|走|回|到|过去|下地|出[去门村]|往)"
)
_THE_CHILDS = re.compile("(?:孩子|娃)(?:家)?[他她的]?$")
_THAT_IS = re.compile("[ ,(]{0,2}(?:也)?就是[我俺]?|家?的(?:[大小二老俩仨]|[两一二三]个)?")
_BESIDE_THEM = re.compile("[他她](?:和|跟|与|带着?)[他她我俺]?$")
# 把孩子抱过去: the speaker takes whoever was named along.
# 我和车主老孟, 跟对门张姨: who somebody is, between the word that joins and their name.
_ROLE_BEFORE = re.compile(
    "(?:我|俺|咱)?家?老?(?:们?(?:单位|村里?|屯里?|班|组里?|车间|公司|厂里?))?的?"
    "(?:车主|教练|同村|同屯|本村|同?一个?村|同单位|同?一个(?:单位|厂|屯|班|楼|小区)|闺蜜|发小|对门|隔壁|楼上|楼下|邻居|同事|同学|工友|朋友|徒弟|师傅|师父|班长|队长|组长|店长|老板"
    "|会计|车间|单位|[队组班厂科店村屯]里|战友|老乡|同乡|搭档|司机)(?:家?的)?$"
)
_TAKEN_OUT = re.compile(
    "送(?=[我俺他她]?[^,。; 我俺]{1,4}[家那](?:$|[ ,。;儿去]))|(?:抱|带|送|拉|背|领|推"
    "|驮)(?:过去|去|上|到|走|往|回(?!来))"
)
_I_TAKE = re.compile("[, ]?(?:我|俺)(?:得|要|来|自己|开车)*(?:背|抱|带|领|陪|送|拉|推|扶|搀)(?=$|[ ,。;着去上过])")
# 二姐说明天一起上商场.
_ASKS_SPEAKER_ALONG = re.compile(
    "(?:说|约我?|叫我|让我|喊我|找我)[^,。; 带送陪]{0,10}(?:一起|一块儿?|一同|[跟陪]她|[跟陪]他)(?:去|上|到|走|回|逛|出)"
)
# 老公陪我, 孙子开车带我去, 他奶奶带他, 女儿陪同: who takes the others along goes as well.
_TAKES_SOMEBODY = re.compile(
    r"(?:请了?个?假(?:回来)?|说好|答应|(?:用|开|骑|打|蹬|坐)着?[车三电轮摩托动自行]{1,4}"
    r"|[开坐]?(?:他|她|自己)?的?[一-鿿][A-Z][A-Z0-9]{5,6}的?车?"
    r"|一个人|每天|天天|每次|每回|每[周早晚]|也|来|要|得|想|会|去|能|可以|自己|现在|今天|明天|后天|上午|下午"
    r"|顺[路道便]|早上|晚上|到时候|一起|开车|开着车|骑车|骑三轮|打车|抱|背|推)*"
    r"(?:(?:陪|带|送|领|拉|捎|载|抱|背|推|扶|搀|驮|跟)(?:着|上|我|俺|他|她|老人|孩子|娃|去(?!世)|过去|同|护|$"
    r"|(?=[ ,。;!]))|[与和同]我(?=同行|同去|同往|一起|一块|一同|前往|去)|开车(?=$|[ ,。;!带送拉蒙]))"
    r"(?![^,。; ]{0,4}(?:留家|留给|看家|在家))"
)


def find_goers(text: str, reason: str | None = None, *, is_answer: bool = False) -> tuple[str, ...]:
    """The names of those who go out; empty where the speaker goes alone, or where the text names nobody.

    `reason` is what they go out for: of whoever is ill it is said by that; of others the text has to say that they go.
    In an answer to the question who goes, everybody who is named does.
    """
    relatives = [one for one in everybody(text) if not is_no_goer(text, one) and not is_spoken_to(text, one)]
    relatives = [one for one in relatives if not counts_a_couple(relatives, one)]
    longed_for = longed_for_in(text, relatives)
    relatives = _said_once(text, [one for one in relatives if one not in longed_for])
    if not relatives:
        return ()
    met = met_by_speaker(text, relatives)
    taken, wished = taken_by_speaker(text, relatives), asked_for(text, relatives) or goes_themselves(text, relatives)
    led = taken_by_other(text, relatives)
    speaker_goes = _SPEAKER_GOES.search(text) is not None
    company = {one.span: one for one in find_company(text)}
    owner = _whose_company(text, relatives, company)
    goers: list[Goer] = []
    for found, following in zip_longest(relatives, relatives[1:]):
        beside = company.get(found.span)
        goer = _goer(text, found, goers[-1] if goers else None, "" if is_answer else reason or "none", beside)
        if found is wished or found is led or found is owner:
            goer = replace(goer, goes=True)
        elif found is not taken and refuses(text, *found.span):
            goer = replace(goer, goes=False, with_speaker=False)
        elif following is not None and takes_next(text, found, following):
            goer = replace(goer, goes=True)
        elif not goer.with_speaker and ((found is met and found is not taken) or is_owners(text, found, wished)):
            goer = replace(goer, goes=False)
        elif found is taken:
            goer = replace(goer, goes=True, with_speaker=goer.with_speaker or not comes_too(text))
        elif goer.goes and not goer.with_speaker and stays(text, goer.end, speaker_goes=speaker_goes):
            goer = replace(goer, goes=False)
        goers.append(goer)
    goers = without_driver(text, goers, taken)
    goers = counted_together(text, listed_together(text, closed_by_speaker(text, goers)))
    going = without_those_beside(text, goers, reason)
    if going and not taken and introduces_speaker(text, going):
        return ()
    if not going:
        going = [replace(goer, with_speaker=True) for goer in goers if goer is one_of_two(text, goers)]
    if not going:
        return ()
    if len(going) == len(relatives) and takes_the_speaker(text, going):
        going = [replace(going[0], with_speaker=True), *going[1:]]
    names = by_name(text, each_once(with_speaker(text, going)))
    return tuple([name for name in names if name != SPEAKER]) if speaker_refuses(text) else names


def _whose_company(
    text: str, relatives: Sequence[RelativeFound], company: Mapping[tuple[int, int], Company]
) -> RelativeFound | None:
    """Whom 她 means where she goes with somebody: 王姨问的,她和她老伴后天回去."""
    owners = [one.owner for one in company.values() if not one.with_speaker]
    for found in relatives if not owners else ():
        beside = _BESIDE_THEM.search(text, max(0, found.span[0] - 5), found.span[0])
        if beside is not None and not is_no_way(text, found.span[1]):
            owners.append(beside.start())
    owner = owners[0] if owners else None
    before = [found for found in relatives if owner is not None and found.span[1] <= owner]
    return before[-1] if before else None


def _said_once(text: str, relatives: Sequence[RelativeFound]) -> list[RelativeFound]:
    """The mentions without whoever is called by another word at once, or only tells whose kin goes.

    我家老太太,就是我妈 is one, and 我老公的妹妹 is not he.
    """
    return [
        found
        for place, found in enumerate(relatives)
        if place + 1 == len(relatives)
        or mourns_kin(text, found)
        or _THAT_IS.fullmatch(text, found.span[1], relatives[place + 1].span[0]) is None
    ]


def _rides_with(text: str, found: RelativeFound, before: str, behind: str) -> bool:
    """Whether the speaker goes in the car of somebody who is told of by name; that of a relative may be lent."""
    is_kin = found.label != text[slice(*found.span)] or kin_words().begins_at(text, found.span[0])
    return not is_kin and _RIDES.search(before) is not None and _THEIR_CAR.match(behind) is not None


def _goer(text: str, found: RelativeFound, last: Goer | None, reason: str, beside: Company | None) -> Goer:
    """Whether one relative goes out, by the words before and behind them, and as the company of another (`beside`)."""
    start, end = found.span
    ours = _OURS.search(text, max(0, start - 3), start)
    start = start if ours is None else ours.start()
    child = _THE_CHILDS.search(text, max(0, start - 4), start)
    start = start if child is None else child.start()
    behind = text[end : end + 18]
    role = _ROLE_BEFORE.search(text, max(0, start - 9), start)
    names, start_of_number = names_of(text, found, start if role is None else role.start())
    before = text[max(0, start_of_number - 10) : start_of_number]
    joined = _SPEAKER_JOINED.search(before) is not None and not is_no_way(text, end)
    joined = joined or (_SPEAKER_FIRST.search(before) is not None and _TOGETHER.match(text, end) is not None)
    joined = joined or _HEADED.search(before) is not None
    linked = is_linked(text, last, start_of_number)
    joins = _WITH.search(before) is not None
    goes, along = True, False
    if beside is not None:
        along = beside.with_speaker
    elif before.endswith("把") and _TAKEN_OUT.match(behind) is not None:
        along = True
    elif _FOR.search(before) is not None:
        along = _IS_TREATED.match(behind) is not None
        goes = along or _ASKS_FOR.match(behind) is not None
    elif not linked and (
        stays_behind(before, behind, reason)
        or (joins and is_no_way(text, end))
        or (_TAKES.search(before) is not None and is_of_theirs(text, found))
    ):
        goes = False
    elif joined or linked:
        goes, along = True, joined
    elif _I_TAKE.match(behind) is not None or _rides_with(text, found, before, behind):
        along = True
    elif is_listed(text, last, start_of_number):
        goes = says_that_they_go(text, found, behind, reason, is_first=False)  # 老公和大伯哥去吊唁
    elif _TAKES.search(before) is not None or (joins and (last is None or not last.goes)):
        # 我哥送我妈: somebody else is the one who takes them along.
        along = last is None or not last.goes
    elif _ASKS_SPEAKER_ALONG.match(behind) is not None:
        along = True
    elif is_elsewhere(behind) and not goes_from_here(text, end):
        goes = False
    elif _TAKES_SOMEBODY.match(behind) is not None:
        drives = behind.startswith("开车") and _SPEAKER_GOES.search(text) is not None  # 儿子开车,我去拆线
        return Goer(names, start_of_number, end, goes, drives)
    else:
        goes = says_that_they_go(text, found, behind, reason, is_first=last is None)
    return Goer(names, start_of_number, end, goes, along)
