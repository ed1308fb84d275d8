"""The process that draws one sheet: reads it as JSON, writes it as PNG, and ends. Only here is matplotlib imported.

Sizes are dots of the picture, which is three times as wide as a small phone's screen: nothing is smaller than 34 dots, a
little more than 11 on the screen.
"""

import json
import sys
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, Rectangle

from scheduler.drawing.sheet import FONT, WIDTH

_DOTS_PER_INCH = 100
_MARGIN, _GAP = 44, 24
_HEAD, _FOOT = 190, 96
_TILE_HEIGHT, _BAR_HEIGHT, _BARS_HEAD = 236, 72, 96
_INK, _QUIET, _GOOD, _BAD, _PAPER, _CARD, _TRACK = (
    *("#1c2733", "#55636f", "#1f6f54", "#b3261e", "#f2f4f6"),
    *("#ffffff", "#dfe5ea"),
)
_HEAD_SIZE, _FIGURE_SIZE, _WORD_SIZE, _SMALL_SIZE = 62, 84, 40, 34


class _Canvas:
    """A picture whose coordinates are its dots, from the top left."""

    def __init__(self, height: int) -> None:
        self._height = height
        self._figure = Figure(figsize=(WIDTH / _DOTS_PER_INCH, height / _DOTS_PER_INCH), dpi=_DOTS_PER_INCH)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        self._axes.axis("off")
        self.box(0, 0, WIDTH, height, _PAPER)

    def box(self, x: float, y: float, wide: float, high: float, colour: str, rounded: int = 0) -> None:
        """A filled rectangle."""
        shape = (
            FancyBboxPatch((x, y), wide, high, boxstyle=f"round,pad=0,rounding_size={rounded}", linewidth=0)
            if rounded
            else Rectangle((x, y), wide, high, linewidth=0)
        )
        shape.set_facecolor(colour)
        self._axes.add_patch(shape)

    def text(self, x: float, y: float, words: str, size: int, colour: str = _INK, *, to_the_left: bool = False) -> None:
        """Words with their middle at this height; `size` in dots. What is too wide for the picture is set smaller."""
        room = x - _MARGIN if to_the_left else WIDTH - _MARGIN - x
        self._put(x, y, words, size, colour, room, "right" if to_the_left else "left")

    def within(self, x: float, y: float, words: str, size: int, colour: str, room: float) -> None:
        """Words that may take so many dots at most."""
        self._put(x, y, words, size, colour, room, "left")

    def _put(self, x: float, y: float, words: str, size: int, colour: str, room: float, side: str) -> None:
        points = size * 72 / _DOTS_PER_INCH
        shown = self._axes.text(
            x, y, words, fontproperties=FontProperties(fname=str(FONT), size=points), color=colour, ha=side, va="center"
        )
        wide = shown.get_window_extent(FigureCanvasAgg(self._figure).get_renderer()).width  # type: ignore[no-untyped-call]
        if wide > room:
            shown.set_fontsize(points * room / wide)

    def png(self) -> bytes:
        """The picture."""
        from io import BytesIO

        kept = BytesIO()
        FigureCanvasAgg(self._figure).print_png(kept)  # type: ignore[no-untyped-call]
        return kept.getvalue()


def draw(sheet: dict[str, Any]) -> bytes:
    """A sheet as PNG."""
    rows = (len(sheet["tiles"]) + 1) // 2
    bars = sheet["bars"]
    height = _HEAD + rows * (_TILE_HEIGHT + _GAP) + (_BARS_HEAD + len(bars) * _BAR_HEIGHT + _GAP if bars else 0) + _FOOT
    canvas = _Canvas(height)
    canvas.text(_MARGIN, 76, sheet["title"], _HEAD_SIZE)
    canvas.text(_MARGIN, 142, sheet["moment"], _WORD_SIZE, _QUIET)
    for number, tile in enumerate(sheet["tiles"]):
        _tile(canvas, tile, number)
    top = _HEAD + rows * (_TILE_HEIGHT + _GAP)
    if bars:
        _bars(canvas, sheet["bars_title"], bars, top)
    canvas.text(_MARGIN, height - _FOOT / 2, sheet["foot"], _SMALL_SIZE, _QUIET)
    return canvas.png()


def _tile(canvas: _Canvas, tile: dict[str, Any], number: int) -> None:
    wide = (WIDTH - 2 * _MARGIN - _GAP) / 2
    left = _MARGIN + (number % 2) * (wide + _GAP)
    top = _HEAD + (number // 2) * (_TILE_HEIGHT + _GAP)
    canvas.box(left, top, wide, _TILE_HEIGHT, _CARD, rounded=18)
    canvas.box(left, top + 24, 10, _TILE_HEIGHT - 48, _BAD if tile["is_bad"] else _GOOD)
    inside, room = left + 34, wide - 60
    canvas.within(inside, top + 44, tile["label"], _WORD_SIZE, _QUIET, room)
    canvas.within(inside, top + 122, tile["figure"], _FIGURE_SIZE, _BAD if tile["is_bad"] else _INK, room)
    canvas.within(inside, top + 198, tile["note"], _SMALL_SIZE, _QUIET, room)


def _bars(canvas: _Canvas, title: str, bars: list[dict[str, Any]], top: float) -> None:
    canvas.text(_MARGIN, top + _BARS_HEAD / 2, title, _WORD_SIZE)
    longest = max(bar["due"] for bar in bars)
    begins, room = _MARGIN + 300, WIDTH - 2 * _MARGIN - 300 - 210
    for number, bar in enumerate(bars):
        middle = top + _BARS_HEAD + number * _BAR_HEIGHT + _BAR_HEIGHT / 2
        wide = max(room * bar["due"] / longest, 8)
        canvas.within(_MARGIN, middle, bar["label"], 36, _INK, 284)
        canvas.box(begins, middle - 16, wide, 32, _BAD if bar["done"] < bar["due"] else _TRACK)
        canvas.box(begins, middle - 16, wide * bar["done"] / bar["due"], 32, _GOOD)
        canvas.text(WIDTH - _MARGIN, middle, f"{bar['done']:,}/{bar['due']:,}", 36, _INK, to_the_left=True)


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
