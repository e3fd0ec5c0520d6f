"""Words → articles: one contract over both databases."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select

from crawler.article import Article
from crawler.errors import UsageError
from crawler.feeds.selection import Selection, parse_selection
from crawler.ledger.articles.catalogue import read_page
from crawler.ledger.articles.changes import last_number
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.copying import copy_ledger
from crawler.ledger.crawling import crawls
from crawler.ledger.decide import Policy
from crawler.ledger.keeping import keep
from crawler.ledger.tables import page_id, search_index, searchable
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import PageKind, Where
from crawler.normalization.fingerprint import content_hash
from crawler.search import index
from crawler.search.find import holders, search
from crawler.search.index import bring_up_to_date
from crawler.search.query import parse_query

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
OK, GONE = Answer("ok", status=200), Answer("gone", "404")

STORIES: dict[str, dict[str, Any]] = {
    "ceasefire": {
        "title": "Ceasefire talks begin in Geneva",
        "body": ("Delegations met on Friday.", "The second round follows in May."),
        "tags": ("Peace", "Geneva"),
        "section": "Facts",
    },
    "football": {
        "title": "Dynamo wins at home",
        "lead": "A match without a ceasefire on the terraces.",
        "body": ("Talks about the coach go on. Ceasefire was not the word.",),
        "section": "Sport",
    },
    "ukrainian": {
        "title": "Розмінування об’єктів на Київщині",
        "body": ("Її роботу п'ять років очолює ґазда Йосип.",),
        "date": dt.date(2026, 1, 10),
    },
    "russian": {"title": "Самолёт вернулся", "body": ("Экипаж ещё на борту.",)},
    "german": {
        "title": "Müller eröffnet die Straße",
        "body": ("Die E-Mail-Adresse kennt U.S. Steel nicht; 5.5 Prozent mehr.",),
        "site": "herald",
    },
}  # fmt: skip


class House:
    """Keeps stories as a crawl does."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.looks = 0
        self.crawls: dict[str, int] = {}

    def look(
        self, name: str, answer: Answer = OK, moved_to: str | None = None, **says: Any
    ) -> None:
        self.looks += 1
        at = NOW + dt.timedelta(hours=self.looks)
        says = {"date": NOW.date(), "site": "gazette", "title": name, **says}
        site = says["site"]
        url, there = (f"https://{site}.example/{one}" for one in (name, moved_to or name))
        page = DuePage(page_id(site, url), site, url, url, PageKind.ARTICLE, Where.FEED,
                       state="kept")  # fmt: skip
        article = Article(url=there, **says)
        article = Article(**{**_values(article), "content_hash": content_hash(article)})
        visit = Visit(page, at, answer, there, there, article if answer is OK else None)
        with writing(self.engine) as connection:
            if site not in self.crawls:
                self.crawls[site] = crawls.begin(connection, site, "crawl", {}, NOW)
            keep.keep(connection, site, self.crawls[site], Policy(), [visit], at)

    def found(self, words: str, **chosen: Any) -> list[str]:
        hits = search(self.engine, words, parse_selection(**chosen)).hits
        return [(hit.article.url or "").rpartition("/")[2] for hit in hits]


def _values(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in article.__slots__}


@pytest.fixture
def empty(engine: Engine) -> House:
    return House(engine)


@pytest.fixture
def house(empty: House) -> House:
    for name, says in STORIES.items():
        empty.look(name, **says)
    return empty


def test_each_word_and_phrase_and_ending(house: House) -> None:
    """One test for many questions: a ledger for each would take long."""
    questions = {
        "geneva": ["ceasefire"],
        "GENEVA talks": ["ceasefire"],
        "ceasefire": ["ceasefire", "football"],
        "ceasefire -dynamo": ["ceasefire"],
        'talks -"wins at home"': ["ceasefire"],
        '"ceasefire talks"': ["ceasefire"],
        '"talks ceasefire"': [],
        '"on friday the second"': [],
        '"peace geneva"': [],
        "deleg*": ["ceasefire"],
        "deleg": [],
        '"met on fri*"': ["ceasefire"],
        "об'єктів": ["ukrainian"],
        "ОБʼЄКТІВ п’ять": ["ukrainian"],
        "розмін*": ["ukrainian"],
        "ґазда йосип її": ["ukrainian"],
        "газда": [],
        "иосип": [],
        "самолет еще": ["russian"],
        "muller strasse": ["german"],
        "MÜLLER": ["german"],
        "e-mail": ["german"],
        '"e mail" u.s.': ["german"],
        "5.5": ["german"],
        "5.6": [],
        "nowhere": [],
    }
    assert {words: house.found(words) for words in questions} == questions


