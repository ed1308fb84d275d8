"""The installation's keys: made once, for the owner's eyes alone, and nothing that others sealed is taken for ours."""

import base64
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ledger import Db, Ledger, facts
from ledger.keys import BadKeys, Keys, key_file, load_or_create

_PROJECT = Path(__file__).resolve().parent.parent
_LOAD = """
import sys
from pathlib import Path
from ledger.keys import load_or_create
sys.stdin.read(1)
print(load_or_create(Path(sys.argv[1])).mark())
"""
PHONE = b"person.phone"


def new_keys() -> Keys:
    return Keys(os.urandom(32), os.urandom(32))


def test_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    made = load_or_create(folder)
    assert load_or_create(folder) == made
    assert stat.S_IMODE(key_file(folder).stat().st_mode) == 0o600
    assert os.listdir(folder) == [key_file(folder).name]  # no draft is left behind
    assert load_or_create(tmp_path / "other") != made


def test_of_two_processes_that_start_at_once_both_have_the_same_keys(data_dir: Path) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", _LOAD, str(data_dir)], cwd=_PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    marks = {program.communicate(b"!", timeout=60)[0].strip() for program in programs}
    assert marks == {load_or_create(data_dir).mark().encode()}


def test_what_was_sealed_opens_again_and_never_looks_the_same_twice() -> None:
    keys = new_keys()
    sealed = [keys.seal("138****0001 王阿姨", PHONE) for _ in range(2)]
    assert sealed[0] != sealed[1]
    assert [keys.unseal(one, PHONE) for one in sealed] == ["138****0001 王阿姨"] * 2
    assert "王阿姨".encode() not in sealed[0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: bytes([sealed[0] ^ 1]) + sealed[1:],
        lambda sealed: sealed[:20] + bytes([sealed[20] ^ 128]) + sealed[21:],
        lambda sealed: sealed[:-1],
        lambda sealed: sealed + b"\0",
        lambda sealed: sealed[:12],
        lambda sealed: sealed[:5],
        lambda sealed: b"",
    ],
)
def test_what_somebody_changed_is_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    keys = new_keys()
    with pytest.raises(BadKeys):
        keys.unseal(spoil(keys.seal("13800001111", PHONE)), PHONE)


def test_what_belongs_to_others_or_elsewhere_is_refused() -> None:
    keys = new_keys()
    sealed = keys.seal("13800001111", PHONE)
    with pytest.raises(BadKeys):
        new_keys().unseal(sealed, PHONE)
    with pytest.raises(BadKeys):
        keys.unseal(sealed, b"inbox.reply")


def test_keys_never_show_themselves() -> None:
    keys = new_keys()
    for shown in (repr(keys), str(keys), f"{keys}", keys.mark()):
        for secret in (keys.seal_key, keys.hash_key):
            assert repr(secret) not in shown
            assert secret.hex() not in shown
            assert base64.b64encode(secret).decode() not in shown


def test_hashes_are_keyed_and_short() -> None:
    keys = new_keys()
    assert keys.hash(b"13800001111") == keys.hash(b"13800001111")
    assert keys.hash(b"13800001111") != new_keys().hash(b"13800001111")
    assert len(keys.hash(b"")) == 16


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"seal": 5, "hash": 6}', '{"seal": "?", "hash": "?"}', '{"seal": "QUJD", "hash": "QUJD"}'],
)
def test_a_spoilt_key_file_stops_the_start_and_is_not_replaced(data_dir: Path, content: str) -> None:
    key_file(data_dir).write_text(content)
    with pytest.raises(BadKeys) as refusal:
        load_or_create(data_dir)
    assert "\n" not in str(refusal.value)
    assert key_file(data_dir).read_text() == content


def test_a_database_is_not_used_with_other_keys_than_its_own(ledger: Ledger, data_dir: Path) -> None:
    assert ledger.read(facts.keys_fit)
    ledger.transact(facts.require_own_keys)
    ledger.transact(facts.require_own_keys)
    stranger = Ledger(ledger.url, new_keys())
    assert not stranger.read(facts.keys_fit)
    with pytest.raises(BadKeys, match="backup"):
        stranger.transact(facts.require_own_keys)
    stranger.close()

    def kept(db: Db) -> str | None:
        return facts.get(db, "keys")

    stored = json.loads(key_file(data_dir).read_text())
    mark = ledger.read(kept) or ""
    assert mark
    assert not any(base64.b64decode(key).hex()[:16] == mark for key in stored.values())
