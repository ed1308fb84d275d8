"""The stand-in as a program: its command line, its page and the door that only this machine can use."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml

from simulator.account import invent
from simulator.client import Stand
from simulator.clock import Clock
from simulator.delivery import Route
from simulator.platform import Platform
from simulator.server import Server

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "simulator" / "page"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    folder = tmp_path_factory.mktemp("stand")
    people, templates = folder / "people.jsonl", folder / "templates.jsonl"
    people.write_text(
        '{"name": "王阿姨", "openid": "oResident", "hint": "先说「返乡报备」"}\n\n{"name": "李强", "follows": false}\n',
        encoding="utf-8",
    )
    templates.write_text('{"template_id": "T1", "title": "提醒", "content": "{{thing1.DATA}}"}\n', encoding="utf-8")
    with Stand.start(people=str(people), templates=str(templates), clock="2021-11-11T08:00") as started:
        yield started


def test_people_of_the_file_are_there_from_the_start(stand: Stand) -> None:
    told = [(person["name"], person["hint"], person["follows"]) for person in stand.people()]
    assert told == [("王阿姨", "先说「返乡报备」", True), ("李强", "", False)]
    assert [len(person["openid"]) for person in stand.people()] == [len("oResident"), 28]


def test_the_clock_starts_where_it_is_told_to(stand: Stand) -> None:
    assert 0 <= stand.advance(0) - 1_636_588_800_000 < 60_000


def test_the_page_and_its_parts_load_from_here_alone(stand: Stand) -> None:
    page = requests.get(stand.url)
    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    # The office's pages at the assistant are the one address of another server that can be gone to.
    assert re.findall(r"\w+://[^\"\s]*", page.text) == ["http://127.0.0.1:1/console/"]
    assert not re.search(r"<script(?![^>]*(src=|application/json))|\son\w+=|\sstyle=", page.text)
    named = re.findall(r'(?:src|href)="(/_page/[^"]+)"', page.text)
    assert len(named) == len(list(PAGE.glob("css/*.css"))) + 1
    for path in [*named, *(f"/_page/js/{part.name}" for part in PAGE.glob("js/*.js"))]:
        part = requests.get(stand.url + path)
        kind = "javascript" if path.endswith(".js") else "css"
        assert (part.status_code, kind in part.headers["Content-Type"]) == (200, True), path


def test_nothing_is_put_into_the_page_as_markup() -> None:
    for part in PAGE.glob("js/*.js"):
        found = re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", part.read_text("utf-8"))
        assert found is None, part.name


def test_every_word_that_the_page_asks_for_is_there_and_no_other() -> None:
    words = yaml.safe_load((PAGE / "words.yaml").read_text("utf-8"))
    code = "".join(part.read_text("utf-8") for part in PAGE.glob("js/*.js"))
    known = {f"{first}.{name}" for first, inner in words.items() if isinstance(inner, dict) for name in inner}
    known |= {first for first, inner in words.items() if not isinstance(inner, dict)}
    asked = set(re.findall(r"\bwords\.([a-z_]+(?:\.[a-z_]+)?)", code)) | set(re.findall(r"\b(think\.[a-z_]+)", code))
    by_what_came = {"kind", "problems", "bubble"}  # looked up by a name that comes from elsewhere
    methods = {f"{first}.{name}" for first in ("account_letter", "time.weekdays") for name in ("at",)}
    assert asked - known - methods - by_what_came - {"think"} == set()
    assert {name for name in known - asked if name.partition(".")[0] not in by_what_came} == set()


def test_no_words_for_people_stand_in_the_scripts() -> None:
    marks = re.compile(r"[\u4e00-\u9fff]")
    found = {
        (part.name, line.strip())
        for part in PAGE.glob("js/*.js")
        for line in part.read_text("utf-8").splitlines()
        if marks.search(line.partition("// ")[0])
    }
    # How a hint is taken apart is no word for anybody.
    assert {line for name, line in found if "试试" not in line} == set()


def test_a_name_from_elsewhere_and_a_form_from_elsewhere_are_refused(stand: Stand) -> None:
    assert requests.get(stand.url, headers={"Host": "evil.example"}).status_code == 403
    assert requests.post(f"{stand.url}/_control/people", data={"name": "赵某"}).status_code == 415


def test_a_picture_that_somebody_sends_can_be_seen(stand: Stand) -> None:
    outcome = stand.act("oResident", "image", {"name": "a.png", "content": "iVBORw0KGgo="}, tries=1)
    assert outcome.problem == "ConnectionRefusedError"
    address = stand.chat("oResident")[-2].text
    assert requests.get(address).content == b"\x89PNG\r\n\x1a\n"


def test_news_wait_for_the_first_bubble(stand: Stand) -> None:
    with pytest.raises(TimeoutError):
        stand.wait_for("oResident", "从未说过", within=0.2)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--bot-url", "http://192.0.2.1/wechat"], "loopback"),
        (["--token", "a b"], "token"),
        (["--clock", "soon"], "soon"),
        (["--people", "nowhere.jsonl"], "nowhere.jsonl"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(arguments: list[str], complaint: str) -> None:
    ended = _run(arguments, invent().environment())
    assert (ended.returncode, ended.stdout) == (2, "")
    assert complaint in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_without_an_account_it_does_not_start() -> None:
    ended = _run([], {})
    assert ended.returncode == 2
    assert "HEXI_WECHAT__APP_ID" in ended.stderr


def test_a_bad_line_of_the_people_file_is_named(tmp_path: Path) -> None:
    people = tmp_path / "people.jsonl"
    people.write_text(json.dumps({"name": "王阿姨"}) + "\n" + json.dumps({"nickname": "?"}) + "\n")
    ended = _run(["--people", str(people)], invent().environment())
    assert ended.returncode == 2
    assert "people.jsonl:2" in ended.stderr


def test_it_ends_in_time_though_a_bot_keeps_it_waiting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as never_answers:
        stand = Stand.start(f"http://127.0.0.1:{never_answers.getsockname()[1]}/")
        resident = stand.person()
        talking = threading.Thread(target=_say_and_be_cut_off, args=(stand, resident))
        talking.start()
        waiting = threading.Thread(target=_say_and_be_cut_off, args=(stand, resident))
        waiting.start()
        time.sleep(0.2)
        began = time.monotonic()
        stand.close()
        assert time.monotonic() - began < 20
        talking.join()
        waiting.join()


def test_whoever_ended_by_itself_can_be_closed() -> None:
    account = invent()
    server = Server(Platform(account, Route("http://127.0.0.1:1/", 1.0, 0.1), Clock(None)))
    serving = threading.Thread(target=server.serve)
    serving.start()
    server.stop()
    serving.join()
    server.stop()
    server.close()


def _say_and_be_cut_off(stand: Stand, openid: str) -> None:
    with pytest.raises(requests.ConnectionError):
        stand.say(openid, "你好")


def _run(arguments: list[str], account: dict[str, str]) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HEXI_")}
    return subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        cwd=ROOT, env={**inherited, **account}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
