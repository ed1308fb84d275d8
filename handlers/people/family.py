"""The people for whom an account speaks 我的家人 (DESIGN 6.8, 6.15): added, listed, let go.

What is filed for 妈妈 is then found as that person. Whoever is under 14 is added by their guardian, who confirms that once;
nothing is asked of the child.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.conversation import Choice, Conversation, Slot
from bot.router import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import slots as shared
from handlers.beginning import begin
from handlers.people.family_words import is_guardian, lives_together
from handlers.people.registering import place_of
from handlers.people.registration import registration
from handlers.said_back import is_listed
from knowledge.language.names import looks_like_name
from knowledge.language.people import find_phone, find_relatives
from ledger import audit, family, people, residents
from ledger.family import Relative
from ledger.places import Place
from ledger.records import compact
from ledger.residents import Resident

# Under this age through a guardian only; of a birth the year alone is known, so the one in which it is reached counts too.
_OF_AGE = 14
_OLDEST = 120
_YEAR = re.compile(r"((?:19|20)\d{2})(?:年|年出?生的?|年的)?")
_SHORT_YEAR = re.compile(r"(\d{2})年(?:出?生的?|的)?")
_AGE = re.compile(r"(?:今年|虚岁|周岁)?(\d{1,3})(?:周?岁|虚岁)(?:了|半)?")
_RELATION = re.compile(r"(?:是)?(?:我的?)?([一-鿿]{1,6})")
_ADD = re.compile(r"(?:我?要|想)?(?:添加|增加|新增|加上?|登记)(?:一?个|一?位)?(?:我的?)?家[人属](?:[ ,:]*(.{1,60}))?")
# 老伴叫陈德福 登记一下, 把我妈李凤霞也加上: somebody else is meant, whoever writes keeps their own name.
_ADD_NAMED = re.compile(
    r"(?:把|帮|给)?([^,，。?吗]{2,20}?)[ ,，]*(?:也)?(?:帮我|给我)?"
    r"(?:登记|添加|加进来|加上|加到家人里?)(?:一下|上|下)?(?:吧|了)?"
)
_IS_CALLED = re.compile("(?:的?名字)?(?:叫|是)")
_LIST = re.compile(r"(?:看看?|查看?)?(?:我的)?家[人属](?:名单|信息)?(?:有谁|都有谁|有哪些)?[?]?")
_REMOVE = re.compile(r"(?:删掉|删除|去掉|移除|删了)(?:我的?)?(?:家人)? ?([一-鿿·]{1,10}?)(?:吧|了)?")
_LIVES_WITH = re.compile("[ ,，]*(?:也|都|跟我|和我|我们)*住(?:在)?(?:一起|一块儿?)(?:的)?")
_GLUED = re.compile("(?<=[一-鿿])(?=[0-9])")  # 王建国72岁
# 还有我爸王建国 住一起.
_ALSO = re.compile("(?:还有|再加上?)(.{2,24}住在?(?:一起|一块儿?)的?)")
_APART = re.compile(r"[ ,、。;:]+")


def _bare_relation(text: str, _turn: Turn) -> Value:
    match = _RELATION.fullmatch(text)
    if match is None or looks_like_name(match[1], strict=True):
        raise InvalidAnswer
    return match[1]


def _born(year: int, turn: Turn) -> Value:
    """A year of birth, and whether somebody born then may be under 14."""
    if not turn.said_on.year - _OLDEST <= year <= turn.said_on.year:
        raise InvalidAnswer
    return {"year": year, "young": turn.said_on.year - year <= _OF_AGE}


def _bare_year(text: str, turn: Turn) -> Value:
    """1950, 1950年, 50年, or an age."""
    match, this_year = _YEAR.fullmatch(text), turn.said_on.year
    if match is not None:
        return _born(int(match[1]), turn)
    short, age = _SHORT_YEAR.fullmatch(text), _AGE.fullmatch(text)
    if short is not None:
        return _born(1900 + int(short[1]) if int(short[1]) > this_year % 100 else 2000 + int(short[1]), turn)
    if age is not None:
        return _born(this_year - int(age[1]), turn)
    raise InvalidAnswer


def _spoken_year(value: Value, turn: Turn) -> str:
    return str(value["year"]) if isinstance(value, Mapping) else ""


def _may_be_child(answers: Answers) -> bool:
    """Whether a guardian has to confirm: by the year of birth; where that is not known, for the younger generation."""
    born = answers.get("born")
    if isinstance(born, Mapping):
        return bool(born.get("young"))
    return "born" in answers and is_listed("younger", family.relation_label(str(answers.get("relation"))))


def _lives_elsewhere(answers: Answers) -> bool:
    return answers.get("same_door") == "no"


def _known(turn: Turn) -> Answers:
    """Somebody whose own home is not known has nobody at the same door."""
    return {} if turn.contact.place_id is not None else {"same_door": "no"}


def _not_by_others(turn: Turn, answers: Answers) -> str | None:
    return turn.render("family_needs_guardian") if answers.get("guardian") == "no" else None


def _summary(turn: Turn, answers: Answers) -> str:
    born, phone = answers.get("born"), answers.get("phone")
    own = turn.contact.address.replace("/", "")
    return turn.render(
        "family_summary",
        relation=answers.get("relation"),
        name=answers.get("name"),
        year=_spoken_year(born, turn),
        address=shared.address_of(answers).spoken() if _lives_elsewhere(answers) else own,
        phone=f"{str(phone)[:3]}****{str(phone)[-4:]}" if phone else "",
        guardian=_is_guarded(answers),
    )


def _is_guarded(answers: Answers) -> bool:
    return answers.get("guardian") == "yes"


def _file(turn: Turn, answers: Answers) -> str:
    """Let the account speak for somebody who is registered there already, or is registered now."""
    name, relation, born = str(answers["name"]), str(answers["relation"]), answers.get("born")
    home = place_of(turn, answers) if _lives_elsewhere(answers) else turn.contact.home_place
    person_id = _registered_at(turn, name, home) or _register(turn, answers, name, home)
    if isinstance(born, Mapping) and isinstance(born.get("year"), int):
        residents.note_birth(turn.db, person_id, int(str(born["year"])))
    guardian = _is_guarded(answers)
    family.add(turn.db, turn.contact.openid, person_id, relation, guardian=guardian, now=turn.now)
    audit.note(
        turn.db,
        turn.now,
        turn.contact.person_id,
        turn.contact.name,
        "family member added",
        f"person:{person_id}",
        compact({"guardian": guardian}),
    )
    return turn.render("family_added", relation=relation, name=name, guardian=guardian)


def _registered_at(turn: Turn, name: str, home: Place | None) -> int | None:
    """Whoever of this name is registered at the door."""
    if home is None or home.kind != "household":
        return None
    found = [one.id for one in residents.at_door(turn.db, home.id) if one.name == name]
    return found[0] if len(found) == 1 else None


def _register(turn: Turn, answers: Answers, name: str, home: Place | None) -> int:
    phone = answers.get("phone")
    person_id = people.add(
        turn.db,
        name=name,
        phone=phone if isinstance(phone, str) else None,
        place_id=home.id if home else None,
        now=turn.now,
        filed_by=turn.contact.name,
    )
    people.grant(turn.db, person_id, "resident", home.id if home else None, None, turn.now)
    return person_id


def told_apart(turn: Turn, one: Resident) -> str:
    """Somebody by name, door and the end of their phone: enough to tell two of one name apart."""
    return turn.render("told_apart", name=one.name, address=one.address.replace("/", ""), tail=one.phone_tail or "")


family_member = Conversation(
    name="family_member",
    intents=(),
    slots=[
        Slot("relation", "words", bare=_bare_relation),
        shared.NAME,
        Slot("born", "year", bare=_bare_year, optional=True, spoken=_spoken_year),
        Slot("guardian", "choice", choices=("yes", "no", "of_age"), bare=is_guardian, only_if=_may_be_child),
        Slot(
            "same_door",
            "choice",
            choices=("yes", "no"),
            bare=lives_together,
            clears=("community", "building", "unit", "room"),
        ),
        replace(shared.COMMUNITY, only_if=_lives_elsewhere, optional=True),
        replace(shared.BUILDING, only_if=_lives_elsewhere),
        replace(shared.UNIT, only_if=_lives_elsewhere),
        replace(shared.ROOM, only_if=_lives_elsewhere),
        Slot("phone", "phone", optional=True, private=True),
    ],
    prefill=_known,
    finish=_file,
    summary=_summary,
    instead=_not_by_others,
)


def _add(turn: Turn, match: re.Match[str]) -> str:
    """添加家人, with relation, name, year and phone as far as they are said."""
    if not turn.contact.is_bound:
        turn.reading = replace(turn.reading, slots={})
        return f"{turn.render('family_first_oneself')}\n{begin(turn, registration)}"
    first, *others = _one_by_one(match[1] or "")
    said = {**_known(turn), **_said(turn, first)}
    turn.reading = replace(turn.reading, slots={})
    begun = begin(turn, replace(family_member, prefill=lambda _turn: said))
    return f"{turn.render('family_one_at_a_time', first=first, others=others)}\n{begun}" if others else begun


def _add_named(turn: Turn, match: re.Match[str]) -> str | None:
    """老伴叫陈德福 登记一下; ordinary text where it names no relative, or inside a form."""
    if turn.form is not None or not find_relatives(match[1]):
        return None
    return _add(turn, match)


def _one_by_one(text: str) -> list[str]:
    """女儿 王小雨 儿子 王小宝: what is said of each, in the order of the relatives."""
    starts = [found.span[0] for found in find_relatives(text)]
    if len(starts) < 2:
        return [text]
    ends = [*starts[1:], len(text)]
    return [text[start:end].strip(" ,，、和") for start, end in zip([0, *starts[1:]], ends, strict=True)]


def _said(turn: Turn, text: str) -> dict[str, Value]:
    """妈妈 王秀英 1950年: each word by its look."""
    said: dict[str, Value] = {}
    if turn.contact.place_id is not None and (lives_with := _LIVES_WITH.search(text)):
        said["same_door"] = "yes"
        text = f"{text[: lives_with.start()]} {text[lives_with.end() :]}"
    phone = find_phone(text)
    if phone is not None:
        said["phone"] = phone.number
        text = f"{text[: phone.span[0]]} {text[phone.span[1] :]}"
    for relative in find_relatives(text)[:1]:
        text = f"{text[: relative.span[1]]} {_IS_CALLED.sub('', text[relative.span[1] :], count=1)}"
    for word in filter(None, _APART.split(_GLUED.sub(" ", text))):
        relatives = find_relatives(word)
        if "relation" not in said and len(relatives) == 1 and relatives[0].span[1] == len(word):
            said["relation"] = word.removeprefix("我")
        elif "name" not in said and looks_like_name(word):
            said["name"] = word
        elif "born" not in said:
            try:
                said["born"] = _bare_year(word, turn)
            except InvalidAnswer:
                continue  # whatever it is, the form asks for what is missing
    return said


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
    audit.note(turn.db, turn.now, turn.contact.person_id, turn.contact.name, "family member let go", about)
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
