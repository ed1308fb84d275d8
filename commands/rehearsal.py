"""/rehearsal/: what became of each message, what is in the ledger, and the clock, for whoever plays or trains.

Only where the setting `rehearsal` is on, which development alone allows, and only for this machine itself. It looks from
outside: a message takes the same way as always, and is noted after its answer is committed.
"""

import json
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response

from bot.door.web import is_from_this_machine
from bot.message import Message
from commands import account
from commands.rehearsal_clock import LONGEST_MOVE_SECONDS, move_on
from commands.rehearsal_explain import explain
from commands.rehearsal_ledger import what_is_in_the_ledger
from commands.rehearsal_notes import Notes, note_of
from commands.wiring import Installation, surroundings
from knowledge.times import iso
from ledger import Busy, inbox
from ledger.conversations import OpenForm

_LINK_MINUTES = 60
_HOSTS = ("127.0.0.1", "localhost", "[::1]")

log = structlog.get_logger(__name__)

Answer = Callable[[Message, Callable[[], bool]], str]


class Rehearsal:
    """The rehearsal's side of one web process."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._notes = Notes(installation.settings.data_dir, installation.ledger.keys)
        self._moving = threading.Lock()

    def watching(self, answer: Answer) -> Answer:
        """The same answers, each message noted once it is committed."""

        def answer_and_note(message: Message, hung_up: Callable[[], bool]) -> str:
            before = self._open_form(message)
            words = answer(message, hung_up)
            try:
                self._notes.keep(note_of(message, words, before, self._open_form(message)))
            except Exception as error:  # a note that is missing must not take the answer away
                log.error("message_not_noted", error=type(error).__name__)
            return words

        return answer_and_note

    def _open_form(self, message: Message) -> OpenForm | None:
        """The form that is open for whoever writes; none where the database is away, which the answer meets too."""
        try:
            return self._installation.ledger.read(lambda db: inbox.arrive(db, message.key, message.openid)).form
        except Busy:
            return None

    def mount(self, application: Flask) -> None:
        """Add the paths."""
        for path, method, view in (
            ("explain", "GET", self._explain),
            ("ledger", "GET", self._ledger),
            ("clock", "GET", self._tell_time),
            ("clock", "POST", self._move_on),
            ("account", "POST", self._open_pages),
        ):
            application.add_url_rule(
                f"/rehearsal/{path}", f"{method} rehearsal {path}", _for_this_machine(view), methods=[method]
            )

    def _explain(self) -> Response:
        note = self._notes.find(request.args.get("openid", ""), request.args.get("msg_id", ""))
        if note is None:
            return _json({"error": "no message of this openid and msg_id has come"}, 404)
        house, ledger = self._installation.house, self._installation.ledger
        return _json(ledger.read(lambda db: explain(db, house, note), snapshot=True))

    def _ledger(self) -> Response:
        about = request.args.get("about", "").strip()
        if not about:
            return _json({"error": "about has to be an openid or a name"}, 400)
        return _json(self._installation.ledger.read(lambda db: what_is_in_the_ledger(db, about), snapshot=True))

    def _tell_time(self) -> Response:
        return _json({"now": iso(self._installation.clock()), "now_ms": self._installation.clock()})

    def _open_pages(self) -> Response:
        """A new one-time link to the office's pages, and straight on to it: who rehearses has no authenticator at hand."""
        if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
            abort(403)
        link = account.link_for(self._installation, request.form.get("name", ""), _LINK_MINUTES)
        return redirect(urlsplit(link).path, 303) if link is not None else _json({"error": "nobody has this account"}, 404)

    def _move_on(self) -> Response:
        given = request.get_json(silent=True)
        seconds = given.get("forward_seconds") if isinstance(given, dict) else None
        if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 <= seconds <= LONGEST_MOVE_SECONDS:
            return _json({"error": f"forward_seconds has to be a whole number up to {LONGEST_MOVE_SECONDS}"}, 400)
        house = self._installation
        with self._moving:
            move_on(house.ledger, surroundings(house), house.clock, seconds)
        house.ledger.on_queued()  # what was queued on the way is due now
        return self._tell_time()


def _for_this_machine(view: Callable[[], Response]) -> Callable[[], Response]:
    """The view, for requests of this machine to one of its own names: a page elsewhere shall not reach it."""

    def guarded() -> Response:
        if not is_from_this_machine() or request.host.rpartition(":")[0] not in _HOSTS:
            abort(403)
        return view()

    return guarded


def _json(answer: object, status: int = 200) -> Response:
    body = json.dumps(answer, ensure_ascii=False) + "\n"
    return Response(body, status=status, content_type="application/json; charset=utf-8")
