"""Tags in, tags with roles out."""

from __future__ import annotations

import pytest
from markupsafe import escape

from crawler.web.table_roles import add_roles


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("<table>", '<table role="table">'),
        ('<table class="stack">', '<table role="table" class="stack">'),
        ("<thead><tr>", '<thead role="rowgroup"><tr role="row">'),
        ("<tbody>\n<tr\n>", '<tbody role="rowgroup">\n<tr role="row"\n>'),
        ('<th scope="col" class="n">', '<th scope="col" role="columnheader" class="n">'),
        ('<th scope="row">', '<th scope="row" role="rowheader">'),
        ('<td class="n">1</td>', '<td role="cell" class="n">1</td>'),
        ("<track><time></td><caption>", "<track><time></td><caption>"),
        (str(escape("<td> <tr>")), "&lt;td&gt; &lt;tr&gt;"),
    ],
)
def test_each_part_says_what_it_is(given: str, made: str) -> None:
    assert add_roles(given) == made
