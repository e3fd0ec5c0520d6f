"""Hosts in any spelling, and which addresses are public."""

from __future__ import annotations

import contextlib
import ipaddress
import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.fetch.address import is_public, read_address, read_host

SPELLINGS = {
    "plain": ("127.0.0.1", "127.0.0.1"),
    "decimal": ("2130706433", "127.0.0.1"),
    "octal": ("0177.0.0.01", "127.0.0.1"),
    "hexadecimal": ("0x7f000001", "127.0.0.1"),
    "hexadecimal parts": ("0X7F.0x0.0x0.0x1", "127.0.0.1"),
    "short": ("127.1", "127.0.0.1"),
    "three parts": ("192.168.257", "192.168.1.1"),
    "largest parts": ("255.255.255.255", "255.255.255.255"),
    "largest of three": ("1.2.65535", "1.2.255.255"),
    "largest of two": ("1.16777215", "1.255.255.255"),
    "largest of one": ("4294967295", "255.255.255.255"),
    "nothing after 0x": ("0x.0x.0x.1", "0.0.0.1"),
    "twenty digits": ("00000000000000000177.1", "127.0.0.1"),
    "zero": ("0", "0.0.0.0"),
    "trailing dot": ("127.0.0.1.", "127.0.0.1"),
    "full-width digits": ("１２７.０.０.１", "127.0.0.1"),
    "ideographic dots": ("127。0｡0．1", "127.0.0.1"),
    "circled digits": ("①②⑦.⓪.⓪.①", "127.0.0.1"),
    "percent-encoded": ("%31%32%37.0.0.1", "127.0.0.1"),
    "IPv6": ("[::1]", "::1"),
    "IPv6 written out": ("[0:0:0:0:0:0:0:1]", "::1"),
    "IPv6 with zone": ("[fe80::1%25eth0]", "fe80::1"),
    "IPv4-mapped": ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
}


@pytest.mark.parametrize(("text", "meant"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_spelling_is_read_as_it_would_be_connected_to(text: str, meant: str) -> None:
    assert read_address(read_host(text)) == ipaddress.ip_address(meant)


@pytest.mark.parametrize("host", ["news.example", "1.example", "0x7f.example", "xn--e1afmkfd"])
def test_name_is_no_address(host: str) -> None:
    assert read_address(host) is None


@pytest.mark.parametrize(
    "host",
    [
        "256.0.0.1",
        "1.256.0.1",
        "1.2.3.256",
        "1.2.65536",
        "1.16777216",
        "4294967296",
        "1.2.3.4.5",
        "127.0.0.0x1g.1",
        "000000000000000000177.1",
        "08.1",
        "a.1",
        "1..1",
        "[::g]",
    ],
)
def test_what_looks_like_an_address_and_is_none_is_no_name(host: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_address(read_host(host))


def test_number_of_any_length_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no number"):
        read_address("9" * 1_000_000)


PARTS = ["0", "1", "127", "010", "0x7f", "255", "256", "65536", "08"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map(".".join))
@example("0xffffffff")
@example("037777777777")
def test_numbers_are_read_like_the_c_library_does(host: str) -> None:
    try:
        expected = ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        with pytest.raises(ValueError, match=r"."):
            read_address(host)
    else:
        assert read_address(host) == expected


@given(st.ip_addresses(v=4))
def test_every_spelling_of_an_address_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    spellings = [str(address), str(int(address)), hex(int(address)), f"0{int(address):o}"]
    assert {read_address(read_host(text)) for text in spellings} == {address}
    mapped = read_address(read_host(f"[::ffff:{address}]"))
    assert mapped is not None
    assert is_public(mapped) == is_public(address)


NOT_PUBLIC = {
    "this network": "0.0.0.0",
    "private 10": "10.1.2.3",
    "private 172": "172.31.255.255",
    "private 192": "192.168.0.1",
    "carrier-grade NAT": "100.64.0.1",
    "cloud metadata behind NAT": "100.100.100.200",
    "loopback": "127.255.255.254",
    "link-local metadata": "169.254.169.254",
    "protocol assignments": "192.0.0.192",
    "public-looking metadata": "168.63.129.16",
    "documentation 1": "192.0.2.1",
    "documentation 2": "198.51.100.1",
    "documentation 3": "203.0.113.1",
    "6to4 relay": "192.88.99.1",
    "benchmarks": "198.19.0.1",
    "multicast": "224.0.0.1",
    "multicast, global": "233.252.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "IPv6 unspecified": "::",
    "IPv6 loopback": "::1",
    "IPv4-mapped": "::ffff:10.0.0.1",
    "IPv4-compatible": "::10.0.0.1",
    "NAT64 of private": "64:ff9b::10.0.0.1",
    "NAT64 local": "64:ff9b:1::10.0.0.1",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "6to4 of private": "2002:0a00:0001::1",
    "6to4 of public": "2002:0808:0808::1",
    "IPv6 documentation": "2001:db8::1",
    "IPv6 documentation, new": "3fff::1",
    "unique local": "fd00::1",
    "cloud metadata over IPv6": "fd00:ec2::254",
    "IPv6 link-local": "fe80::1",
    "site-local": "fec0::1",
    "IPv6 multicast": "ff02::1",
    "discard": "100::1",
    "segment routing": "5f00::1",
}


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
def test_special_address_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "172.32.0.1", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_address_of_a_public_site_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses())
def test_nothing_private_is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if address.is_private and getattr(address, "ipv4_mapped", None) is None:
        assert not is_public(address)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        read_address(read_host(text))
