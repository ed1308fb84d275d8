"""Switches: settings, faults, limits, templates, tokens, and the log of the bot's API calls."""

from dataclasses import asdict, replace
from typing import cast

from flask import request
from flask.typing import ResponseReturnValue

from simulator.control import Route, posted
from simulator.faults import FaultKind
from simulator.fields import Fields, FieldsError
from simulator.platform import Platform
from simulator.template import Template

_FLAGS = ("windows", "whitelisted", "secret_frozen", "verified", "test_account", "finish_events", "rehearsal")


def routes(platform: Platform) -> list[Route]:
    """The views and where they are."""
    return [*_settings(platform), *_faults(platform), *_limits(platform), *_log(platform)]


def read_template(given: Fields) -> Template:
    """A template from its JSON: template_id, title, content, subscribe, choices. Raises FieldsError."""
    choices: dict[str, tuple[str, ...]] = {}
    for key, values in given.inner("choices").raw().items():
        if not isinstance(values, list):
            raise FieldsError("choices has a list for each key")
        choices[key] = tuple(map(str, values))
    return Template(
        given.text("template_id"),
        given.text("title"),
        given.text("content"),
        choices,
        given.flag("subscribe") or given.flag("long_term"),
        given.flag("long_term"),
    )


def _settings(platform: Platform) -> list[Route]:
    def show_settings() -> ResponseReturnValue:
        return asdict(platform.settings)

    def change_settings() -> ResponseReturnValue:
        given = posted()
        settings = platform.settings
        with platform.lock:
            for name in _FLAGS:
                setattr(settings, name, given.flag(name, getattr(settings, name)))
            settings.event_delay = given.number("event_delay", settings.event_delay)
            old = settings.route
            try:
                settings.route = replace(
                    old,
                    bot_url=given.text("bot_url", old.bot_url),
                    deadline=given.number("deadline", old.deadline),
                    pause=given.number("pause", old.pause),
                )
            except ValueError as wrong:
                raise FieldsError(str(wrong)) from None
        return asdict(settings)

    return [
        ("GET", "settings", show_settings),
        ("POST", "settings", change_settings),
    ]


def _faults(platform: Platform) -> list[Route]:
    def show() -> ResponseReturnValue:
        return [asdict(fault) for fault in platform.faults.waiting()]

    def add() -> ResponseReturnValue:
        given = posted()
        try:
            fault = platform.faults.add(
                given.text("endpoint", "*"),
                cast(FaultKind, given.text("kind", "errcode")),
                code=given.whole("code") if given.has("code") else None,
                seconds=given.number("seconds", 30.0),
                done=given.flag("done") if given.has("done") else None,
                times=given.whole("times") if given.has("times") else None,
            )
        except ValueError as wrong:
            raise FieldsError(str(wrong)) from None
        return asdict(fault)

    def clear() -> ResponseReturnValue:
        platform.faults.clear()
        return {}

    def revoke() -> ResponseReturnValue:
        with platform.lock:
            platform.tokens.revoke(platform.clock.now())
        return {}

    return [
        ("GET", "faults", show),
        ("POST", "faults", add),
        ("DELETE", "faults", clear),
        ("POST", "tokens/revoke", revoke),
    ]


def _limits(platform: Platform) -> list[Route]:
    def limit() -> ResponseReturnValue:
        """Other limits for a path; null takes one away."""
        given = posted()
        path = given.text("path")
        with platform.lock:
            for name, limits in (
                ("daily", platform.quotas.daily),
                ("per_minute", platform.quotas.per_minute),
            ):
                if given.has(name):
                    limits[path] = given.whole(name)
                elif name in given.raw():
                    limits.pop(path, None)
        return {}

    def add_template() -> ResponseReturnValue:
        template = read_template(posted())
        with platform.lock:
            platform.templates[template.template_id] = template
        return {"keys": template.keys()}

    return [("POST", "quotas", limit), ("POST", "templates", add_template)]


def _log(platform: Platform) -> list[Route]:
    def calls() -> ResponseReturnValue:
        path, after = request.args.get("of", ""), request.args.get("after", 0, type=int)
        with platform.lock:
            kept = [call for call in platform.calls if call.id > after and path in ("", call.path)]
            return {"counts": dict(platform.counts), "calls": [asdict(call) for call in kept]}

    def codes() -> ResponseReturnValue:
        """The QR codes that the bot had made, to be scanned on the page."""
        with platform.lock:
            return [asdict(code) for code in platform.codes.values()]

    def name_code() -> ResponseReturnValue:
        """Say where the codes of a scene hang."""
        given = posted()
        with platform.lock:
            for ticket, code in platform.codes.items():
                if code.scene == given.text("scene"):
                    platform.codes[ticket] = replace(code, name=given.text("name"))
        return {}

    def reset() -> ResponseReturnValue:
        """Forget chats, calls and faults; people, tokens and settings stay."""
        platform.forget()
        return {}

    return [
        ("GET", "calls", calls),
        ("GET", "codes", codes),
        ("POST", "codes", name_code),
        ("POST", "reset", reset),
    ]
