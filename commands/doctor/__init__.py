"""`doctor`: what is configured, reachable and missing, a line each (INTERFACES 4). It changes nothing.

`ok` is in order, `look` is for somebody to look at, `FAIL` is something without which `serve` does not do its work.
"""

import sys
from collections.abc import Iterator

from commands.doctor import machine, records
from commands.doctor import platform as wechat
from commands.doctor.finding import FAIL, LOOK, OK, Finding
from knowledge.official import BadText, Shelf
from knowledge.plan import load_plan
from knowledge.settings import Account, BadConfig, Settings
from knowledge.strict_yaml import BadFile

__all__ = ["FAIL", "LOOK", "OK", "Finding", "findings", "run"]


def run(settings: Settings) -> bool:
    """Print a line for each check; False where something that `serve` needs is missing. Never prints secrets."""
    missing: list[str] = []
    for finding in findings(settings):
        print(f"{finding.level:<5} {finding.what:<15} {finding.says}", flush=True)
        if finding.level == FAIL:
            missing.append(finding.what)
    if missing:
        print(f"`serve` does not do its work before this is mended: {', '.join(missing)}", file=sys.stderr)
    return not missing


def findings(settings: Settings) -> Iterator[Finding]:
    """Every check, in the order in which one needs the other."""
    account = _account(settings)
    yield _configuration(settings)
    yield machine.data_folder(settings)
    yield machine.keys(settings)
    yield _plan(settings)
    yield from records.database(settings)
    yield machine.shared_store(settings)
    if account is not None:
        yield from wechat.platform(settings, account)
    else:
        yield wechat.templates(settings, [])
    yield wechat.mass_sends(settings)
    yield wechat.questions(settings)
    yield machine.clock(settings, account is not None)
    yield machine.port(settings)


def _account(settings: Settings) -> Account | None:
    try:
        return settings.require_account()
    except BadConfig:
        return None


def _configuration(settings: Settings) -> Finding:
    try:
        account = settings.require_account()
    except BadConfig as missing:
        return Finding(FAIL, "configuration", str(missing))
    note = "" if settings.environment == "production" else f", environment {settings.environment}"
    return Finding(OK, "configuration", f"account {account.app_id}, mode {settings.wechat.mode}{note}")


def _plan(settings: Settings) -> Finding:
    """Which plan is served, and whether its official text may be quoted."""
    try:
        plan = load_plan(settings.plan.folder)
        text = Shelf.of(settings.data_dir, plan).in_force(plan)
    except BadText as bad:
        return Finding(LOOK, "plan", f"its official text is not quoted: {bad}")
    except BadFile as bad:
        return Finding(FAIL, "plan", str(bad))
    quoted = f"quoted from {text.file}" if text is not None else "no official text (`plan import`)"
    return Finding(OK, "plan", f"{plan.head.number}, {quoted}")
