"""What a rehearsal notes beside the ledger, which keeps no words of messages: what came, and the form open after it.

A file of its own in the data folder, its texts sealed with the installation's key. Only what was played lately is kept,
and nothing of whoever has unfollowed.
"""

import json
import sqlite3
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.message import Message
from ledger.conversations import OpenForm, Value
from ledger.keys import Keys

FILE_NAME = "rehearsal.sqlite3"
_COLUMN = b"rehearsal.note"
_KEPT = 20_000
_TABLE = "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, openid TEXT, name TEXT, sealed BLOB)"
_INDEX = "CREATE INDEX IF NOT EXISTS ix_note ON note (openid, name)"


@dataclass(frozen=True, slots=True)
class Note:
    """One message as it came (ms UTC), the key that it has in the inbox, and the forms open before and after it."""

    key: str
    openid: str
    msg_id: str
    kind: str
    event: str
    event_key: str
    text: str
    said_at: int
    came_at: int
    reply: str
    form: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    form_before: str = ""


def name_of(message: Message) -> str:
    """By what the platform's side names a message: its MsgId, or of an event CreateTime, Event and EventKey."""
    if message.msg_id is not None:
        return str(message.msg_id)
    return f"{message.sent_at // 1000}:{message.event or message.kind}:{message.event_key}"


def note_of(message: Message, reply: str, before: OpenForm | None, form: OpenForm | None) -> Note:
    """What is noted of a message that was answered."""
    return Note(
        key=message.key.hex(),
        openid=message.openid,
        msg_id=name_of(message),
        kind=message.kind,
        event=message.event,
        event_key=message.event_key,
        text=message.text,
        said_at=message.sent_at,
        came_at=message.received_at,
        reply=reply,
        form="" if form is None else form.name,
        answers={} if form is None else form.answers,
        form_before="" if before is None else before.name,
    )


class Notes:
    """The notes of an installation. Used by all threads at once."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._path = folder / FILE_NAME
        self._keys = keys
        self._lock = threading.Lock()
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(_TABLE)
            connection.execute(_INDEX)

    def keep(self, note: Note) -> None:
        """Note a message; that somebody unfollowed is all that is left of them."""
        sealed = self._keys.seal(json.dumps(asdict(note), ensure_ascii=False), _COLUMN)
        with self._lock, closing(self._connect()) as connection:
            if note.event == "unsubscribe":
                connection.execute("DELETE FROM note WHERE openid = ?", (note.openid,))
            added = connection.execute(
                "INSERT INTO note (openid, name, sealed) VALUES (?, ?, ?)", (note.openid, note.msg_id, sealed)
            )
            connection.execute("DELETE FROM note WHERE id <= ?", ((added.lastrowid or 0) - _KEPT,))

    def find(self, openid: str, msg_id: str) -> Note | None:
        """The note of a message, None where there is none."""
        with self._lock, closing(self._connect()) as connection:
            row = connection.execute(
                "SELECT sealed FROM note WHERE openid = ? AND name = ? ORDER BY id LIMIT 1", (openid, msg_id)
            ).fetchone()
        return None if row is None else Note(**json.loads(self._keys.unseal(row[0], _COLUMN)))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection
