"""Courses of the demo's work orders as data: which step on which working day after the rating, by whom.

A line is (working days after the rating, 1 morning or 2 afternoon, step); what follows a colon is what the
step says where its plot does not. Who takes a step, and the words, are in `steps`.
"""

Line = tuple[int, int, str]
Course = tuple[Line, ...]

SIGNED: Course = ((1, 1, "sign"),)
CONTACTED: Course = (*SIGNED, (1, 2, "contact"))
VERIFIED: Course = (*CONTACTED, (2, 1, "propose-finding"), (2, 2, "verify"))
MENDING: Course = (*VERIFIED, (3, 1, "start-rectifying"))
MENDED: Course = (*MENDING, (3, 2, "submit-measure"), (3, 2, "approve-measure"))
TOLD: Course = (*MENDED, (4, 1, "send-feedback"))
REVISITED: Course = (*TOLD, (5, 2, "revisit:SATISFIED"))
CLOSED: Course = (*TOLD, (5, 2, "outcome:SATISFIED"), (6, 1, "close"))
IMPROVED: Course = (*CLOSED, (7, 2, "follow-up:4"))
REOPENED: Course = (*TOLD, (5, 2, "outcome:NOT_SATISFIED"), (6, 1, "reopen"))
_AGAIN: Course = (
    *REOPENED,
    (7, 1, "start-rectifying"),
    (9, 1, "submit-measure:again"),
    (9, 2, "approve-measure"),
    (10, 1, "send-feedback"),
)
CLOSED_LATER: Course = (*_AGAIN, (11, 2, "outcome:SATISFIED"), (12, 1, "close"))
UNRESOLVED: Course = (*_AGAIN, (11, 2, "revisit:NOT_SATISFIED"), (12, 3, "close-unresolved"))

UNREACHED: Course = (
    *SIGNED,
    (1, 2, "failed-contact:NO_ANSWER"),
    (2, 1, "failed-contact:BUSY"),
    (2, 2, "failed-contact:OFF"),
)
UNREACHED_CLOSED: Course = (
    *UNREACHED,
    (3, 1, "propose-finding"),
    (3, 2, "verify"),
    (4, 1, "start-rectifying"),
    (4, 2, "submit-measure"),
    (5, 1, "approve-measure"),
    (5, 2, "send-feedback"),
    (6, 2, "close"),
)
NOT_REVISITED: Course = (
    *TOLD,
    (5, 1, "failed-revisit:NO_ANSWER"),
    (5, 2, "failed-revisit:NO_ANSWER"),
    (6, 1, "failed-revisit:OFF"),
    (7, 2, "close"),
)
"""The revisit counts as not reached after three tries on two days."""
ANONYMOUS_MENDED: Course = (
    *SIGNED,
    (2, 1, "propose-finding"),
    (2, 2, "verify"),
    (3, 1, "start-rectifying"),
    (3, 2, "submit-measure"),
    (3, 2, "approve-measure"),
)
"""Nobody can be texted, so that the centre tells it by the tracking page and closes."""
ANONYMOUS_CLOSED: Course = (*ANONYMOUS_MENDED, (4, 1, "send-feedback"), (5, 1, "close"))
EXTENDED: Course = (*MENDING, (3, 2, "ask-extension"), (4, 1, "grant-extension"))
EXTENDED_CLOSED: Course = (
    *EXTENDED,
    (11, 1, "submit-measure"),
    (11, 2, "approve-measure"),
    (12, 1, "send-feedback"),
    (13, 2, "outcome:SATISFIED"),
    (14, 1, "close"),
)
SENT_BACK: Course = (
    *CONTACTED,
    (2, 1, "propose-finding"),
    (2, 2, "return-finding"),
    (3, 1, "propose-finding"),
    (3, 2, "verify"),
    (4, 1, "start-rectifying"),
    (4, 2, "submit-measure"),
    (5, 1, "return-measure"),
    (5, 1, "submit-measure:again"),
    (5, 2, "approve-measure"),
    (6, 1, "send-feedback"),
    (7, 2, "outcome:SATISFIED"),
    (8, 1, "close"),
)
"""The head sends finding and measure back once each."""
LATE_CLOSED: Course = (
    *VERIFIED,
    (3, 1, "start-rectifying"),
    (8, 1, "submit-measure"),
    (8, 2, "approve-measure"),
    (9, 1, "send-feedback"),
    (10, 2, "revisit:SATISFIED"),
    (12, 1, "close"),
)
"""Mended after its time: yellow card, red card, an urging by the clock."""
EXPLAINED: Course = (*VERIFIED, (3, 1, "explain"))
EXPLAINED_CLOSED: Course = (
    *EXPLAINED,
    (3, 2, "approve-measure"),
    (4, 1, "send-feedback"),
    (5, 2, "revisit:NEUTRAL"),
    (7, 1, "close"),
)
RETURN_ASKED: Course = ((1, 1, "request-return"),)
RETURN_GRANTED: Course = (*RETURN_ASKED, (1, 2, "grant-return"))
RETURN_REFUSED: Course = (*RETURN_ASKED, (1, 2, "refuse-return"), (2, 1, "sign"), (2, 2, "contact"))
WITHDRAWN: Course = (*CONTACTED, (2, 1, "withdrawal"))

APPEALED: Course = (*VERIFIED, (3, 1, "appeal"))
DECLINED: Course = (*APPEALED, (3, 2, "decline-appeal"), (4, 1, "explain"))
UNDER_REVIEW: Course = (*APPEALED, (3, 2, "approve-appeal"), (4, 2, "vote:1:uphold"))
REJECTED: Course = (
    *APPEALED,
    (3, 2, "approve-appeal"),
    (4, 1, "explain"),
    (4, 2, "vote:1:reject"),
    (5, 1, "vote:2:reject"),
    (5, 2, "approve-measure"),
    (6, 1, "send-feedback"),
    (7, 2, "revisit:SATISFIED"),
    (9, 1, "close"),
)
UPHELD: Course = (*APPEALED, (3, 2, "approve-appeal"), (4, 2, "vote:1:uphold"), (5, 1, "vote:2:uphold"))
SPLIT_UPHELD: Course = (
    *APPEALED,
    (3, 2, "approve-appeal"),
    (4, 2, "vote:1:uphold"),
    (5, 1, "vote:2:reject"),
    (5, 2, "vote:3:uphold"),
)
"""The two reviewers differ, so that a third one decides."""
OBJECTED: Course = (*UPHELD, (7, 2, "objection"))
CONFIRMED: Course = (*OBJECTED, (9, 1, "decide-objection:uphold"))
OVERTURNED: Course = (
    *OBJECTED,
    (9, 1, "decide-objection:reject"),
    (9, 2, "start-rectifying"),
    (10, 1, "submit-measure"),
    (10, 2, "approve-measure"),
    (11, 1, "send-feedback"),
    (12, 2, "outcome:SATISFIED"),
    (13, 1, "close"),
)
DISCLOSED: Course = (*VERIFIED, (2, 2, "disclose:COMPLAINT"), *CLOSED[len(VERIFIED) :])
"""A regulator opens who rated, which the resident reads."""
