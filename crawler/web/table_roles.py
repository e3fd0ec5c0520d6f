"""A table of a template → the same with the role of each part spelt out. Pure.

On a narrow screen such tables are not laid out as tables, and what is not laid out as one is none
to some screen readers, unless its parts say what they are. Text of others cannot be taken for a
tag here: it was escaped before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

_ROLES: Mapping[str, str] = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "td": "cell",
    'th scope="col"': "columnheader",
    'th scope="row"': "rowheader",
}
_TAG = re.compile(rf"<({'|'.join(_ROLES)})(?=[\s>])")


def add_roles(html: str) -> Markup:
    """The template's text, escaped where it must be."""
    return Markup(_TAG.sub(lambda found: f'<{found[1]} role="{_ROLES[found[1]]}"', html))  # noqa: S704
