"""Goods with an amount that are there, were got or made, or are used up: 家里还有两袋米, 邻居给了三斤面, 摔了一瓶醋.

What says so stands right at the thing: a verb that is over (给了, 蒸了, 送的那袋), a place that has it, or that somebody
made it himself. Of what is used up or broken only the amount is not asked for: 两袋米吃完了 asks for 米.
"""

import re
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from knowledge.language.supply_piece import APART, WANTS, Piece

_THING, _AMOUNT = "◆", "◇"
_GETTING = "给送发领买收借拿捎带寄匀分抢囤存配拉留换搬"
_DOING = "蒸煮包炖炒烙腌熬烤炸吃喝用使烧泡种养杀宰拌剁喂倒抹涂擦贴喷灌生下孵产"
_US = "(?:(?:我|俺|咱|你|他|她|邻居|对门|亲戚)?们?家?(?:妈|爸|娘|爹|奶|爷|哥|姐|弟|妹|婆婆|公公|媳妇|老公|对象|孩子)?的?)"
# Who brings something himself: 女婿给拉半扇排骨过来.
_KIN = "儿子|女儿|闺女|女婿|姑爷|媳妇|老公|对象|弟弟?|妹妹?|[我俺](?:妈|爸|哥|姐)|亲戚|邻居|对门|朋友|同事|老乡|亲家"
_NOT_FOR = "(?<![给替])(?<![给替].)(?<![给替]..)"  # 给我妈买来 is asked of others
_SIZE = "[小大整满]?"
_END = "(?=$|[就但可只光缺差再帮想呢了来给暂先不备存留放搁囤])"
# 家里有两袋米, 炕头存着十斤面; 小米有一缸呢, 酱还有半坛子; 四袋米呢; 一个蛋不下.
_THERE = (
    rf"(?:[家里上中头边下底房屋棚圈院柜窖缸库店囤][里头]?|手头|[我俺咱]们?)(?:现在|眼下|目前)?[还也都倒是正好]*有着?{_SIZE}◇的?◆"
    rf"|[存囤放搁留冻躺摆堆攒备]着{_SIZE}◇的?◆"
    r"|[里家头柜箱店][里头]?就(?:剩|有)?◇的?◆(?:[和跟、]?◇的?◆)+"
    rf"|◆[^◆◇没就只光缺要来]{{0,8}}?(?:有|[躺存放搁留囤堆攒][着了]|[留剩囤存]下)[着的]?{_SIZE}◇[半多]?[子儿]?{_END}"
    rf"|[家屋圈棚院窝笼舍栏][里头中]?(?:养|喂)?着?的?◇的?◆(?=[都也全还正在天整]{{0,2}}[饿叫嗷瘦病馋闹等盼张])"
    rf"|◆在?[我俺咱]?家里[还都倒也就]*(?:有|是)?{_SIZE}◇{_END}"
    r"|◇◆呢(?=$)|◆(?:还|倒)?◇(?:呢(?=$)|足够)|[里上中]就有?◇◆(?![了啦])|◇◆[都也]?不下"
)
# 邻居给了我三斤大米, 刚买两箱牛奶, 蒸了二十个馒头; 饮料亲戚给了三箱; 送的那十捆葱; 自己腌的一缸酸菜.
_GOT = (
    rf"(?<![没漏少错忘该])(?:[{_GETTING}](?:给|来|到|好|上)?{_US}|[{_DOING}])[了过]{_US}(?:足足|整整|好)?◇的?◆"
    rf"|◆[^◆◇没漏少错忘要来]{{0,6}}?(?:[{_GETTING}](?:给|到|好)?{_US}|[{_DOING}])[了过]{_SIZE}◇"
    rf"|[{_GETTING}](?:给|来|了)?{_US}的(?:那|这)?◇◆"
    rf"|(?:[{_GETTING}到]?[来到]|[{_GETTING}])的(?:却|都|就|只)?[是有](?:◇的?◆[和跟、]?)+|订单[^◆◇没]{{0,4}}[是的](?:◇的?◆[和跟、]?)+"
    rf"|◆[^◆◇没]{{0,3}}?(?:自己|自个儿?|自家)[^◆◇没]{{1,2}}的?{_SIZE}◇"
    rf"|{_NOT_FOR}(?:{_KIN})[^◆◇说让叫托想请馋要求]{{0,4}}(?:给(?:我|俺|咱)?们?家?[{_GETTING}][来过]?|[{_GETTING}][来过])◇的?◆"
    rf"|(?:登记|申请|下单|报)[了过]{_US}◇的?◆"
    "|除了?◇的?◆"
)
# 摔了一瓶醋; 把两盒彩笔用完了; 三十斤面吃完了; 一天抽一包烟; 往年都买十斤冻梨.
_GONE = (
    r"(?:[摔打弄洒碰磕踩碎](?:碎|翻|破|坏|洒|丢)?|[吃喝用使烧抽](?:完|光|没))了◇的?◆"
    r"|(?<![来要买送捎拿整])◇的?◆[^◆◇]{0,2}(?:[吃喝用使烧抽](?:完|光|没)了?|没了|见底|烂了|坏了|断了)"
    r"|(?<![断停缺封])(?<![断停缺封].)(?P<rate>(?:[一每两二三四五六七八九十半](?:天|日|顿|周|宿|晚|年|回|次)"
    r"|[一每两二三四五六七八九十半]个?(?:月|星期|礼拜))[^◆◇给送订要来了]{0,3}◇◆?)"
    r"|◇的?◆(?:[都也才就]|根本|压根)?(?:[顶够撑吃用烧喝]不[了上过]|不够|[吃用烧喝顶撑](?:不[了上]|上?[几一两]))"
    r"|(?:往年|去年|前年|往常|平时|平常|以前|原来|早先|过去)[^◆◇]{0,8}◇的?◆"
)
# 想渍一缸酸菜: what becomes of the things that are asked for.
_MADE = rf"(?:想|打算|准备|寻思|好|留着|用来)[渍积腌酿卤熬炖蒸烙烀煲](?:上|个)?{_SIZE}◇的?◆"
_DISH, _DISHES = "菜", frozenset({"个", "道", "桌", "盘"})
_BRINGS = frozenset("要来送订买捎带点")  # ends of wishes
_NEAR = 12  # pieces
_HAD = re.compile(f"(?P<made>{_MADE})|(?P<told>{_THERE}|{_GOT})|(?P<gone>{_GONE})")
# One of them is in all that says so.
_SIGNS = frozenset("里渍积腌酿卤熬炖蒸烙烀煲" "有着了过的呢下够没见自就给天日顿周宿晚年回次月期拜常时前来先去")
# Before it: it is asked for, or asked whether it is there.
_ASKING = re.compile("[想要请能帮求再该]|麻烦|没有|就$|只$")
_BEFORE = 4  # signs
# A fault that is blanked out, and what may stand between it and how long it goes on: 停水 都两天.
_FAULT, _SINCE = re.compile(",,"), re.compile("(?:[都也又快有就了]|已经|整整|将近|差不多)*")
# What is brought again and again, where a wish follows: 每周两箱牛奶 要送到家. By the day it may be what is eaten.
_REGULARLY = re.compile("每(?:周|回|次|年|个?(?:月|星期|礼拜))◇◆?")
_TO_BE_BROUGHT = re.compile(
    "(?:[都也又就快还]|这[周月次]|今[天儿]|现在)*(?:[要请该帮给能]|麻烦)[^◆◇不没别]{0,5}[送买捎带拿订配][^◆◇]*$"
)
# What follows says that it is too little: 药还有三片 明天就没了.
_TOO_LITTLE = re.compile("[^◆◇]{0,6}(?:[没不]够|没了|断|就没|撑不|见底|吃完|用完)|[^◆◇]{0,2}[没不]够")


