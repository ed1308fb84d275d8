"""Where settings come from: config.yaml and the environment, each value with the place it was written at.

Both sources give text; knowledge.settings turns it into typed values. So a value means the same in both, and
YAML's own guesses (16:00 read as a number, no read as false) do not happen.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import get_args
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, SecretStr

PREFIX = "HEXI_"
# Variables of the test suite, which the assistant itself does not read.
TEST_PREFIX = "HEXI_TEST_"
FILE_SUFFIX = "_FILE"

# Text is all that is wanted of a value. The C loader takes a tenth of the time.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class BadConfig(Exception):
    """The configuration cannot be used; the text is one line: where, which key, and what would be right."""


@dataclass(frozen=True, slots=True)
class Key:
    """One setting that exists: its path in the file, whether it is a secret, and what a right value is."""

    path: tuple[str, ...]
    secret: bool
    right: str

    @property
    def dotted(self) -> str:
        """The key as messages write it: server.port."""
        return ".".join(self.path)

    @property
    def variable(self) -> str:
        """The environment variable that overrides it: HEXI_SERVER__PORT."""
        return PREFIX + "__".join(self.path).upper()


@dataclass(frozen=True, slots=True)
class Found:
    """A value as it was written, and where: a line of the file or the name of a variable."""

    value: str | tuple[str, ...] = field(repr=False)
    origin: str


KnownKeys = Mapping[tuple[str, ...], Key]
Findings = dict[tuple[str, ...], Found]


@cache
def keys_of(model: type[BaseModel]) -> KnownKeys:
    """Every setting of a model and of the sections in it, by its path."""
    return MappingProxyType({key.path: key for key in _keys_below(model, ())})


def _keys_below(model: type[BaseModel], above: tuple[str, ...]) -> Iterator[Key]:
    for name, info in model.model_fields.items():
        path = (*above, name)
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _keys_below(kind, path)
        else:
            yield Key(path, _is_secret(kind), info.description or "")


def _is_secret(kind: object) -> bool:
    """Whether a SecretStr is anywhere in an annotation: in a union, or below what was added to it."""
    return kind is SecretStr or any(_is_secret(part) for part in get_args(kind))


def read_file(path: Path, keys: KnownKeys) -> Findings:
    """The values of a YAML file with their lines; raises BadConfig for what is not a setting or not YAML."""
    try:
        root = _composed(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadConfig(f"{path}:{line}: not readable as YAML: {error.problem}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadConfig(f"{path}: cannot be read ({type(error).__name__})") from None
    found: Findings = {}
    if root is not None:
        sections = {known[:depth] for known in keys for depth in range(1, len(known))}
        _read_section(root, (), keys, sections, path, found)
    return found


@lru_cache(maxsize=2)
def _composed(text: str) -> yaml.Node | None:
    """A file as YAML, which is nearly all the work: what reads the settings again finds the same file."""
    root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    return root


def _read_section(
    node: yaml.Node,
    at: tuple[str, ...],
    keys: KnownKeys,
    sections: Set[tuple[str, ...]],
    file: Path,
    found: Findings,
) -> None:
    """Collect the values of a section and of those in it; only what exists is gone into."""
    if isinstance(node, yaml.ScalarNode) and node.value == "":
        return  # a section of which every key is commented out
    if not isinstance(node, yaml.MappingNode):
        raise BadConfig(f"{_line(file, node)}: {'.'.join(at) or 'the file'}: must hold keys with values")
    seen: set[str] = set()
    for name_node, value_node in node.value:
        name = str(name_node.value)
        path = (*at, name)
        where = _line(file, name_node)
        if name in seen:
            raise BadConfig(f"{where}: {'.'.join(path)}: is written twice; keep one of them")
        seen.add(name)
        if path in keys:
            found[path] = Found(_read_value(value_node, keys[path], where), where)
        elif path in sections:
            _read_section(value_node, path, keys, sections, file, found)
        else:
            siblings = {known[len(at)] for known in keys if known[: len(at)] == at}
            raise BadConfig(f"{where}: {'.'.join(path)}: unknown key; {_known(name, siblings)}")


def _read_value(node: yaml.Node, key: Key, where: str) -> str | tuple[str, ...]:
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return tuple(str(item.value) for item in node.value)
    if not isinstance(node, yaml.ScalarNode):
        raise BadConfig(f"{where}: {key.dotted}: must be {key.right}")
    text = str(node.value).strip()
    # An address may stand in the file as long as it carries no password.
    if key.secret and text and not (key.path[-1] == "url" and _is_without_password(text)):
        raise BadConfig(
            f"{where}: {key.dotted}: is secret and must not stand in this file; "
            f"give it as {key.variable}, or the path of a file with it as {key.variable}{FILE_SUFFIX}"
        )
    return text


def _is_without_password(url: str) -> bool:
    try:
        return urlsplit(url).password is None
    except ValueError:
        return False


def read_environment(environ: Mapping[str, str], keys: KnownKeys) -> Findings:
    """The values of the HEXI_ variables; raises BadConfig for one that is no setting."""
    direct = {key.variable: key for key in keys.values()}
    through_file = {name + FILE_SUFFIX: key for name, key in direct.items() if key.secret}
    found: Findings = {}
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name.startswith(TEST_PREFIX):
            continue
        key = direct.get(name) or through_file.get(name)
        if key is None:
            raise BadConfig(f"{name}: unknown variable; {_known(name, direct)}")
        if key.path in found:
            raise BadConfig(f"{name}: {key.dotted}: is given twice; unset it or {key.variable}")
        value = environ[name].strip() if name in direct else _content(name, environ[name])
        found[key.path] = Found(value, name)
    return found


def _content(variable: str, path: str) -> str:
    """The secret in the file that a variable names."""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise BadConfig(f"{variable}: the file it names cannot be read ({type(error).__name__})") from None


def _line(file: Path, node: yaml.Node) -> str:
    return f"{file}:{node.start_mark.line + 1}"


def _known(wrong: str, names: Iterable[str]) -> str:
    """What was probably meant, or everything that there is."""
    known = sorted(names)
    close = difflib.get_close_matches(wrong, known, n=1)
    return f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
