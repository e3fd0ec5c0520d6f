"""Every recorded page gives what a person has seen that it should give."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler import registry
from crawler.cases.case import EXPECTED, PAGE, Case, cases_folder, find_cases, read_case
from crawler.cases.comparison import compare
from crawler.cases.observing import HELD, observe

FOLDER = Path(__file__).parent
CASES = [case for site in registry.sites().values() for case in find_cases(site)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.site}-{case.name}")
def test_a_recorded_page_gives_what_is_expected(case: Case) -> None:
    differences = compare(case.expected, observe(case.page, registry.site(case.site)))
    assert not differences, "\n".join(map(str, differences))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.site}-{case.name}")
def test_a_person_has_reviewed_what_is_expected(case: Case) -> None:
    assert case.reviewed, (
        f"tests/sites/…/{case.name}.json: read it against the page, then set reviewed to true"
    )
    assert case.expected.keys() in ({"rejected"}, set(HELD))


def test_every_recorded_page_is_a_case_of_a_site() -> None:
    found = {
        cases_folder(registry.site(case.site)) / f"{case.name}{ending}"
        for case in CASES
        for ending in (PAGE, EXPECTED)
    }
    there = {path for path in FOLDER.glob("*/*") if path.parent.name != "__pycache__"}
    assert found == there


@pytest.mark.parametrize("name", ["interfax-ukraine", "interfax-ukraine-uk", "interfax-ukraine-ru"])
def test_each_edition_has_a_plain_and_a_full_page(name: str) -> None:
    assert len(find_cases(registry.site(name))) == 2


def test_a_case_of_another_name_is_read_as_it_is() -> None:
    case = read_case(FOLDER / "interfax_ukraine" / "en-plain.json")
    assert case.page.url.endswith("/news/investments/1143789.html")
    assert case.page.seen.tzinfo is not None
