"""Links and the pages they join → GraphML, for Gephi, networkx, Cytoscape and igraph.

Nodes are pages, named by their addresses; a whole site, which names what stands in HOT NEWS, is
the node ``site:NAME``. http://graphml.graphdrawing.org/
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from crawler.exporters.characters import replace_illegal
from crawler.ledger.articles.graph import LinkRow, PageRow

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""
_ENDS = ("source", "target")
_NODE = [one.name for one in fields(PageRow) if one.name != "url"]
_EDGE = [one.name for one in fields(LinkRow) if one.name not in _ENDS]
_TYPES = {"rank": "int"}


class GraphmlLinks:
    """Writes links as edges, after the nodes of the ``pages`` and ``sites`` at their ends."""

    def __init__(self, file: IO[bytes], pages: Iterable[PageRow], sites: Iterable[str]) -> None:
        self.file = file
        self._pages = pages
        self._sites = sites

    def start_exporting(self) -> None:
        """Write the attributes' declarations and all nodes."""
        keys = [_key("node", name) for name in _NODE] + [_key("edge", name) for name in _EDGE]
        self._write(_HEAD + "".join(keys) + '<graph edgedefault="directed">\n')
        for page in self._pages:
            self._write(_element(f"node id={_quoted(page.url)}", "n", page, _NODE))
        for site in self._sites:
            self._write(f"<node id={_quoted(f'site:{site}')}/>\n")

    def export_item(self, item: LinkRow) -> None:
        """Write one edge."""
        source = item.source if item.source is not None else f"site:{item.site}"
        ends = f"edge source={_quoted(source)} target={_quoted(item.target)}"
        self._write(_element(ends, "e", item, _EDGE))

    def finish_exporting(self) -> None:
        """End the document."""
        self._write("</graph>\n</graphml>\n")

    def _write(self, text: str) -> None:
        self.file.write(text.encode())


def _key(kind: str, name: str) -> str:
    type_ = _TYPES.get(name, "string")
    return f'<key id="{kind[0]}-{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>\n'


def _element(start: str, prefix: str, row: Any, names: Iterable[str]) -> str:
    """An element with the row's values; None has none."""
    data = "".join(
        f'<data key="{prefix}-{name}">{escape(_text(value))}</data>'
        for name in names
        if (value := getattr(row, name)) is not None
    )
    return f"<{start}>{data}</{start.split()[0]}>\n"


def _quoted(text: str) -> str:
    return quoteattr(_text(text))


def _text(value: Any) -> str:
    """A value as GraphML's readers take it: times by ISO 8601."""
    return replace_illegal(value.isoformat() if hasattr(value, "isoformat") else str(value))
