"""Which fact is told to whom: a table from event types to messages (design §1, effects).

A message names a recipient (an organisation, a role, a department, or `registrants:` of a notice, whom
only the sender's duty can resolve), a code and its figures. Words are the page's business.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chalicelib.domain.marketplace.notices.versions import ENTRY_FIELDS
from chalicelib.kernel.canonical import Json
from chalicelib.projections.hotline_tellings import HOTLINE_TELLINGS
from chalicelib.projections.supervision_tellings import MEASURE_TELLINGS
from chalicelib.projections.tellings import Data, Telling
from chalicelib.projections.tellings import to_org as _org
from chalicelib.projections.tellings import to_role as _role
from chalicelib.projections.tellings import to_unit as _unit
from chalicelib.projections.tellings import when as _when


def _registrants(data: Data) -> str | None:
    return f"registrants:{data.get('notice_no')}"


def _enterable(data: Data) -> str | None:
    """Name those who can enter a notice that is open to all; the worker finds them page by page."""
    return None if data.get("named") else f"matching:{data['notice_no']}"


def _newly_enterable(data: Data) -> str | None:
    """Name those who can enter since an amendment, when it changes what the gates ask."""
    fields: Any = data.get("fields", ())
    return _enterable(data) if ENTRY_FIELDS.intersection(fields) else None


def _entrants(data: Data) -> str | None:
    """Name those whose quotes this event opened: from now on each has the notice in its own list."""
    return f"entrants:{data['notice_no']}" if data.get("manifest_hash") else None


def _of_finding(to: Callable[[Data], str | None]) -> Callable[[Data], str | None]:
    """Name the recipients only of an order about a finding, behind which no resident stands."""
    return lambda data: to(data) if data.get("source") == "FINDING" else None


def _unless_finding(to: Callable[[Data], str | None]) -> Callable[[Data], str | None]:
    return lambda data: to(data) if data.get("source") != "FINDING" else None


def _loses_nothing(data: Data) -> str | None:
    """Name the agency when what runs out takes no service type with it."""
    return AGENCY(data) if data.get("certificate_names") and not data.get("lost_names") else None


def _passed_over(data: Data) -> tuple[str, ...]:
    """Name the reserves that would have stepped in and no longer pass."""
    passed: Any = data.get("passed_over", ())
    return tuple(f"org:{uscc}" for uscc in passed)


_REGULATED = frozenset({"OWNER_REFUSED", "OWNER_TIMEOUT", "BEACON_TIMEOUT"})


def _regulator(data: Data) -> str | None:
    """Name the supervisor when the owner refused or did not decide, or when its own value stayed away."""
    return "role:supervisor" if data.get("code") in _REGULATED else None


def _revealers(data: Data) -> str | None:
    """Name the supervisor where a draw waits for its value; a round of drand comes without anybody."""
    beacon: Any = data.get("beacon") or {}
    return None if beacon.get("kind") == "drand" else "role:supervisor"


def _regulator_of_signing(data: Data) -> str | None:
    """Name the supervisor when the owner alone kept a winner waiting until the time to sign was over."""
    return "role:supervisor" if data.get("late") == "owner" else None


def _departments(data: Data) -> tuple[str, ...]:
    """Name the departments that have not decided on an agency's filing."""
    filing: Any = data.get("filing") or {}
    return tuple(f"org:{org}" for org in filing.get("departments", ()))


def _late_form_check(data: Data) -> str | None:
    """Name the operator's reviewers while no department is asked yet."""
    return None if _departments(data) else "role:operator_reviewer"


def _moved_to(state: str) -> Callable[[Data], str | None]:
    """Name the agency when one of its service types came into a state by itself."""

    def to(data: Data) -> str | None:
        moves: Any = data.get("moves", ())
        return AGENCY(data) if any(move["to"] == state for move in moves) else None

    return to


