"""Where a request came from, without who sent it (evaluation.md §4: ip_prefix; §7.6, §7.15).

A household or a mobile telephone has a whole /64 of IPv6 and may take another address of it every time: what
is kept is the /48 of a site, and what is counted as one guest is the /64.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

KEPT_V6 = 48
GUEST_V6 = 64


def network_of(source_ip: str) -> str:
    """Return the part of an address that is kept with a rating, blank for what came by no network.

    >>> network_of("203.0.113.77"), network_of("2001:db8:1:2:3:4:5:6"), network_of("::ffff:203.0.113.77")
    ('203.0.113', '2001:db8:1::', '203.0.113')
    """
    address = _address(source_ip)
    if address is None:
        return ""
    if isinstance(address, IPv4Address):
        return str(address).rpartition(".")[0]
    return str(ip_network((address, KEPT_V6), strict=False).network_address)


def guest_of_address(source_ip: str) -> str:
    """Return what one guest is counted by: an address of IPv4, the /64 of one of IPv6.

    >>> guest_of_address("2001:db8:1:2::1") == guest_of_address("2001:db8:1:2:ffff::9")
    True
    """
    address = _address(source_ip)
    if not isinstance(address, IPv6Address):
        return str(address or source_ip)
    return str(ip_network((address, GUEST_V6), strict=False))


def _address(source_ip: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(source_ip)
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
