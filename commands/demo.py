"""`demo`, what `make run` starts: the assistant as in production, a stand-in for the WeChat platform, made-up people.

The stand-in is a process of its own that speaks only HTTP with the assistant. Everything is kept in a folder of its own
below the data folder; stopping and starting again keeps it.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import yaml

from commands import announce, serve
from commands.errors import Refused
from commands.wiring import Installation, open_installation, open_ledger
from knowledge.settings import PROJECT_FOLDER, Settings, load_settings
from ledger import Db, accounts, people, places, schema
from ledger.announcements import contents
from simulator.account import Account, invent

_DEMO = PROJECT_FOLDER / "knowledge" / "demo"
_ANNOUNCEMENT = _DEMO / "announcement-14.yaml"


def demo() -> None:
    """Start everything and stay in the foreground until SIGTERM or Ctrl-C."""
    plain = load_settings()
    account = invent("secure")
    with _stand_in(plain, account) as address:
        settings = _demo_settings(plain, account, address)
        ledger = open_ledger(settings)
        try:
            schema.migrate(ledger.engine)
            _furnish(open_installation(settings, ledger))
        finally:
            ledger.close()
        _say_what_to_try(settings, address)
        serve.serve(settings, web_only=False)


def _demo_settings(plain: Settings, account: Account, address: str) -> Settings:
    """The settings of the environment, with the made-up account, the stand-in and a data folder of its own."""
    folder = plain.data_dir / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    environ = {
        **os.environ,
        **account.environment(),
        "HEXI_ENVIRONMENT": "development",
        "HEXI_WECHAT__API_BASE_URL": address,
        "HEXI_DATA_DIR": str(folder),
    }
    return load_settings(environ=environ)


@contextmanager
def _stand_in(settings: Settings, account: Account) -> Iterator[str]:
    """The stand-in as a child process, for as long as the assistant runs; gives its address."""
    host, port = settings.server.host, settings.server.port
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as people_file:
        for one in _people():
            people_file.write(json.dumps({key: one[key] for key in ("openid", "name", "hint")}, ensure_ascii=False))
            people_file.write("\n")
        people_file.flush()
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "simulator",
                "--port",
                str(port + 1),
                "--bot-url",
                f"http://{host}:{port}/wechat",
                "--people",
                people_file.name,
            ],
            cwd=PROJECT_FOLDER,
            env={**os.environ, **account.environment()},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert child.stdout is not None  # it is a pipe
            address = child.stdout.readline().strip()
            if not address:
                raise Refused(f"the stand-in for WeChat did not start: is port {port + 1} taken?")
            yield address
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(timeout=10)


def _people() -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load((_DEMO / "people.yaml").read_text(encoding="utf-8"))
    return found


def _furnish(installation: Installation) -> None:
    """Bind the made-up people and put the announcement in force, where that has not been done yet."""
    if not installation.ledger.read(contents):
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


def _say_what_to_try(settings: Settings, address: str) -> None:
    text = (_DEMO / "what_to_try.txt").read_text(encoding="utf-8")
    sys.stdout.write(text.format(chat=address, host=settings.server.host, port=settings.server.port))
    sys.stdout.flush()
