"""The office's pages in the running assistant: reached over its server, made when first asked for, accounts."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from bot.door.server import WebServer
from bot.metrics import Metrics
from commands.wiring import build_desk, build_web
from knowledge.settings import load_settings
from tests import processes
from tests.talking import Talk

_PROJECT = Path(__file__).resolve().parent.parent
_UNASKED = """
import sys
from commands import serve
from commands.wiring import build_web
loaded = {name.partition(".")[0] for name in sys.modules}
print(sorted(loaded & {"argon2", "console", "flask_bootstrap", "flask_login", "flask_wtf", "pyotp"}))
"""


def account(data_dir: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command `account`."""
    return processes.run(["account", *arguments], {**os.environ, "HEXI_DATA_DIR": str(data_dir)})


@pytest.fixture
def address(talk: Talk) -> Iterator[str]:
    """The assistant's web server with everything behind it."""
    house = replace(talk.installation, metrics=Metrics())  # those of the fixture's own server are watched already
    application = build_web(house, house.settings.require_account(), build_desk(house).answer)
    web = WebServer(application, "127.0.0.1", 0)
    serving = threading.Thread(target=web.run)
    serving.start()
    yield f"http://127.0.0.1:{web.port}"
    web.stop()
    serving.join(60)


def test_the_running_assistant_shows_the_sign_in_page(address: str) -> None:
    for path in ("", "/", "/people/"):
        answer = requests.get(f"{address}/console{path}", timeout=60)
        assert answer.status_code == 200
        assert "<h1>登录</h1>" in answer.text
        assert "Server" not in answer.headers
    style = f"{address}/console/static/office.css"
    unchanged = {"If-None-Match": requests.get(style, timeout=60).headers["ETag"]}
    assert requests.get(style, headers=unchanged, timeout=60).status_code == 304
    assert requests.get(f"{address}/consoles", timeout=60).status_code == 404


def test_nothing_of_the_pages_is_loaded_before_somebody_asks() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _UNASKED], check=False, cwd=_PROJECT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_account_prints_the_link_alone_on_one_line(tmp_path: Path) -> None:
    done = account(tmp_path, "陈主任", "--role", "office")
    port = load_settings(environ={}).server.port
    assert re.fullmatch(rf"http://127\.0\.0\.1:{port}/console/set-up/[\w-]{{43}}\n", done.stdout), done.stderr
    assert done.returncode == 0
    ended = account(tmp_path, "陈主任", "--end")
    assert ended.stdout == "ended: 陈主任\n"


def test_account_refuses_in_one_line(tmp_path: Path) -> None:
    done = account(tmp_path, "李强", "--role", "grid_worker")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "a grid_worker needs a scope, for example 永茂社区/1网格\n"
