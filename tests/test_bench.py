"""The figures can be trusted: the load generator counts rightly, the kill run's referee sees every wrong."""

import json
import socketserver
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto

from bench import digest, load, stages, timed_serve, words
from bench.account import Account, BadAnswer, Sealer
from bench.broadcast_kills import IN_HAND, Verdict
from bench.figures import Side, table
from bench.lane import answer_length
from bench.load import Job, Measured, Order
from bench.referee import Filing, Pushed, Snapshot, judge, references, snapshot
from bench.rehearsal import Rehearsed
from bench.residents_at_work import Script
from bench.rounds import CheckIns, tally
from bench.servers import Server
from bench.sink import listening
from bench.talk import Pusher

ACCOUNT = Account.invent()
WANG, ZHAO = "王桂兰", "赵建国"
HEALTHY = Filing("health_checkin", WANG, 36.5)
FEVER = Filing("health_checkin", ZHAO, 38.6)
RETURN = Filing("return_report", WANG)


# --- a notice whose sender is killed


@pytest.mark.parametrize(
    ("got", "statuses", "clean"),
    [
        pytest.param({0: 1, 1: 1}, {0: "sent", 1: "sent"}, True, id="everybody has it"),
        pytest.param({0: 1}, {0: "sent", 1: "unknown"}, True, id="one is listed"),
        pytest.param({0: 1, 1: 1}, {0: "sent", 1: "unknown"}, True, id="one has it and is listed"),
        pytest.param({0: 1}, {0: "sent", 1: "sent"}, False, id="one is skipped"),
        pytest.param({0: 1}, {0: "sent"}, False, id="one has no row"),
        pytest.param({0: 1, 1: 1}, {0: "sent", 1: "due"}, False, id="one still waits"),
        pytest.param({0: 1, 1: 2}, {0: "sent", 1: "unknown"}, False, id="one has it twice"),
    ],
)
def test_the_referee_of_a_notice_sees_whoever_was_left_out(
    got: dict[int, int], statuses: dict[int, str], clean: bool
) -> None:
    assert Verdict(2, 1, Counter(got), statuses).clean is clean


def test_more_unknown_than_were_in_hands_are_too_many() -> None:
    everybody = range(3 * IN_HAND)
    listed = dict.fromkeys(everybody, "unknown")
    assert Verdict(len(everybody), 3, Counter(), listed).clean
    assert not Verdict(len(everybody), 2, Counter(), listed).clean


# --- pushes and replies


def wechatpy_crypto() -> WeChatCrypto:
    return WeChatCrypto(ACCOUNT.token, ACCOUNT.encoding_aes_key, ACCOUNT.app_id)


def sealed_reply(to: str, text: str, crypto: WeChatCrypto | None = None) -> bytes:
    xml = (
        f"<xml><ToUserName>{to}</ToUserName><FromUserName>{ACCOUNT.original_id}</FromUserName><CreateTime>1"
        f"</CreateTime><MsgType>text</MsgType><Content>{text}</Content></xml>"
    )
    sealed: str = (crypto or wechatpy_crypto()).encrypt_message(xml, "nonce", "1600000000")
    return sealed.encode()


def test_a_push_is_what_wechatpy_takes_for_one_of_the_platform() -> None:
    sealer = Sealer(ACCOUNT)
    query, body = sealer.text_push("o-wang", "打卡 36.5", 23, said_at=1_600_000_000, at=1_600_000_010)
    given = {name: values[0] for name, values in parse_qs(query).items()}
    signed = (given["msg_signature"], given["timestamp"], given["nonce"])
    message = parse_message(wechatpy_crypto().decrypt_message(body, *signed))
    assert (message.content, message.source, message.id) == ("打卡 36.5", "o-wang", 23)
    assert (given["openid"], given["timestamp"]) == ("o-wang", "1600000010")
    assert int(message.create_time.timestamp()) == 1_600_000_000


