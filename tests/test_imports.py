"""Which room of the house may use which (docs/decisions/0001-rooms-and-commands.md), read off all imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
ROOMS = {
    "knowledge": set[str](),
    "ledger": {"knowledge"},
    "bot": {"ledger", "knowledge"},
    "handlers": {"bot", "ledger", "knowledge"},
    "scheduler": {"bot", "ledger", "knowledge"},
    "console": {"ledger", "knowledge"},
    "simulator": set[str](),
    "bench": set[str](),
    "evaluation": {"knowledge"},
    "commands": {"bot", "console", "handlers", "knowledge", "ledger", "scheduler", "simulator"},
    "app": {"commands"},
}
# A handler knows what a form, a message and an offer are, and nothing of servers, senders and the platform.
FORM_AND_MESSAGE = ("bot.conversation", "bot.message", "bot.turn", "bot.offer")
# One job runs the sender.
SENDER = "bot.sending.sender"


@dataclass(frozen=True, slots=True)
class Use:
    """One file of a room importing one name of ours."""

    file: str
    line: int
    room: str
    used: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} uses {self.used}"


def _files(room: str) -> list[Path]:
    folder = HOUSE / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def _imported(path: Path) -> Iterator[tuple[int, str]]:
    """What a file imports, with lines: bot.sender.Sender for `from bot.sending.sender import Sender`."""
    package = path.relative_to(HOUSE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom):
            above = (
                package[: len(package) - node.level + 1] if node.level else ()
            )  # relative: from . import x
            for name in node.names:
                yield node.lineno, ".".join([*above, *filter(None, [node.module]), name.name])


def _is_within(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")


@cache
def _uses() -> list[Use]:
    return [
        Use(str(path.relative_to(HOUSE)), line, room, module)
        for room in ROOMS
        for path in _files(room)
        for line, module in _imported(path)
        if module.partition(".")[0] in {*ROOMS, "tests"} - {room}
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_only_the_rooms_below_it(room: str) -> None:
    strays = [use for use in _uses() if use.room == room and use.used.partition(".")[0] not in ROOMS[room]]
    assert not strays, "\n".join(map(str, strays))


def test_handlers_know_only_forms_messages_and_offers_of_the_bot() -> None:
    strays = [
        use
        for use in _uses()
        if use.room == "handlers"
        and _is_within(use.used, "bot")
        and not any(_is_within(use.used, module) for module in FORM_AND_MESSAGE)
    ]
    assert not strays, "\n".join(map(str, strays))


def test_only_one_job_of_the_scheduler_reaches_into_the_bot_and_only_for_the_sender() -> None:
    uses = [use for use in _uses() if use.room == "scheduler" and _is_within(use.used, "bot")]
    assert all(_is_within(use.used, SENDER) for use in uses)
    assert len({use.file for use in uses}) <= 1


def test_every_folder_with_programs_is_a_room_of_the_house() -> None:
    folders = {path.parent.name for path in HOUSE.glob("*/*.py") if not path.parent.name.startswith(".")}
    assert folders - {"data"} == ROOMS.keys() - {"app"} | {"tests"}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import bot.sending.sender", "bot.sending.sender"),
        ("from bot.sending import sender", "bot.sending.sender"),
        ("from bot.sending.sender import Sender", "bot.sending.sender.Sender"),
        ("from . import times", "knowledge.times"),
        ("def late():\n    from bot.sending import sender", "bot.sending.sender"),
    ],
)
def test_every_way_of_importing_is_seen(
    source: str, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(f"{__name__}.HOUSE", tmp_path)
    (tmp_path / "knowledge").mkdir()
    path = tmp_path / "knowledge" / "rules.py"
    path.write_text(source, encoding="utf-8")
    assert [found for _, found in _imported(path)] == [name]
