"""The fate of every error code, and what the sender does with each kind of row."""

import pytest

from bot.sending.fates import FATES, Failure, Fate, SendError, Then, Verdict, backoff, fate_of, judge
from knowledge.settings.running import WaitForContact
from knowledge.times import DAY, MINUTE, SECOND, parse_moment
from ledger.outbox import MENU, RANKS
from tests.rows import every_row

NOW = parse_moment("2022-11-11T16:00:20+08:00")
PATIENCE_MS = 4 * 3_600_000
KINDS = ("reply", "alert", "reminder", "notice")

# The platform's table, row by row, written down a second time so that a slip in one of the two is seen.
TABLE = [
    (Fate.UNKNOWN, "-1"),
    (Fate.RETRY, "-1000"),
    (Fate.TOKEN, "40001 40014 42001 41001"),
    (Fate.PERM, "40002 40013 40125 40164 40243 89503 41002 41004"),
    (Fate.USER, "40003"),
    (Fate.USER, "43004"),
    (Fate.USER, "43019 48002"),
    (Fate.USER, "43101 43107"),
    (Fate.USER, "46004"),
    (Fate.WINDOW, "45015"),
    (Fate.WINDOW, "45047"),
    (Fate.DAY, "45009"),
    (Fate.MINUTE, "45011"),
    (Fate.DAY, "45028"),
    (Fate.PERM, "48006"),
    (Fate.INPUT, "45002 45003 45004 45005 45006 45008"),
    (Fate.INPUT, "40007 40004 40005 40006 40009 45001 46001"),
    (Fate.INPUT, "40008 40033 40035 40037 40038 40097 44002 44004 45162 47001 47003 41030"),
    (Fate.ACCEPTED, "45065"),
    (Fate.UNKNOWN, "45066"),
    (Fate.INPUT, "45067"),
    (Fate.INPUT, "43001 43002 43003"),
    (Fate.PERM, "48001 48003 48004 48008 40200"),
    (Fate.PERM, "43116 45168 43106"),
]
ROWS = [(int(errcode), fate) for fate, errcodes in TABLE for errcode in errcodes.split()]


@every_row(("errcode", "fate"), ROWS)
def test_every_code_of_the_platforms_table_has_its_fate(errcode: int, fate: Fate) -> None:
    assert fate_of(errcode) is fate


def test_no_code_has_two_fates() -> None:
    codes = [errcode for errcode, _ in ROWS]
    assert len(codes) == len(set(codes))
    assert set(codes) | {50002} <= set(FATES)


@pytest.mark.parametrize(
    ("errmsg", "fate"), [("user limited", Fate.USER), ("User Limited", Fate.USER), ("api banned", Fate.PERM)]
)
def test_50002_is_read_by_its_words(errmsg: str, fate: Fate) -> None:
    assert fate_of(50002, errmsg) is fate


@pytest.mark.parametrize("errcode", [40001, 40014, 42001, 41001])
def test_a_credential_error_of_the_token_endpoint_is_a_wrong_secret(errcode: int) -> None:
    assert fate_of(errcode, asking_for_token=True) is Fate.PERM


@pytest.mark.parametrize("errcode", [40016, 40018, 40027, 40054, 40055, 45157, 45080])
def test_a_refused_menu_tag_or_mark_is_never_sent_again_unchanged(errcode: int) -> None:
    assert fate_of(errcode) is Fate.INPUT


def test_a_code_that_no_list_names_is_tried_a_few_times() -> None:
    assert fate_of(99999) is Fate.RETRY


def failed(fate: Fate, kind: str = "reminder", **more: object) -> Verdict:
    """The verdict on a row; `errcode` 1 unless given."""
    errcode = more.pop("errcode", 1)
    assert errcode is None or isinstance(errcode, int)
    fields: dict[str, object] = {"attempts": 1, "other_channel": False, "silences": 1, **more}
    failure = Failure(SendError(fate, errcode, ""), kind, **{"patience_ms": PATIENCE_MS, **fields})  # type: ignore[arg-type]
    return judge(failure, NOW, lambda: 0.0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("fate", "verdict"),
    [
        (Fate.ACCEPTED, Verdict(Then.SENT)),
        (Fate.USER, Verdict(Then.UNREACHABLE)),
        (Fate.INPUT, Verdict(Then.UNREACHABLE, alarm=True)),
        (Fate.RETRY, Verdict(Then.AGAIN, due_at=NOW + 2 * SECOND)),
        (
            Fate.PERM,
            Verdict(Then.AGAIN, NOW + MINUTE, counts=False, pause_until=NOW + MINUTE, alarm=True),
        ),
        (
            Fate.TOKEN,
            Verdict(Then.AGAIN, NOW + 5_000, counts=False, pause_until=NOW + 5_000, alarm=True),
        ),
        (
            Fate.MINUTE,
            Verdict(Then.AGAIN, NOW + 40_000, counts=False, pause_until=NOW + 40_000),
        ),
    ],
)
def test_most_fates_are_the_same_for_every_kind(kind: str, fate: Fate, verdict: Verdict) -> None:
    assert failed(fate, kind) == verdict