class Had(NamedTuple):
    """The places of goods that are only told of with their amount, and those of all amounts that are not asked for."""

    things: Set[int]
    amounts: Set[int]


def had_already(pieces: Sequence[Piece]) -> Had:
    """Which goods and amounts of a sentence are told of as there, got, made or used up, or are dishes (整俩菜)."""
    things = {place for place in range(1, len(pieces)) if _is_dish(pieces, place)}
    amounts = {place - 1 for place in things}
    if _SIGNS.isdisjoint("".join([piece.word for piece in pieces if piece.role != "item"])):
        return Had(things, amounts)
    clauses = list(_clauses(pieces))
    for clause, following in zip(clauses, [*clauses[1:], range(0)], strict=True):
        if all(pieces[place].role != "amount" for place in clause):
            continue
        said, owners = _said(pieces, clause)
        behind, _owners = _said(pieces, following)
        for match in _HAD.finditer(said):
            begin = max(0, match.start() - _BEFORE)
            if not match["made"] and _ASKING.search(said, begin, match.start()) is not None:
                continue
            if match["rate"] and _FAULT.match(pieces[clause[0] - 1].word) and _SINCE.fullmatch(said, 0, match.start()):
                continue  # 停水两天五桶水
            if _REGULARLY.fullmatch(match[0]) is not None and _TO_BE_BROUGHT.match(behind) is not None:
                continue
            span = [owners[at] for at in range(*match.span())]
            amounts.update(place for place in span if pieces[place].role == "amount")
            if not match["gone"] and _TOO_LITTLE.match(behind) is None:
                things.update(place for place in span if pieces[place].role == "item")
    return Had(things, amounts)


def _is_dish(pieces: Sequence[Piece], place: int) -> bool:
    """Whether greens are counted as a dish is, which is made and not brought unless that is what is wished."""
    amount = pieces[place - 1].amount
    if pieces[place].word != _DISH or amount is None or amount.is_elided or amount.unit not in _DISHES:
        return False
    following = pieces[place + 1 : place + _NEAR]
    if following and following[0].role in APART:  # 两个菜 给送到家
        clause = next(_clauses(following[1:]))
        if _TO_BE_BROUGHT.match(_said(following[1:], clause)[0]) is not None:
            return False
    return not _is_wished(pieces, place - 1)


def _is_wished(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a list that ends before a place begins with a wish to be brought it: 要一份饭 两个菜, and not 想整俩菜."""
    for at in range(place - 1, max(-1, place - 1 - _NEAR), -1):
        if pieces[at].role in WANTS:
            return pieces[at].word[-1] in _BRINGS
        if pieces[at].role not in ("item", "amount", "and", "break", "space"):
            return False
    return False


def _clauses(pieces: Sequence[Piece]) -> Iterator[range]:
    begin = 0
    for end in range(len(pieces) + 1):
        if end == len(pieces) or pieces[end].role in APART:
            yield range(begin, end)
            begin = end + 1


def _said(pieces: Sequence[Piece], clause: range) -> tuple[str, list[int]]:
    """What a clause says, with a sign for each thing and amount, and the place of the piece that each sign is of."""
    said: list[str] = []
    owners: list[int] = []
    for place in clause:
        piece = pieces[place]
        word = {"item": _THING, "amount": _AMOUNT}.get(piece.role, piece.word)
        said.append(word)
        owners += [place] * len(word)
    return "".join(said), owners
