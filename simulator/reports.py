"""Events that the platform itself sends some time after a call, such as that a template message was delivered."""

from collections.abc import Mapping
from functools import partial

from simulator.clock import SECOND
from simulator.delivery import Manner, deliver
from simulator.holdings import Report
from simulator.platform import Platform
from simulator.push import Field, Push

# After a start the bot comes up a little later than the stand-in.
AFTER_START = 10 * SECOND


def report_later(platform: Platform, openid: str, event: str, elements: Mapping[str, Field]) -> None:
    """Push an event once the delay of the settings is over, unless they say that there are none."""
    if platform.settings.finish_events:
        number = next(platform.numbers)
        platform.reports[number] = Report(platform.later(), openid, event, dict(elements))
        _await(platform, number, platform.reports[number].due_at)


def report_now(platform: Platform, openid: str, event: str, elements: Mapping[str, Field]) -> None:
    """Push an event, unless the settings say that there are none. Takes as long as the bot does."""
    if platform.settings.finish_events:
        push = Push(openid, "event", {"Event": event, **elements}, platform.clock.now() // SECOND)
        deliver(platform.account, platform.settings.route, push, Manner(silent=True))


def resume(platform: Platform) -> None:
    """After a start: what was still to be reported when the stand-in ended."""
    for number, report in platform.reports.items():
        _await(platform, number, max(report.due_at, platform.clock.now() + AFTER_START))


def _await(platform: Platform, number: int, due_at: int) -> None:
    platform.errands.at(due_at, partial(_report, platform, number))


def _report(platform: Platform, number: int) -> None:
    report = platform.reports[number]
    report_now(platform, report.openid, report.event, report.elements)
    with platform.lock:
        del platform.reports[number]
        platform.keep()
