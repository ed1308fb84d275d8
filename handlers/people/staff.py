"""The office's staff in the chat: inviting by a one-time code, and ending a role at once (THREATS A19, A21, A22).

邀请 网格员 永茂社区/1网格 李强 gives the code; 撤销 李强 网格员 is said back and confirmed. Both are the office's alone;
from anybody else the words are ordinary text. An administrator is made on the host only.
"""

import re
from dataclasses import replace

from bot.conversation import Choice, Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, Turn, Value
from handlers import groups, rights
from handlers.beginning import begin
from handlers.said_back import is_listed, word
from knowledge.language.addresses import find_address
from knowledge.language.people import find_phone
from ledger import outbox, people
from ledger.people import invitations, roles
from ledger.people.invitations import BadInvitation, Wanted
from ledger.people.roles import Held
from ledger.places import Address, UnknownPlace
from ledger.records import compact

_INVITE = re.compile(r"邀请 ?(?P<said>.{2,80})")
_END = re.compile(r"撤销 ?(?P<said>[^ ].{1,40})")
_APART = re.compile(r"[ ,、;:]+")
_GRID = re.compile(r"([一-鿿]{2,10}?(?:社区|村|嘎查))/?(\d{1,3}网格)")
_NAME = re.compile(r"[一-鿿·]{2,12}")


def _invite(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.is_office(turn):
        return None
    wanted = _wanted(turn, match["said"])
    if wanted is None:
        return turn.render("invite_how")
    if wanted.role == "admin":
        return turn.render("invite_no_admin")
    known_groups = frozenset(group.id for group in turn.house.plan.groups)
    try:
        code = invitations.invite(turn.db, wanted, known_groups, turn.now)
    except BadInvitation:
        return turn.render("invite_how")
    except UnknownPlace:
        return turn.render("invite_no_place", scope=wanted.scope or "")
    detail = compact({"role": wanted.role, "scope": wanted.scope})
    turn.note("invited", "invitation", detail)
    group = groups.title(turn.house, wanted.scope) if wanted.role == "group_member" and wanted.scope else ""
    where = group or (wanted.scope or "").replace("/", "")
    return turn.render("invited", name=wanted.name, role=word("role", wanted.role), where=where, code=code)


def _wanted(turn: Turn, said: str) -> Wanted | None:
    """The invitation in the words: role, place or group, name and phone in any order; None where one is missing."""
    phone = find_phone(said)
    if phone is not None:
        said = f"{said[: phone.span[0]]} {said[phone.span[1] :]}"
    kind, scope, name = "", "", ""
    for piece in filter(None, _APART.split(said)):
        group = _group(turn, piece)
        if not kind and is_listed("role_said", piece):
            kind = word("role_said", piece)
        elif not kind and group:
            kind, scope = "group_member", group
        elif kind == "group_member" and not scope and group:
            scope = group
        elif not scope and (place := _place(piece)):
            scope = place
        elif not name and _NAME.fullmatch(piece):
            name = piece
        else:
            return None
    return Wanted(kind, name, scope or None, phone.number if phone else None) if kind and name else None


def _group(turn: Turn, piece: str) -> str:
    """The group of this name, with or without 成员."""
    bare = piece.removesuffix("成员")
    return next((group.id for group in turn.house.plan.groups if bare in {group.name, group.id}), "")


def _place(piece: str) -> str:
    """A place as the tree has it: 永茂社区/1网格, 永茂社区/6号楼/2单元/301; empty where the words name none."""
    grid = _GRID.fullmatch(piece)
    if grid is not None:
        return f"{grid[1]}/{grid[2]}"
    if "/" in piece:
        return piece
    found = find_address(piece)
    if found is None or found.community is None:
        return ""
    return Address(found.community, found.building, found.unit, found.room).text()


def _end(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.is_office(turn):
        return None
    pieces = [piece for piece in _APART.split(match["said"].replace("的", " ")) if piece]
    kinds = {word("role_said", piece) for piece in pieces if is_listed("role_said", piece)}
    name = next((piece for piece in pieces if not is_listed("role_said", piece)), "")
    held = [one for one in roles.of_name(turn.db, name) if not kinds or one.kind in kinds]
    if not held:
        return turn.render("role_none", name=name) if kinds else None
    known: dict[str, Value] = {"ids": [one.id for one in held]}
    if len(held) == 1:
        known["role"] = held[0].id
    turn.reading = replace(turn.reading, slots={})
    return begin(turn, replace(role_end, prefill=lambda _turn: known))


def _described(turn: Turn, one: Held) -> str:
    where = groups.title(turn.house, one.group_id) if one.group_id else one.address.replace("/", "")
    return turn.render("role_held", name=one.name, tail=one.phone_tail or "", role=word("role", one.kind), where=where)


def _chosen(turn: Turn, answers: Answers) -> Held | None:
    return roles.get(turn.db, int(str(answers["role"]))) if answers.get("role") is not None else None


def _offered(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    ids = answers.get("ids")
    held = [roles.get(turn.db, int(str(one))) for one in ids] if isinstance(ids, list) else []
    return tuple(Choice(one.id, _described(turn, one)) for one in held if one is not None)


def _facts(turn: Turn, answers: Answers) -> dict[str, str]:
    one = _chosen(turn, answers)
    return {"role": _described(turn, one) if one is not None else ""}


def _finish(turn: Turn, answers: Answers) -> str:
    """End the role where it was confirmed and the writer is still of the office."""
    one = _chosen(turn, answers)
    if answers.get("sure") != "yes" or one is None or not rights.is_office(turn):
        return turn.render("role_kept")
    if one.person_id == turn.contact.person_id and one.kind in {"office", "admin"}:
        return turn.render("role_own")
    if not roles.end(turn.db, one.id, turn.now):
        return turn.render("role_none", name=one.name)
    about = f"person:{one.person_id}"
    detail = compact({"role": one.kind, "scope": one.address or one.group_id})
    turn.note("role ended", about, detail)
    outbox.queue(
        turn.db,
        key=f"role_ended:{one.id}",
        to=people.recipient(turn.db, one.person_id),
        kind="reminder",
        body=turn.render("role_ended_told", role=_described(turn, one)),
        about=about,
        now=turn.now,
        template="progress",
    )
    return turn.render("role_ended", role=_described(turn, one))


role_end = Conversation(
    name="role_end",
    intents=(),
    slots=[
        Slot("role", "role", offers=_offered),
        Slot("sure", "choice", choices=("yes", "no"), facts=_facts),
    ],
    finish=_finish,
)
commands = (Command("invite", _INVITE, _invite), Command("role_end", _END, _end))
