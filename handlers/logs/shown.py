"""How an entry of the logs is said back: what, where, from when to when."""

from bot.turn import Turn
from handlers.gate.shown import moment_words
from handlers.said_back import day_words, word
from knowledge.times import DAY, business_day, day_start
from ledger.duty.logs import Entry, Log


def kind_words(kind: str) -> str:
    """What an entry is called: 值班, 交班, 巡逻, 消毒, 清垃圾."""
    return word("log_kind", kind)


def hours_words(turn: Turn, start_at: int | None, end_at: int | None) -> str:
    """10:00, 09:00 到 10:00, 09:00 起, 昨天（1月19日）."""
    if start_at is not None and end_at is not None and end_at - start_at == DAY and start_at == day_start(
        business_day(start_at)
    ):
        return day_words(business_day(start_at), turn.said_on)
    if start_at is not None and end_at is not None and start_at != end_at:
        return turn.render(
            "log_hours",
            start=moment_words(turn, start_at),
            end=moment_words(turn, end_at, after=start_at),
        )
    if end_at is None:
        return turn.render("log_since", start=moment_words(turn, start_at or turn.now))
    return moment_words(turn, end_at)


def facts(turn: Turn, one: Entry | Log, address: str) -> dict[str, object]:
    """An entry for a template."""
    return {
        "kind": kind_words(one.kind),
        "place": address.replace("/", ""),
        "hours": hours_words(turn, one.start_at, one.end_at),
        "goes_on": one.end_at is None,
    }


def named(turn: Turn, one: Log) -> str:
    """An entry as 我的记录 calls it: 1月20日消毒 永茂社区6号楼 10:00."""
    moment = one.end_at if one.end_at is not None else one.start_at or one.filed_at
    day = day_words(business_day(max(moment - 1, one.start_at or 0)), turn.said_on)
    return turn.render("log_named", day=day, **facts(turn, one, one.address))
