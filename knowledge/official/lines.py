"""A file with an official text as lines: its encoding, the blanks that only align, and what is no text at all."""

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from knowledge.strict_yaml import BadFile, Problem

MAX_BYTES = 2_000_000
_UTF8, _GB18030 = "UTF-8", "GB18030"
_FORMATS = (
    (b"PK", "a Word or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF file"),
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "save it as plain text (.txt) in UTF-8 or GB18030"
# What no official text has: control characters, private use, and what stands for bytes that were lost.
_BROKEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff\ufffd]")
_CHINESE = re.compile(r"[一-鿿]")
_BLANKS = re.compile(r"[\s\u3000\xa0\ufeff\u200b]+")
# 李    健  党工委委员: a name of single characters that are set apart to align it, before the post.
_SPACED_NAME = re.compile(r"(?:^|(?<=[：:] )|(?<=[：:]))((?:[一-鿿] ){1,3}[一-鿿])(?= [一-鿿]{2}|$)")
_SPACED_LABEL = re.compile(r"^([一-鿿]) ([一-鿿])(?=[：:])")


class BadText(BadFile):
    """The file is no official text, or its numbering cannot be followed; the text names line and remedy."""


class Line(NamedTuple):
    """A line that says something: its number in the file, and its words without the blanks that only align."""

    number: int
    words: str


class Text(NamedTuple):
    """The lines of a file that say something, and how it was encoded."""

    file: str
    encoding: str
    lines: tuple[Line, ...]

    def problem(self, line: int, fault: str, remedy: str) -> Problem:
        """A fault at a line of the file."""
        return Problem(self.file, line, "", fault, remedy)


def decoded(content: bytes, file: Path) -> Text:
    """The lines of a file's content; raises BadText for what is no Chinese text in UTF-8 or GB18030."""
    name = file.name
    if len(content) > MAX_BYTES:
        raise _bad(name, 1, f"is larger than {MAX_BYTES:,} bytes", "name the plan's text alone")
    for beginning, what in _FORMATS:
        if content.startswith(beginning):
            raise _bad(name, 1, f"is {what}", _SAVE_AS)
    if content.startswith(_UTF16):
        raise _bad(name, 1, "is in UTF-16", _SAVE_AS)
    text, encoding = _text(content, name)
    listed = tuple(Line(number, words) for number, line in enumerate(text.splitlines(), 1) if (words := _aligned(line)))
    for number, line in enumerate(text.splitlines(), 1):
        if _BROKEN.search(line) is not None:
            raise _bad(name, number, "has characters that no text has", _SAVE_AS)
    if not any(_CHINESE.search(line.words) for line in listed):
        raise _bad(name, 1, "has no Chinese text", "name the file with the plan's text")
    return Text(name, encoding, listed)


def bare(words: str) -> str:
    """Words without any blank: blanks between characters mean nothing in an official text."""
    return _BLANKS.sub("", words)


def _text(content: bytes, name: str) -> tuple[str, str]:
    try:
        return content.decode("utf-8-sig"), _UTF8
    except UnicodeDecodeError as utf8:
        try:
            return content.decode("gb18030"), _GB18030
        except UnicodeDecodeError as gb:
            # Whichever encoding holds longer is the one that the file was meant to be in.
            line = content.count(b"\n", 0, max(utf8.start, gb.start)) + 1
            raise _bad(name, line, "is neither UTF-8 nor GB18030 here", _SAVE_AS) from None


def _aligned(line: str) -> str:
    words = _BLANKS.sub(" ", line).strip()
    words = _SPACED_LABEL.sub(r"\1\2", words)
    return _SPACED_NAME.sub(lambda name: name.group(1).replace(" ", ""), words)


def _bad(file: str, line: int, fault: str, remedy: str) -> BadText:
    return BadText([Problem(file, line, "", fault, remedy)])
