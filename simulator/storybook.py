"""The short stories that the page plays, one button a step: stories/*.yaml.

A story has a `cast` (somebody of the demonstration by `openid`, or a new person by `name`), values to `draw` anew each
time, `steps`, and what it shows of the `ledger` at its end. A step says who does what (`says`, `taps`, `voice`, `scans`,
`place`, `follow`) or moves the `clock` (`minutes` on, or `to` a time of day, the next one or `days` on). Its `notice` says
what to look at; its `then` lists what has to come: to whom (`who`, otherwise whoever acts), with which words (`sees`; none:
anything), and what is kept of it (`keep`: name and pattern). {name} stands for a value.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

Story = Mapping[str, Any]


@cache
def stories() -> tuple[Story, ...]:
    """All stories, in the order of their file names."""
    folder = resources.files("simulator").joinpath("stories")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    return tuple({"id": each.name[:-5], **yaml.safe_load(each.read_text(encoding="utf-8"))} for each in files)
