"""The official texts that were imported, kept in the data folder beside the database: each with hash, date and who did it.

Files, because `plan` and `ask` need no database; a text that was changed afterwards is not quoted.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from knowledge.official.clauses import OfficialText, read_text, same_number
from knowledge.official.lines import BadText
from knowledge.plan.model import Plan
from knowledge.strict_model import StrictModel
from knowledge.strict_yaml import Problem

_FOLDER, _INDEX = "plan-texts", "imports.jsonl"
# A plan's folder, and in it the index or a text by the beginning of its hash; nothing that leads elsewhere.
_NAME = re.compile(rf"[^/\\.\x00][^/\\\x00]{{0,200}}/(?:{re.escape(_INDEX)}|[0-9a-f]{{16}}\.txt)")


class Kept(StrictModel):
    """One import: the file by its name, the document's number, hash, when (ISO 8601, Asia/Shanghai) and by whom."""

    file: str
    number: str
    sha256: str
    imported_at: str
    by: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The texts that were imported for the plan of one folder, the oldest first."""

    folder: Path

    @classmethod
    def of(cls, data_dir: Path, plan: Plan) -> "Shelf":
        """The shelf for a plan in a data folder; plans in other folders have their own."""
        return cls(data_dir / _FOLDER / plan.folder.name)

    def stamp(self) -> tuple[int, int] | None:
        """What changes whenever a text is imported; None where none was, or nobody may look."""
        try:
            found = (self.folder / _INDEX).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def kept(self) -> tuple[Kept, ...]:
        """Every import so far; raises BadText where the list of them cannot be read."""
        return tuple(self._entries())

    def last(self, plan: Plan) -> tuple[Kept, OfficialText] | None:
        """The import before, read anew; None where there is none. Raises BadText where it was changed since."""
        kept = self.kept()
        return (kept[-1], self._read(kept[-1], plan)) if kept else None

    def in_force(self, plan: Plan) -> OfficialText | None:
        """The last text that has the plan's own document number: the one that may be quoted. Raises BadText."""
        found = [one for one in self.kept() if same_number(one.number, plan.head.number)]
        return self._read(found[-1], plan) if found else None

    def add(self, content: bytes, kept: Kept) -> None:
        """Keep a text, for the owner alone: first the text, then the line that names it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self._file(kept.sha256), os.O_TRUNC, content)
        _write(self.folder / _INDEX, os.O_APPEND, f"{kept.model_dump_json()}\n".encode())

    def mend(self, content: bytes, kept: Kept) -> None:
        """Put the text of an import back where it is missing or was changed."""
        file = self._file(kept.sha256)
        if _content(file) != content:
            _write(file, os.O_TRUNC, content)

    def _entries(self) -> Iterator[Kept]:
        index = self.folder / _INDEX
        if not index.exists():
            return
        content = _content(index)
        if content is None:
            raise BadText([Problem(str(index), 1, "", "may not be read", "let the service's own user read it")])
        for number, line in enumerate(content.decode(errors="replace").splitlines(), 1):
            try:
                yield Kept.model_validate_json(line)
            except ValidationError:
                fault, remedy = "is no line that `plan import` wrote", "remove the line, and import the text again"
                raise BadText([Problem(str(index), number, "", fault, remedy)]) from None

    def _read(self, kept: Kept, plan: Plan) -> OfficialText:
        file = self._file(kept.sha256)
        content = _content(file)
        if content is None or hashlib.sha256(content).hexdigest() != kept.sha256:
            fault = f"cannot be read or is not as it was imported {kept.imported_at}"
            remedy = f"import {kept.file} again, or remove its line from {self.folder / _INDEX}"
            raise BadText([Problem(str(file), 1, "", fault, remedy)])
        return read_text(content, Path(kept.file), plan)

    def _file(self, sha256: str) -> Path:
        return self.folder / f"{sha256[:16]}.txt"


def all_files(data_dir: Path) -> Iterator[tuple[str, bytes]]:
    """The texts of all plans in a data folder by name, each plan's index behind its texts: what a backup takes along."""
    found = sorted((data_dir / _FOLDER).glob("*/*"), key=lambda file: (file.name == _INDEX, file))
    for file in found:
        name, content = f"{file.parent.name}/{file.name}", _content(file)
        if content is not None and _NAME.fullmatch(name):
            yield name, content


def checked(name: str) -> str:
    """The name, where it is one of such a file. Raises ValueError for any other, which might lead out of the folder."""
    if _NAME.fullmatch(name) is None:
        raise ValueError(name)
    return name


def put_back(data_dir: Path, name: str, content: bytes) -> None:
    """Put such a file back where it was. Raises ValueError for a name that is none of ours."""
    file = data_dir / _FOLDER / checked(name)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(file, os.O_TRUNC, content)


def _content(file: Path) -> bytes | None:
    """What a file holds; None where it is not there or may not be read."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def _write(file: Path, how: int, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | how, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
