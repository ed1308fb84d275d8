"""The files of labelled texts: a line for each, its labels first, parted by a tab; a line break is written \\n."""

from collections.abc import Iterator
from pathlib import Path


def labelled_lines(folder: Path) -> Iterator[tuple[str, str]]:
    """The labels and the text of each line of the files of a folder, in the order of their names."""
    for file in sorted(folder.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").rstrip("\n").split("\n"):
            labels, _, text = line.partition("\t")
            yield labels, text.replace("\\n", "\n")