def test_replies_are_opened_and_whatever_is_not_for_this_push_is_refused() -> None:
    sealer = Sealer(ACCOUNT)
    assert sealer.open_reply("o-wang", sealed_reply("o-wang", "打卡好了")) == "打卡好了"
    assert sealer.open_reply("o-wang", b"success") == ""
    stranger = Account.invent()
    foreign = WeChatCrypto(stranger.token, stranger.encoding_aes_key, stranger.app_id)
    for body in (
        sealed_reply("o-zhao", "打卡好了"),
        sealed_reply("o-wang", ""),
        sealed_reply("o-wang", "打卡好了", foreign),
        sealed_reply("o-wang", "打卡好了")[:-9],
        b'{"errcode": 0}',
    ):
        with pytest.raises(BadAnswer):
            sealer.open_reply("o-wang", body)


@pytest.mark.parametrize(
    ("received", "length"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Le", None),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nsuc", 45),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 38),
        (b"HTTP/1.1 503 Busy\r\nX: 1\r\n\r\n", 27),
    ],
)
def test_an_answer_is_whole_when_its_length_is_there(received: bytes, length: int | None) -> None:
    assert answer_length(received) == length


# --- the load generator against a server that counts what it answers


class Door(socketserver.ThreadingTCPServer):
    """Echoes, but answers every fifth push 503 and hangs up on every seventh."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, faulty: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Visitor)
        self.faulty = faulty
        self.crypto = wechatpy_crypto()
        self.lock = threading.Lock()
        self.pushes = 0
        self.given: Counter[str] = Counter()
        self.port = int(self.server_address[1])


class _Visitor(socketserver.StreamRequestHandler):
    server: Door

    def handle(self) -> None:
        while line := self.rfile.readline():
            length = 0
            while (header := self.rfile.readline().strip()) != b"":
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            body = self.rfile.read(length)
            with self.server.lock:
                self.server.pushes += 1
                number = self.server.pushes
            if self.server.faulty and number % 7 == 0:
                self.server.given["cut"] += 1
                return
            if self.server.faulty and number % 5 == 0:
                self.server.given["status 503"] += 1
                self.wfile.write(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
                continue
            self.server.given["reply"] += 1
            answer = self._echo(line.split()[1].decode(), body)
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(answer), answer))

    def _echo(self, path: str, body: bytes) -> bytes:
        given = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        inner = self.server.crypto.decrypt_message(
            body, given["msg_signature"], given["timestamp"], given["nonce"]
        )
        message = parse_message(inner)
        sealed: str = self.server.crypto.encrypt_message(
            create_reply(message.content, message).render(), given["nonce"]
        )
        return sealed.encode()


@contextmanager
def door(*, faulty: bool) -> Iterator[Door]:
    with Door(faulty) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def job(port: int, pushes_of_lanes: list[int], *, seconds: float = 5.0, send_all: bool = True) -> Job:
    lanes = [
        [Order(openid=f"o-{lane}", text=f"打卡 {n}", msg_id=lane * 1_000 + n) for n in range(pushes)]
        for lane, pushes in enumerate(pushes_of_lanes)
    ]
    return Job(
        host="127.0.0.1", port=port, account=ACCOUNT, seconds=seconds, lanes=lanes, expect_echo=True,
        send_all=send_all,
    )  # fmt: skip


def test_the_generator_counts_exactly_what_the_server_gave() -> None:
    with door(faulty=True) as server:
        measured = load.run(job(server.port, [40, 25, 25, 3]))
        assert measured.counted() == server.given
    assert [len(lane) for lane in measured.outcomes] == [40, 25, 25, 3]
    assert set(measured.counted()) == {"reply", "status 503", "cut"}
    assert measured.in_window == measured.counted()["reply"]
    assert 0 < measured.p50_ms <= measured.p99_ms


def test_an_echo_with_other_words_is_no_echo() -> None:
    sealer = Sealer(ACCOUNT)
    order = Order(openid="o-wang", text="打卡 36.5", msg_id=1)
    raw = b"HTTP/1.1 200 OK\r\n\r\n" + sealed_reply("o-wang", "打卡 36.6")
    assert load.outcome(sealer, order, raw, complete=True, expect_echo=True) == "wrong words"
    assert load.outcome(sealer, order, raw, complete=True, expect_echo=False) == "reply"


def test_the_window_closes_when_the_first_connection_has_nothing_left() -> None:
    with door(faulty=False) as server:
        measured = load.run(job(server.port, [5, 400], send_all=False))
    assert measured.ran_dry
    assert measured.seconds < 5
    assert len(measured.outcomes[0]) == 5
    assert len(measured.outcomes[1]) < 400
    # Whatever was in flight at the end is known, but is no part of the rate.
    assert 0 <= measured.counted()["reply"] - measured.in_window <= 1


def test_percentiles_are_those_of_the_values() -> None:
    assert load.percentiles([float(value) for value in range(101)]) == (50.0, 99.0)
    assert load.percentiles([3.0]) == (0.0, 0.0)


# --- check-ins dealt out and held against the ledger


def measured_as(outcomes: list[list[str]]) -> Measured:
    return Measured(
        seconds=1, in_window=1, p50_ms=1, p99_ms=2, generator_cpu_share=0.1, ran_dry=False, outcomes=outcomes
    )


def test_each_person_keeps_to_one_connection_and_confirms_where_needed() -> None:
    check_ins = CheckIns(words.residents(4), Rehearsed(first=1, again=0), iter(range(1_000)))
    planned = check_ins.plan(2, 9)
    texts: dict[tuple[int, str], list[str]] = defaultdict(list)
    for lane, orders in enumerate(planned.orders()):
        for order in orders:
            texts[lane, order.openid].append(order.text)
    assert len({openid for _, openid in texts}) == len(texts) == 4
    confirm = words.words().confirm
    assert [said == confirm for said in texts[0, check_ins.people[0].openid]] == [False, True, False]
    assert [said == confirm for said in texts[1, check_ins.people[3].openid]] == [False, True]


def test_the_tally_misses_nothing_and_forgives_only_what_was_not_acknowledged() -> None:
    people = words.residents(4)
    check_ins = CheckIns(people, Rehearsed(first=0, again=0), iter(range(1_000)))
    planned = check_ins.plan(2, 6)
    check_ins.book(planned, measured_as([["reply", "success", "reply"], ["cut"]]))
    assert check_ins.unsure == {people[1].name}
    told = Counter({people[0].name: 2, people[2].name: 1})
    assert check_ins.acknowledged == told
    assert tally(check_ins, told).agrees
    assert tally(check_ins, told + Counter({people[1].name: 1})).agrees
    assert tally(check_ins, told + Counter({people[1].name: 2})).surplus == 1
    assert tally(check_ins, told + Counter({people[3].name: 1})).surplus == 1
    lost = tally(check_ins, Counter({people[0].name: 1, people[2].name: 1}))
    assert (lost.missing, lost.agrees) == (1, False)
    still_in = {resident.name for lane in check_ins.plan(2, 9).lanes for resident, _ in lane}
    assert people[1].name not in still_in


def test_the_table_gives_the_ratio_of_medians_and_says_when_it_is_too_low(tmp_path: Path) -> None:
    def side(name: str, rates: list[float], *, echo: bool) -> Side:
        rounds = [measured_as([["reply"]]).model_copy(update={"in_window": rate}) for rate in rates]
        figures = {16: [0.5], 64: [0.5]}
        server = Server(name, [], {}, 1, None, tmp_path / "log")
        return Side(server, echo, {16: rounds, 64: rounds}, figures, figures)

    echo, ours = side("echo", [100, 1_000, 110], echo=True), side("ours", [70, 80, 990], echo=False)
    lines = table([echo, ours]).split("\n")
    assert lines[1].split()[:5] == ["echo", "16", "110", "100", "1000"]
    assert lines[2].endswith("0.73 (0.08 to 9.00) below the goal")


def test_people_and_words_suffice_for_a_long_run() -> None:
    people = words.residents(17_000)
    for attribute in ("openid", "name", "phone"):
        assert len({getattr(resident, attribute) for resident in people}) == len(people)
    assert people[0].say("{address}").startswith(words.words().community)
    assert len({words.check_in(number)[0] for number in range(54)}) == 54
    with pytest.raises(ValueError, match="names for"):
        words.residents(1_000_000)


# --- the referee of the kill run, on made-up histories


def on_record(*filings: Filing, torn: tuple[str, ...] = ()) -> Snapshot:
    return Snapshot(Counter(filings), torn)


def test_a_clean_history_is_clean_whatever_came_of_the_unanswered() -> None:
    history = [
        Pushed(1, HEALTHY, "打卡好了", "打卡好了"),
        Pushed(2, None, "从哪里回来？"),
        Pushed(3, RETURN, None, "报备好了"),
        Pushed(4, FEVER, None),
    ]
    for before in (on_record(HEALTHY), on_record(HEALTHY, RETURN), on_record(HEALTHY, FEVER)):
        after = Snapshot(before.filings | Counter([RETURN]))
        verdict = judge(history, before, after)
        assert verdict.clean
    assert verdict.figures() == "acknowledged 2, lost 0, doubled 0, torn 0"
    assert verdict.filings_acknowledged == 1


@pytest.mark.parametrize(
    ("history", "before", "after", "expected"),
    [
        pytest.param(
            [Pushed(1, HEALTHY, "好")], on_record(), on_record(), (1, 0, 0),
            id="acknowledged, not on record",
        ),
        pytest.param(
            [Pushed(1, HEALTHY, "")], on_record(), on_record(HEALTHY), (1, 0, 0),
            id="back only by the repetition",
        ),
        pytest.param(
            [Pushed(1, HEALTHY, "好"), Pushed(2, HEALTHY, "好")], on_record(HEALTHY), on_record(HEALTHY),
            (1, 0, 0),
            id="two alike, one on record",
        ),
        pytest.param(
            [Pushed(1, RETURN, None, "报备好了")], on_record(), on_record(), (1, 0, 0),
            id="acknowledged when repeated, not on record",
        ),
        pytest.param(
            [Pushed(1, HEALTHY, "好")], on_record(HEALTHY, HEALTHY), on_record(HEALTHY, HEALTHY), (0, 1, 0),
            id="on record twice",
        ),
        pytest.param(
            [Pushed(1, HEALTHY, None)], on_record(HEALTHY, HEALTHY), on_record(HEALTHY, HEALTHY), (0, 1, 0),
            id="unanswered and on record twice",
        ),
        pytest.param(
            [Pushed(1, HEALTHY, None, "好")], on_record(HEALTHY), on_record(HEALTHY, HEALTHY), (0, 0, 1),
            id="a record without its inbox row",
        ),
        pytest.param(
            [Pushed(1, HEALTHY, "36.5 好", "36.5 又好")], on_record(HEALTHY), on_record(HEALTHY), (0, 0, 1),
            id="another reply to the repetition",
        ),
        pytest.param([], on_record(HEALTHY), on_record(HEALTHY), (0, 0, 1), id="a record that nobody said"),
        pytest.param(
            [Pushed(1, FEVER, "好")], on_record(FEVER, torn=("fever without alert",)),
            on_record(FEVER, torn=("fever without alert",)), (0, 0, 1), id="torn rows count once",
        ),
    ],
)  # fmt: skip
def test_the_referee_catches(
    history: list[Pushed], before: Snapshot, after: Snapshot, expected: tuple[int, int, int]
) -> None:
    verdict = judge(history, before, after)
    assert (len(verdict.lost), len(verdict.doubled), len(verdict.torn)) == expected
    assert not verdict.clean


def rows(*, check_in: bool = True, alerts: int = 1, audit: bool = True, message: bool = True) -> Snapshot:
    """The ledger after a healthy check-in and a fever, with or without what belongs to the fever."""
    fever = {"id": 8, "person": ZHAO, "temperature": 38.6}
    return snapshot(
        [{"id": 7, "person": WANG, "temperature": 36.5}, *([fever] if check_in else [])],
        [{"id": 7, "filed_by": WANG}],
        [{"id": 30 + number, "group": "medical", "about": "health_checkin:8"} for number in range(alerts)],
        [{"about": f"{kind}:7"} for kind in ("health_checkin", "return_report")]
        + [{"about": about} for about in ("health_checkin:8", "alert:30", "alert:31") if audit],
        [{"key": f"alert:{30 + number}:12"} for number in range(alerts) if message],
        alarms_from=38.0,
        staffed={"medical"},
    )


def test_rows_that_belong_together_are_found_together() -> None:
    whole = rows()
    assert whole == Snapshot(Counter([HEALTHY, FEVER, RETURN]))
    assert references("alert/30 of health_checkin:8") == {("alert", "30"), ("health_checkin", "8")}


@pytest.mark.parametrize(
    ("ledger", "torn", "doubled"),
    [
        (rows(alerts=0), "fever without alert", ""),
        (rows(check_in=False), "alert without its check-in", ""),
        (rows(alerts=0, check_in=False), "", ""),
        (rows(message=False), "alert without a message", ""),
        (rows(alerts=2), "", "2 alerts"),
    ],
)
def test_rows_that_miss_their_partner_are_torn(ledger: Snapshot, torn: str, doubled: str) -> None:
    for found, expected in ((ledger.torn, torn), (ledger.doubled, doubled)):
        assert len(found) == bool(expected)
        assert all(finding.startswith(expected) for finding in found)


def test_a_record_and_an_alert_without_audit_row_are_torn() -> None:
    assert [finding[:12] for finding in rows(audit=False).torn] == ["no audit row"] * 2


def test_the_rehearsals_people_stand_apart_but_their_alerts_keep_their_check_in() -> None:
    ledger = snapshot(
        [{"id": 8, "person": ZHAO, "temperature": 38.6}], [],
        [{"id": 1, "group": "medical", "about": "health_checkin:8"}], [{"about": "alert:1"}],
        [{"about": "health_checkin:8"}], alarms_from=38.0, apart={ZHAO},
    )  # fmt: skip
    assert ledger == Snapshot(Counter())


def test_every_filing_of_the_kill_run_is_told_apart() -> None:
    script = Script(Rehearsed(first=1, again=0), 0, ("回来", "{name}", "1"))
    people = words.residents(30)
    filings = [
        filing
        for number, resident in enumerate(people)
        for _, filing in script.steps(number, resident)
        if filing
    ]
    assert len(filings) == len(set(filings))
    assert [said for said, _ in script.steps(8, people[8])] == ["回来", people[8].name, "1"]


# --- small parts


def test_the_platform_gives_up_after_three_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    with door(faulty=False) as server:
        pusher = Pusher(ACCOUNT, server.port, iter(range(9)))
        said = pusher.compose("o-wang", "打卡 36.5")
        assert pusher.deliver(said) == "打卡 36.5"
        pusher.close()
    assert pusher.deliver(said) is None
    assert len(pauses) == 2


def test_the_sink_takes_messages_as_the_platform_would() -> None:
    with listening() as sink:
        base = f"http://127.0.0.1:{sink.port}/cgi-bin"
        assert requests.get(f"{base}/token", timeout=60).json()["access_token"]
        message = {"touser": "o-wang", "msgtype": "text", "text": {"content": "发热"}}
        sent = requests.post(f"{base}/message/custom/send", json=message, timeout=60)
        assert sent.json()["errcode"] == 0
        assert sink.sent == [("o-wang", "发热")]


def test_the_stopwatch_counts_a_stage_without_what_is_inside_it() -> None:
    watch = timed_serve.Stopwatch()
    inner = watch.timed("inner", lambda: time.sleep(0.02))

    def twice_and_a_little_more() -> None:
        inner()
        inner()
        time.sleep(0.01)

    watch.timed("outer", twice_and_a_little_more)()
    total = watch.total()
    assert (total["inner"][0], total["outer"][0]) == (2, 1)
    assert total["inner"][1] >= 40_000_000
    assert 10_000_000 <= total["outer"][1] < 30_000_000


def test_stages_add_up_to_the_processor_time_and_absent_names_are_said() -> None:
    label = timed_serve.STAGES[0][0]
    before = stages.Sums(stages={label: (10, 5_000, 4_000)}, absent=())
    written = json.dumps({"stages": {label: [110, 305_000, 204_000]}, "absent": []})
    after = stages.Sums.model_validate_json(written)
    printed = stages.table(after.since(before), 100, 0.05, ["bot.x:y"], 16).split("\n")
    assert printed[2].split()[:3] == ["2", "3", "1.0"]
    assert printed[3].split()[0] == "498"
    assert printed[4].split() == ["500", "together"]
    assert printed[5].endswith("bot.x:y")


def test_the_digest_is_asked_for_in_a_history_of_its_own(tmp_path: Path) -> None:
    took = digest.measure(tmp_path, 1_000, 1)
    assert [one.question for one in took] == [question for question, _ in digest.QUESTIONS]
    assert all(one.median > 0 for one in took)
