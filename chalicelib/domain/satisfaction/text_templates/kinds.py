"""The texts that residents get, and what each must and may say (evaluation.md §3.6, §7.7–7.11).

A placeholder that is not listed does not exist: no text can name a person or a document.
"""

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.kernel.records import dataclass


class TextKind(StrEnum):
    """What a text is for."""

    LINK = "LINK"
    """The invitation with a link."""
    DIGIT = "DIGIT"
    """The invitation to reply a digit."""
    REMINDER = "REMINDER"
    WHICH = "WHICH"
    """The question which of several services a digit was about."""
    RECEIPT = "RECEIPT"
    """That a bad rating became a work order."""
    FEEDBACK = "FEEDBACK"
    """What was done about it."""
    VERDICT = "VERDICT"
    """That a rating counts no more, and how to object."""
    ITEM_RECEIPT = "ITEM_RECEIPT"
    """That an item was registered."""
    ITEM_EXTENDED = "ITEM_EXTENDED"
    """That it takes longer, until when."""
    ITEM_REPLIED = "ITEM_REPLIED"
    """That it was replied to."""
    SUMMARY = "SUMMARY"
    """What was noted in a callback, and how to correct it."""
    FALLBACK = "FALLBACK"
    """The one text to whom no call reached, to reply a digit."""
    SURVEY = "SURVEY"
    """The invitation to a survey of a campaign."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a kind of text needs, what it may say besides, whether it names the way to be left alone."""

    needed: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    has_opt_out: bool = False
    has_digits: bool = False


SIGNATURE = "signature"
KINDS: Mapping[TextKind, Wording] = {
    TextKind.LINK: Wording(("link",), ("days",), has_opt_out=True),
    TextKind.DIGIT: Wording((), ("days",), has_opt_out=True, has_digits=True),
    TextKind.REMINDER: Wording(("link",), ("days",), has_opt_out=True),
    TextKind.WHICH: Wording(("services",), ("count",)),
    TextKind.RECEIPT: Wording(("wo_no", "unit", "due", "link")),
    TextKind.FEEDBACK: Wording(("done", "link"), ("wo_no", "unit")),
    TextKind.VERDICT: Wording(("link",), ("due",)),
    TextKind.ITEM_RECEIPT: Wording(("wo_no", "item_link")),
    TextKind.ITEM_EXTENDED: Wording(("wo_no", "due", "item_link")),
    TextKind.ITEM_REPLIED: Wording(("wo_no", "item_link")),
    TextKind.SUMMARY: Wording(("said", "link"), ("hours",)),
    TextKind.FALLBACK: Wording((), has_opt_out=True, has_digits=True),
    TextKind.SURVEY: Wording(("link",), ("until",), has_opt_out=True),
}
"""Surveys can be refused (§7.11); what a work order or an item has to tell its resident is no survey."""
