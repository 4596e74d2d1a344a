"""The network is off: no test, and nothing a test starts, reaches further than this machine."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError

DOCUMENTATION_ADDRESSES = ("192.0.2.1", "198.51.100.7", "203.0.113.9")
"""Addresses that belong to nobody (RFC 5737)."""


@pytest.mark.parametrize("address", DOCUMENTATION_ADDRESSES)
def test_no_connection_leaves_this_machine(address: str) -> None:
    with socket.socket() as connection, pytest.raises(SocketConnectBlockedError):
        connection.connect((address, 443))


def test_a_service_of_this_machine_can_be_reached() -> None:
    with socket.socket() as service, socket.socket() as connection:
        service.bind(("127.0.0.1", 0))
        service.listen()

        connection.connect(service.getsockname())

        assert connection.getpeername() == service.getsockname()
