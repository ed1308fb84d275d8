"""`demo`, as `make run` starts it: it keeps everything, leaves nothing running, says in one line what it lacks."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests

from knowledge.times import parse_moment
from simulator.account import invent
from simulator.client import Stand
from tests import processes, warm
from tests.processes import PROJECT, Running, wait_until
from tests.servers import free_port, is_free

WANG = "demo_resident_000000000000002"
DOCTOR = "demo_medical_00000000000000004"


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEXI_")}
    return {**kept, "HEXI_DATA_DIR": str(folder), "HEXI_SERVER__PORT": str(port)}


@contextmanager
def playing(folder: Path, port: int, **more: str) -> Iterator[tuple[Running, Stand]]:
    """A running demonstration and the control door of its stand-in."""
    log = folder / "log"
    with log.open("ab") as said, open(os.devnull, "rb") as nothing:
        process = warm.start(["demo"], environment(folder, port) | more, nothing, said, said)
    running = Running(process, port, log)
    try:
        running.wait_until_ready()
        with Stand(f"http://127.0.0.1:{port + 1}", invent(), ExitStack()) as stand:
            yield running, stand
    finally:
        if process.poll() is None:
            running.kill()


def test_stopping_and_starting_again_keeps_everything(tmp_path: Path) -> None:
    port = free_port(in_a_row=2)
    with playing(tmp_path, port) as (running, stand):
        stand.say(WANG, "打卡 37.8 有点咳嗽")
        stand.wait_for(DOCTOR, "37.8")
        added = stand.person("新邻居")
        stand.say(added, "你好")
        stand.advance(26 * 3600)
        time.sleep(1.5)  # what the move has brought is on its way
        now, chat, people = stand.advance(0), stand.chat(WANG), stand.people()
        running.end()
    assert is_free(port + 1)
    with playing(tmp_path, port) as (running, stand):
        assert stand.chat(WANG)[: len(chat)] == chat
        names = [person["name"] for person in people]
        assert [person["name"] for person in stand.people()] == names
        assert 0 <= stand.advance(0) - now < 120_000
        told = requests.get(f"{stand.url}/_control/clock", proxies={"http": ""}, timeout=60).json()
        assert (abs(told["apart"]) < 2_000, told["trouble"]) == (True, "")
        said = next(one for one in chat if one.channel == "said")
        explained = requests.get(
            f"{stand.url}/_control/explain",
            params={"openid": WANG, "msg_id": str(said.details["msg_id"])},
            proxies={"http": ""},
            timeout=60,
        ).json()
        assert explained["written"][0]["label"] == "健康打卡"
        running.end()


def test_both_clocks_begin_where_they_are_told_to(tmp_path: Path) -> None:
    begins = {"HEXI_ENVIRONMENT": "development", "HEXI_CLOCK": "2022-01-20T09:00:00+08:00"}
    with playing(tmp_path, free_port(in_a_row=2), **begins) as (running, stand):
        told = requests.get(f"{stand.url}/_control/clock", proxies={"http": ""}, timeout=60).json()
        assert abs(told["apart"]) < 15_000
        assert 0 <= told["now"] - parse_moment("2022-01-20T09:00:00+08:00") < 60_000
        stand.advance(60)
        told = requests.get(f"{stand.url}/_control/clock", proxies={"http": ""}, timeout=60).json()
        assert abs(told["apart"]) < 1_000
        running.end()


def test_nothing_goes_on_when_it_is_killed(tmp_path: Path) -> None:
    port = free_port(in_a_row=2)
    with playing(tmp_path, port) as (running, _):
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
    wait_until(lambda: is_free(port) and is_free(port + 1))


@pytest.mark.parametrize("taken", [0, 1])
def test_a_port_that_is_taken_is_one_line_and_nothing_is_left_running(taken: int, tmp_path: Path) -> None:
    port = free_port(in_a_row=2)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + taken))
        other.listen()
        line = refused(tmp_path, port)
    assert (str(port + taken) in line, "HEXI_SERVER__PORT" in line) == (True, True)
    assert is_free(port) and is_free(port + 1)


def test_a_stand_in_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "stand-in.sqlite3").write_bytes(b"not a database" * 100)
    port = free_port(in_a_row=2)
    line = refused(tmp_path, port)
    assert "stand-in.sqlite3" in line
    assert is_free(port) and is_free(port + 1)


def refused(folder: Path, port: int) -> str:
    ended = processes.run(["demo"], environment(folder, port))
    assert ended.returncode != 0
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    return line


@pytest.mark.parametrize(("marked", "stays"), [(True, False), (False, True)])
def test_make_clean_removes_the_made_up_people_and_no_other_ledger(marked: bool, stays: bool, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "Makefile", tmp_path)
    real, demo = tmp_path / "data" / "hexi.sqlite3", tmp_path / "data" / "demo" / "hexi.sqlite3"
    demo.parent.mkdir(parents=True)
    real.write_text("a ledger", encoding="utf-8")
    demo.write_text("perhaps made up", encoding="utf-8")
    if marked:
        (demo.parent / "MADE-UP").touch()
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert (real.exists(), demo.exists()) == (True, stays)
