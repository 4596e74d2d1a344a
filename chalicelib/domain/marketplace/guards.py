"""What other parts of the market say to a command: open objections, interception (docs/rules.md §2.1, §2.6).

Every command that these may stop takes a `Guards` from birth; `NO_OBJECTION` stands wherever nobody objects.
"""

from chalicelib.domain.marketplace.conduct.facts import Interception
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass

NOT_INTERCEPTED = "not-intercepted"
"""What the self-check calls the question whether conduct lets the agency register."""


@dataclass(frozen=True, slots=True)
class Guards:
    """How many objections are open, and why the agency is intercepted (拦截), if it is."""

    objections_open: int = 0
    intercepted: Interception | None = None


NO_OBJECTION = Guards()


def check_not_intercepted(guards: Guards) -> None:
    """Refuse the command of an agency that its conduct record keeps away (policy 三(三)1).

    Raises:
        Conflict: `agency-intercepted`, with kind, basis, decision and end.
    """
    refuse_intercepted(guards.intercepted)


def refuse_intercepted(stop: Interception | None) -> None:
    """Refuse a step that an interception stands against; None stands against nothing.

    Raises:
        Conflict: `agency-intercepted`, with kind, basis, decision and end.
    """
    if stop is not None:
        raise Conflict("agency-intercepted", **stop_facts(stop))


def stop_facts(stop: Interception) -> dict[str, Json]:
    """Return what an agency is told about why it is kept away."""
    params: dict[str, Json] = {"reason": stop.kind.value, "basis": stop.basis}
    if stop.number:
        params |= {"number": stop.number, "document_no": stop.document_no}
    if stop.ends_at is not None:
        params["ends_at"] = format_instant(stop.ends_at)
    return params


def check_no_objection(guards: Guards) -> None:
    """Hold the award while an objection (异议) is open.

    Raises:
        Conflict: `objection-open`, with their number.
    """
    if guards.objections_open:
        raise Conflict("objection-open", open=guards.objections_open)
