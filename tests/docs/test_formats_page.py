"""docs/formats.md: the exporter that it shows for another format writes what it says."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path
from typing import Any

import pytest

from crawler import exporters
from crawler.article import Article, from_json

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    """What the shown module defines."""
    (code,) = re.findall(r"```python\n(\"\"\"Articles →.*?)```", PAGE, re.DOTALL)
    found: dict[str, Any] = {}
    exec(compile(code, "titles.py", "exec"), found)
    return found


@pytest.fixture
def article() -> Article:
    """The article that the page shows as JSON."""
    (line,) = re.findall(r"```json\n(\{\"source\".*?)\n```", PAGE, re.DOTALL)[:1]
    return from_json(line.encode())


def test_the_shown_exporter_writes(names: dict[str, Any], article: Article) -> None:
    file = io.BytesIO()
    exporter = names["TitlesExporter"](file)
    exporter.start_exporting()
    exporter.export_item(article)
    exporter.export_item(dataclasses.replace(article, title="Ä"))
    exporter.finish_exporting()
    first, second = file.getvalue().decode().splitlines()
    assert first == f"{article.url}\t{article.title}"
    assert second == f"{article.url}\tÄ"


def test_the_shown_line_is_a_format() -> None:
    (line,) = re.findall(r"^    \"titles\": (Format\(.*\)),$", PAGE, re.MULTILINE)
    made = eval(line, {"Format": exporters.Format})
    assert made.endings == ("titles",)
    assert made.appendable
