"""Which client a request is of, for limits that hold for each: the one place that says so. Knows no limit."""

from ipaddress import IPv4Network, IPv6Network, ip_address

from flask import g
from werkzeug.wrappers import Request

from masklet.domain.access import Principal

Networks = tuple[IPv4Network | IPv6Network, ...]


def client_key(sent: Request) -> str:
    """`person ada`, `guest <shares> at 192.0.2.7`, or `address 192.0.2.7` where nobody is told apart by name.

    Who asks is known once the request was authenticated (api/auth); before that it is the address alone.
    """
    principal: Principal | None = g.get("principal")
    address = address_of(sent, g.get("trusted_proxies", ()))
    if principal is None or not principal.holder:
        return f"address {address}"
    return f"{principal.holder} at {address}" if principal.is_guest else principal.holder  # many come by one link


def address_of(sent: Request, trusted: Networks) -> str:
    """Of the client: what the nearest proxy that we do not trust says of itself, or the peer where that is none of ours."""
    address = sent.remote_addr or ""
    said = [part.strip() for part in sent.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while said and is_in(address, trusted):
        address = said.pop()
    return address


def is_in(address: str, networks: Networks) -> bool:
    """Whether an address is of one of the networks; False for what is no address."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(known, "ipv4_mapped", None)
    return any((mapped or known) in network for network in networks)
