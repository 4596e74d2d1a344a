"""Every message belongs to one of four groups: what a person may choose to get as a text message besides.

The inbox always has all of them; only hints at opportunities can be done without altogether.
"""

from collections.abc import Mapping
from enum import StrEnum


class Group(StrEnum):
    """What a message asks of its reader: to act, to know how it ended, to look at a chance, or nothing."""

    TODO = "todo"
    DECISION = "decision"
    MATCHING = "matching"
    OTHER = "other"


_CODES: Mapping[Group, tuple[str, ...]] = {
    Group.TODO: (
        "notice-to-review", "notice-returned", "notice-to-publish", "you-are-named", "amendment-to-review",
        "amendment-returned", "beacon-needed", "beacon-reminder", "price-to-question", "choice-to-make",
        "choice-overdue", "choice-escalated", "choice-to-approve", "choice-sent-back",
        "explanation-asked", "explanation-given", "award-to-accept",
        "acceptance-warning", "award-accepted", "signing-warning", "contract-to-confirm", "contract-reminder",
        "contract-returned", "filing-missed", "change-proposed", "payment-recorded", "payment-overdue",
        "delivery-missed", "result-to-review",
        "result-reminder", "result-returned", "dispute-to-settle", "evaluation-open",
        "evaluation-open-department", "evaluation-open-centre", "objection-to-decide", "agency-to-check",
        "agency-check-overdue", "agency-to-review", "agency-review-overdue", "agency-returned",
        "agency-nominated", "certificate-expiring", "certificate-loses", "item-to-publish", "item-returned",
        "case-to-investigate", "case-overdue", "case-notified", "case-to-decide", "decision-to-deliver",
        "objection-to-handle", "deadline-near", "deadline-today",
        "order-to-send", "order-to-sign", "return-to-decide", "return-decided", "order-extension-to-decide",
        "contact-to-take-over", "order-due-near", "order-overdue", "order-urged", "order-criticised",
        "feedback-due", "order-reopened", "order-to-close", "appeal-to-judge", "objection-to-judge",
        "item-to-send", "item-refused", "item-to-handle", "item-returned-by-unit", "item-extension-to-decide",
        "item-to-call-back", "item-again", "item-reopened", "item-instructed", "item-reported",
        "item-due-near", "item-overdue", "item-urged", "item-criticised", "item-supervised",
        "item-not-content", "problem-to-change", "problem-to-publish",
        "order-revived", "rating-to-review", "rating-objection-to-judge",
        "talk-invited", "talk-moved", "talk-to-answer", "talk-answer-missed", "talk-answered",
        "commitments-due", "commitments-missed",
        "finding-to-sign", "finding-to-close",
    ),
    Group.DECISION: (
        "notice-amended", "notice-withdrawn", "notice-failed", "notice-suspended", "notice-released",
        "notice-selected", "you-are-selected", "selection-result", "first-place-lost", "reserve-passed-over",
        "notice-substituted", "substitution-result", "notice-awarded", "award-result",
        "owner-held-up-signing", "contract-in-force", "change-declined", "contract-changed",
        "contract-terminated", "result-disputed", "result-accepted", "result-for-approval", "evaluated",
        "objection-decided", "agency-approved", "agency-rejected",
        "agency-restricted", "agency-suspension-over", "decision-in-force", "case-decided", "case-dismissed",
        "points-deducted", "decision-upheld", "decision-corrected", "relations-recorded",
        "order-extension-decided", "item-extension-decided", "appeal-decided", "rating-kept",
        "rating-invalidated",
        "list-entered", "list-moved", "list-ended",
        "talk-cancelled", "commitments-done", "unit-praised",
    ),
    Group.MATCHING: ("you-may-enter",),
    Group.OTHER: (
        "notice-published", "contract-published", "contract-filed", "opinion-given", "evaluation-replied",
        "quote-opened", "payment-received", "agency-form-passed", "nominations-finished", "item-published",
    ),
}  # fmt: skip

GROUP_OF: Mapping[str, Group] = {code: group for group, codes in _CODES.items() for code in codes}
"""Every code of a message, each in one group."""


def group_of(code: str) -> Group:
    """Return the group of a message; one that nobody has sorted yet asks for nothing."""
    return GROUP_OF.get(code, Group.OTHER)
