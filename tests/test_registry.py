"""The registry: a site is there because its file is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import crawler.sites
from crawler import registry
from crawler.errors import SiteError, UnknownSite

SITE = """
from crawler.site import Site
from crawler.rules import Feed

class {name}(Site):
    name = "{key}"
    home = "https://news.example/"
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Path]]:
    """Writes a site file into a folder that stands in for crawler/sites."""
    loaded = set(sys.modules)
    monkeypatch.setattr(crawler.sites, "__path__", [str(tmp_path)])
    registry.sites.cache_clear()

    def write(name: str, text: str) -> Path:
        file = tmp_path / f"{name}.py"
        file.write_text(text)
        return file

    yield write
    registry.sites.cache_clear()
    for name in set(sys.modules) - loaded:
        del sys.modules[name]


def test_a_site_is_registered_by_being_there(write) -> None:
    write("registry_b", SITE.format(name="B", key="b-site"))
    write("registry_a", SITE.format(name="A", key="c") + SITE.format(name="A2", key="a"))
    assert list(registry.sites()) == ["a", "b-site", "c"]
    assert registry.site("b-site").home == "https://news.example/"


def test_a_name_is_taken_once(write) -> None:
    write("registry_c", SITE.format(name="C", key="same"))
    file = write("registry_d", SITE.format(name="D", key="same"))
    with pytest.raises(SiteError, match=r"the name 'same' is taken") as caught:
        registry.sites()
    assert str(file) in str(caught.value)


BROKEN = {
    "misspelt field": ("    tilte = 5\n", "E.tilte: no such field"),
    "syntax": ("    title = (\n", "SyntaxError"),
    "unknown name": ("    title = Txet('h1')\n", "NameError: name 'Txet' is not defined"),
    "wrong argument": ("    discovery = (Feed(uri='/'),)\n", "TypeError"),
}


@pytest.mark.parametrize(("line", "told"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named(write, line: str, told: str) -> None:
    file = write("registry_e", SITE.format(name="E", key="e") + line)
    with pytest.raises(SiteError) as caught:
        registry.sites()
    assert str(caught.value).startswith(f"{file}: {told}")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownSite, match="did you mean interfax-ukraine"):
        registry.site("interfax-ukrane")
    with pytest.raises(UnknownSite, match="python -m crawler sites"):
        registry.site("zzz")


def test_every_site_file_of_the_project_loads() -> None:
    assert {"interfax-ukraine", "interfax-ukraine-uk", "interfax-ukraine-ru"} <= set(
        registry.sites()
    )


@pytest.mark.parametrize("site", registry.sites().values(), ids=registry.sites())
def test_every_site_can_be_crawled(site) -> None:
    assert site.source
    assert site.language
    assert site.discovery
    assert "(?P<key>" in site.article_url
