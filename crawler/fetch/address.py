"""A host in any spelling → the IP address it means, and whether that address is public.

What a host means is read as generously as the C library reads it (decimal, octal, hexadecimal
and short IPv4 forms), because that is what would be connected to.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import unquote

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_IDNA_DOTS = str.maketrans("。．｡", "...")
# Each alternative starts differently (0x, 0, 1-9), so nothing is tried twice.
_NUMBER = re.compile(r"0[xX](?P<hex>[0-9a-fA-F]*)|(?P<octal>0[0-7]*)|(?P<decimal>[1-9][0-9]*)")

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Blocks of the IANA special-purpose registries that some Python releases call global, and
# 168.63.129.16, where one cloud answers its guests' metadata on a public address.
_NOT_PUBLIC_4 = tuple(
    map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"))
)
# IETF protocols with Teredo, documentation twice, 6to4: nobody serves news from there.
_NOT_PUBLIC_6 = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)


def read_host(text: str) -> str:
    """The host as it will be looked up: lower case, ASCII (IDNA), no brackets, zone or trailing
    dot. Raises ValueError if it has no such form."""
    host = unicodedata.normalize("NFKC", unquote(text)).translate(_IDNA_DOTS).lower()
    if host.startswith("["):
        return host.strip("[]").partition("%")[0]
    host = host.rstrip(".")
    return host if host.isascii() else host.encode("idna").decode("ascii")


def read_address(host: str) -> IPAddress | None:
    """The address that ``host`` (as `read_host` gives it) spells, None if it is a name.

    Raises ValueError if it looks like an address and is none: such a host is never a name.
    """
    if ":" in host:
        return ipaddress.IPv6Address(host.partition("%")[0])
    parts = host.split(".")
    if not _NUMBER.fullmatch(parts[-1]) and not parts[-1].isdigit():
        return None
    if len(parts) > 4:
        raise ValueError(f"{host!r} has more than four numbers")
    *leading, last = map(_read_number, parts)
    if any(number > 255 for number in leading) or last >= 256 ** (4 - len(leading)):
        raise ValueError(f"{host!r} has a number that is too big")
    high = sum(number << (24 - 8 * place) for place, number in enumerate(leading))
    return ipaddress.IPv4Address(high + last)


def _read_number(text: str) -> int:
    """A number as inet_aton reads it. Raises ValueError for anything else."""
    match = _NUMBER.fullmatch(text)
    if match is None or len(text) > 20:
        raise ValueError(f"{text[:20]!r} is no number of an address")
    if match["hex"] is not None:
        return int(match["hex"] or "0", 16)
    return int(text, 8 if match["octal"] else 10)


def is_public(address: IPAddress) -> bool:
    """True if ``address`` is one that a public web site can have.

    An IPv6 address that carries an IPv4 one (mapped, NAT64) is as public as what it carries.
    """
    if isinstance(address, ipaddress.IPv4Address):
        special = any(address in network for network in _NOT_PUBLIC_4)
        return address.is_global and not address.is_multicast and not special
    carried = _carried(address)
    if carried is not None:
        return is_public(carried)
    special = any(address in network for network in _NOT_PUBLIC_6)
    return address in _GLOBAL_UNICAST and not special


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that connecting to ``address`` really reaches, if there is one."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
