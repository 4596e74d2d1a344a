"""Sealing under KMS keys (design §3): who may open what is the IAM policy of each duty.

Keys, by name: `vault` restricted personal values, `contact` public contacts, `phone` numbers for text
messages, `resident` who was served, `identity` who quoted, `price` what was quoted, `draw` the secret of a
draw; `slot`, `person` and `link` are HMAC keys, apart so that whoever recognises persons can compute neither
who quoted nor the link of anybody's rating. KMS records the context of every
encryption in its trail, so contexts name notices and slots, never an agency; it does not record what a MAC
is made of (docs/security.md).
"""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.gateways.clients import Clients
from chalicelib.kernel.errors import Unavailable

KEYS = ("vault", "contact", "phone", "resident", "identity", "price", "draw")
SLOT_KEY, PERSON_KEY, LINK_KEY = "slot", "person", "link"
MAC_KEYS = (SLOT_KEY, PERSON_KEY, LINK_KEY)


class KmsSealing:
    """The KMS of one region, keys found by alias."""

    def __init__(self, clients: Clients, alias_prefix: str) -> None:
        """Use `<alias_prefix>-<key>` as the alias of each key."""
        self._clients, self._prefix = clients, alias_prefix

    def encrypt(self, key: str, plaintext: bytes, context: Mapping[str, str]) -> bytes:
        """Encrypt up to 4,096 bytes under a named key.

        Raises:
            Unavailable: when KMS does not answer.
        """
        answer = self._call(
            "encrypt", KeyId=self._alias(key), Plaintext=plaintext, EncryptionContext=dict(context)
        )
        return bytes(answer["CiphertextBlob"])

    def decrypt(self, key: str, ciphertext: bytes, context: Mapping[str, str]) -> bytes:
        """Decrypt; the context must be the one given when it was encrypted."""
        answer = self._call(
            "decrypt", KeyId=self._alias(key), CiphertextBlob=ciphertext, EncryptionContext=dict(context)
        )
        return bytes(answer["Plaintext"])

    def agency_secret(self, uscc: str) -> bytes:
        """Return the 32 bytes from which everything sealed about an agency is named; never store them."""
        return self._mac(SLOT_KEY, uscc)

    def link_secret(self, name: str) -> bytes:
        """Return the 32 bytes from which a link's token is made; never store them."""
        return self._mac(LINK_KEY, name)

    def fingerprint(self, scope: str, value: str) -> str:
        """Return the hexadecimal MAC by which a personal value is recognised and never read back."""
        return self._mac(PERSON_KEY, f"{scope}|{value}").hex()

    def _mac(self, key: str, message: str) -> bytes:
        answer = self._call(
            "generate_mac", KeyId=self._alias(key), Message=message.encode(), MacAlgorithm="HMAC_SHA_256"
        )
        return bytes(answer["Mac"])

    def _alias(self, key: str) -> str:
        return f"{self._prefix}-{key}"

    def _call(self, operation: str, **arguments: Any) -> Any:
        try:
            return getattr(self._clients.kms, operation)(**arguments)
        except (BotoCoreError, ClientError) as error:
            raise Unavailable("sealing-unavailable") from error
