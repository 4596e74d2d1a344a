"""What is said about a problem code: in a line, in a paragraph, and what to do about it."""

from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class ProblemText:
    """The status and three marked texts; they may name the figures of the error (`%(closes_at)s`)."""

    status: int
    title: str
    explanation: str
    remedy: str
