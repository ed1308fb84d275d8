"""In a few words about a supply request that was filed: 再加两袋面, 米不要了, 米改成三袋, 不要了, 取消 S0120-01.

What changes it is of the newest request that it fits; in a form, or where it fits none, it is ordinary text.
"""

import re
from collections.abc import Mapping, Sequence

from bot import conversation as engine
from bot.offer import Command
from bot.turn import Turn
from handlers.supplies.amending import amend, withdraw_all
from handlers.supplies.items import Thing, changed_by, loaded, meant, names_goods, stored, with_note
from handlers.supplies.mine import answers_of, as_filed, fixed, mine
from handlers.supplies.numbers import NUMBER, line
from ledger.conversations import OpenForm
from ledger.supplies import Request

_CHANGE = re.compile(
    r".*(?:再[加来要添]|多[加要来]|加上|追加|添上?|不要|不用|别买|不买|改成|改为|改要|换成|换点|去掉|减掉?|删).*",
    re.DOTALL,
)
_ADDS = re.compile(r".*(?:再[加来要添]|多[加要来]|加上|追加|添).*", re.DOTALL)
_WITHDRAW_ONE = re.compile(rf"(?:取消|撤回|不要)[ ,:]*{NUMBER}了?|{NUMBER} ?(?:取消|撤回|不要)了?")
_WITHDRAW = re.compile(
    r"(?:都|全|东西|物资|菜|货|药)?(?:都|全)?(?:不要|不用|不需要)(?:送|买|修)?了|(?:取消|撤回)(?:物资(?:申请)?|申请|报修)"
    r"|(?:东西|物资|菜)?(?:别|不用)(?:送|买|修|来)了"
)


def _withdraw(turn: Turn, match: re.Match[str]) -> str | None:
    """不要了, 取消 S0120-01: the writer's request; ordinary text inside a form or where there is none."""
    number = next((group for group in match.groups() if group), None)
    if number is None and turn.form is not None:
        return _give_up(turn, turn.form)
    requests = mine(turn)
    if number is not None:
        wanted = number.upper()
        named = [one for one in requests if wanted in {one.number, one.request}]
        if not named:
            return turn.render("supply_not_yours", number=wanted)
        return withdraw_all(turn, [one for one in named if one.is_on_its_way] or named)
    on_the_way = [one for one in requests if one.is_on_its_way]
    if not on_the_way:
        came = [one for one in requests if one.status == "delivered"]
        return fixed(turn, came[-1]) if came else None
    if len({one.request for one in on_the_way}) > 1:
        return turn.render("supply_withdraw_which", requests=[line(one) for one in on_the_way])
    return withdraw_all(turn, on_the_way)


def _give_up(turn: Turn, form: OpenForm) -> str | None:
    """取消物资申请 while one is being asked about means this one; anything else in a form is the form's."""
    if form.name != "supply_request" or not turn.text.startswith(("取消", "撤回")):
        return None
    engine.close(turn, form)
    title = turn.house.words.form(form.name).title
    return turn.render("form_cancelled", title=title, filed=False, amends=engine.amends(form))


def _change(turn: Turn, _match: re.Match[str]) -> str | None:
    """再加两袋面, 米不要了: of the newest request that it fits; a new wish, or ordinary text, where it fits none."""
    if turn.form is not None or not names_goods(turn.text):
        return None
    on_the_way = [one for one in reversed(mine(turn)) if one.is_on_its_way and not one.is_repair]
    open_ones = [one for one in on_the_way if one.can_change]
    for request in open_ones:
        after = _after(turn, request)
        if after is not None and (_ADDS.fullmatch(turn.text) or _touches(request, after)):
            return amend(turn, as_filed(turn, request), {**answers_of(turn, request), "items": stored(after)})
    bought = next((one for one in on_the_way if (after := _after(turn, one)) and _touches(one, after)), None)
    return fixed(turn, bought) if bought is not None and not _ADDS.fullmatch(turn.text) else None


def without(turn: Turn, name: str) -> str | None:
    """The newest open request that has this thing, without it; None where none has."""
    for request in reversed(mine(turn)):
        before = loaded(request.items)
        thing = meant(name, before)
        if request.can_change and thing is not None:
            left = [one for one in before if one is not thing]
            return amend(turn, as_filed(turn, request), {**answers_of(turn, request), "items": stored(left)})
    return None


def _after(turn: Turn, request: Request) -> list[Thing] | None:
    """The list after the message; None where it stays as it is."""
    before = loaded(request.items)
    after = changed_by(turn.text, before)
    if after == before:
        return None
    for thing in after:
        after = with_note(after, thing.item, "")  # 再加点盐: how much is settled with whoever buys it
    return after


def _touches(request: Request, after: Sequence[Thing]) -> bool:
    """Whether the change is of something that the request has."""
    amounts: Mapping[str, object] = {one.item: (one.quantity, one.unit) for one in after}
    return any(amounts.get(one.item) != (one.quantity, one.unit) for one in loaded(request.items))


commands = (
    Command("withdraw_supplies", _WITHDRAW_ONE, _withdraw, staff_only=False),
    Command("withdraw_the_supplies", _WITHDRAW, _withdraw, staff_only=False),
    Command("change_supplies", _CHANGE, _change, staff_only=False),
)
