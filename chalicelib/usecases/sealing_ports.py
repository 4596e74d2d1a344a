"""What seals and opens for the use cases; which key a duty may use is its IAM policy."""

from collections.abc import Mapping
from typing import Protocol


class Sealing(Protocol):
    """KMS: which key a duty may use is its IAM policy, not a promise of this code."""

    def encrypt(self, key: str, plaintext: bytes, context: Mapping[str, str]) -> bytes:
        """Encrypt up to 4,096 bytes under a named key."""

    def decrypt(self, key: str, ciphertext: bytes, context: Mapping[str, str]) -> bytes:
        """Decrypt; the context must be the one given when it was encrypted."""

    def agency_secret(self, uscc: str) -> bytes:
        """Return the 32 bytes from which everything sealed about an agency is named; never store them."""

    def link_secret(self, name: str) -> bytes:
        """Return the 32 bytes from which a link's token is made; never store them."""

    def fingerprint(self, scope: str, value: str) -> str:
        """Return the hexadecimal MAC by which a personal value is recognised and never read back."""
