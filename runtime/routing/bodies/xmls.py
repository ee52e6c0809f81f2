"""XML bodies.

The mapping: an element is an object under its name, prefix and all (`soap:Body`); attributes are `@name`; text beside them is
`#text`; an element of nothing but text is that text; one of nothing is null; names that repeat become a list. Space around text,
comments and processing instructions are left out. A document type declaration is refused: its entities make bombs and read files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax import ContentHandler, SAXException
from xml.sax.xmlreader import InputSource

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from runtime.routing.bodies.refusals import malformed
from runtime.routing.bodies.text import BYTE_ORDER_MARKS

DEEPEST = 64
MOST_NODES = 50_000  # elements and attributes


def parse_xml(body: bytes, charset: str = "") -> dict[str, Any]:
    """Raises NotAllowed `body_malformed`."""
    source = InputSource()
    if charset and not any(body.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        # What the header says counts more than what the document says of itself (RFC 7303, 3).
        body, charset = body.decode(charset, "replace").encode("utf-8", "replace"), "utf-8"
        source.setEncoding(charset)
    source.setByteStream(BytesIO(body))
    tree = _Tree()
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(tree)
    try:
        parser.parse(source)
    except DefusedXmlException:
        raise malformed("The XML holds a document type declaration. Send it without.") from None
    except (SAXException, ValueError, LookupError) as error:
        where = getattr(error, "getLineNumber", lambda: None)()
        at = f" at line {where}" if where else ""
        raise malformed(f"The body is not XML: {_reason(error)}{at}.") from None
    return tree.root


def _reason(error: Exception) -> str:
    message = error.getMessage() if isinstance(error, SAXException) else str(error)
    return str(message)[:120].rstrip(".")


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    members: dict[str, Any] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    repeated: set[str] = field(default_factory=set)

    def take(self, name: str, value: Any) -> None:
        if name not in self.members:
            self.members[name] = value
        elif name in self.repeated:
            self.members[name].append(value)
        else:
            self.members[name] = [self.members[name], value]
            self.repeated.add(name)

    def value(self) -> Any:
        text = "".join(self.pieces).strip()
        if not self.members:
            return text or None
        return {**self.members, "#text": text} if text else self.members


class _Tree(ContentHandler):
    """Builds the value while the parser walks, so that no tree of nodes stands beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._open = [_Open()]
        self._nodes = 0

    @property
    def root(self) -> dict[str, Any]:
        return self._open[0].members

    def startElement(self, name: str, attrs: Any) -> None:
        self._nodes += 1 + len(attrs)
        if self._nodes > MOST_NODES:
            raise malformed(f"The XML has over {MOST_NODES} elements and attributes.")
        if len(self._open) > DEEPEST:
            raise malformed(f"The XML nests deeper than {DEEPEST} levels.")
        self._open.append(_Open({f"@{key}": value for key, value in attrs.items()}))

    def characters(self, content: str) -> None:
        self._open[-1].pieces.append(content)

    def endElement(self, name: str) -> None:
        ended = self._open.pop()
        self._open[-1].take(name, ended.value())
