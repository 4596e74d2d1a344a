"""From an issuer's claims to a person of ours, by settings (issue: any OIDC issuer).

Issuers name things differently and some hold custom attributes only as text, so claim names and role
values are settings. A role nobody mapped is refused rather than ignored: half a person's rights would
be a riddle to the person and to the one who looks for the reason.
"""

import re
from collections.abc import Mapping
from dataclasses import field

from chalicelib.kernel.actors import SEALED, SYSTEM, Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotSignedIn
from chalicelib.kernel.identifiers import BadIdentifier, check_uscc
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.identity_ports import SignedIn

_SUBJECT = re.compile(r"[A-Za-z0-9._:|@+=/-]{1,128}")
_RESERVED = frozenset({SYSTEM.person, SEALED.person})
_NAME_MAX_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class ClaimsMapping:
    """Names of the claims, and the issuer's words for roles (empty: the issuer uses ours)."""

    subject: str = "sub"
    organisation: str = "org"
    roles: str = "roles"
    display_name: str = "name"
    organisation_name: str = "org_name"
    role_values: Mapping[str, Role] = field(default_factory=dict)


def read_person(claims: Mapping[str, Json], mapping: ClaimsMapping) -> SignedIn:
    """Return the person that verified claims describe.

    Raises:
        NotSignedIn: `person-unusable`, `organisation-unusable`, `person-without-role`, `role-unknown`.
    """
    person = claims.get(mapping.subject)
    # The ledger's own two names must stay its own: an issuer's subject "system" would borrow them.
    if not isinstance(person, str) or not _SUBJECT.fullmatch(person) or person in _RESERVED:
        raise NotSignedIn("person-unusable")
    return SignedIn(
        actor=Actor(
            person,
            _read_org(claims.get(mapping.organisation)),
            _read_roles(claims.get(mapping.roles), mapping.role_values),
        ),
        display_name=_read_name(claims.get(mapping.display_name)),
        org_name=_read_name(claims.get(mapping.organisation_name)),
    )


def _read_org(value: Json) -> str:
    try:
        return check_uscc(value if isinstance(value, str) else "").value
    except BadIdentifier as error:
        raise NotSignedIn("organisation-unusable") from error


def _read_roles(value: Json, role_values: Mapping[str, Role]) -> frozenset[Role]:
    """Read a list, or a text of words parted by spaces or commas."""
    words = re.split(r"[\s,]+", value.strip()) if isinstance(value, str) else value
    if not isinstance(words, list) or not any(words):
        raise NotSignedIn("person-without-role")
    known = role_values or {str(role): role for role in Role}
    if any(not isinstance(word, str) or word not in known for word in words):
        raise NotSignedIn("role-unknown")
    return frozenset(known[word] for word in words)


def _read_name(value: Json) -> str:
    """Keep what can be printed: no line breaks, no characters that turn the reading direction."""
    text = value if isinstance(value, str) else ""
    return "".join(character for character in text if character.isprintable())[:_NAME_MAX_CHARACTERS]
