"""What the stand-in keeps on disk: it goes on where it was, also when it was killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests

from simulator.account import Account, invent
from simulator.client import Stand
from tests.api_caller import Api
from tests.tiny_bot import TinyBot, running

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def standing(bot: TinyBot, keep: Path, *more: str) -> Iterator[tuple[Stand, "subprocess.Popen[str]"]]:
    """A stand-in that keeps its state in a file, and its process."""
    command = [sys.executable, "-m", "simulator", "--bot-url", bot.url, "--keep", str(keep), *more]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **bot.account.environment()}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        stand = Stand(process.stdout.readline().strip(), bot.account, ExitStack())
        yield stand, process
        stand.close()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def bot() -> Iterator[TinyBot]:
    with running(invent()) as tiny:
        tiny.say("收到")
        yield tiny


def play(stand: Stand) -> tuple[str, str]:
    """A bit of everything; returns the openids of a resident and a worker."""
    api = Api(stand)
    api.fetch_token()
    resident, worker = stand.person("王阿姨", hint="居民"), stand.person("李强")
    stand.template("LONG", "防疫通知", "{{thing1.DATA}}", long_term=True)
    stand.template("ALERT", "提醒", "{{thing1.DATA}}")
    stand.say(resident, "打卡 36.5")
    stand.act(resident, "image", {"content": "aGVsbG8=", "name": "door.png"})
    stand.act(resident, "consent", {"template_id": "LONG"})
    for _ in range(2):
        assert api.send(resident, "好") == 0
    tag = api.post("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"]  # type: ignore[index]
    api.post("tags/members/batchtagging", {"tagid": tag, "openid_list": [worker]})
    api.post("menu/create", {"button": [{"type": "click", "name": "办事", "key": "A"}]})
    button = {"type": "click", "name": "待办", "key": "B"}
    api.post("menu/addconditional", {"button": [button], "matchrule": {"tag_id": str(tag)}})
    scene = {"scene": {"scene_str": "door-7"}}
    api.post("qrcode/create", {"expire_seconds": 600, "action_name": "QR_STR_SCENE", "action_info": scene})
    stand.act(stand.person("老马"), "unfollow")
    stand.advance(3600)
    return resident, worker


def seen(stand: Stand, *openids: str) -> list[object]:
    """All that somebody can see of the stand-in."""
    shown = [
        {name: value for name, value in person.items() if name not in ("typing", "messages_left")}
        for person in stand.people()
    ]
    codes = requests.get(f"{stand.url}/_control/codes", proxies={"http": ""}, timeout=60).json()
    return [shown, codes, *(stand.chat(openid) for openid in openids)]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_it_goes_on_where_it_was_however_it_ended(end: signal.Signals, bot: TinyBot, tmp_path: Path) -> None:
    keep = tmp_path / "kept.sqlite3"
    with standing(bot, keep) as (stand, process):
        resident, worker = play(stand)
        before = seen(stand, resident, worker)
        clock = stand.advance(0)
        process.send_signal(end)
        process.wait()
    with standing(bot, keep) as (stand, _):
        assert seen(stand, resident, worker) == before
        assert 0 <= stand.advance(0) - clock < 60_000
        left = {person["openid"]: person["messages_left"] for person in stand.people()}
        assert left[resident] == 3
        picture = next(one for one in stand.chat(resident) if one.kind == "image")
        path = f"{stand.url}/_media/{picture.text.rpartition('/')[2]}"
        assert requests.get(path, proxies={"http": ""}, timeout=60).content == b"hello"
        newest = max(one.id for one in stand.chat(resident))
        stand.say(resident, "还在吗")
        assert [one.text for one in stand.chat(resident, after=newest)] == ["还在吗", "收到"]
        api = Api(stand)
        api.fetch_token()
        notice = {"touser": resident, "template_id": "LONG", "data": {"thing1": {"value": "还在"}}}
        assert api.post("message/subscribe/bizsend", notice)["errcode"] == 0


def test_a_report_that_was_due_after_the_end_still_comes(bot: TinyBot, tmp_path: Path) -> None:
    keep = tmp_path / "kept.sqlite3"
    with standing(bot, keep) as (stand, process):
        resident, _ = play(stand)
        stand.settings(event_delay=3600)
        api = Api(stand)
        api.fetch_token()
        assert api.notify(resident, "ALERT", data={"thing1": {"value": "有人发热"}})["errcode"] == 0
        process.kill()
        process.wait()
    with standing(bot, keep) as (stand, _):
        stand.advance(3601)
        bot.wait_for_event("TEMPLATESENDJOBFINISH")


def test_people_of_the_file_keep_what_they_did(bot: TinyBot, tmp_path: Path) -> None:
    people = tmp_path / "people.jsonl"
    people.write_text('{"name": "王阿姨", "openid": "oWang"}\n', encoding="utf-8")
    for _ in range(2):
        with standing(bot, tmp_path / "kept.sqlite3", "--people", str(people)) as (stand, process):
            known = {person["openid"]: person["follows"] for person in stand.people()}
            if known["oWang"]:
                stand.act("oWang", "unfollow")
            process.terminate()
            process.wait()
    assert known == {"oWang": False}


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 40])
def test_a_file_that_is_none_of_its_own_is_refused_in_one_line(content: bytes, bot: TinyBot, tmp_path: Path) -> None:
    keep = tmp_path / "kept.sqlite3"
    keep.write_bytes(content)
    assert "remove it to start anew" in refused(bot.account, "--keep", str(keep))


def test_a_port_that_is_taken_is_said_in_one_line(bot: TinyBot, tmp_path: Path) -> None:
    port = bot.url.rpartition(":")[2].split("/")[0]
    assert "another program uses it" in refused(bot.account, "--port", port)


def refused(account: Account, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        cwd=ROOT,
        env={**os.environ, **account.environment()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    return line
