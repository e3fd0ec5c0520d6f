"""News of an alarm → one JSON POST, signed as Standard Webhooks say (webhook-signature: v1,…)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import urllib.error
import urllib.request
from typing import Any

from crawler import VERSION
from crawler.health.channels import Webhook

TIMEOUT = 10.0  # seconds
_PREFIX = "whsec_"


class NotDelivered(Exception):
    """Raised if a message did not arrive; its text holds no secret. ``is_final``: trying again
    would end the same way."""

    def __init__(self, why: str, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the message to an address that the operator did not give."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


_opener = urllib.request.build_opener(_NoRedirect())


def post(webhook: Webhook, ident: str, body: bytes, timestamp: int) -> None:
    """Send one message. Raises NotDelivered."""
    request = urllib.request.Request(  # noqa: S310 - http or https, by read_channels
        webhook.url, data=body, headers=headers(webhook.secret, ident, body, timestamp)
    )
    try:
        with _opener.open(request, timeout=TIMEOUT):
            return
    except urllib.error.HTTPError as error:
        error.close()
        # 410: the receiver wants no more, as Standard Webhooks say.
        raise NotDelivered(f"http-{error.code}", is_final=error.code == 410) from None
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(_reason(error)) from None


def headers(secret: str | None, ident: str, body: bytes, timestamp: int) -> dict[str, str]:
    """The headers of a message; the signature is over id, timestamp and body."""
    found = {
        "Content-Type": "application/json",
        "User-Agent": f"news-crawler/{VERSION}",
        "webhook-id": ident,
        "webhook-timestamp": str(timestamp),
    }
    if secret is not None:
        signed = f"{ident}.{timestamp}.".encode() + body
        digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
        found["webhook-signature"] = "v1," + base64.b64encode(digest).decode()
    return found


def _key(secret: str) -> bytes:
    """``whsec_…`` is base64; any other secret is taken as it is."""
    if secret.startswith(_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def _reason(error: Exception) -> str:
    """The kind of the failure alone: messages may hold the address, and a token in it."""
    cause = getattr(error, "reason", None)
    return type(cause if isinstance(cause, Exception) else error).__name__