@every_row("kind", KINDS)
def test_a_used_up_day_ends_at_midnight_in_beijing(kind: str) -> None:
    midnight = parse_moment("2022-11-12T00:00:00+08:00")
    verdict = failed(Fate.DAY, kind)
    assert (verdict.then, verdict.due_at, verdict.pause_until) == (Then.AGAIN, midnight, midnight)
    assert not verdict.counts
    assert failed(Fate.DAY, kind, other_channel=True).then is Then.OTHER_CHANNEL


@every_row("kind", KINDS)
def test_a_closed_window_takes_the_other_channel_or_waits_for_the_person_once(kind: str) -> None:
    assert failed(Fate.WINDOW, kind, other_channel=True).then is Then.OTHER_CHANNEL
    waits = failed(Fate.WINDOW, kind)
    assert (waits.then, waits.due_at) == (Then.WAIT_FOR_CONTACT, NOW + PATIENCE_MS)
    assert failed(Fate.WINDOW, kind, has_waited=True).then is Then.UNREACHABLE
    assert failed(Fate.WINDOW, kind, attempts=2).then is Then.WAIT_FOR_CONTACT  # it was refused before, and did not wait


def test_what_is_urgent_waits_least_for_a_closed_window() -> None:
    minutes = WaitForContact().model_dump()
    assert min(minutes, key=minutes.__getitem__) == "alert"
    assert set(minutes) == set(RANKS) - {MENU}


@pytest.mark.parametrize("kind", ["reply", "alert", "reminder"])
def test_a_send_in_doubt_is_repeated_once(kind: str) -> None:
    again = failed(Fate.UNKNOWN, kind)
    assert (again.then, again.in_doubt) == (Then.AGAIN, True)
    assert failed(Fate.UNKNOWN, kind, doubts=1).then is Then.UNKNOWN
    assert failed(Fate.UNKNOWN, kind, attempts=2).then is Then.AGAIN  # it was refused before, which is no doubt


def test_a_notice_in_doubt_is_never_repeated() -> None:
    assert failed(Fate.UNKNOWN, "notice").then is Then.UNKNOWN
    assert failed(Fate.UNKNOWN, "notice", errcode=None).then is Then.UNKNOWN


def test_a_passing_refusal_becomes_somebodys_work_in_the_end() -> None:
    delays = [failed(Fate.RETRY, attempts=tries).due_at - NOW for tries in range(1, 8)]
    assert delays == [2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000]
    assert failed(Fate.RETRY, attempts=8) == Verdict(Then.UNREACHABLE, alarm=True)


def test_a_dead_line_is_no_messages_fault() -> None:
    first = failed(Fate.RETRY, errcode=None, attempts=30)
    assert first == Verdict(Then.AGAIN, due_at=NOW + 2_000, counts=False)
    second = failed(Fate.RETRY, errcode=None, silences=2)
    assert second.pause_until == second.due_at == NOW + 4_000
    long_dead = failed(Fate.RETRY, errcode=None, silences=500)
    assert (long_dead.due_at, long_dead.alarm) == (NOW + MINUTE, True)


def test_the_delay_doubles_up_to_ten_minutes_and_is_never_longer_by_chance() -> None:
    assert [backoff(tries, lambda: 0.0) for tries in (0, 1, 2, 3, 9, 10, 10_000)] == [
        2_000, 2_000, 4_000, 8_000, 512_000, 600_000, 600_000,
    ]  # fmt: skip
    assert backoff(3, lambda: 0.999) == 6_401


@pytest.mark.parametrize("fate", Fate)
@pytest.mark.parametrize("kind", [*KINDS, "one of tomorrow"])
def test_every_fate_of_every_kind_ends_or_is_due_within_a_day_or_two(fate: Fate, kind: str) -> None:
    verdict = failed(fate, kind)
    if verdict.then in (Then.AGAIN, Then.WAIT_FOR_CONTACT):
        assert NOW < verdict.due_at <= NOW + 2 * DAY


def test_the_text_of_an_error_holds_codes_alone() -> None:
    error = SendError(Fate.USER, 40003, "invalid openid oABCdef", rid="6a-1")
    assert str(error) == "user 40003 rid 6a-1"
    assert str(SendError(Fate.UNKNOWN, None, "HTTP 502")) == "unknown no answer"
