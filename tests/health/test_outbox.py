"""Alarms are told once on each channel: to a real web server, a real mail server, the log."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import logging
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import Engine, select

from crawler.health import mail, outbox
from crawler.health.alarm import Alarm, Kind
from crawler.health.channels import Channels, Mail, Webhook
from crawler.health.judge import Verdict
from crawler.health.outbox import Delivery, deliver
from crawler.health.store import read_alarms, write_verdict
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import alarm_news

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
SECRET = "do not tell"
RULE = "site: h1.article-content-title"


def alarm(**says: Any) -> Alarm:
    told = {
        "site": "gazette",
        "kind": Kind.RULE_BLIND,
        "subject": "title: the site's rules",
        "raised": NOW,
        "last_seen": NOW,
        "message": f"title: the rule {RULE!r} went blind",
        "evidence": {"rule": RULE},
    }
    return Alarm(**{**told, **says})


def raise_alarms(engine: Engine, channels: Channels, *alarms: Alarm) -> None:
    with writing(engine) as connection:
        write_verdict(connection, "gazette", Verdict(raised=alarms), channels, NOW)


def close_all(engine: Engine, channels: Channels) -> None:
    with writing(engine) as connection:
        closed = [replace(one, closed=NOW) for one in read_alarms(connection, is_open=True)]
        write_verdict(connection, "gazette", Verdict(closed=tuple(closed)), channels, NOW)


class Receiver:
    """A web server on loopback that keeps what it is sent."""

    def __init__(self) -> None:
        self.status = 204
        self.refused: bytes | None = None
        self.got: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                names = {name.lower(): value for name, value in self.headers.items()}
                receiver.got.append((names, body))
                is_refused = receiver.refused is not None and receiver.refused in body
                self.send_response(400 if is_refused else receiver.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?token=secret-token"

    @property
    def events(self) -> list[str]:
        return [json.loads(body)["event"] for _, body in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = Thread(target=receiver.server.serve_forever, args=(0.02,))
    thread.start()
    yield receiver
    receiver.server.shutdown()
    thread.join()
    receiver.server.server_close()


@pytest.fixture
def hooked(receiver: Receiver) -> Channels:
    return Channels(webhook=Webhook(receiver.url, SECRET))


def test_a_webhook_gets_each_news_once(
    any_engine: Engine, receiver: Receiver, hooked: Channels
) -> None:
    raise_alarms(any_engine, hooked, alarm(), alarm(subject="body: the site's rules"))
    assert deliver(any_engine, hooked, NOW) == Delivery(delivered=4)  # the log, too
    assert deliver(any_engine, hooked, NOW + dt.timedelta(days=1)) == Delivery()
    assert receiver.events == ["alarm.raised"] * 2
    close_all(any_engine, hooked)
    deliver(any_engine, hooked, NOW)
    assert receiver.events == ["alarm.raised"] * 2 + ["alarm.closed"] * 2


def test_a_message_names_the_rule_and_is_signed(
    engine: Engine, receiver: Receiver, hooked: Channels
) -> None:
    raise_alarms(engine, hooked, alarm())
    deliver(engine, hooked, NOW)
    ((headers, body),) = receiver.got
    told = json.loads(body)
    assert told["alarm"]["rule"] == RULE
    assert RULE in told["text"]
    assert headers["webhook-id"] == told["id"] == "gazette-1-raised"
    signed = f"{told['id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert SECRET.encode() not in body


def test_without_a_secret_nothing_is_signed(engine: Engine, receiver: Receiver) -> None:
    channels = Channels(webhook=Webhook(receiver.url))
    raise_alarms(engine, channels, alarm())
    deliver(engine, channels, NOW)
    assert "webhook-signature" not in receiver.got[0][0]


@pytest.mark.parametrize("status", [500, 302, 429])
def test_what_did_not_arrive_is_told_later_with_the_same_id(
    engine: Engine, receiver: Receiver, hooked: Channels, status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    raise_alarms(engine, hooked, alarm())
    receiver.status = status
    assert deliver(engine, hooked, NOW) == Delivery(delivered=1, waiting=1)
    assert deliver(engine, hooked, NOW + dt.timedelta(seconds=50)) == Delivery()
    receiver.status = 200
    assert deliver(engine, hooked, NOW + dt.timedelta(seconds=70)) == Delivery(delivered=1)
    first, second = receiver.got
    assert first[1] == second[1]
    assert f"http-{status}" in caplog.text
    assert "secret-token" not in caplog.text


def test_a_channel_that_is_down_is_tried_twice_and_costs_the_others_nothing(
    any_engine: Engine, receiver: Receiver, hooked: Channels
) -> None:
    subjects = [f"rule {number}" for number in range(6)]
    raise_alarms(any_engine, hooked, *(alarm(subject=one) for one in subjects))
    receiver.status = 503
    now = NOW
    assert deliver(any_engine, hooked, now) == Delivery(delivered=6, waiting=6)
    assert len(receiver.got) == outbox.MOST_FAILURES
    for _ in range(outbox.MOST_ATTEMPTS):  # nobody's attempts are used up but those two's
        now += dt.timedelta(hours=7)
        deliver(any_engine, hooked, now)
    receiver.got, receiver.status = [], 204
    deliver(any_engine, hooked, now + dt.timedelta(hours=7))
    told = {json.loads(body)["alarm"]["subject"] for _, body in receiver.got}
    assert told >= set(subjects[2:])


def test_a_message_that_is_refused_stops_no_other(
    engine: Engine, receiver: Receiver, hooked: Channels
) -> None:
    """One that the receiver does not like, between others that it does."""
    raise_alarms(engine, hooked, *(alarm(subject=f"rule {number}") for number in range(4)))
    receiver.refused = b"rule 0"
    assert deliver(engine, hooked, NOW) == Delivery(delivered=7, waiting=1)


def test_a_mail_that_fails_is_told_once(
    engine: Engine, nobody: int, caplog: pytest.LogCaptureFixture
) -> None:
    channels = posted(nobody)
    raise_alarms(engine, channels, alarm(), alarm(subject="b"), alarm(subject="c"))
    assert deliver(engine, channels, NOW) == Delivery(delivered=3, waiting=3)
    assert caplog.text.count("Alarms by mail: ConnectionRefusedError") == 1


def test_a_receiver_that_never_answers_is_given_up(
    engine: Engine, receiver: Receiver, hooked: Channels, caplog: pytest.LogCaptureFixture
) -> None:
    raise_alarms(engine, hooked, alarm())
    receiver.status = 503
    now, given_up = NOW, 0
    for _ in range(30):
        given_up += deliver(engine, hooked, now).given_up
        now += dt.timedelta(hours=7)
    assert (given_up, len(receiver.got)) == (1, outbox.MOST_ATTEMPTS)
    assert "could not be told" in caplog.text


def test_gone_means_never_again(engine: Engine, receiver: Receiver, hooked: Channels) -> None:
    raise_alarms(engine, hooked, alarm())
    receiver.status = 410
    assert deliver(engine, hooked, NOW) == Delivery(delivered=1, given_up=1)


def test_nobody_there_is_no_error(
    engine: Engine, nobody: int, caplog: pytest.LogCaptureFixture
) -> None:
    channels = Channels(webhook=Webhook(f"http://127.0.0.1:{nobody}/"))
    raise_alarms(engine, channels, alarm())
    assert deliver(engine, channels, NOW) == Delivery(delivered=1, waiting=1)
    assert "ConnectionRefusedError" in caplog.text


def test_a_sender_that_died_is_taken_over(
    engine: Engine, receiver: Receiver, hooked: Channels
) -> None:
    """It had claimed the news, and nobody knows whether it was sent: it is sent again."""
    raise_alarms(engine, hooked, alarm())
    with writing(engine) as connection:
        assert len(outbox.claim(connection, hooked, NOW)) == 2
    assert deliver(engine, hooked, NOW + dt.timedelta(minutes=1)) == Delivery()
    assert deliver(engine, hooked, NOW + outbox.CLAIM) == Delivery(delivered=2)
    assert len(receiver.got) == 1


def test_a_channel_that_is_no_longer_named_waits(
    engine: Engine, receiver: Receiver, hooked: Channels
) -> None:
    raise_alarms(engine, hooked, alarm())
    assert deliver(engine, Channels(), NOW) == Delivery(delivered=1)
    assert deliver(engine, hooked, NOW) == Delivery(delivered=1)
    assert len(receiver.got) == 1


def test_the_log_has_one_line(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    raise_alarms(engine, Channels(), alarm(message="two\nlines\x1b[31m of a page"))
    deliver(engine, Channels(), NOW)
    close_all(engine, Channels())
    deliver(engine, Channels(), NOW)
    told = [one.getMessage() for one in caplog.records if one.name == "crawler.health.outbox"]
    assert told == [
        "Alarm raised: gazette: rule-blind: two lines [31m of a page",
        "Alarm closed: gazette: rule-blind: title: the site's rules: healed",
    ]


# Mail


class Mailbox:
    """Keeps what a mail server takes, and over what."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.was_secure: list[bool] = []
        self.refuse: str | None = None

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, session: Any, envelope: Any
    ) -> str:
        if self.refuse:
            return self.refuse
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        self.was_secure.append(session.ssl is not None)
        return "250 taken"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of its own for localhost, in one file."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    pem = serialization.Encoding.PEM
    key = private.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(key + signed.public_bytes(pem))
    return file


