"""Sealing under KMS keys (design §3): who may open what is the IAM policy of each duty.

Keys, by name: `vault` restricted personal values, `contact` public contacts, `identity` who quoted,
`price` what was quoted, `draw` the secret of a draw; `slot` is an HMAC key.
"""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.gateways.clients import Clients
from chalicelib.kernel.errors import Unavailable

KEYS = ("vault", "contact", "identity", "price", "draw")
SLOT_KEY = "slot"


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

    def slot(self, notice_id: str, uscc: str) -> str:
        """Return the hexadecimal MAC under which an agency's quote for a notice exists."""
        message = f"{notice_id}|{uscc}".encode()
        answer = self._call(
            "generate_mac", KeyId=self._alias(SLOT_KEY), Message=message, MacAlgorithm="HMAC_SHA_256"
        )
        return bytes(answer["Mac"]).hex()

    def _alias(self, key: str) -> str:
        return f"{self._prefix}-{key}"

    def _call(self, operation: str, **arguments: Any) -> Any:
        try:
            return getattr(self._clients.kms, operation)(**arguments)
        except (BotoCoreError, ClientError) as error:
            raise Unavailable("sealing-unavailable") from error
