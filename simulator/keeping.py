"""What the stand-in keeps on disk (`--keep FILE`): chats, people, consents, menus, media and its clock, through any end.

Each change is written before its caller has an answer, so that even a killed stand-in goes on where it was. Tokens,
quotas and faults are not kept: they begin anew with each start, as does the log of calls.
"""

import itertools
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulator.holdings import MassJob, Media, Report, SceneCode
from simulator.people import Consent, Person
from simulator.platform import Platform
from simulator.records import Seen
from simulator.template import Template
from simulator.windows import Windows

_VERSION = 1
_MEDIA_KEPT = 500
_BUBBLES_KEPT = 20_000
_TABLES = (
    "CREATE TABLE IF NOT EXISTS piece (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS bubble (id INTEGER PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS media (id TEXT PRIMARY KEY, kind TEXT, name TEXT, content BLOB, created_at INTEGER)",
)

# A piece keeps its place: people stay in the order in which they came.
_SAVE = "INSERT INTO piece VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


class CannotKeep(ValueError):
    """The file cannot be used; the text says which and what would help."""


class Keeper:
    """The file. Used under the platform's lock."""

    def __init__(self, path: Path) -> None:
        self._saved: dict[str, str] = {}
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")  # it outlives the process; not every cut of power
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            for table in _TABLES:
                self._connection.execute(table)
            self._connection.execute(f"PRAGMA user_version={_VERSION}")
        except sqlite3.Error as error:
            raise CannotKeep(f"{path}: cannot be used ({error}); remove it to start anew") from None
        if version not in (0, _VERSION):
            raise CannotKeep(f"{path}: is of another version; remove it to start anew")

    def load(self, platform: Platform) -> None:
        """Bring back what was kept."""
        pieces = {name: json.loads(value) for name, value in self._rows("SELECT name, value FROM piece ORDER BY rowid")}
        for name, value in pieces.items():
            kind, _, key = name.partition(":")
            _RESTORE[kind](platform, key, value)
        for row in self._rows("SELECT id, kind, name, content, created_at FROM media ORDER BY created_at"):
            platform.media[row[0]] = Media(*row)
        for _, value in self._rows("SELECT id, value FROM bubble ORDER BY id"):
            seen = Seen(**json.loads(value))
            platform.recent.append(seen)
            if seen.openid in platform.people:
                platform.people[seen.openid].chat.append(seen)
        newest = platform.recent[-1].id if platform.recent else 0
        platform.numbers = itertools.count(newest + 1)
        self._saved = dict(_pieces(platform))

    def save(self, platform: Platform) -> None:
        """Write what has changed."""
        changed = [(name, value) for name, value in _pieces(platform) if self._saved.get(name) != value]
        if changed:
            self._connection.execute("BEGIN")
            self._connection.executemany(_SAVE, changed)
            self._connection.execute("COMMIT")
            self._saved.update(changed)

    def keep_bubble(self, seen: Seen) -> None:
        """Write a bubble."""
        value = json.dumps(asdict(seen), ensure_ascii=False)
        self._connection.execute("INSERT OR REPLACE INTO bubble VALUES (?, ?)", (seen.id, value))
        self._connection.execute("DELETE FROM bubble WHERE id <= ?", (seen.id - _BUBBLES_KEPT,))

    def keep_media(self, media: Media) -> None:
        """Write a file; of many the newest stay."""
        row = (media.media_id, media.kind, media.name, media.content, media.created_at)
        self._connection.execute("INSERT OR REPLACE INTO media VALUES (?, ?, ?, ?, ?)", row)
        self._connection.execute(
            "DELETE FROM media WHERE id NOT IN (SELECT id FROM media ORDER BY created_at DESC LIMIT ?)", (_MEDIA_KEPT,)
        )

    def forget_bubbles(self) -> None:
        """Forget all chats."""
        self._connection.execute("DELETE FROM bubble")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()


def _pieces(platform: Platform) -> Iterator[tuple[str, str]]:
    """All that is kept beside bubbles and media, by name, as JSON."""
    found: dict[str, object] = {
        "clock:": platform.clock.offset,
        "tags:": list(platform.tags.items()),
        "menus:": [platform.menus.default, list(platform.menus.conditional.items())],
        "sent_once:": [[*who, *when] for who, when in platform.sent_once.items()],
        "mass:": [platform.mass_speed, [asdict(job) for job in platform.mass_jobs.values()]],
        "reports:": [[number, asdict(one)] for number, one in platform.reports.items()],
    }
    found |= {f"person:{person.openid}": _person(person) for person in platform.people.values()}
    found |= {f"template:{template.template_id}": asdict(template) for template in platform.templates.values()}
    found |= {f"code:{code.ticket}": asdict(code) for code in platform.codes.values()}
    for name, value in found.items():
        yield name, json.dumps(value, ensure_ascii=False)


_PLAIN = ("name", "hint", "follows", "followed_at", "blocked", "remark", "scene", "tags", "mass_months", "contact_at")


def _person(person: Person) -> dict[str, object]:
    return {
        **{name: getattr(person, name) for name in _PLAIN},
        "windows": person.windows.kept(),
        "consents": {template_id: asdict(consent) for template_id, consent in person.consents.items()},
    }


def _restore_person(platform: Platform, openid: str, value: Any) -> None:
    windows, consents = value.pop("windows"), value.pop("consents")
    person = Person(openid, **value)
    person.windows = Windows.of_kept(windows)
    person.consents = {template_id: Consent(**consent) for template_id, consent in consents.items()}
    platform.people[openid] = person


def _restore_menus(platform: Platform, _key: str, value: Any) -> None:
    platform.menus.default = value[0]
    platform.menus.conditional = {number: (rule, buttons) for number, (rule, buttons) in value[1]}


def _restore_mass(platform: Platform, _key: str, value: Any) -> None:
    platform.mass_speed = value[0]
    platform.mass_jobs = {job["msg_id"]: MassJob(**job) for job in value[1]}


def _restore_template(platform: Platform, template_id: str, value: Any) -> None:
    value["choices"] = {key: tuple(choices) for key, choices in value["choices"].items()}
    platform.templates[template_id] = Template(**value)


_RESTORE: Mapping[str, Callable[[Platform, str, Any], object]] = {
    "clock": lambda platform, _, value: platform.clock.advance(value - platform.clock.offset),
    "tags": lambda platform, _, value: platform.tags.update(value),
    "menus": _restore_menus,
    "sent_once": lambda platform, _, value: platform.sent_once.update({(a, b): (c, d) for a, b, c, d in value}),
    "reports": lambda platform, _, value: platform.reports.update({number: Report(**one) for number, one in value}),
    "mass": _restore_mass,
    "person": _restore_person,
    "template": _restore_template,
    "code": lambda platform, ticket, value: platform.codes.update({ticket: SceneCode(**value)}),
}
