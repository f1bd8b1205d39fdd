"""Addresses that must never be asked for, however they are written."""

import pytest

from localoffer.jobs.public_web import (
    NotChecked,
    Refused,
    Target,
    addresses_of,
    is_public,
    is_reserved,
    resolve,
    target_of,
)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:169.254.169.254", "::ffff:10.0.0.1",
        "::127.0.0.1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "100::1",
        "", "localhost", "2130706433", "1.2.3", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_what_is_not_the_public_web(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.0.144", "2a00:1450:4009:80b::200e", "::ffff:8.8.8.8"])
def test_what_is_the_public_web(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
        "http://0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:a9fe:a9fe]/",
        "http://[fe80::1]/", "http://169.254.169.254/latest/meta-data/", "http://①②⑦.⓪.⓪.①/",
    ],
)  # fmt: skip
def test_every_way_to_write_such_an_address_is_seen_through(url):
    """Resolved by the real resolver: these need no name server."""
    target = target_of(url)
    try:
        addresses = resolve(target.host, target.port)
    except OSError:
        return  # this machine's resolver does not know that way of writing it, so nothing can be connected to
    assert addresses
    with pytest.raises(Refused, match="not on the public web"):
        addresses_of(target, resolve, is_public)


def test_one_private_address_among_several_is_enough():
    target = Target("https", "both.co.uk", 443, "/")
    with pytest.raises(Refused):
        addresses_of(target, lambda *_: ["8.8.8.8", "10.0.0.1"], is_public)


def test_a_name_without_an_address_is_no_site():
    with pytest.raises(OSError, match="no address"):
        addresses_of(Target("https", "none.co.uk", 443, "/"), lambda *_: [], is_public)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.org/", "file:///etc/passwd", "gopher://a.org/", "javascript:alert(1)", "//a.org/", "http://", "a.org",
        "http://user:pass@a.org/", "http://a.org\\@b.org/", "http://a.org/x y", "http://a.org/\r\nHost: b.org",
        "http://[::1", "http://a.org:99999/", "http://a.org:x/", f"http://{'a' * 70}.org/",
    ],
)  # fmt: skip
def test_what_is_no_web_address(url):
    with pytest.raises(Refused):
        target_of(url)


@pytest.mark.parametrize("url", ["http://a.org:8080/", "https://a.org:22/", "http://a.org:25"])
def test_other_ports_are_left_alone(url):
    with pytest.raises(NotChecked, match="ports"):
        target_of(url)


@pytest.mark.parametrize(
    "host",
    [
        "example.org", "www.example.org", "sleep.example.org.", "EXAMPLE.com", "a.test", "site.example", "localhost",
        "printer.local", "db.internal", "router.home.arpa",
    ],
)  # fmt: skip
def test_demonstration_addresses_are_never_asked_for(host):
    with pytest.raises(NotChecked, match="demonstration"):
        target_of(f"https://{host}/page")


def test_names_that_only_look_reserved_are_asked_for():
    assert not is_reserved("myexample.org")
    assert not is_reserved("contest")
    assert target_of("https://myexample.org/").host == "myexample.org"


def test_an_address_is_made_ready_to_be_sent():
    assert target_of("https://Bücher.DE:443/straße?q=ä&x=%20#part") == Target(
        "https", "xn--bcher-kva.de", 443, "/stra%C3%9Fe?q=%C3%A4&x=%20"
    )
    assert target_of("http://a.org") == Target("http", "a.org", 80, "/")
