"""What other parts of the market say to a command: open objections, interception (docs/rules.md §2.1, §2.6).

Every command that these may stop takes a `Guards` from birth; `NO_OBJECTION` stands wherever nobody objects.
"""

from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Guards:
    """How many objections are open, and why the agency is intercepted (拦截), if it is."""

    objections_open: int = 0
    intercepted: str | None = None


NO_OBJECTION = Guards()


def check_not_intercepted(guards: Guards) -> None:
    """Refuse the command of an agency that the credit system blocks (policy 三(三)1).

    Raises:
        Conflict: `agency-intercepted`, with the reason's code.
    """
    if guards.intercepted is not None:
        raise Conflict("agency-intercepted", reason=guards.intercepted)


def check_no_objection(guards: Guards) -> None:
    """Hold the award while an objection (异议) is open.

    Raises:
        Conflict: `objection-open`, with their number.
    """
    if guards.objections_open:
        raise Conflict("objection-open", open=guards.objections_open)
