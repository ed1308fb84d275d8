"""The little of XML that the platform's pushes use, and nothing else.

A push is one element `xml` with leaves below it, seldom lists of leaves; no attributes, no DOCTYPE,
no entities, no instructions, no comments. What goes beyond that is an attack or damage and is refused
while it is being read, before it can grow: entity bombs, deep and wide trees, a `]]>` in somebody's
text that smuggles in elements.
"""

import pyexpat
import re

DEPTH_LIMIT = 8
ELEMENT_LIMIT = 256
"""The longest lists that the platform sends (results of a mass message) have some sixty elements."""

ONCE = frozenset(
    {
        "ToUserName",
        "FromUserName",
        "CreateTime",
        "MsgType",
        "MsgId",
        "Content",
        "Event",
        "EventKey",
        "Encrypt",
    }
)
"""What decides who said what: each at most once, directly below the root, with text alone inside."""

_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NONCHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")
# A leaf with a text that is quoted as a whole, or has no sign of XML in it. What is taken once is never given back.
_A_LEAF = r"<([A-Za-z]++)>(?:<!\[CDATA\[([^\]]*+(?:\](?!\]>)[^\]]*+)*+)\]\]>|([^<>&]*+))</\1>"
_LEAF = re.compile(_A_LEAF)
_FLAT = re.compile(rf"<xml>[ \t\n]*+(?:{_A_LEAF}[ \t\n]*+)++</xml>[ \t\n]*+")


class NotStrict(ValueError):
    """Not well-formed, or more than strict XML allows. The text says which, and nothing of the content."""


def without_controls(text: bytes) -> bytes:
    """UTF-8 without the characters that XML forbids, which the platform pushes as people send them."""
    text = text.translate(None, _CONTROLS)
    return _NONCHARACTERS.sub(b"", text) if b"\xef\xbf" in text else text


def with_surrogates_mended(text: bytes) -> bytes:
    """UTF-8 with surrogates that were encoded one by one made whole; one left over becomes U+FFFD.

    Some keyboards send emoji so. Raises NotStrict for anything else that is not UTF-8.
    """
    if not _SURROGATE.search(text):
        return text
    try:
        halves = text.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    except UnicodeDecodeError:
        raise NotStrict("not UTF-8") from None
    return halves.decode("utf-16-le", "replace").encode("utf-8")


def read(document: bytes) -> list[tuple[str, str]]:
    """The leaves of a document in order, each as (path below the root, text), texts untouched.

    Nested elements have a dotted path; of several elements of one name under one parent the second is called
    `Name#2`, and so on. Characters that XML forbids are dropped. Raises NotStrict.
    """
    document = without_controls(document)
    return _flat(document) or _walked(document)


def _flat(document: bytes) -> list[tuple[str, str]]:
    """The leaves where there is nothing but leaves, each with one text and a name of its own, as in nearly every push.

    Such a document can be read in one way only, and in a tenth of the time; of any other nothing is said.
    """
    try:
        text = document.decode("utf-8")
    except UnicodeDecodeError:
        return []
    if "\r" in text or _FLAT.fullmatch(text) is None:  # a parser makes line feeds of carriage returns
        return []
    found = _LEAF.findall(text)
    is_plain = len(found) < ELEMENT_LIMIT and len({name for name, _, _ in found}) == len(found)
    return [(name, quoted or plain) for name, quoted, plain in found] if is_plain else []


def _walked(document: bytes) -> list[tuple[str, str]]:
    reader = _Reader()
    parser = pyexpat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.XmlDeclHandler = _declaration
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.texts.append
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse
    parser.CommentHandler = _refuse
    try:
        parser.Parse(document, True)
    except pyexpat.ExpatError:
        raise NotStrict("not well-formed") from None
    return reader.leaves


def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() != "utf-8":
        raise NotStrict("encoding")


def _refuse(*_: object) -> None:
    raise NotStrict("doctype, entity, instruction or comment")


class _Reader:
    """Collects the leaves while expat walks through the document."""

    __slots__ = ("_count", "_open", "_seen", "_was_leaf", "leaves", "texts")

    def __init__(self) -> None:
        self.leaves: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self._open: list[str] = []  # paths of the open elements, the root's is empty
        self._seen: dict[str, int] = {}
        self._count = 0
        self._was_leaf = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins: it is refused here if it may not stand where it stands."""
        self._count += 1
        depth = len(self._open)
        if attributes:
            raise NotStrict("attribute")
        if depth >= DEPTH_LIMIT or self._count > ELEMENT_LIMIT:
            raise NotStrict("too deep or too many elements")
        if self.texts:
            self._expect_blank()
        self._open.append(self._path(name, depth))
        self._was_leaf = True

    def _path(self, name: str, depth: int) -> str:
        if depth == 1 and name not in self._seen and "." not in name:  # as nearly all are
            self._seen[name] = 1
            return name
        if depth == 0:
            if name != "xml":
                raise NotStrict("root")
            return ""
        parent = self._open[-1]
        if depth > 1 and (name in ONCE or parent in ONCE):
            raise NotStrict("nested")
        if "." in name:
            raise NotStrict("name")  # would read like a path of two elements
        path = f"{parent}.{name}" if parent else name
        earlier = self._seen.get(path, 0)
        self._seen[path] = earlier + 1
        if not earlier:
            return path
        if name in ONCE:
            raise NotStrict("repeated")
        return f"{path}#{earlier + 1}"

    def end(self, _name: str) -> None:
        """An element ends: a leaf gives its text, any other may have held blanks only."""
        path = self._open.pop()
        if self._was_leaf and path:
            self.leaves.append((path, "".join(self.texts)))
            self.texts.clear()
        elif self.texts:
            self._expect_blank()
        self._was_leaf = False

    def _expect_blank(self) -> None:
        if "".join(self.texts).strip(" \t\r\n"):
            raise NotStrict("text beside elements")
        self.texts.clear()
