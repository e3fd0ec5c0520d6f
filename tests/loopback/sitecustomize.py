"""Keeps a Python process on loopback: any other connection, binding or look-up fails loudly.

tests/conftest.py imports it for the test process and puts its folder on PYTHONPATH, so that every
Python process a test starts imports it as well. What was tried is also written to the file that
LEFT_LOOPBACK names, because code under test may well swallow an exception.
"""

import ipaddress
import os
import socket
from pathlib import Path


class LeftLoopback(BaseException):
    """Raised if a test would leave loopback; no Exception, so that little can swallow it."""


def is_loopback(host):
    """True for no host at all, this machine by name, and its addresses."""
    if isinstance(host, bytes):
        host = host.decode("latin-1")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse(what, host):
    line = f"{what} {host!r}: a test may not leave loopback"
    if log := os.environ.get("LEFT_LOOPBACK"):
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    raise LeftLoopback(line)


def guard_method(name):
    original = getattr(socket.socket, name)

    def guarded(self, *args):
        address = args[-1]
        if self.family != socket.AF_UNIX and not is_loopback(address[0]):
            refuse(name, address)
        # No host would bind all interfaces.
        if name == "bind" and self.family != socket.AF_UNIX and not address[0]:
            refuse(name, address)
        return original(self, *args)

    setattr(socket.socket, name, guarded)


def guard_lookup(name):
    original = getattr(socket, name)

    def guarded(host, *args, **options):
        if not is_loopback(host):
            refuse(name, host)
        return original(host, *args, **options)

    setattr(socket, name, guarded)


def install():
    for name in ("connect", "connect_ex", "bind", "sendto"):
        guard_method(name)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        guard_lookup(name)
    socket.on_loopback_only = True


if not hasattr(socket, "on_loopback_only"):
    install()
