"""What the public may read of a notice in which phase (docs/rules.md §5): named one by one."""

from chalicelib.domain.marketplace.notices.notice import Notice

_ALWAYS = ("notice_no", "owner", "state", "content", "publication", "amendments", "renotice_of", "ending")
_BY_FACT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("opening", ("opening",)),
    ("pool", ("pool",)),
    ("publicity", ("publicity", "selection", "choice", "dropouts")),
    ("award", ("award",)),
    ("ending", ("dropouts",)),
    ("renoticed_as", ("renoticed_as",)),
    ("suspension", ("suspension",)),
)

HIDDEN_PARTS = frozenset(
    {
        "publication.by",
        "publication.commitment.sealed_secret",
        "amendments.proposed_by",
        "amendments.approved_by",
        "award.accepted_by",
        "choice.decided_by",
        "choice.prepared",
        "choice.sent_back",
        "choice.scores_hash",
        "ending.by",
        "opening.flags_hash",
        "dropouts.explanation_ref",
        "dropouts.award.accepted_by",
    }
)
"""Parts of public attributes that stay inside; persons appear to the public as organisations only."""


def is_public(notice: Notice) -> bool:
    """Tell whether the notice was ever published; drafts and what was withdrawn before are not there."""
    return notice.publication is not None


def public_attributes(notice: Notice) -> frozenset[str]:
    """Name the attributes that the public may read now.

    Of `content` only the public text counts, and of the others not the `HIDDEN_PARTS`. Who registered and
    what they quoted is no part of a notice at all.
    """
    if not is_public(notice):
        return frozenset()
    shown = set(_ALWAYS)
    for fact, names in _BY_FACT:
        if getattr(notice, fact) is not None:
            shown.update(names)
    return frozenset(shown)


def quotes_are_public(notice: Notice) -> bool:
    """Tell whether all valid quotes may be read, ranked and with names: from the award on (§2.3)."""
    return notice.quotes_public_since is not None


def contract_is_public(notice: Notice) -> bool:
    """Tell whether everybody may read the contract and what became of it: from its publication on (§2.4)."""
    return notice.contract is not None and notice.contract.published_at is not None


def selection_is_for(notice: Notice, uscc: str) -> bool:
    """Tell whether an agency may read the order: with everybody, or before because it stood first itself."""
    if "selection" in public_attributes(notice):
        return True
    stood_first = {left.candidate.uscc for left in notice.dropouts}
    winner = notice.selection.winner.uscc if notice.selection else None
    return uscc == winner or uscc in stood_first