def test_a_selection_narrows(house: House) -> None:
    questions: list[tuple[dict[str, str], list[str]]] = [
        ({"site": "gazette"}, ["ceasefire", "football"]),
        ({"site": "herald"}, []),
        ({"section": "sport"}, ["football"]),
        ({"tag": "#peace"}, ["ceasefire"]),
        ({"tag": "geneva", "section": "Facts"}, ["ceasefire"]),
        ({"since": "2026-01-22"}, []),
        ({"since": "2026-01-21", "until": "2026-01-21"}, ["ceasefire", "football"]),
        ({"until": "2026-01-20"}, []),
    ]
    assert [house.found("ceasefire", **chosen) for chosen, _ in questions] == [
        found for _, found in questions
    ]


def test_the_title_counts_most(empty: House) -> None:
    empty.look("in body", body=("A grain corridor.", "Grain, grain and grain again."))
    empty.look("in title", title="Grain", body=("Nothing else.", "It has other words."))
    empty.look("in lead", lead="Grain is shipped.", body=("Nothing else.",) * 3)
    empty.look("other", body=("Rye.",))
    assert empty.found("grain")[0] == "in title"
    assert set(empty.found("grain")) == {"in title", "in lead", "in body"}


def test_equals_are_newest_first(empty: House) -> None:
    for day in (3, 9, 6):
        empty.look(str(day), date=dt.date(2026, 1, day), title="Grain")
    assert empty.found("grain") == ["9", "6", "3"]


def test_hits_are_marked(house: House) -> None:
    (hit,) = search(house.engine, "talks begin* friday -dynamo").hits
    marked = [hit.title.text[a:b] for a, b in hit.title.hits]
    assert marked == ["talks", "begin"]
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.hits] == ["Friday"]


def test_what_changes_is_found_as_it_now_is(house: House) -> None:
    assert house.found("geneva") == ["ceasefire"]
    house.look("ceasefire", title="Talks begin in Vienna")
    assert (house.found("geneva"), house.found("vienna")) == ([], ["ceasefire"])
    house.look("ceasefire", title="Talks begin in Vienna", hot_news=())
    assert house.found("vienna") == ["ceasefire"]


def test_what_moved_is_found_once_at_its_new_address(house: House) -> None:
    assert house.found("geneva") == ["ceasefire"]
    house.look("ceasefire", moved_to="elsewhere", **STORIES["ceasefire"])
    assert house.found("geneva") == ["elsewhere"]


def test_what_is_gone_is_found_and_marked(house: House) -> None:
    house.look("ceasefire", GONE)
    (hit,) = search(house.engine, "geneva").hits
    assert hit.unpublished == NOW + dt.timedelta(hours=house.looks)
    house.look("ceasefire", **STORIES["ceasefire"])
    (hit,) = search(house.engine, "geneva").hits
    assert hit.unpublished is None


def test_pages_of_hits_follow_each_other(empty: House) -> None:
    for number in range(5):
        empty.look(str(number), title=f"Grain {'and rye ' * number}")
    first = search(empty.engine, "grain", limit=3)
    rest = search(empty.engine, "grain", limit=3, offset=3)
    assert (len(first.hits), first.more, len(rest.hits), rest.more) == (3, True, 2, False)
    urls = [hit.article.url for hit in (*first.hits, *rest.hits)]
    assert len(set(urls)) == 5


