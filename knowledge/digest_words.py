"""The words on the picture of a digest, from knowledge/vocabulary/digest.yaml."""

from functools import cache

from knowledge.strict_model import StrictModel, Words, load_model
from knowledge.vocabulary import FOLDER


class TileWords(StrictModel):
    """What a figure is called, what stands below it, what does where all is well, and where the figure is none."""

    label: Words
    note: Words
    otherwise: Words
    nothing: Words | None = None


class TilesWords(StrictModel):
    """The figures in their order."""

    missing: TileWords
    fevers: TileWords
    reported: TileWords
    outside: TileWords
    open: TileWords
    gap_count: TileWords


class DigestWords(StrictModel):
    """digest.yaml."""

    title: Words
    moment: Words
    bars: Words
    foot: Words
    tiles: TilesWords
    gap: Words
    gap_all: Words
    tomorrow: Words
    yesterday: Words
    earlier: Words


@cache
def digest_words() -> DigestWords:
    """The words, read once; raises BadFile."""
    return load_model(FOLDER / "digest.yaml", DigestWords)[0]
