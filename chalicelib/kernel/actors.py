"""Who acts: nine roles of the marketplace, twelve of ratings and callbacks, the person behind a command.

marketplace.md §5, evaluation.md §6; docs/rules.md §5.
"""

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

    CLERK = "clerk"
    """At a window; sees own ratings in groups and late, never who rated."""
    UNIT_HANDLER = "unit_handler"
    """Signs, verifies and mends what was rated badly, for the unit that served."""
    UNIT_HEAD = "unit_head"
    """Approves what the handler did."""
    CENTRE_SUPERVISOR = "centre_supervisor"
    """Watches over the halls, and routes what found no unit."""
    REGULATOR = "regulator"
    """Returns, extends and closes; the body above the units."""
    APPEAL_REVIEWER = "appeal_reviewer"
    """Judges whether a rating is mistaken, malicious or brushed; never for the own unit."""
    DPO = "dpo"
    """Answers for personal data; reads who read what."""

    CALLBACK_AGENT = "callback_agent"
    """Calls who was served, notes what is said; never for the own window."""
    CALLBACK_LEAD = "callback_lead"
    """Leads the callbacks: approves what goes to a visit, sends visitors out."""
    SURVEY_DESIGNER = "survey_designer"
    """Writes questionnaires and plans campaigns; another person approves them."""
    EXTERNAL_EVALUATOR = "external_evaluator"
    """A third party that measures what a policy did; sees answers without persons."""
    HOTLINE_OPERATOR = "hotline_operator"
    """Takes, triages and sends on what residents call about (12345, 吐槽找茬, 办不成事)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person: `person` is the issuer's pseudonymous subject, `org` a USCC, never a name.

    For departments, units, operators and supervisors `org` is their organisation's USCC as well.
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