def _nominators(data: Data) -> str | None:
    """Name the department whose table was applied; what was undone is on its page."""
    return f"org:{data['department']}" if data.get("state") == "APPLIED" else None


def _reporter(data: Data) -> str | None:
    """Name the organisation that reported a violation; the system needs no answer."""
    return None if data.get("reporter") == "system" else f"org:{data['reporter']}"


def _listed(change: str) -> Callable[[Data], str | None]:
    """Name the agency of an entry in the list of serious dishonesty that an import brought about."""
    return lambda data: AGENCY(data) if data.get("listed") == change else None


def _told_agency(data: Data) -> str | None:
    """Name the agency of a dismissed case only when it had been told of it."""
    return AGENCY(data) if data.get("was_told") else None


def _unrouted(data: Data) -> str | None:
    """Name the service centre where no unit was found."""
    return None if data.get("unit") else "role:centre_supervisor"


def _late(data: Data) -> str:
    """Name who is late with the step of a card: the unit, or the service centre."""
    cards: Any = data["cards"]
    unit = cards[0]["unit"] if cards else data["unit"]
    return f"unit:{unit}" if unit else "role:centre_supervisor"


UNIT, CENTRE, REGULATORS = _unit, _role("centre_supervisor"), _role("regulator")
APPEAL_REVIEWERS = _role("appeal_reviewer")
OWNER, WINNER, LEFT, AGENCY = _org("owner"), _org("winner"), _org("left"), _org("uscc")
ENTRANTS, REPORTER, TOLD_AGENCY, IN_CHARGE = _entrants, _reporter, _told_agency, _org("department")
REVIEWERS, PUBLISHERS, SUPERVISORS = (
    _role("operator_reviewer"),
    _role("operator_publisher"),
    _role("supervisor"),
)

SELECTED = (
    Telling("notice-selected", OWNER),
    Telling("you-are-selected", WINNER),
    Telling("selection-result", _registrants),
)
"""A candidate goes into publicity: the owner, the candidate and everybody who quoted learn it."""

BOTH = (OWNER, WINNER)
COUNTERPARTY, DEPARTMENT = _org("counterparty"), _org("department_org")


def _told_to_both(code: str) -> tuple[Telling, ...]:
    return tuple(Telling(code, side) for side in BOTH)


SERVICE: Mapping[str, tuple[Telling, ...]] = {
    "notice.signing_warned": _told_to_both("signing-warning"),
    "notice.contract_uploaded": (Telling("contract-to-confirm", COUNTERPARTY),),
    "notice.contract_reminded": (Telling("contract-reminder", COUNTERPARTY),),
    "notice.contract_returned": (Telling("contract-returned", COUNTERPARTY),),
    "notice.contract_confirmed": _told_to_both("contract-in-force"),
    "notice.contract_published": _told_to_both("contract-published"),
    "notice.contract_filed": (Telling("contract-filed", SUPERVISORS),),
    "notice.filing_missed": (Telling("filing-missed", OWNER), Telling("filing-missed", SUPERVISORS)),
    "notice.payment_recorded": (Telling("payment-recorded", WINNER),),
    "notice.payment_received": (Telling("payment-received", OWNER),),
    "notice.payment_overdue": _told_to_both("payment-overdue"),
    "notice.change_proposed": (Telling("change-proposed", COUNTERPARTY),),
    "notice.change_declined": (Telling("change-declined", COUNTERPARTY),),
    "notice.supplemented": _told_to_both("contract-changed"),
    "notice.extended": _told_to_both("contract-changed"),
    "notice.terminated": (*_told_to_both("contract-terminated"), Telling("contract-terminated", SUPERVISORS)),
    "notice.result_uploaded": (Telling("result-to-review", OWNER),),
    "notice.result_reminded": (Telling("result-reminder", OWNER),),
    "notice.delivery_missed": _told_to_both("delivery-missed"),
    "notice.result_returned": (Telling("result-returned", WINNER),),
    "notice.result_disputed": (
        Telling("result-disputed", WINNER),
        Telling("dispute-to-settle", SUPERVISORS),
    ),
    "notice.result_accepted": (
        Telling("result-accepted", WINNER),
        Telling("evaluation-open", OWNER),
        Telling("evaluation-open-department", DEPARTMENT),
        Telling("evaluation-open-centre", REVIEWERS),
        Telling("result-for-approval", _org("approving_org")),
    ),
    "notice.evaluated": (Telling("evaluated", WINNER),),
    "notice.opinion_given": (Telling("opinion-given", WINNER),),
    "notice.evaluation_replied": (Telling("evaluation-replied", OWNER),),
    "notice.evaluation_objected": (Telling("objection-to-decide", DEPARTMENT),),
    "notice.objection_decided": (Telling("objection-decided", WINNER),),
}
"""From the signature to the evaluation: whose turn it is, and what became of it."""

