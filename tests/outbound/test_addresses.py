"""Which addresses a tenant's request never reaches."""

import socket
from ipaddress import ip_address

import pytest

from runtime.outbound.addresses import AllowList, is_blocked

BLOCKED = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254 168.63.129.16
169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1
192.168.0.1 192.168.255.255 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255
240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::ffff:0:127.0.0.1
64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 100:0:0:1::1 1::1 200::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2
2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe::1 2002:808:808::1 2620:4f:8000::1 3fff::1 3fff:fff::1
4000::1 5f00::1 8000::1 fc00::1 fd00:ec2::254 fd12:3456::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ff0e::1
2606:4700::5efe:10.0.0.1 2606:4700::200:5efe:127.0.0.1
"""

OPEN = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15 169.253.255.255
172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
2606:4700:4700::1111 2001:4860:4860::8888 2001:200::1 2a00:1450:4001::200e 3ffe::1 ::ffff:8.8.8.8 64:ff9b::808:808
2606:4700::5efe:8.8.8.8
"""


@pytest.mark.parametrize("address", BLOCKED.split())
def test_it_is_never_called(address):
    assert is_blocked(address)


@pytest.mark.parametrize("address", OPEN.split())
def test_its_public_neighbour_may_be_called(address):
    assert not is_blocked(address)


@pytest.mark.parametrize(
    "spelling", ["127.1", "0x7f.1", "0177.0.0.1", "2130706433", "0x7f000001", "0", "127.0.1", "017700000001", "0xa9fea9fe"]
)
def test_an_odd_spelling_is_caught_once_the_system_has_read_it(spelling):
    with pytest.raises(ValueError):
        ip_address(spelling)
    resolved = {entry[4][0] for entry in socket.getaddrinfo(spelling, 80)}
    assert resolved and all(is_blocked(address) for address in resolved)


@pytest.mark.parametrize("text", ["", "localhost", "1.2.3", "::g"])
def test_what_is_no_address_is_an_error_and_not_open(text):
    with pytest.raises(ValueError):
        is_blocked(text)


@pytest.mark.parametrize(
    ("entry", "address", "port", "host", "remark"),
    [
        ("10.1.0.0/16", "10.1.2.3", 443, "x", "a network, any port"),
        ("10.1.2.3", "10.1.2.3", 443, "x", "one address, any port"),
        ("10.1.2.3:8080", "10.1.2.3", 8080, "x", "one address and port"),
        ("[fd00::1]:8080", "fd00::1", 8080, "x", "IPv6 with a port"),
        ("fd00::1", "fd00::1", 8080, "x", "IPv6 without one"),
        ("fd00::/8", "fd12::1", 80, "x", "an IPv6 network"),
        ("127.0.0.1:9000", "::ffff:127.0.0.1", 9000, "x", "the mapped form of an allowed address"),
        (" ERP.internal:8080 ", "10.9.9.9", 8080, "erp.INTERNAL.", "a host by name, however written"),
    ],
)
def test_the_operator_can_allow_a_private_address(entry, address, port, host, remark):
    assert not is_blocked(address, port=port, host=host, allow=AllowList.parse([entry])), remark


@pytest.mark.parametrize(
    ("entry", "address", "port", "host"),
    [
        ("10.1.0.0/16", "10.2.0.1", 443, "x"),
        ("10.1.2.3:8080", "10.1.2.3", 8081, "x"),
        ("10.1.2.3:8080", "10.1.2.3", None, "x"),
        ("erp.internal:8080", "10.9.9.9", 80, "erp.internal"),
        ("erp.internal:8080", "10.9.9.9", 8080, "evil.erp.internal"),
        ("10.0.0.0/8", "::1", 80, "x"),
    ],
)
def test_an_exception_opens_nothing_beside_itself(entry, address, port, host):
    assert is_blocked(address, port=port, host=host, allow=AllowList.parse([entry]))


@pytest.mark.parametrize(
    "entry", ["", "nonsense", "10.0.0.0/99", "10.0.0.1/8", "host:0", "host:99999", "host:x", "[::1", "a/b:80"]
)
def test_an_exception_that_cannot_be_read_is_named(entry):
    with pytest.raises(ValueError, match="HOOKYARD_OUTBOUND_ALLOW"):
        AllowList.parse([entry])
