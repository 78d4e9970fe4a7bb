import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.errors import FeedError
from mapkit.feed.addresses import checked, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # noqa: S104
        "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "ff0e::1",
        "2001:db8::1", "100::1", "2606:4700::1%eth0",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::1",
        "2001:0:4136:e378:8000:63bf:3f57:fefe",
        "localhost", "", "1.2.3", "0x7f000001",
    ],
)  # fmt: skip
def test_no_address_of_the_users_own_network_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_as_public_as_ipv6_that_carries_it(address):
    for carrier in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(carrier) == is_public(str(address))
    assert not is_public(str(address)) or (address.is_global and not address.is_multicast)


@given(st.ip_addresses(v=6))
def test_an_ipv6_address_that_python_calls_private_is_not_public(address):
    if address.is_private and not (address.ipv4_mapped or address.sixtofour or address.teredo):
        assert not is_public(str(address))
    assert not (is_public(str(address)) and ipaddress.ip_address(address).is_loopback)


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(FeedError, match=r"is 10\.0\.0\.7, which is no public address"):
        checked("desk.example", 443, lambda *_: ["8.8.8.8", "10.0.0.7"], is_public)


def test_a_host_without_addresses_is_said():
    def fails(*_):
        raise OSError

    for resolver in (fails, lambda *_: []):
        with pytest.raises(FeedError, match=r"desk\.example"):
            checked("desk.example", 443, resolver, is_public)
