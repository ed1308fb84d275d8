"""The assistant's side as the page shows it, and the one clock of both."""

import http.client

from flask import request
from flask.typing import ResponseReturnValue

from simulator import assistant
from simulator.clock import SECOND
from simulator.control import Route, posted, read_moment
from simulator.fields import FieldsError
from simulator.platform import Platform


def routes(platform: Platform) -> list[Route]:
    """The views and where they are."""

    def passed_on(path: str) -> ResponseReturnValue:
        try:
            status, answer = assistant.ask(platform, path, request.args.to_dict())
        except assistant.OutOfReach as wrong:
            return {"error": str(wrong)}, http.client.BAD_GATEWAY
        return answer, status

    def tell_time() -> ResponseReturnValue:
        """The one time; `trouble` says why the assistant's could not be had, `apart` by how many ms it is ahead."""
        if not platform.settings.rehearsal:
            return {"now": platform.clock.now()}
        try:
            apart, trouble = assistant.time_there(platform) - platform.clock.now(), ""
        except assistant.OutOfReach as wrong:
            apart, trouble = 0, str(wrong)
        return {"now": platform.clock.now(), "apart": apart, "trouble": trouble}

    def set_time() -> ResponseReturnValue:
        """Move on by `advance` seconds, or `at` a time; in a rehearsal the assistant goes along, and never back.

        With `tokens_live_on` no access token ends by it, as in a rehearsal.
        """
        given = posted()
        now = platform.clock.now()
        wanted = read_moment(given.text("at")) if given.has("at") else now + round(given.number("advance") * SECOND)
        if not platform.settings.rehearsal:
            return {"now": platform.move_clock(wanted, tokens_live_on=given.flag("tokens_live_on"))}
        if wanted < now:
            raise FieldsError("in a rehearsal the clock only moves on")
        try:
            return {"now": assistant.move_both(platform, wanted), "apart": 0, "trouble": ""}
        except assistant.OutOfReach as wrong:
            return {"error": str(wrong)}, http.client.BAD_GATEWAY

    return [
        ("GET", "explain", lambda: passed_on("explain")),
        ("GET", "ledger", lambda: passed_on("ledger")),
        ("GET", "clock", tell_time),
        ("POST", "clock", set_time),
    ]
