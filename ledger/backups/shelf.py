"""The shelf of nightly backups: a folder with a file a day, of which the newest days and the newest of some weeks stay."""

import re
from datetime import date
from pathlib import Path

FOLDER = "backups"
_NAME = re.compile(r"hexi-(\d{4}-\d\d-\d\d)\.backup")


def place_for(folder: Path, day: date) -> Path:
    """Where the backup of a day (Asia/Shanghai) is put; its folder is made, for the owner alone."""
    shelf = folder / FOLDER
    shelf.mkdir(parents=True, exist_ok=True, mode=0o700)
    return shelf / f"hexi-{day.isoformat()}.backup"


def on(folder: Path) -> dict[date, Path]:
    """The backups there are, by day, the newest first."""
    found: dict[date, Path] = {}
    for file in (folder / FOLDER).glob("hexi-*.backup"):
        named = _NAME.fullmatch(file.name)
        if named is not None:
            found[date.fromisoformat(named[1])] = file
    return dict(sorted(found.items(), reverse=True))


def tidy(folder: Path, keep_days: int, keep_weeks: int) -> int:
    """Delete what is neither of the newest days nor the newest of one of the newest weeks; returns how many."""
    there = on(folder)
    newest_of_week: dict[tuple[int, int], date] = {}
    for day in there:
        newest_of_week.setdefault(day.isocalendar()[:2], day)
    kept = {*list(there)[:keep_days], *list(newest_of_week.values())[:keep_weeks]}
    for day, file in there.items():
        if day not in kept:
            file.unlink()
    for draft in (folder / FOLDER).glob(".hexi-*"):  # of a run that was killed
        draft.unlink()
    return len(there) - len(kept)
