"""`demo`, what `make run` starts: the assistant as in production, a stand-in for the WeChat platform, made-up people.

The stand-in is a process of its own that speaks only HTTP with the assistant. Everything is kept in a folder of its own
below the data folder, chats and people too; stopping and starting again keeps it, `make clean` begins anew.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from commands import account, announce, demo_doors, demo_notices, menu, serve
from commands.errors import Refused
from commands.log_lines import log_in_lines, log_level
from commands.wiring import Installation, open_installation, open_ledger
from knowledge.settings import PROJECT_FOLDER, Database, Keys, Redis, Server, Settings, load_settings
from knowledge.times import iso
from ledger import Db, people, places, schema, seals
from ledger.announcements import kept
from ledger.people import accounts
from simulator.account import Account, invent
from simulator.client import Stand

_DEMO = PROJECT_FOLDER / "knowledge" / "demo"
_MARK = "MADE-UP"
_ANNOUNCEMENT = _DEMO / "announcement-14.yaml"
_OF_AN_INSTALLATION = (
    *("HEXI_DATABASE__", "HEXI_REDIS__", "HEXI_KEYS__", "HEXI_WECHAT__", "HEXI_TEMPLATES__", "HEXI_SUBSCRIPTIONS__"),
)
# The assistant ends first, within nine of the ten seconds that there are for both.
_STAND_IN_SECONDS = 0.5
_LINK_MINUTES = 24 * 60


def demo() -> None:
    """Start everything and stay in the foreground until SIGTERM or Ctrl-C."""
    plain = load_settings(environ=_of_no_installation(os.environ))
    plain = plain.model_copy(update={"server": plain.server.model_copy(update={"port": _port(plain.server)})})
    invented = invent("secure")
    folder = _folder(plain)
    with _stand_in(plain, invented, folder) as address:
        settings = _demo_settings(plain, invented, address, folder)
        log_in_lines(log_level(settings))
        ledger = open_ledger(settings)
        try:
            schema.migrate(ledger.engine)
            house = open_installation(settings, ledger)
            _furnish(house)
            demo_notices.hang_up(house)
            menu.publish(house)
            demo_doors.hang_up(house, Stand(address, invented, ExitStack()))
            pages = _link_to_pages(house)
        finally:
            ledger.close()
        _say_what_to_try(settings, address, pages)
        serve.serve(settings, web_only=False)


def _of_no_installation(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without what names a real account, database, Redis or key, in a file or directly."""
    return {name: value for name, value in environ.items() if not name.startswith(_OF_AN_INSTALLATION)}


def _folder(plain: Settings) -> Path:
    """The folder of the demonstration, marked as such: `make clean` removes no other."""
    folder = plain.data_dir / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).write_text("made-up people only; make clean removes this folder\n", encoding="utf-8")
    return folder


def _port(server: Server) -> int:
    """The assistant's port, the next one being the stand-in's. Raises Refused where one of the two is taken."""
    port = server.port or _free_port()
    for number, whose in ((port, "the assistant"), (port + 1, "the stand-in for WeChat")):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", number))
            except (OSError, OverflowError):
                raise Refused(
                    f"port {number}, which {whose} needs, is taken or not allowed: end the other program, "
                    f"or choose another with HEXI_SERVER__PORT (the next one is used too)"
                ) from None
    return port


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _demo_settings(plain: Settings, account: Account, address: str, folder: Path) -> Settings:
    """The settings of the environment, with the made-up account, the stand-in and a data folder of its own.

    The stand-in's account is a verified one, so questions can be tapped.

    Made-up people never get into a real database, wherever its address stands, in config.yaml too.
    """
    environ = {
        **_of_no_installation(os.environ),
        **account.environment(),
        "HEXI_ENVIRONMENT": "development",
        "HEXI_REHEARSAL": "true",
        "HEXI_WECHAT__API_BASE_URL": address,
        "HEXI_DATA_DIR": str(folder),
        "HEXI_SERVER__PORT": str(plain.server.port),
        "HEXI_CONVERSATION__TAPPABLE_QUESTIONS": "true",
        "HEXI_CONSOLE__ADDRESS": "",
        "HEXI_CONSOLE__IDLE_MINUTES": str(12 * 60),  # nobody is to set up a second factor to look at made-up people
        **_template_settings(),
    }
    found = load_settings(environ=environ)
    return found.model_copy(update={"database": Database(), "redis": Redis(), "keys": Keys()})


