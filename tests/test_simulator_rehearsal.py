"""The stand-in asks the assistant's rehearsal door, shares one clock with it, and names each message for it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from simulator.client import Stand
from tests.processes import DOCTOR, WANG, Operator, operating

REHEARSAL = {"HEXI_ENVIRONMENT": "development", "HEXI_REHEARSAL": "true"}
HOUR = 3_600_000


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    with operating(tmp_path_factory.mktemp("both") / "data", **REHEARSAL) as ready:
        ready.serve()
        ready.stand.settings(rehearsal=True)
        yield ready


def door(stand: Stand, path: str, **query: str) -> requests.Response:
    return requests.get(f"{stand.url}/_control/{path}", params=query, proxies={"http": ""}, timeout=60)


def test_every_bubble_of_a_person_can_be_explained(operator: Operator) -> None:
    stand = operator.stand
    wang, _ = operator.bind(WANG, DOCTOR)
    stand.say(wang, "打卡 37.9 发烧")
    stand.act(wang, "voice", {"recognition": "打卡 36.5 没事"})
    stand.act(wang, "click", {"key": "我的记录"})
    stand.act(wang, "scan", {"scene": "door-7"})
    stand.act(wang, "location", {"latitude": 43.6, "longitude": 122.2, "label": "永茂"})
    said = [seen for seen in stand.chat(wang) if seen.channel == "said"]
    assert len(said) >= 5
    for seen in said:
        told = door(stand, "explain", openid=wang, msg_id=str(seen.details["msg_id"])).json()
        assert told["message"]["msg_id"] == seen.details["msg_id"]
        replies = [one.text for one in stand.chat(wang) if one.details.get("answers") == seen.details["msg_id"]]
        assert replies == ([told["reply"]] if told["reply"] else [])
    records = door(stand, "ledger", about=wang).json()["records"]
    assert "健康打卡" in {record["label"] for record in records}
    assert door(stand, "explain", openid=wang, msg_id="1").status_code == 404


def test_one_clock_for_both_that_only_moves_on(operator: Operator) -> None:
    stand = operator.stand
    before = door(stand, "clock").json()
    assert (before["trouble"], abs(before["apart"]) < 5_000) == ("", True)
    after = stand.advance(2 * 3600)
    assert 0 <= after - before["now"] - 2 * HOUR < 20_000
    told = door(stand, "clock").json()
    assert abs(told["apart"]) < 1_000
    with pytest.raises(ValueError, match="only moves on"):
        stand.advance(-60)


def test_without_the_assistant_nothing_moves_and_the_page_is_told_why() -> None:
    with Stand.in_thread() as stand:
        stand.settings(rehearsal=True)
        told = door(stand, "explain", openid="o", msg_id="1")
        assert (told.status_code, "没有在运行" in told.json()["error"]) == (502, True)
        before = door(stand, "clock").json()
        assert "没有在运行" in before["trouble"]
        moved = requests.post(f"{stand.url}/_control/clock", json={"advance": 3600}, proxies={"http": ""}, timeout=60)
        assert (moved.status_code, "没有在运行" in moved.json()["error"]) == (502, True)
        assert door(stand, "clock").json()["now"] - before["now"] < HOUR


class _Stranger(BaseHTTPRequestHandler):
    """A server that has no rehearsal door."""

    def do_GET(self) -> None:
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


def test_an_assistant_without_a_rehearsal_is_as_good_as_none(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Stranger) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with Stand.in_thread(f"http://127.0.0.1:{server.server_port}/wechat") as stand:
            stand.settings(rehearsal=True)
            assert door(stand, "ledger", about="王阿姨").status_code == 502
        server.shutdown()
