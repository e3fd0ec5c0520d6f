"""Tokens and sessions in the ledger, and what is kept of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from crawler.access import audit, sessions, tokens
from crawler.access.audit import Deed
from crawler.access.tokens import Scope
from crawler.cli.main import main
from crawler.errors import UsageError
from crawler.ledger.connect import open_ledger, reading, writing

NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with writing(engine) as connection:
        yield connection


def test_a_token_is_found_by_its_text_alone(connection: Connection) -> None:
    given = tokens.add_token(connection, "desk", Scope.READ, NOW)
    found = tokens.find_token(connection, given)
    assert found is not None
    assert (found.name, found.scope) == ("desk", Scope.READ)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text.replace("nc_", "nd_"),
        lambda text: f"nc_{'0' * 16}_{text[-43:]}",
        lambda text: text + "x",
        lambda text: "",
        lambda text: "nc_' OR 1=1 --",
    ],
    ids=["secret", "prefix", "key", "longer", "empty", "sql"],
)
def test_what_is_no_token_finds_nothing(connection: Connection, change: object) -> None:
    given = tokens.add_token(connection, "desk", Scope.READ, NOW)
    assert tokens.find_token(connection, change(given)) is None  # type: ignore[operator]


def test_the_secret_is_kept_nowhere(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        given = tokens.add_token(connection, "desk", Scope.OPERATE, NOW)
        token = tokens.find_token(connection, given)
        assert token is not None
        cookie = sessions.open_session(connection, token, NOW)
    engine.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert given[-43:].encode() not in kept
    assert cookie.encode() not in kept


@pytest.mark.parametrize(
    ("scope", "needed", "allowed"),
    [
        (Scope.READ, Scope.READ, True),
        (Scope.READ, Scope.OPERATE, False),
        (Scope.OPERATE, Scope.READ, True),
        (Scope.OPERATE, Scope.OPERATE, True),
    ],
)
def test_operating_includes_reading(scope: Scope, needed: Scope, allowed: bool) -> None:
    assert scope.covers(needed) is allowed


@pytest.mark.parametrize("name", ["", "../x", "a b", "x" * 65, "-x"])
def test_a_name_is_a_word(connection: Connection, name: str) -> None:
    with pytest.raises(UsageError, match="is not one of"):
        tokens.add_token(connection, name, Scope.READ, NOW)


def test_a_name_is_taken_once(connection: Connection) -> None:
    tokens.add_token(connection, "desk", Scope.READ, NOW)
    with pytest.raises(UsageError, match="revoke it first"):
        tokens.add_token(connection, "desk", Scope.READ, NOW)


def test_a_session_ends_with_its_time_and_with_its_token(connection: Connection) -> None:
    given = tokens.add_token(connection, "desk", Scope.READ, NOW)
    token = tokens.find_token(connection, given)
    assert token is not None
    cookie = sessions.open_session(connection, token, NOW)
    assert sessions.find_session(connection, cookie, NOW + DAY) == token
    assert sessions.find_session(connection, cookie, NOW + sessions.LASTS) is None
    tokens.revoke_token(connection, "desk")
    assert sessions.find_session(connection, cookie, NOW) is None
    assert tokens.find_token(connection, given) is None


def test_a_form_key_is_of_one_cookie() -> None:
    one, other = sessions.new_cookie(), sessions.new_cookie()
    assert sessions.form_key(one) == sessions.form_key(one) != sessions.form_key(other)
    assert one not in sessions.form_key(one)


def test_an_audit_line_stays_one_line(connection: Connection) -> None:
    audit.record(connection, Deed("desk", "job create", "a\nforged line\x1b[2J", "done"), NOW)
    (entry,) = audit.read_audit(connection)
    assert entry.deed.subject == "a forged line [2J"


def test_the_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["crawler", "token", *words, "--data", str(tmp_path)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    code, given, _ = run("add", "desk", "--scope", "operate")
    assert code == 0
    code, listed, _ = run("list")
    assert "desk" in listed
    assert "operate" in listed
    assert given.strip() not in listed
    assert run("revoke", "desk")[0] == 0
    code, _, said = run("revoke", "desk")
    assert code == 2
    assert said.count("\n") == 1
    engine = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with reading(engine) as connection:
        done = [entry.deed.operation for entry in audit.read_audit(connection)]
        kept = connection.execute(text("SELECT group_concat(subject) FROM audit")).scalar_one()
    engine.dispose()
    assert done == ["token revoke", "token revoke", "token add"]
    assert given.strip() not in kept