ORDER_TELLINGS: Mapping[str, tuple[Telling, ...]] = {
    "order.created": (Telling("order-to-send", _unrouted),),
    "order.dispatched": (
        Telling("order-to-sign", _unless_finding(UNIT)),
        Telling("finding-to-sign", _of_finding(UNIT)),
    ),
    "order.returned": (Telling("order-to-sign", UNIT),),
    "order.return_requested": (Telling("return-to-decide", REGULATORS),),
    "order.return_refused": (Telling("return-decided", UNIT),),
    "order.contact_stopped": (Telling("contact-to-take-over", CENTRE),),
    "order.extension_asked": (Telling("order-extension-to-decide", REGULATORS),),
    "order.extended": (Telling("order-extension-decided", UNIT),),
    "order.extension_refused": (Telling("order-extension-decided", UNIT),),
    "order.yellow_carded": (Telling("order-due-near", _late),),
    "order.red_carded": (Telling("order-overdue", _late), Telling("order-overdue", REGULATORS)),
    "order.urged": (Telling("order-urged", _late),),
    "order.criticised": (Telling("order-criticised", _late), Telling("order-criticised", REGULATORS)),
    "order.rectified": (
        Telling("feedback-due", _unless_finding(CENTRE)),
        Telling("finding-to-close", _of_finding(REGULATORS)),
    ),
    "order.revisited": (Telling("order-to-close", REGULATORS),),
    "order.reopened": (Telling("order-reopened", UNIT),),
    "order.appeal_approved": (Telling("appeal-to-judge", APPEAL_REVIEWERS),),
    "order.appeal_objected": (Telling("objection-to-judge", APPEAL_REVIEWERS),),
    "order.appeal_upheld": (Telling("appeal-decided", UNIT),),
    "order.appeal_rejected": (Telling("appeal-decided", UNIT),),
    "order.appeal_overturned": (Telling("appeal-decided", UNIT),),
    "order.revived": (Telling("order-revived", UNIT),),
    "invitation.rating_flagged": (Telling("rating-to-review", _when("opens", APPEAL_REVIEWERS)),),
    "invitation.rating_marked": (Telling("rating-to-review", APPEAL_REVIEWERS),),
    "invitation.rating_kept": (Telling("rating-kept", UNIT),),
    "invitation.rating_invalidated": (Telling("rating-invalidated", _when("review", UNIT)),),
    "invitation.rating_objected": (Telling("rating-objection-to-judge", APPEAL_REVIEWERS),),
    "invitation.rating_confirmed": (Telling("rating-invalidated", UNIT),),
    "invitation.rating_reinstated": (Telling("rating-kept", _when("votes", UNIT)),),
}
"""A bad rating's work order: whose turn it is, and who is late. Of a flagged one the unit learns the end."""


