"""Personal values, each sealed under its reference and deletable for good (design §3, PIPL art 47).

Everything else in the house holds only the reference and an HMAC of the value; when the item is gone,
nothing leads back to the person, and every ledger chain still verifies.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import new_secret
from chalicelib.store import keys
from chalicelib.store.tables import Tables, VaultItem
from chalicelib.store.writes import ConcurrentChangeError, Write
from chalicelib.usecases.sealing_ports import Sealing

if TYPE_CHECKING:
    from chalicelib.store.unit_of_work import UnitOfWork

PURPOSES = {
    "public-contact": "contact",
    "restricted": "vault",
    "text-phone": "phone",
    "resident": "resident",
    "rating-words": "vault",
    "public-reply": "contact",
}
"""Purpose to KMS key: who may read public contacts may not read identity numbers, nor may who sends texts."""


class Vault:
    """Reads and seals personal values."""

    def __init__(self, tables: Tables, sealing: Sealing) -> None:
        """Use a process's tables and keys."""
        self._model, self._sealing = tables.vault, sealing

    def open(self, ref: str) -> Mapping[str, Json]:
        """Return one value, read consistently: what a command has just put is there.

        Raises:
            NotFound: `erased` when the value was deleted.
        """
        try:
            return self._unseal(self._model.get(ref, keys.ROOT, consistent_read=True))
        except self._model.DoesNotExist as error:
            raise NotFound("erased") from error

    def open_many(self, refs: Sequence[str]) -> dict[str, Mapping[str, Json]]:
        """Return the values that are there, read consistently, a hundred a call."""
        unique = [(ref, keys.ROOT) for ref in dict.fromkeys(refs)]
        found = self._model.batch_get(unique, consistent_read=True)
        return {item.pk: self._unseal(item) for item in found}

    def seal(self, ref: str, value: Mapping[str, Json], purpose: str) -> VaultItem:
        """Return the item that holds a value; it is written by the unit of work."""
        plaintext = canonical_json(dict(value)).encode()
        sealed = self._sealing.encrypt(PURPOSES[purpose], plaintext, {"ref": ref})
        return self._model(
            ref,
            keys.ROOT,
            purpose=purpose,
            sealed=base64.b64encode(sealed).decode(),
            salt=base64.b64encode(new_secret(16)).decode(),
        )

    def unseal(self, item: VaultItem) -> Mapping[str, Json]:
        """Open an item that was read elsewhere."""
        return self._unseal(item)

    def _unseal(self, item: VaultItem) -> Mapping[str, Json]:
        key = PURPOSES[item.purpose]
        plaintext = self._sealing.decrypt(key, base64.b64decode(item.sealed), {"ref": item.pk})
        value: Mapping[str, Json] = json.loads(plaintext)
        return value


def fingerprint(item: VaultItem, value: Mapping[str, Json]) -> str:
    """Return HMAC(salt, value): what a ledger may hold of a personal value."""
    salt = base64.b64decode(item.salt)
    return hmac.new(salt, canonical_json(dict(value)).encode(), hashlib.sha256).hexdigest()


class VaultWriter:
    """Vault items written in the transaction of the aggregate that refers to them."""

    def __init__(self, uow: "UnitOfWork", vault: Vault) -> None:
        """Write through a unit of work."""
        self._uow, self._vault = uow, vault

    def put(self, ref: str, value: Mapping[str, Json], purpose: str) -> None:
        """Seal a value under a reference."""
        self._uow.write(
            Write("put", self._vault.seal(ref, value, purpose), None, lambda: ConcurrentChangeError())
        )

    def erase(self, ref: str) -> None:
        """Delete a value for good."""
        item = self._uow.tables.vault(ref, keys.ROOT)
        self._uow.write(Write("delete", item, None, lambda: ConcurrentChangeError()))
