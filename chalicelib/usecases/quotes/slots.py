"""Names for what is sealed: one secret an agency, from which nobody else can make them (design §3, ADR 0010).

KMS makes the secret of an agency from its code, once a request; it stays in memory. The slot of a notice, the
nonce of a receipt and the fingerprint of a repeated request all come from it, each under its own word, so
that tables hold nothing that could be recomputed from a list of agencies and a guess of what they sent.
"""

import hashlib
import hmac
from dataclasses import field, replace

from chalicelib.kernel.ids import new_secret
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, Once


@dataclass(frozen=True, slots=True)
class AgencyKey:
    """The secret of one agency for the length of a request."""

    _secret: bytes = field(repr=False)

    def slot(self, notice_id: str) -> str:
        """Return the hexadecimal name under which the agency's quote for a notice exists."""
        return self._derive("slot", notice_id).hex()

    def nonce(self, notice_id: str, once: Once | None) -> str:
        """Return a receipt's nonce: a repetition under the same key gets the same, so its receipt is too."""
        if once is None:
            return new_secret().hex()
        return self._derive("nonce", notice_id, once.key, once.body_hash).hex()

    def once(self, notice_id: str, once: Once | None) -> Once | None:
        """Let the slot stand for the principal, a keyed hash for the body, whose text could be guessed."""
        if once is None:
            return None
        body_hash = self._derive("body", notice_id, once.body_hash).hex()
        return replace(once, principal=self.slot(notice_id), body_hash=body_hash)

    def _derive(self, *words: str) -> bytes:
        return hmac.new(self._secret, "|".join(words).encode(), hashlib.sha256).digest()


def agency_key(house: House, uscc: str) -> AgencyKey:
    """Return the key of an agency; one call of KMS."""
    return AgencyKey(house.sealing.agency_secret(uscc))