TELLINGS: Mapping[str, tuple[Telling, ...]] = {
    **ORDER_TELLINGS,
    **HOTLINE_TELLINGS,
    **MEASURE_TELLINGS,
    "notice.submitted": (Telling("notice-to-review", REVIEWERS),),
    "notice.returned": (Telling("notice-returned", OWNER),),
    "notice.review_passed": (Telling("notice-to-publish", PUBLISHERS),),
    "notice.published": (
        Telling("notice-published", OWNER),
        Telling("you-are-named", _org("named")),
        Telling("you-may-enter", _enterable),
    ),
    "notice.amendment_proposed": (Telling("amendment-to-review", REVIEWERS),),
    "notice.amendment_returned": (Telling("amendment-returned", OWNER),),
    "notice.amended": (
        Telling("notice-amended", OWNER),
        Telling("notice-amended", _registrants),
        Telling("you-may-enter", _newly_enterable),
    ),
    "notice.withdrawn": (Telling("notice-withdrawn", _registrants),),
    "notice.opened": (Telling("quote-opened", ENTRANTS),),
    "notice.failed": (
        Telling("quote-opened", ENTRANTS),
        Telling("first-place-lost", LEFT),
        Telling("reserve-passed-over", _passed_over),
        Telling("notice-failed", OWNER),
        Telling("notice-failed", _registrants),
        Telling("notice-failed", _regulator),
        Telling("owner-held-up-signing", _regulator_of_signing),
    ),
    "notice.frozen": (Telling("beacon-needed", _revealers),),
    "notice.beacon_reminded": (Telling("beacon-reminder", _revealers),),
    "notice.owner_awaited": (
        Telling("price-to-question", _when("ask_due_at", OWNER)),
        Telling("choice-to-make", _when("choice_due_at", OWNER)),
    ),
    "notice.choice_prepared": (Telling("choice-to-approve", OWNER),),
    "notice.choice_sent_back": (Telling("choice-sent-back", OWNER),),
    "notice.choice_escalated": (
        Telling("choice-overdue", OWNER),
        Telling("choice-escalated", SUPERVISORS),
    ),
    "notice.chosen": SELECTED,
    "notice.tied": (Telling("beacon-needed", _revealers),),
    "notice.explanation_asked": (Telling("explanation-asked", WINNER),),
    "notice.explained": (Telling("explanation-given", OWNER),),
    "notice.selected": SELECTED,
    "notice.price_accepted": SELECTED,
    "notice.price_rejected": (
        Telling("first-place-lost", LEFT),
        Telling("price-to-question", _when("ask_due_at", OWNER)),
        *(Telling(told.code, _when("publicity_ends_at", told.to)) for told in SELECTED),
    ),
    "notice.substituted": (
        Telling("first-place-lost", LEFT),
        Telling("reserve-passed-over", _passed_over),
        Telling("notice-substituted", OWNER),
        Telling("you-are-selected", WINNER),
        Telling("substitution-result", _registrants),
        Telling("owner-held-up-signing", _regulator_of_signing),
    ),
    "notice.awarded": (
        Telling("notice-awarded", OWNER),
        Telling("award-to-accept", WINNER),
        Telling("award-result", _registrants),
    ),
    "notice.acceptance_warned": (Telling("acceptance-warning", WINNER),),
    "notice.accepted": (Telling("award-accepted", OWNER),),
    **SERVICE,
    "agency.submitted": (Telling("agency-to-check", REVIEWERS),),
    "agency.returned": (Telling("agency-returned", AGENCY),),
    "agency.form-passed": (
        Telling("agency-form-passed", AGENCY),
        Telling("agency-to-review", _departments),
    ),
    "agency.review-overdue": (
        Telling("agency-check-overdue", _late_form_check),
        Telling("agency-review-overdue", _departments),
    ),
    "agency.approved": (Telling("agency-approved", AGENCY),),
    "agency.relations-recorded": (Telling("relations-recorded", AGENCY),),
    "agency.rejected": (Telling("agency-rejected", AGENCY),),
    "agency.lapsed": (
        Telling("agency-restricted", _moved_to("RESTRICTED")),
        Telling("agency-suspension-over", _moved_to("ACTIVE")),
    ),
    "agency.nominated": (Telling("agency-nominated", AGENCY),),
    "import.completed": (Telling("nominations-finished", _nominators),),
    "item.proposed": (Telling("item-to-publish", PUBLISHERS),),
    "item.returned": (Telling("item-returned", _org("department_org")),),
    "item.published": (Telling("item-published", _org("department_org")),),
    "notice.suspended": (
        Telling("notice-suspended", OWNER),
        Telling("notice-suspended", WINNER),
        Telling("notice-suspended", _registrants),
    ),
    "notice.released": (
        Telling("notice-released", OWNER),
        Telling("notice-released", WINNER),
        Telling("notice-released", _registrants),
    ),
    "violation.reported": (Telling("case-to-investigate", IN_CHARGE),),
    "violation.reminded": (Telling("case-overdue", IN_CHARGE), Telling("case-overdue", SUPERVISORS)),
    "violation.notified": (Telling("case-notified", AGENCY),),
    "violation.answered": (Telling("case-to-decide", IN_CHARGE), Telling("case-to-decide", SUPERVISORS)),
    "violation.answer_lapsed": (
        Telling("case-to-decide", IN_CHARGE),
        Telling("case-to-decide", SUPERVISORS),
    ),
    "violation.decided": (Telling("decision-to-deliver", IN_CHARGE),),
    "violation.dismissed": (Telling("case-dismissed", REPORTER), Telling("case-dismissed", TOLD_AGENCY)),
    "violation.delivered": (Telling("decision-in-force", AGENCY), Telling("case-decided", REPORTER)),
    "violation.deducted": (Telling("points-deducted", AGENCY),),
    "violation.objected": (
        Telling("objection-to-handle", IN_CHARGE),
        Telling("objection-to-handle", SUPERVISORS),
    ),
    "violation.upheld": (Telling("decision-upheld", AGENCY),),
    "violation.corrected": (Telling("decision-corrected", AGENCY),),
    "agency.sanctioned": (
        Telling("list-entered", _listed("new")),
        Telling("list-moved", _listed("moved")),
        Telling("list-ended", _listed("ended")),
    ),
    "agency.certificate-warned": (
        Telling("certificate-loses", _when("lost_names", AGENCY)),
        Telling("certificate-expiring", _loses_nothing),
    ),
    "agency.practitioner-released": (Telling("agency-restricted", _moved_to("RESTRICTED")),),
}


