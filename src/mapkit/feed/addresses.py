"""Which addresses may be asked: those of the public internet, so that no feed reaches into the user's own network.

A name is resolved once, every address that it gives is checked, and the connection goes to a checked address itself; a
name server that answers differently the second time (DNS rebinding) is not asked a second time.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Final

from mapkit.errors import FeedError

Resolver = Callable[[str, int], Sequence[str]]

#: Networks whose addresses carry an IPv4 address, in the last 32 bits: NAT64 (RFC 6052) and IPv4-compatible (RFC 4291).
_CARRIERS: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))

#: All of IPv6 that is allocated to the public internet (RFC 4291, 2.4).
_ALLOCATED: Final = ipaddress.IPv6Network("2000::/3")


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system resolves it.

    Raises
    ------
    OSError
        Where it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the public internet.

    Loopback, private, link-local, shared, multicast, reserved and unspecified addresses do not (IANA's special-purpose
    registries, as `ipaddress` has them), nor do IPv6 addresses that carry such an IPv4 address.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if carried := _carried(ip):
            return is_public(str(carried))
        # A zone ("%eth0") names an interface of this machine.
        return ip in _ALLOCATED and ip.is_global and ip.scope_id is None
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _carried(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address leads to: mapped, 6to4, Teredo's client, NAT64 or compatible."""
    if ip.teredo is not None:
        return ip.teredo[1]
    if carried := ip.ipv4_mapped or ip.sixtofour:
        return carried
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if any(ip in network for network in _CARRIERS) else None


def checked(host: str, port: int, resolver: Resolver, allows: Callable[[str], bool]) -> list[str]:
    """Return the addresses of a host, all of them allowed.

    Raises
    ------
    FeedError
        Where it has none, or one that is not allowed.
    """
    try:
        found = list(resolver(host, port))
    except (OSError, UnicodeError):
        raise FeedError(f"its host {host} cannot be found; check the spelling and the connection") from None
    for address in found:
        if not allows(address):
            raise FeedError(f"its host {host} is {address}, which is no public address; mapkit asks no other")
    if not found:
        raise FeedError(f"its host {host} has no address")
    return found
