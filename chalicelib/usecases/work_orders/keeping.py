"""Words about a work order go into the vault; the order holds place, length and salted hash (design §3)."""

from chalicelib.domain.satisfaction.work_orders.facts import Words
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.ids import new_secret
from chalicelib.usecases.ports import UnitOfWork

SAID, PUBLIC = "rating-words", "public-reply"
"""The purposes of the vault: what stays between those who handle an order, and what the resident reads."""


def keep_words(uow: UnitOfWork, place: str, text: str, purpose: str = SAID) -> Words:
    """Seal a text below a place of the vault; each text has a place of its own."""
    salt, ref = new_secret(16).hex(), f"{place}/{new_secret(8).hex()}"
    uow.vault.put(ref, {"text": text, "salt": salt}, purpose)
    return Words(ref, len(text), sha256_hex(salt + text))
