"""`invite`: one-time binding codes, one alone on a line or many at once (INTERFACES 4)."""

import codecs
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from commands.errors import Refused
from commands.wiring import Installation
from handlers.said_back import word
from ledger import Db, audit, people
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.people import invitations
from ledger.people.invitations import BadInvitation, Wanted
from ledger.places import UnknownPlace

_BATCH = 200
_PHONE = re.compile(r"\+?[0-9 -]{3,20}", re.ASCII)


class Line(BaseModel):
    """One line of an invitation file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    scope: str | None = None
    name: str = Field(min_length=1, max_length=40)
    phone: str | None = None

    @field_validator("name")
    @classmethod
    def _is_one_line(cls, name: str) -> str:
        if not name.strip() or not name.isprintable():
            raise PydanticCustomError("name", "must be a name on one line")
        return name

    @field_validator("phone")
    @classmethod
    def _is_a_number(cls, phone: str | None) -> str | None:
        if phone is not None and not _PHONE.fullmatch(phone):
            raise PydanticCustomError("phone", "must be a telephone number such as 13800001111")
        return phone

    def wanted(self) -> Wanted:
        """The invitation that this line asks for."""
        return Wanted(self.role, self.name, self.scope, self.phone)


class _Rehearsed(Exception):
    """Rolls back invitations that were made only to see whether they can be."""


def invite(house: Installation, wanted: Sequence[Wanted], said_in: Sequence[str] = ()) -> list[str]:
    """Codes for all of them, in order; raises Refused where one cannot be invited, and then none is.

    `said_in` says for each where it was asked for, such as a file's line, and goes before the reason of a refusal.
    """
    named = list(zip(wanted, said_in or [""] * len(wanted), strict=True))
    batches = [named[start : start + _BATCH] for start in range(0, len(named), _BATCH)]
    for batch in batches if len(batches) > 1 else ():
        with suppress(_Rehearsed):
            _transact(house, batch, for_good=False)
    return [code for batch in batches for code in _transact(house, batch, for_good=True)]


def _transact(house: Installation, batch: Sequence[tuple[Wanted, str]], *, for_good: bool) -> list[str]:
    groups = frozenset(group.id for group in house.house.plan.groups)

    def work(db: Db) -> list[str]:
        now = house.clock()
        made = [_invite_one(db, one, where, groups, now) for one, where in batch]
        if not for_good:
            raise _Rehearsed
        audit.note(db, now, None, "command line", "invited", "invitation", json.dumps({"count": len(made)}))
        return made

    return house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)


def _invite_one(db: Db, one: Wanted, where: str, groups: frozenset[str], now: int) -> str:
    try:
        return invitations.invite(db, one, groups, now)
    except BadInvitation as error:
        raise Refused(f"{where}{error}") from None
    except UnknownPlace as error:
        raise Refused(f"{where}scope {error}") from None


def invite_one(house: Installation, role: str | None, scope: str | None, name: str, phone: str | None) -> str:
    """The code for one person; without a name the role's word stands in for it. Raises Refused."""
    if role is None:
        raise Refused("--role is missing: say which role, or give --file")
    if not name and role in people.ROLES:
        name = word("role", role)
    try:
        line = Line(role=role, scope=scope, name=name or role, phone=phone)
    except ValidationError as error:
        raise Refused(f"--{_reason(error)}") from None
    return invite(house, [line.wanted()])[0]


def invite_file(house: Installation, source: Path) -> None:
    """Read invitations from a file (`-`: standard input) and print each with its code, in order. Raises Refused."""
    found = list(_read(source))
    codes = invite(house, [line.wanted() for _, line in found], [where for where, _ in found])
    for (_, line), code in zip(found, codes, strict=True):
        print(json.dumps({**line.model_dump(exclude_unset=True), "code": code}, ensure_ascii=False))


def _read(source: Path) -> Iterator[tuple[str, Line]]:
    if str(source) == "-":
        yield from _parse(sys.stdin.buffer, "standard input")
        return
    try:
        with source.open("rb") as opened:
            yield from _parse(opened, str(source))
    except OSError as error:
        raise Refused(f"{source}: cannot be read ({error.strerror})") from None


def _parse(opened: Iterable[bytes], name: str) -> Iterator[tuple[str, Line]]:
    """The lines with where they stand. Read as bytes: they are UTF-8 whatever the terminal's encoding is."""
    for number, text in enumerate(opened, start=1):
        where = f"{name}, line {number}: "
        text = text.removeprefix(codecs.BOM_UTF8)
        if text.strip():
            try:
                yield where, Line.model_validate_json(text)
            except ValidationError as error:
                raise Refused(f"{where}{_reason(error)}") from None


def _reason(error: ValidationError) -> str:
    """The first complaint: the field and what is wrong with it, never what stands in it."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "the line"
    return f"{field}: {first['msg']}"