def test_the_index_is_read_in_batches(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "CHANGES_AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    assert bring_up_to_date(house.engine, lambda *one: told.append(one)) == 5
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert bring_up_to_date(house.engine) == 0
    assert house.found("geneva") == ["ceasefire"]


def test_an_index_that_is_lost_is_made_anew(house: House) -> None:
    assert house.found("geneva") == ["ceasefire"]
    with writing(house.engine) as connection:
        connection.execute(delete(search_index))
    assert house.found("geneva") == ["ceasefire"]


def test_an_index_of_dead_entries_is_made_anew(
    empty: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's entries cannot be removed, so they must not grow for ever."""
    monkeypatch.setattr(index, "DEAD_AT_LEAST", 2)
    for number in range(5):
        empty.look("one", title=f"Grain {number}")
        assert empty.found(f"grain {number}") == ["one"]
    with reading(empty.engine) as connection:
        entries = connection.execute(select(search_index.c.entries)).scalar_one()
        living = connection.execute(select(searchable.c.page)).all()
        number = connection.execute(select(search_index.c.number)).scalar_one()
        assert number == last_number(connection)
    assert len(living) == 1
    assert entries <= (6 if empty.engine.dialect.name == "sqlite" else 9)
    assert empty.found("grain 3") == []


def test_two_who_search_at_once_index_each_article_once(house: House, ledger_address: str) -> None:
    other = open_ledger(ledger_address)
    assert bring_up_to_date(other) == 5
    assert bring_up_to_date(house.engine) == 0
    other.dispose()


def test_a_copy_is_searched_as_well(house: House, tmp_path: Any) -> None:
    assert house.found("geneva") == ["ceasefire"]
    copy = open_ledger(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    assert search(copy, "geneva").hits == ()  # makes an empty index there
    copy_ledger(house.engine, copy)
    assert House(copy).found("geneva") == ["ceasefire"]
    copy.dispose()


HUGE = {
    "title": "Long " + "x" * 100_000,
    "lead": "'quoted' \\ \" & | ! <-> :* ( ) \u202e \u2028 ¶",
    "body": (" ".join(f"w{n}" for n in range(30_000)), "tail " * 40_000, "'" * 5000),
    "tags": ("a/b", "..", "' OR 1=1 --"),
}


def test_a_hostile_article_is_indexed(empty: House) -> None:
    empty.look("huge", **HUGE)
    assert empty.found("long w5 quoted") == ["huge"]
    assert empty.found("x" * 200_000) == ["huge"]
    assert empty.found('"w5 w6"', tag="' or 1=1 --") == ["huge"]


HOSTILE = [
    "NEAR(ceasefire talks)", "title:ceasefire", "{title} : ceasefire", "ceasefire AND",
    "* ceasefire",
    "ceasefire OR (", "^ceasefire", "ceasefire'); DROP TABLE articles; --", "ceasefire\0talks",
    "ceasefire:*", "!ceasefire", "ceasefire & | talks", "ceasefire \ud800", "\"ceasefire",
    "«ceasefire",
    "ceasefire <-> talks", "ceasefire -", "ceasefire --x", "\u202eceasefire", "ceasefire " * 900,
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words)[:30])
def test_hostile_words_ask_or_are_refused(house: House, words: str) -> None:
    with contextlib.suppress(UsageError):
        assert set(house.found(words)) <= set(STORIES)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from("\"*-:()^+{}'\\&|!<>¶ aЇß1\0"), max_size=30).map("".join)
)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
def test_no_text_is_an_error_of_the_database(house: House, words: str) -> None:
    with contextlib.suppress(UsageError):
        search(house.engine, words, Selection(tag=words, section=words))
        search(house.engine, words)


@pytest.mark.parametrize("selection", [Selection(), Selection(site="gazette", tag="peace")])
@pytest.mark.parametrize("words", ["ceasefire", "talks -football", "п'ять", "Strasse OR", "mull*"])
def test_in_the_order_of_time_the_same_is_found(
    house: House, words: str, selection: Selection
) -> None:
    best = search(house.engine, words, selection).hits
    with reading(house.engine) as connection:
        among = holders(connection, parse_query(words), selection)
        newest = read_page(connection, selection, None, 50, among).entries
    assert {one.id for one in newest} == {hit.id for hit in best}
    dates = [one.article.date for one in newest]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("words", ["", "  ", "-football", "***", '""', "…"])
def test_words_that_ask_nothing_are_refused(empty: House, words: str) -> None:
    with pytest.raises(UsageError, match="at least one word"):
        empty.found(words)