def messages_for(event_type: str, data: Data) -> Iterator[dict[str, Any]]:
    """Yield the messages of an event as the queue carries them."""
    for telling in TELLINGS.get(event_type, ()):
        named = telling.to(data)
        recipients = (named,) if isinstance(named, str) else named or ()
        for recipient in recipients:
            yield {"to": recipient, "code": telling.code, "params": _params(data)}


SHOWN = (
    "notice_no", "closes_at", "publicity_ends_at", "due_at", "code", "rank", "amount_fen", "service_type",
    "ask_due_at", "explanation_due_at", "decision_due_at", "timeout_at", "uscc", "name",
    "import_no", "agencies", "version", "service_name", "restricted_names", "active_names", "lacking_names",
    "left_code", "award_no", "contract_no", "confirm_due_at", "lapses_at", "change_due_at",
    "accept_due_at", "evaluate_until_at", "ends_on",
    "choice_due_at", "choice_lapses_at",
    "wo_no", "order_id", "rating_id", "item_no", "item_id", "problem_no", "problem_id", "measure_id",
    "meets_on",
    "certificate_names", "lost_names", "last_on", "case_no", "number", "releases_at", "basis", "case_id",
)  # fmt: skip


def _params(data: Data) -> dict[str, Json]:
    return {name: data[name] for name in SHOWN if data.get(name) is not None}
