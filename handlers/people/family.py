"""The people for whom an account speaks 我的家人 (DESIGN 6.8): added, listed, let go.

What is filed for 妈妈 is then found as that person.
"""

import re
from dataclasses import replace

from bot.conversation import Choice, Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, Turn
from handlers.beginning import begin
from handlers.people.family_member import family_member, known
from handlers.people.family_said import one_by_one, said_of
from handlers.people.registration import registration
from knowledge.language.people import find_relatives
from ledger.people import family
from ledger.people.family import Relative
from ledger.people.residents import Resident

_ADD = re.compile(r"(?:我?要|想)?(?:添加|增加|新增|加上?|登记)(?:一?个|一?位)?(?:我的?)?家[人属](?:[ ,:]*(.{1,60}))?")
# 老伴叫陈德福 登记一下, 把我妈李凤霞也加上: somebody else is meant, whoever writes keeps their own name.
_ADD_NAMED = re.compile(
    r"(?:把|帮|给)?([^,，。?吗]{2,20}?)[ ,，]*(?:也)?(?:帮我|给我)?"
    r"(?:登记|添加|加进来|加上|加到家人里?)(?:一下|上|下)?(?:吧|了)?"
)
_LIST = re.compile(r"(?:看看?|查看?)?(?:我的)?家[人属](?:名单|信息)?(?:有谁|都有谁|有哪些)?[?]?")
_REMOVE = re.compile(r"(?:删掉|删除|去掉|移除|删了)(?:我的?)?(?:家人)? ?([一-鿿·]{1,10}?)(?:吧|了)?")
# 还有我爸王建国 住一起.
_ALSO = re.compile("(?:还有|再加上?)(.{2,24}住在?(?:一起|一块儿?)的?)")


def told_apart(turn: Turn, one: Resident) -> str:
    """Somebody by name, door and the end of their phone: enough to tell two of one name apart."""
    return turn.render("told_apart", name=one.name, address=one.address.replace("/", ""), tail=one.phone_tail or "")


def _add(turn: Turn, match: re.Match[str]) -> str:
    """添加家人, with relation, name, year and phone as far as they are said."""
    if not turn.contact.is_bound:
        turn.reading = replace(turn.reading, slots={})
        return f"{turn.render('family_first_oneself')}\n{begin(turn, registration)}"
    first, *others = one_by_one(match[1] or "")
    said = {**known(turn), **said_of(turn, first)}
    turn.reading = replace(turn.reading, slots={})
    begun = begin(turn, replace(family_member, prefill=lambda _turn: said))
    return f"{turn.render('family_one_at_a_time', first=first, others=others)}\n{begun}" if others else begun


def _add_named(turn: Turn, match: re.Match[str]) -> str | None:
    """老伴叫陈德福 登记一下; ordinary text where it names no relative, or inside a form."""
    if turn.form is not None or not find_relatives(match[1]):
        return None
    return _add(turn, match)


def _list(turn: Turn, _match: re.Match[str]) -> str | None:
    if not turn.contact.is_bound:
        return None
    own = [_shown(turn, one) for one in family.of(turn.db, turn.contact.openid)]
    return turn.render("family_list", family=own)


def _shown(turn: Turn, one: Relative) -> dict[str, object]:
    return {"relation": one.relation, "who": told_apart(turn, one.person), "guardian": one.guardian}


def _which(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    named = answers.get("named")
    return tuple(
        Choice(one.person.id, turn.render("family_one", relation=one.relation, who=told_apart(turn, one.person)))
        for one in _meant(turn, str(named))
    )


def _meant(turn: Turn, said: str) -> list[Relative]:
    """Of the account's people, whom a relation or a name can mean."""
    label = family.relation_label(said)
    own = family.of(turn.db, turn.contact.openid)
    return [
        one for one in own if said in {one.relation, one.person.name} or family.relation_label(one.relation) == label
    ]


def _let_go(turn: Turn, answers: Answers) -> str:
    return _removed(turn, int(str(answers["who"])))


def _remove(turn: Turn, match: re.Match[str]) -> str | None:
    """删掉 妈妈: the one who is meant; which, where several are."""
    found = _meant(turn, match[1]) if turn.contact.is_bound else []
    if not found:
        return _not_there(turn, match[1])
    if len(found) == 1:
        return _removed(turn, found[0].person.id)
    named = match[1]
    turn.reading = replace(turn.reading, slots={})
    return begin(turn, replace(family_removal, prefill=lambda _turn: {"named": named}))


def _not_there(turn: Turn, said: str) -> str | None:
    """Nobody for whom the account speaks is meant; ordinary text where it names no relative, or inside a form."""
    relatives = find_relatives(said)
    if turn.form is not None or len(relatives) != 1 or relatives[0].span != (0, len(said)):
        return None
    own = family.of(turn.db, turn.contact.openid)
    return turn.render("family_not_there", said=said, family=[one.relation for one in own])


def _removed(turn: Turn, person_id: int) -> str:
    one = next((one for one in family.of(turn.db, turn.contact.openid) if one.person.id == person_id), None)
    if one is None or not family.remove(turn.db, turn.contact.openid, person_id):
        return turn.render("correct_gone")
    about = f"person:{person_id}"
    turn.note("family member let go", about)
    return turn.render("family_removed", relation=one.relation, name=one.person.name)


family_removal = Conversation(
    name="family_removal",
    intents=(),
    slots=[Slot("who", "person", offers=_which)],
    finish=_let_go,
)


commands = (
    Command("family_list", _LIST, _list, staff_only=False),
    Command("family_add", _ADD, _add, staff_only=False),
    Command("family_add_named", _ADD_NAMED, _add_named, staff_only=False),
    Command("family_also", _ALSO, _add_named, staff_only=False),
    Command("family_remove", _REMOVE, _remove, staff_only=False),
)
