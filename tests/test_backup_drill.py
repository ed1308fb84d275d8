"""A restore drill as the office would go through it: backed up at night, lost in the morning, put back, and gone on with.

On both kinds of database, with the real commands: what the platform pushes again counts once, what was on its way is not
sent again, and a kill in the middle leaves the old state or the new one (THREATS F25).
"""

import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from commands.backup import back_up, restore
from commands.errors import Refused
from commands.ledger import open_existing
from knowledge.plan import the_plan
from knowledge.settings import BadConfig, Settings, load_settings
from knowledge.times import DAY
from ledger import Ledger, Statement, facts
from scheduler.backup import job as backup_job
from scheduler.job import CannotRun, Surroundings
from tests.processes import WANG, Operator, operating
from tests.town import NOW

_TEMPERATURES = Statement(text("SELECT temperature FROM health_checkin WHERE status = 'submitted' ORDER BY id"))
_PASSPHRASE = "印章柜里的那张纸条上写着"


@pytest.fixture(params=["sqlite", "postgresql"])
def operator(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Operator]:
    given = {"HEXI_BACKUP__PASSPHRASE": _PASSPHRASE}
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        given["HEXI_DATABASE__URL"] = url.replace("+psycopg", "")
    with operating(tmp_path / "data", **given) as ready:
        yield ready


def temperatures(operator: Operator) -> list[float]:
    """What is on record, as whoever starts next finds it: with the keys of the data folder."""
    ledger = open_existing(load_settings(environ=operator.environment))
    try:
        return [row[0] for row in ledger.read(lambda db: db.all(_TEMPERATURES))]
    finally:
        ledger.close()


def test_backed_up_lost_and_put_back(operator: Operator, tmp_path: Path) -> None:
    backup = tmp_path / "night.backup"
    serving = operator.serve()
    (wang,) = operator.bind(WANG)
    assert "36.5" in operator.stand.say(wang, "打卡 36.5 没事", msg_id=4001).seen
    made = operator.run("backup", str(backup))  # beside the running server
    assert made.returncode == 0, made.stderr
    assert "36.9" in operator.stand.say(wang, "打卡 36.9 没事", msg_id=4002).seen
    assert temperatures(operator) == [36.5, 36.9]

    refused = operator.run("restore", str(backup), "--replace")
    assert refused.returncode == 2
    assert "stop the service" in refused.stderr
    serving.end()
    _killed_in_the_middle(operator, backup)
    assert temperatures(operator) in ([36.5, 36.9], [36.5])

    restored = operator.run("restore", str(backup), "--replace")
    assert restored.returncode == 0, restored.stderr
    assert "rows as of" in restored.stdout
    assert temperatures(operator) == [36.5]
    serving = operator.serve()
    first = operator.stand.say(wang, "打卡 36.5 没事", msg_id=4001)  # from before the backup: known
    assert "36.5" in first.seen
    again = operator.stand.say(wang, "打卡 36.9 没事", msg_id=4002)  # from after it: booked now, once
    assert "36.9" in again.seen
    assert temperatures(operator) == [36.5, 36.9]
    serving.end()


def _killed_in_the_middle(operator: Operator, backup: Path) -> None:
    """Begin to restore and kill it, a little later each time."""
    for number in range(2):
        restoring = operator.start("restore", str(backup), "--replace")
        time.sleep(0.5 + number)
        restoring.kill()
        time.sleep(0.3)  # PostgreSQL sees that the connection is gone
        assert temperatures(operator) in ([36.5, 36.9], [36.5])


@pytest.fixture
def office(ledger: Ledger, data_dir: Path) -> Callable[..., Settings]:
    """The settings of an installation, with something more in the environment."""
    ledger.transact(facts.require_own_keys)

    def settings(**more: str) -> Settings:
        return load_settings(environ={"HEXI_DATA_DIR": str(data_dir), "HEXI_DATABASE__URL": ledger.url, **more})

    return settings


def test_without_a_passphrase_nothing_is_written_and_it_says_what_to_set(
    office: Callable[..., Settings], ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "office.backup"
    with pytest.raises(Refused, match="HEXI_BACKUP__PASSPHRASE"):
        back_up(office(), path)
    with pytest.raises(Refused, match="HEXI_BACKUP__PASSPHRASE"):
        restore(office(), path, replace=False)
    nightly = Surroundings(ledger, office(), the_plan(), lambda *_, **__: "")
    with pytest.raises(CannotRun, match="HEXI_BACKUP__PASSPHRASE"):
        backup_job.run(nightly, NOW)
    with pytest.raises(BadConfig, match="at least 12 characters") as short:
        office(HEXI_BACKUP__PASSPHRASE="too short 1")
    assert "too short" not in str(short.value)
    assert not path.exists()


def test_the_commands_say_what_they_did_and_why_they_do_not(office: Callable[..., Settings], tmp_path: Path) -> None:
    path = tmp_path / "office.backup"
    settings = office(HEXI_BACKUP__PASSPHRASE=_PASSPHRASE)
    assert "rows and the keys" in back_up(settings, path)
    with pytest.raises(Refused, match="is there already"):
        back_up(settings, path)
    with pytest.raises(Refused, match="this is no backup"):
        restore(settings, Path(__file__), replace=True)


def test_each_night_the_days_backup_is_on_the_shelf(
    office: Callable[..., Settings], ledger: Ledger, data_dir: Path
) -> None:
    given = office(HEXI_BACKUP__PASSPHRASE=_PASSPHRASE, HEXI_BACKUP__KEEP_DAYS="2", HEXI_BACKUP__KEEP_WEEKS="0")
    nightly = Surroundings(ledger, given, the_plan(), lambda *_, **__: "")
    for day in range(3):
        assert backup_job.run(nightly, NOW + day * DAY) > 0
    assert backup_job.run(nightly, NOW + 2 * DAY) > 0  # once more by hand: in the place of the day's
    assert sorted(os.listdir(data_dir / "backups")) == ["hexi-2022-01-21.backup", "hexi-2022-01-22.backup"]
    assert stat.S_IMODE((data_dir / "backups").stat().st_mode) == 0o700
