"""A sheet of figures for a phone: what stands on it, and the picture of it as PNG.

matplotlib takes long to load and keeps much of what it loads: the picture is drawn by a process that ends with it
(scheduler/drawing/draw.py), and nothing here imports it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.settings import PROJECT_FOLDER

FONT = Path(__file__).parent / "fonts" / "NotoSansCJKsc-GB2312.otf"
# Drawn at three dots for each of a phone's: 360 of them are the width of a small one.
WIDTH = 1080
# The first time matplotlib looks through the fonts of the machine.
_PATIENCE_SECONDS = 120


class NotDrawn(Exception):
    """The picture could not be drawn; the text says why, and holds nothing of what was to be on it."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: what it is, how much, what there is to say of it, and whether somebody has to look."""

    label: str
    figure: str
    note: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A place: how much of what was to be done there is done."""

    label: str
    done: int
    due: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that stands on a picture, from top to bottom."""

    title: str
    moment: str
    tiles: tuple[Tile, ...]
    bars_title: str
    bars: tuple[Bar, ...]
    foot: str

    @property
    def words(self) -> Iterator[str]:
        """Every text of it."""
        yield from (self.title, self.moment, self.bars_title, self.foot)
        for tile in self.tiles:
            yield from (tile.label, tile.figure, tile.note)
        for bar in self.bars:
            yield bar.label


def png(sheet: Sheet, data_dir: Path) -> bytes:
    """The picture of a sheet; what matplotlib keeps for the next time stands in the data folder. Raises NotDrawn."""
    cache = data_dir / "drawing"
    cache.mkdir(parents=True, exist_ok=True)
    try:
        drawn = subprocess.run(
            [sys.executable, "-m", "scheduler.drawing.draw"],
            input=json.dumps(asdict(sheet), ensure_ascii=False).encode(),
            capture_output=True,
            cwd=PROJECT_FOLDER,
            env={**os.environ, "MPLCONFIGDIR": str(cache), "PYTHONIOENCODING": "utf-8"},
            timeout=_PATIENCE_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as failed:
        last = failed.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise NotDrawn(f"the drawing process ended with {failed.returncode}: {last.partition(':')[0]}") from None
    except (subprocess.TimeoutExpired, OSError) as failed:
        raise NotDrawn(type(failed).__name__) from None
    return drawn.stdout