class Listening(Controller):
    """A mail server that has its port before it runs: no other program takes it meanwhile."""

    def __init__(self, mailbox: Mailbox, **options: Any) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        address, port = self.listener.getsockname()
        known = {"server_hostname": "localhost", "ready_timeout": 120}
        super().__init__(mailbox, hostname=address, port=port, **known, **options)

    def _create_server(self) -> Any:
        return self.loop.create_server(
            self._factory_invoker, sock=self.listener, ssl=self.ssl_context
        )


@contextmanager
def mail_server(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    controller = Listening(mailbox, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def nobody() -> Iterator[int]:
    """A port at which nobody listens, and nobody else may meanwhile."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        yield silent.getsockname()[1]


def posted(port: int, security: str = "none", **says: Any) -> Channels:
    to = ("desk@news.example", "second@news.example")
    return Channels(mail=Mail("localhost", port, security, "crawler@news.example", to, **says))


def test_several_alarms_come_in_one_mail(engine: Engine) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        channels = posted(port)
        raise_alarms(engine, channels, alarm(), alarm(subject="b", message="тіло\r\nBcc: x@y.z"))
        deliver(engine, channels, NOW)
        deliver(engine, channels, NOW + dt.timedelta(days=1))
    (message,) = mailbox.got
    assert message["To"] == "desk@news.example, second@news.example"
    assert message["Bcc"] is None
    assert "(and 1 more)" in message["Subject"]
    assert RULE in message.get_content()
    assert "тіло" in message.get_content()


def test_a_mail_goes_over_starttls_with_a_password(
    engine: Engine, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    logins: list[tuple[bytes, bytes]] = []

    def login(_server: Any, _session: Any, _envelope: Any, _how: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        logins.append((said.login, said.password))
        return AuthResult(success=True)

    mailbox = Mailbox()
    options = {"tls_context": server, "require_starttls": True, "authenticator": login}
    with mail_server(mailbox, **options) as port:
        channels = posted(port, "starttls", user="me", password="pass word")
        raise_alarms(engine, channels, alarm())
        # Nobody vouches for the certificate: nothing is sent.
        assert deliver(engine, channels, NOW).waiting == 1
        assert mailbox.got == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert deliver(engine, channels, NOW + dt.timedelta(hours=1)).delivered == 1
    assert mailbox.was_secure == [True]
    assert logins == [(b"me", b"pass word")]


def test_a_server_without_starttls_gets_no_mail(engine: Engine) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        channels = posted(port, "starttls")
        raise_alarms(engine, channels, alarm())
        assert deliver(engine, channels, NOW).waiting == 1
    assert mailbox.got == []


def test_a_refused_mail_is_sent_again(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    mailbox = Mailbox()
    mailbox.refuse = "451 later"
    with mail_server(mailbox) as port:
        channels = posted(port)
        raise_alarms(engine, channels, alarm())
        assert deliver(engine, channels, NOW).waiting == 1
        mailbox.refuse = None
        assert deliver(engine, channels, NOW + dt.timedelta(hours=1)).delivered == 1
    assert "smtp-451" in caplog.text
    assert len(mailbox.got) == 1


def test_one_channel_does_not_wait_for_another(
    engine: Engine, receiver: Receiver, hooked: Channels, nobody: int
) -> None:
    channels = replace(hooked, mail=posted(nobody).mail)
    raise_alarms(engine, channels, alarm())
    assert deliver(engine, channels, NOW) == Delivery(delivered=2, waiting=1)
    with reading(engine) as connection:
        states = connection.execute(select(alarm_news.c.channel, alarm_news.c.state)).all()
    assert {tuple(row) for row in states} == {
        ("log", "delivered"), ("webhook", "delivered"), ("mail", "waiting"),
    }  # fmt: skip


def test_a_failure_of_the_outbox_does_not_reach_the_crawl(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Callable[[], None]:
        raise LookupError("no such thing")

    monkeypatch.setattr(mail, "send", broken)
    monkeypatch.setattr(outbox, "send", broken)
    channels = posted(1)
    raise_alarms(engine, channels, alarm())
    outbox.tell_after_crawl(engine, channels, NOW)
    assert "the next crawl tries again" in caplog.text