@contextmanager
def _stand_in(settings: Settings, account: Account, folder: Path) -> Iterator[str]:
    """The stand-in as a child process, for as long as the assistant runs and no longer; gives its address."""
    host, port = settings.server.host, settings.server.port
    with (
        _json_lines(_people(), ("openid", "name", "hint")) as people_file,
        _json_lines(_templates(), ("template_id", "title", "content")) as templates_file,
        (folder / "stand-in.log").open("w+b") as said,
    ):
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "simulator",
                "--port",
                str(port + 1),
                "--bot-url",
                f"http://{host}:{port}/wechat",
                "--rehearsal",
                "--until-eof",
                "--keep",
                str(folder / "stand-in.sqlite3"),
                "--people",
                people_file,
                "--templates",
                templates_file,
                *(("--clock", iso(settings.clock)) if settings.clock is not None else ()),
            ],
            cwd=PROJECT_FOLDER,
            env={**os.environ, **account.environment()},
            stdin=subprocess.PIPE,  # its end is ours, whatever ends us
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        try:
            assert child.stdout is not None  # it is a pipe
            address = child.stdout.readline().strip()
            if not address:
                child.wait()
                said.seek(0)
                why = said.read().decode(errors="replace").strip().rpartition("\n")[2]
                raise Refused(f"the stand-in for WeChat did not start: {why}")
            yield address
        finally:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(timeout=_STAND_IN_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()  # what it keeps is on disk
                child.wait()


@contextmanager
def _json_lines(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> Iterator[str]:
    """The path of a file for the stand-in, with a line for each row and only these keys in it."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({key: row[key] for key in keys}, ensure_ascii=False) + "\n")
        file.flush()
        yield file.name


def _people() -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load((_DEMO / "people.yaml").read_text(encoding="utf-8"))
    return found


def _templates() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((_DEMO / "templates.yaml").read_text(encoding="utf-8"))
    return found


def _template_settings() -> dict[str, str]:
    """The made-up templates as the assistant's settings."""
    found: dict[str, str] = {}
    for one in _templates():
        section = f"HEXI_TEMPLATES__{one['purpose'].upper()}__"
        found |= {f"{section}TEMPLATE_ID": one["template_id"], f"{section}FIELDS": ",".join(one["fields"])}
    return found


def _furnish(installation: Installation) -> None:
    """Bind the made-up people and put the announcement in force, where that has not been done yet."""
    if not installation.ledger.read(kept):
        announce.announce(installation, Path(_ANNOUNCEMENT), "演示")
    for one in _people():
        if "role" in one:
            installation.ledger.transact(partial(_bind, one, installation.clock()))


def _bind(one: dict[str, str], now: int, db: Db) -> None:
    if accounts.is_bound(db, one["openid"]):
        return
    group = one["scope"] if one["role"] == "group_member" else None
    place_id = places.ensure(db, one["scope"]).id if one["role"] in people.PLACE_ROLES else None
    home = place_id if one["role"] == "resident" else None
    person_id = people.add(db, name=one["name"], phone=one["phone"], place_id=home, now=now, filed_by="demo")
    accounts.bind(db, one["openid"], person_id)
    people.grant(db, person_id, one["role"], place_id, group, now)
    if one["role"] == "task_force_leader":  # whose place is sealed, or there would be nothing to lead
        seals.seal_place(db, places.ensure(db, one["scope"]), one["name"], None, None, now)


def _link_to_pages(installation: Installation) -> str:
    """A new one-time link for the office's made-up member, at each start; it works as long as somebody may be trying."""
    name = next(one["name"] for one in _people() if one.get("role") == "office")
    return account.link_for(installation, name, _LINK_MINUTES) or account.make(installation, name, "office", None)


def _say_what_to_try(settings: Settings, address: str, pages: str) -> None:
    text = (_DEMO / "what_to_try.txt").read_text(encoding="utf-8")
    sys.stdout.write(text.format(chat=address, host=settings.server.host, port=settings.server.port, pages=pages))
    sys.stdout.flush()
