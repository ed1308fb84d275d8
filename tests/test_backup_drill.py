"""A restore drill as the office would go through it: backed up at night, lost in the morning, put back, and gone on with.

On both kinds of database, with the real commands: what the platform pushes again counts once, what was on its way is not
sent again, and a kill in the middle leaves the old state or the new one (THREATS F25).
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import PROJECT, WANG, Operator, operating

_PASSPHRASE = "印章柜里的那张纸条上写着"


@pytest.fixture(params=["sqlite", "postgresql"])
def operator(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Operator]:
    given = {"HEXI_BACKUP__PASSPHRASE": _PASSPHRASE}
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        given["HEXI_DATABASE__URL"] = url.replace("+psycopg", "")
    with operating(tmp_path / "data", **given) as ready:
        yield ready


def temperatures(operator: Operator) -> list[object]:
    return [one["temperature"] for one in operator.records("health_checkin")]


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
    refused = operator.run("restore", str(backup))
    assert "--replace" in refused.stderr
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
    for number in range(4):
        process = subprocess.Popen(
            [sys.executable, "app.py", "restore", str(backup), "--replace"],
            cwd=PROJECT,
            env=operator.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(1.0 + number * 0.7)
        process.kill()
        process.wait()
        time.sleep(0.3)  # PostgreSQL sees that the connection is gone
        assert temperatures(operator) in ([36.5, 36.9], [36.5])


def test_without_a_passphrase_nothing_is_written_and_it_says_what_to_set(tmp_path: Path) -> None:
    with operating(tmp_path / "data") as shell:
        assert shell.run("invite", "--role", "office").returncode == 0
        for command in (("backup", "x.backup"), ("restore", "x.backup"), ("job", "backup")):
            refused = shell.run(*command)
            assert refused.returncode == 2
            (line,) = refused.stderr.splitlines()
            assert "HEXI_BACKUP__PASSPHRASE" in line
        short = shell.run("backup", "x.backup", HEXI_BACKUP__PASSPHRASE="short secret"[:11])
        assert "at least 12 characters" in short.stderr
        assert "short" not in short.stderr
        given = {"HEXI_BACKUP__PASSPHRASE": _PASSPHRASE}
        path = tmp_path / "office.backup"
        assert shell.run("backup", str(path), **given).returncode == 0
        assert "is there already" in shell.run("backup", str(path), **given).stderr
        assert "no backup" in shell.run("restore", "app.py", "--replace", **given).stderr
        assert "no-such.backup: No such file" in shell.run("restore", "no-such.backup", **given).stderr
        assert shell.run("job", "backup", "--at", "2022-01-20T02:30", **given).returncode == 0
        assert (shell.folder / "backups" / "hexi-2022-01-20.backup").exists()
