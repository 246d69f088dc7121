"""Readers are told apart by their address, also behind a proxy, and nobody can pass for somebody else."""

import ipaddress

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from catalogue.connections import client_address, client_key

PROXIES = [ipaddress.ip_network("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1")]
CASES = {
    "no proxy": ("203.0.113.7", "", "203.0.113.7"),
    "a stranger who says something": ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
    "one proxy": ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
    "a word of the reader's own before the proxy's": ("127.0.0.1", "192.0.2.9, 198.51.100.1", "198.51.100.1"),
    "a reader who plays the proxy": ("127.0.0.1", "127.0.0.1, 198.51.100.1", "198.51.100.1"),
    "two proxies": ("127.0.0.1", "198.51.100.1, 10.1.2.3", "198.51.100.1"),
    "a port": ("127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
    "brackets and a port": ("::1", "[2001:db8::7]:443", "2001:db8::7"),
    "mapped": ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
    "unreadable": ("127.0.0.1", "unknown", "127.0.0.1"),
    "nothing said": ("127.0.0.1", "", "127.0.0.1"),
    "a Unix socket that isn't trusted": ("", "198.51.100.1", ""),
}


@pytest.fixture(autouse=True)
def proxies(settings):
    """Proxies on this machine and in one network."""
    settings.TRUSTED_PROXIES = PROXIES
    settings.TRUSTED_UNIX_SOCKET = False


def request_of(peer: str, said: str = ""):
    extra = {"HTTP_X_FORWARDED_FOR": said} if said else {}
    return RequestFactory().get("/", REMOTE_ADDR=peer, **extra)


@pytest.mark.parametrize(("peer", "said", "right"), CASES.values(), ids=CASES)
def test_the_address_is_the_one_that_a_trusted_proxy_saw(peer, said, right):
    assert client_address(request_of(peer, said)) == right


def test_a_unix_socket_may_be_trusted(settings):
    settings.TRUSTED_UNIX_SOCKET = True
    assert client_address(request_of("", "198.51.100.1")) == "198.51.100.1"


@given(said=st.text(max_size=80).filter(lambda text: text.isprintable()))
def test_what_a_reader_writes_changes_nothing_left_of_the_proxys_word(said):
    assert client_address(request_of("127.0.0.1", f"{said}, 198.51.100.1")) == "198.51.100.1"


def test_a_key_tells_readers_and_purposes_apart_and_holds_no_address():
    one = client_key(request_of("203.0.113.7"), "proposals")
    assert one == client_key(request_of("127.0.0.1", "203.0.113.7"), "proposals")
    assert one != client_key(request_of("203.0.113.8"), "proposals")
    assert one != client_key(request_of("203.0.113.7"), "something else")
    assert "203.0.113" not in one


def test_one_network_of_64_bits_is_one_reader():
    assert client_key(request_of("2001:db8::1"), "x") == client_key(request_of("2001:db8::ffff:2"), "x")
    assert client_key(request_of("2001:db8::1"), "x") != client_key(request_of("2001:db8:0:1::1"), "x")
