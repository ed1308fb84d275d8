"""`invite`: one-time binding codes, one alone on a line or many at once (INTERFACES 4)."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from commands.errors import Refused
from commands.wiring import Installation
from ledger import Db, audit, invitations
from ledger.invitations import BadInvitation, Wanted
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.places import UnknownPlace

_BATCH = 200


class Line(BaseModel):
    """One line of an invitation file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    scope: str | None = None
    name: str = Field(min_length=1)
    phone: str | None = Field(default=None, pattern=r"^\+?[0-9 -]{3,20}$")


def invite(house: Installation, wanted: Sequence[Wanted]) -> list[str]:
    """Codes for all of them, in order; raises Refused where one cannot be invited, and then none is."""
    groups = frozenset(group.id for group in house.house.plan.groups)
    codes: list[str] = []
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]

        def work(db: Db, batch: Sequence[Wanted] = batch) -> list[str]:
            now = house.clock()
            made = [invitations.invite(db, one, groups, now) for one in batch]
            audit.note(db, now, None, "command line", "invited", "invitation", json.dumps({"count": len(made)}))
            return made

        try:
            codes += house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)
        except (BadInvitation, UnknownPlace) as error:
            raise Refused(str(error)) from None
    return codes


def invite_one(house: Installation, role: str | None, scope: str | None, name: str, phone: str | None) -> str:
    """The code for one person; without a name the role stands in for it. Raises Refused."""
    if role is None:
        raise Refused("--role is missing: say which role, or give --file")
    return invite(house, [Wanted(role, name or role, scope, phone)])[0]


def invite_file(house: Installation, source: Path) -> None:
    """Read invitations from a file (`-`: standard input) and print each with its code, in order."""
    lines = list(_read(source))
    codes = invite(house, [Wanted(one.role, one.name, one.scope, one.phone) for one in lines])
    for one, code in zip(lines, codes, strict=True):
        print(json.dumps({**one.model_dump(exclude_unset=True), "code": code}, ensure_ascii=False))


def _read(source: Path) -> Iterator[Line]:
    if str(source) == "-":
        yield from _parse(sys.stdin, "standard input")
        return
    try:
        with source.open(encoding="utf-8") as opened:
            yield from _parse(opened, str(source))
    except OSError as error:
        raise Refused(f"{source}: cannot be read ({error.strerror})") from None


def _parse(opened: TextIO, name: str) -> Iterator[Line]:
    for number, text in enumerate(opened, start=1):
        if text.strip():
            try:
                yield Line.model_validate_json(text)
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                where = ".".join(str(part) for part in first["loc"]) or "the line"
                raise Refused(f"{name}, line {number}: {where}: {first['msg']}") from None
