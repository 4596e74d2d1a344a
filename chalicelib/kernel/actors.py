"""Who acts: the nine roles of marketplace.md §5 and the one signed-in person behind a command."""

from enum import StrEnum

from chalicelib.kernel.records import dataclass


class Role(StrEnum):
    """What a person may be; a person may be several."""

    OWNER_ADMIN = "owner_admin"
    OWNER_AGENT = "owner_agent"
    AGENCY_ADMIN = "agency_admin"
    AGENCY_AGENT = "agency_agent"
    OPERATOR_REVIEWER = "operator_reviewer"
    OPERATOR_PUBLISHER = "operator_publisher"
    DEPARTMENT = "department"
    SUPERVISOR = "supervisor"
    SYSADMIN = "sysadmin"


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person: `person` is the issuer's pseudonymous subject, `org` a USCC, never a name.

    For departments, operators and supervisors `org` is their organisation's USCC as well.
    """

    person: str
    org: str
    roles: frozenset[Role]

    def has(self, *roles: Role) -> bool:
        """Tell whether the person holds any of the roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(person="system", org="system", roles=frozenset())
"""The timer's hand: clocks that run out, draws that nobody presses."""

SEALED = Actor(person="sealed", org="sealed", roles=frozenset())
"""The ledger's name for whoever registers or quotes before the opening (design §3)."""
