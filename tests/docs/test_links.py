"""Every link of the README and the docs leads to a file that is there, and to a heading in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINKS = [
    pytest.param(page, link, id=f"{page.name}: {link}")
    for page in PAGES
    for link in sorted(set(re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))))
    if not re.match(r"[a-z]+:", link)
]


def anchor_of(heading: str) -> str:
    """The anchor that Markdown gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def anchors(page: Path) -> set[str]:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return {anchor_of(heading) for heading in re.findall(r"^#+ +(.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("The API", "the-api"),
        ("What `feeds.toml` may say", "what-feedstoml-may-say"),
        ("Links, placements, revisions", "links-placements-revisions"),
    ],
)
def test_the_anchor_of_a_heading(heading: str, anchor: str) -> None:
    assert anchor_of(heading) == anchor


def test_there_are_links() -> None:
    assert {page.name for page, _ in (param.values for param in LINKS)} >= {"README.md"}
    assert len(LINKS) > 8


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_a_link_leads_somewhere(page: Path, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    assert target.is_relative_to(ROOT)
    assert target.exists()
    if anchor:
        assert anchor in anchors(target)


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda page: page.name)
def test_every_page_is_reached_from_the_readme(page: Path) -> None:
    assert f"docs/{page.name}" in PAGES[0].read_text(encoding="utf-8")
