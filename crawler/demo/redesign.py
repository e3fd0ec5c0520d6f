"""A redesign: HTML → the same page with every class renamed, as when a site changes its layout."""

from __future__ import annotations

import re

# One attribute without a quote inside: linear.
_CLASSES = re.compile(r'class="([^"]*)"')


def redesign(html: str) -> str:
    """The page with each class name replaced by one that says nothing."""
    return _CLASSES.sub(_renamed, html)


def _renamed(match: re.Match[str]) -> str:
    names = " ".join(f"x{sum(name.encode()) % 9973:04d}" for name in match[1].split())
    return f'class="{names}"'
