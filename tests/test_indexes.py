"""What is looked up for a message, at a gate or each few seconds is found by index, however long the ledger has grown."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import ledger as package
from ledger import Db, Ledger, Statement, alerts, exits
from ledger.figures import exits as exit_figures
from ledger.figures import handovers as handover_figures
from ledger.figures import health as health_figures
from ledger.figures import returns as return_figures
from ledger.figures import supplies as supply_figures
from ledger.gate import passes as gate_passes
from ledger.people import account_tags
from ledger.tables import metadata
from tests.talking import Talk

# They hold a few rows: what is open, sealed, published or set up at a time, however long the ledger is kept.
_STAY_SMALL = {
    *("announcement", "console_account", "console_link", "console_recovery", "console_session", "console_try"),
    *("conversation", "daily_report", "endpoint_rest", "exit_draft", "invitation", "kept_answer", "parked_message", "seal"),
}
# Who reads a whole table on purpose, and when that is.
_READS_ALL = {
    "retention": "each night, so many rows at a time",
    "people.merging": "when two registrations turn out to be one person",
    "places._INSERT": "never: so SQLite would look for broken references, where any were open",
    "people.accounts._FORGET": "when an account leaves",
    "outbox.subscriptions._COUNT": "counts all consents, for `doctor`",
    "backups.filling": "when a backup is put back",
    "coverage": "counts the whole subdistrict",
    "export.pages._GRIDS": "prints the whole subdistrict",
}
_PARTIAL = {
    index.name
    for table in metadata.sorted_tables
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}


def statements() -> Iterator[tuple[str, Statement]]:
    """Every statement of the ledger with the module and the name under which it stands there."""
    for found in walk_packages(package.__path__, "ledger."):
        if found.name.startswith("ledger.migrations"):
            continue
        for name, value in vars(import_module(found.name)).items():
            for one in _within(value):
                yield f"{found.name.removeprefix('ledger.')}.{name}", one


def _within(value: object) -> Iterator[Statement]:
    if isinstance(value, Statement):
        yield value
    elif isinstance(value, dict):
        yield from (one for one in value.values() if isinstance(one, Statement))
    elif isinstance(value, tuple | list):
        yield from (one for one in value if isinstance(one, Statement))


def plan(ledger: Ledger, statement: Statement) -> list[str]:
    """How SQLite would look."""
    words = statement.compile("sqlite")
    parameters = dict.fromkeys(re.findall(r":(\w+)", words)) | dict(statement.constants["sqlite"])

    def explain(db: Db) -> list[Any]:
        cursor = db._cursor.execute(f"EXPLAIN QUERY PLAN {words}", parameters)
        return [row[3] for row in cursor.fetchall()]

    return ledger.read(explain)


def whole(ledger: Ledger, statement: Statement) -> list[str]:
    """The steps of a plan that read a whole table which grows; all of a partial index is few."""
    tables = "|".join(set(metadata.tables) - _STAY_SMALL)
    steps = (
        re.match(rf"SCAN (?:{tables}|one_row|its_first|first_row|firstROW)\b(?:.* INDEX (\w+))?", step)
        for step in plan(ledger, statement)
    )
    return [step[0] for step in steps if step is not None and step[1] not in _PARTIAL]


@pytest.fixture
def on_sqlite(ledger: Ledger) -> Ledger:
    """A ledger whose plans can be read; how PostgreSQL looks depends on how much there is."""
    if not ledger.is_sqlite:
        pytest.skip("SQLite plans without counting rows")
    return ledger


def test_only_who_has_a_reason_reads_a_whole_table(on_sqlite: Ledger) -> None:
    excused = tuple(_READS_ALL)
    scanning = {
        f"{name}: {step}"
        for name, statement in statements()
        if not name.startswith(excused) and "advisory_xact_lock" not in statement.compile("sqlite")
        for step in whole(on_sqlite, statement)
    }
    assert scanning == set()


def test_the_look_at_the_statements_sees_them_and_sees_a_scan(on_sqlite: Ledger) -> None:
    found = dict(statements())
    assert {"exits._OF_HOME", "alerts._OF_ACCOUNT", "gate.passes._BY_CODE", "people.account_tags._OF_STAFF"} <= set(found)
    assert whole(on_sqlite, found["coverage._HOMES"]) == ["SCAN person"]


@pytest.mark.parametrize(
    ("statement", "table", "by"),
    [
        pytest.param(alerts._OF_ACCOUNT, "alert", "ix_alert_openid_reason", id="latest alerts of an account"),
        pytest.param(exits._OF_HOME, "exit_request", "ix_exit_request_place", id="exits of a home"),
        pytest.param(exits._UNCOUNTERSIGNED, "exit_request", "ix_exit_request_countersign", id="to be countersigned"),
        pytest.param(gate_passes._BY_CODE, "exit_pass", "ix_exit_pass", id="a code at a gate"),
        pytest.param(health_figures._NOT_WELL, "health_checkin", "ix_health_checkin_date", id="who is ill today"),
        pytest.param(return_figures._FILED, "its_first", "ix_return_report_filed_at", id="returns of a span"),
        pytest.param(exit_figures._FILED, "its_first", "ix_exit_request_filed_at", id="exits of a span"),
        pytest.param(exit_figures._OUTSIDE, "exit_request", "ix_exit_request_status_due", id="who is outside"),
        pytest.param(supply_figures._FILED, "its_first", "ix_supply_request_filed_at", id="supplies of a span"),
        pytest.param(supply_figures._OPEN, "supply_request", "ix_supply_request_status", id="open supplies"),
        pytest.param(handover_figures._FILED, "its_first", "ix_human_handover_filed_at", id="handovers of a span"),
        pytest.param(handover_figures._ALERTS, "its_first", "ix_alert_filed_at", id="alerts of a span"),
        pytest.param(account_tags._OF_STAFF, "role", "ix_role_of_staff", id="the staff's accounts"),
        pytest.param(account_tags._OF_STAFF, "account", "ix_account_tag", id="accounts with a tag"),
    ],
)
def test_a_frequent_look_uses_the_index_made_for_it(
    on_sqlite: Ledger, statement: Statement, table: str, by: str
) -> None:
    steps = plan(on_sqlite, statement)
    assert any(re.match(rf"S\w+ {table} USING (?:COVERING )?INDEX {by}", step) for step in steps), steps


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["要晚点回", "补充 去肾内科"])
def test_an_answer_in_a_form_looks_for_no_exits(talk: Talk, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Statement] = []
    execute = Db._execute

    def noted(db: Db, statement: Statement, params: dict[str, Any]) -> Any:
        asked.append(statement)
        return execute(db, statement, params)

    talk.say("王阿姨", "我要申请物资")
    monkeypatch.setattr(Db, "_execute", noted)
    talk.say("王阿姨", words)
    assert asked
    assert exits._OF_HOME not in asked
