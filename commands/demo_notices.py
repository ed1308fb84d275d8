"""The notices of the demonstration: one that was approved and goes out, one that waits for an approval."""

from functools import partial

import yaml

from commands.wiring import Installation
from knowledge.notices.audience import living_in
from knowledge.notices.content import written
from knowledge.settings import PROJECT_FOLDER
from knowledge.strict_model import StrictModel, Words
from ledger import Db, notices, people
from ledger.notices import Notice, Step
from ledger.notices import office as notice_office
from ledger.people import Recipient

_FILE = PROJECT_FOLDER / "knowledge" / "demo" / "notices.yaml"
_ROLE = "office"
# Newcomers try at any hour, and what is made up disturbs nobody.
_WHY_AT_NIGHT = "演示"


class MadeUp(StrictModel):
    """A notice as the file has it; without `approved_by` it waits for an approval."""

    title: Words
    text: Words
    places: tuple[Words, ...]
    drafted_by: Words
    approved_by: Words | None = None
    broadcast: Words | None = None


def hang_up(installation: Installation) -> None:
    """Write, put forward and approve the made-up notices by the made-up office, where there is none yet."""
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    made_up = [MadeUp.model_validate({**one, "places": tuple(one["places"])}) for one in content]
    installation.ledger.transact(partial(_hang_up, installation, made_up))


def _hang_up(installation: Installation, made_up: list[MadeUp], db: Db) -> None:
    if notices.get(db, 1) is not None:
        return
    by_name = {one.name: one for one in people.office(db)}
    for one in made_up:
        put_forward = _put_forward(installation, one, by_name[one.drafted_by], db)
        if one.approved_by is not None:
            house, render = installation.settings.notices, installation.house.words.render
            who, now = by_name[one.approved_by], installation.clock()
            _taken(notice_office.approve(db, render, house, put_forward, who, _ROLE, now, _WHY_AT_NIGHT))


def _put_forward(installation: Installation, one: MadeUp, who: Recipient, db: Db) -> Notice:
    house, render, now = installation.settings.notices, installation.house.words.render, installation.clock()
    content = written(one.title, one.text, living_in(*one.places), broadcast=one.broadcast)
    draft = _taken(notices.draft(db, content, who, _ROLE, now))
    return _taken(notice_office.submit(db, render, house, draft, who, _ROLE, now))


def _taken(step: Step) -> Notice:
    assert step.done and step.notice is not None, step.why
    return step.notice
