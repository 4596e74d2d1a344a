"""Natural persons of a dossier: sealed in the vault, recognised by keyed hashes (design §3, PIPL).

What a form leaves blank stays as it was, because a number is never sent back to the browser in full. A value
that really changed is sealed under a new reference: what is registered keeps pointing at the old one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from chalicelib.domain.marketplace.agencies.fields import contact_problems, identity_problems
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.kernel.identifiers import normalise_mobile, normalise_ric
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, UnitOfWork

PERSON, PHONE, CERTIFICATE = "person", "phone", "certificate"
"""Scopes of keyed hashes."""

RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals the persons of one agency within one unit of work."""

    house: House
    uow: UnitOfWork
    uscc: str
    now: datetime

    def person(
        self, old: tuple[str, str], typed: Mapping[str, Json], more: Mapping[str, Json] | None = None
    ) -> tuple[str, str]:
        """Return reference and key of a person; `old` is the pair the draft holds, `more` sealed with it.

        Raises:
            Invalid: when name or number is missing or cannot be.
        """
        known = self.opened(old[0])
        name = str(typed.get("name") or known.get("name") or "")
        number = normalise_ric(str(typed.get("id_number") or known.get("id_number") or ""))
        if not name and not number:
            return "", ""
        _check(identity_problems(name, number, "/person"))
        value = {"name": name, "id_number": number, **(more or {})}
        if value == known:
            return old
        is_same = number == known.get("id_number")
        key = old[1] if is_same else self.house.sealing.fingerprint(PERSON, number)
        return self._sealed(value), key

    def contact(self, old: tuple[str, str], typed: Mapping[str, Json]) -> tuple[str, str]:
        """Return reference and phone key of the contact person.

        Raises:
            Invalid: when name or mobile is missing or cannot be.
        """
        name, mobile = str(typed.get("name", "")), normalise_mobile(str(typed.get("mobile", "")))
        if not name and not mobile:
            return "", ""
        _check(contact_problems(name, mobile, ""))
        value: dict[str, Json] = {"name": name, "mobile": mobile}
        if value == self.opened(old[0]):
            return old
        return self._sealed(value), self.house.sealing.fingerprint(PHONE, mobile)

    def certificate(self, number: str) -> str:
        """Return the keyed hash of a certificate's number; blank stays blank."""
        return self.house.sealing.fingerprint(CERTIFICATE, number) if number else ""

    def opened(self, ref: str) -> Mapping[str, Json]:
        """Return what is sealed under a reference; nothing when there is none or it was erased."""
        try:
            return self.house.queries.personal(ref) if ref else {}
        except NotFound:
            return {}

    def _sealed(self, value: Mapping[str, Json]) -> str:
        ref = f"AGENCY#{self.uscc}#{new_id('person', self.now)}"
        self.uow.vault.put(ref, value, RESTRICTED)
        return ref


def _check(problems: Iterable[FieldError]) -> None:
    found = tuple(problems)
    if found:
        raise Invalid(errors=found)
