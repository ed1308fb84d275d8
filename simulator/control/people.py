"""People: who is there, what they do, what they see."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import TypeVar, get_args

from flask import request
from flask.typing import ResponseReturnValue

from simulator.account import MODES, Mode, random_text
from simulator.api.menus import menu_of
from simulator.consents import agree
from simulator.control import Route, posted
from simulator.conversation import act
from simulator.delivery import Manner, fetch
from simulator.fields import Fields, FieldsError
from simulator.people import Blocked, Person
from simulator.platform import Platform
from simulator.push import check_query

_Choice = TypeVar("_Choice")
_LONGEST_WAIT = 10.0
_MOST_TOGETHER = 64


def routes(platform: Platform) -> list[Route]:
    """The views and where they are."""

    def state() -> ResponseReturnValue:
        with platform.lock:
            return {
                "now": platform.clock.now(),
                "original_id": platform.account.original_id,
                "mode": platform.account.mode,
                "rehearsal": platform.settings.rehearsal,
                "subscribable": [asdict(template) for template in platform.templates.values() if template.subscribe],
                "newest": platform.recent[-1].id if platform.recent else 0,
                "people": [_describe(platform, person) for person in platform.people.values()],
            }

    def add() -> ResponseReturnValue:
        given = posted()
        person = platform.add_person(
            given.text("name", ""),
            given.text("openid", ""),
            given.text("hint", ""),
            given.flag("follows", True),
        )
        return _describe(platform, person)

    def change() -> ResponseReturnValue:
        """Change somebody without a push: block the account, be limited, agree to a template."""
        given = posted()
        with platform.lock:
            person = platform.people.get(given.text("openid"))
            if person is None:
                raise FieldsError("nobody has this openid")
            if given.has("follows"):
                person.follows = given.flag("follows")
            if given.has("blocked"):
                person.blocked = _one_of(given.text("blocked"), get_args(Blocked), "blocked")
            for template_id, answer in given.inner("consents").raw().items():
                agree(platform, person, template_id, answer)
            return _describe(platform, person)

    def push() -> ResponseReturnValue:
        given = posted()
        action, about = given.text("action"), given.inner("given")
        openid = given.text("openid")
        outcome = act(platform, openid, action, about, read_manner(given.inner("manner")))
        return asdict(outcome)

    def news() -> ResponseReturnValue:
        """The bubbles after a number, of one person or of all; `wait` seconds for the first (at most 10)."""
        openid = request.args.get("openid", "")
        if openid and openid not in platform.people:
            raise FieldsError("nobody has this openid")
        after = request.args.get("after", 0, type=int)
        wait = min(request.args.get("wait", 0.0, type=float), _LONGEST_WAIT)
        return [asdict(seen) for seen in platform.bubbles(after, openid, wait)]

    def check() -> ResponseReturnValue:
        """The check of the bot's address (GET with echostr)."""
        echo = str(int(time.time() * 1000)) + random_text(4)
        query = check_query(platform.account, echo, int(time.time()))
        route = platform.settings.route
        try:
            status, body = fetch("GET", route.bot_url, query, b"", route.deadline)
        except (OSError, http.client.HTTPException) as broken:
            return {"passed": False, "status": None, "problem": type(broken).__name__}
        return {"passed": status == http.client.OK and body == echo.encode(), "status": status, "problem": ""}

    return [
        ("GET", "state", state),
        ("POST", "people", add),
        ("POST", "people/change", change),
        ("POST", "push", push),
        ("GET", "news", news),
        ("POST", "check", check),
    ]


def read_manner(given: Fields) -> Manner:
    """How a push is to be delivered. Raises FieldsError."""
    hang_ups = given.raw().get("hang_up_after") or []
    if not isinstance(hang_ups, list) or not all(isinstance(each, int | float) for each in hang_ups):
        raise FieldsError("hang_up_after has to be a list of seconds")
    together = given.whole("together", 1)
    tries = given.whole("tries", 3)
    if not 1 <= together <= _MOST_TOGETHER or tries < 1:
        raise FieldsError(f"tries and together begin at 1, and together ends at {_MOST_TOGETHER}")
    return Manner(
        tries=tries,
        hang_up_after=tuple(hang_ups),
        together=together,
        mode=_mode(given.text("mode", "")),
        timestamp=given.whole("timestamp") if given.has("timestamp") else None,
        nonce=given.text("nonce", ""),
        url_openid=given.text("url_openid", ""),
        created=given.whole("created") if given.has("created") else None,
        msg_id=given.whole("msg_id") if given.has("msg_id") else None,
        silent=given.flag("silent"),
    )


def _mode(name: str) -> Mode | None:
    return _one_of(name, MODES, "mode") if name else None


def _one_of(name: str, choices: tuple[_Choice, ...], field: str) -> _Choice:
    for choice in choices:
        if choice == name:
            return choice
    raise FieldsError(f"{field} has to be one of {', '.join(map(repr, choices))}")


def _describe(platform: Platform, person: Person) -> Mapping[str, object]:
    now = platform.clock.now()
    return {
        "openid": person.openid,
        "name": person.name,
        "hint": person.hint,
        "follows": person.follows,
        "blocked": person.blocked,
        "tags": list(person.tags),
        "consents": {template_id: asdict(consent) for template_id, consent in person.consents.items()},
        "messages_left": person.windows.left(now),
        "typing": person.typing_until > now,
        "menu": menu_of(platform, person),
    }
