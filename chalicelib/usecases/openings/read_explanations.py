"""What agencies wrote about abnormally low prices: for the deciding owner, and for the supervisor (§3.5)."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.marketplace.notices.facts import Candidate
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House


@dataclass(frozen=True, slots=True)
class Explanation:
    """One price that was questioned: whose, what was written, and what the owner made of it.

    `verdict` is empty while the owner has not decided; `reason` are the owner's words of a rejection.
    """

    candidate: Candidate
    text: str
    verdict: str = ""
    reason: str = ""
    decided_at: datetime | None = None


def read_explanations(house: House, notice: Notice) -> tuple[Explanation, ...]:
    """Return every explanation of a notice, in the order in which they were given."""
    return tuple(_explanations(house, notice))


def _explanations(house: House, notice: Notice) -> Iterator[Explanation]:
    for left in notice.dropouts:
        if left.explanation_ref:
            text = _text(house, left.explanation_ref)
            yield Explanation(left.candidate, text, "rejected", left.reason, left.at)
    inquiry = notice.inquiry
    if inquiry is not None and inquiry.explanation_ref and inquiry.candidate is not None:
        text, accepted_at = _text(house, inquiry.explanation_ref), inquiry.accepted_at
        verdict = "accepted" if accepted_at else ""
        yield Explanation(inquiry.candidate, text, verdict, decided_at=accepted_at)


def _text(house: House, ref: str) -> str:
    return str(house.queries.personal(ref).get("text", ""))
