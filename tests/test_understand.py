"""`understand` as scripts use it: a line in, a line out (INTERFACES.md 4 and 5)."""

import io
import json

import pytest

from commands.errors import Refused
from commands.understand import understand


def understood(*lines: str, explain: bool = False) -> list[dict[str, object]]:
    out = io.StringIO()
    understand(io.StringIO("".join(f"{line}\n" for line in lines)), out, explain=explain)
    return [json.loads(line) for line in out.getvalue().rstrip("\n").split("\n")]


def test_a_line_of_json_says_when_and_by_whom_a_text_was_sent() -> None:
    [found] = understood('{"text": "后天从呼市坐K1302回来", "now": "2022-01-20T09:00:00+08:00"}')
    assert (found["text"], found["intent"]) == ("后天从呼市坐K1302回来", "return_report")
    assert found["slots"] == {
        "origin": {"code": "150100", "name": "呼和浩特市"},
        "arrive_date": "2022-01-22",
        "transport": "train",
        "transport_no": "K1302",
    }
    assert list(found) == ["text", "intent", "confidence", "slots"]


def test_a_moment_elsewhere_is_the_day_in_shanghai() -> None:
    [found] = understood('{"text": "从呼市坐火车明天到家", "now": "2022-01-19T20:00:00Z"}')
    assert found["slots"]["arrive_date"] == "2022-01-21"  # type: ignore[index]


def test_a_bare_line_is_a_text_and_so_is_what_only_looks_like_json() -> None:
    found = understood("打卡 36.5", "{打卡 36.5", "")
    assert [one["text"] for one in found] == ["打卡 36.5", "{打卡 36.5", ""]
    assert found[0]["slots"] == {"temperature": 36.5}


def test_it_says_why_when_asked() -> None:
    [found] = understood("打卡 36.5", explain=True)
    reasons = found["reasons"]
    assert "打卡" in reasons["words"]  # type: ignore[index]
    assert any("checkin" in line for line in reasons["lines"])  # type: ignore[index]
    assert reasons["learned"]  # type: ignore[index]
    assert found["others"]


@pytest.mark.parametrize(
    "line", ['{"now": "2022-01-20T09:00:00+08:00"}', '{"text": 1}', '{"text": "打卡", "now": "gestern"}']
)
def test_an_object_that_is_none_of_these_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(Refused, match=r"^line 2: (text|now): "):
        understood("打卡 36.5", line)


@pytest.mark.parametrize("text", ["\u2028", "\\ud800", "🐼" * 3000, "a" * 20_000, "\\u0000"])
def test_any_text_gets_a_line(text: str) -> None:
    [found] = understood(f'{{"text": "{text}"}}')
    assert found["intent"]
