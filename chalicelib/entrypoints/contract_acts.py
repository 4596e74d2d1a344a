"""What can be done with a purchase under contract, as data: one row an act, with who, what it takes, and how.

Every act is a form of the pages and an operation of the API, under the same last segment of its address.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from chalicelib.domain.marketplace.contracts.changes import Wish
from chalicelib.domain.marketplace.contracts.facts import ChangeKind, Fault, Terms
from chalicelib.domain.marketplace.evaluations.facts import Party, Scores
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.entrypoints.call import Call
from chalicelib.entrypoints.contract_seat import AUDIENCES, named_file
from chalicelib.kernel import codec
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.contracts import carry_out, deliver_result, pay, sign_contract
from chalicelib.usecases.evaluations import evaluate
from chalicelib.web.views.contracts import PARTIES, Seat

Body = Mapping[str, Any]
Do = Callable[[Call, Seat, Notice, Body], Notice]

ADMIN, AGENT, ANY = "admin", "agent", "any"
SIDES = (Seat.OWNER, Seat.AGENCY)
_ROLES = {
    (Seat.OWNER, ADMIN): Role.OWNER_ADMIN,
    (Seat.OWNER, AGENT): Role.OWNER_AGENT,
    (Seat.AGENCY, ADMIN): Role.AGENCY_ADMIN,
    (Seat.AGENCY, AGENT): Role.AGENCY_AGENT,
}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do; `page` is the template that asks for it, empty where one button is enough."""

    name: str
    summary: str
    seats: tuple[Seat, ...]
    do: Do
    schema: str = ""
    page: str = ""
    who: str = ANY

    def audience(self, seat: Seat) -> frozenset[Role]:
        """Return who may do it from a seat (docs/rules.md §5)."""
        return AUDIENCES[seat] if self.who == ANY else frozenset({_ROLES[seat, self.who]})


def _upload(call: Call, seat: Seat, notice: Notice, body: Body) -> Notice:
    given = {name: value for name, value in body.items() if name not in ("file_id", "public_file_id")}
    whole = named_file(call, notice.id, body["file_id"], "/file_id")
    shown = body.get("public_file_id")
    public = named_file(call, notice.id, shown, "/public_file_id") if shown else None
    terms = codec.from_json(given, Terms)
    side = _side(seat)
    return sign_contract.upload_contract(
        call.house, call.actor, side, notice.id, terms, (whole, public), call.once()
    )


def _return(call: Call, seat: Seat, notice: Notice, body: Body) -> Notice:
    return sign_contract.return_contract(
        call.house, call.actor, _side(seat), notice.id, body["reason"], call.once(), body.get("seen_at")
    )


def _confirm(call: Call, seat: Seat, notice: Notice, body: Body) -> Notice:
    once, seen_at = call.once(), body.get("seen_at")
    return sign_contract.confirm_contract(call.house, call.actor, _side(seat), notice.id, once, seen_at)


def _publish(call: Call, _seat: Seat, notice: Notice, _body: Body) -> Notice:
    return carry_out.publish_contract(call.house, call.actor, notice.id, call.once())


def _file(call: Call, _seat: Seat, notice: Notice, _body: Body) -> Notice:
    return carry_out.file_contract(call.house, call.actor, notice.id, call.once())


def _pay(call: Call, _seat: Seat, notice: Notice, body: Body) -> Notice:
    number, paid_on = body["number"], date.fromisoformat(body["paid_on"])
    return pay.record_payment(call.house, call.actor, notice.id, number, paid_on, call.once())


def _receive(call: Call, _seat: Seat, notice: Notice, body: Body) -> Notice:
    number, once, seen_at = body["number"], call.once(), body.get("seen_at")
    return pay.confirm_receipt(call.house, call.actor, notice.id, number, once, seen_at)


def _propose(kind: ChangeKind) -> Do:
    def do(call: Call, seat: Seat, notice: Notice, body: Body) -> Notice:
        wish = codec.from_json({"kind": kind.value, **body}, Wish)
        return carry_out.propose_change(call.house, call.actor, _side(seat), notice.id, wish, call.once())

    return do


def _terminate(call: Call, seat: Seat, notice: Notice, body: Body) -> Notice:
    if seat is not Seat.SUPERVISOR:
        return _propose(ChangeKind.TERMINATION)(call, seat, notice, body)
    fault = Fault(body["fault"])
    return carry_out.terminate_contract(call.house, call.actor, notice.id, body["reason"], fault, call.once())


def _agree(call: Call, seat: Seat, notice: Notice, body: Body) -> Notice:
    once, seen_at = call.once(), body.get("seen_at")
    return carry_out.agree_change(call.house, call.actor, _side(seat), notice.id, once, seen_at)


def _decline(call: Call, seat: Seat, notice: Notice, body: Body) -> Notice:
    once, seen_at = call.once(), body.get("seen_at")
    return carry_out.decline_change(call.house, call.actor, _side(seat), notice.id, once, seen_at)


def _hand_over(call: Call, _seat: Seat, notice: Notice, body: Body) -> Notice:
    file_id = named_file(call, notice.id, body["file_id"], "/file_id")
    finished_on, note = date.fromisoformat(body["finished_on"]), body.get("note", "")
    return deliver_result.hand_over_result(
        call.house, call.actor, notice.id, finished_on, file_id, note, call.once()
    )


def _accept(call: Call, _seat: Seat, notice: Notice, body: Body) -> Notice:
    once, seen_at = call.once(), body.get("seen_at")
    return deliver_result.accept_result(call.house, call.actor, notice.id, once, seen_at)


def _return_result(call: Call, _seat: Seat, notice: Notice, body: Body) -> Notice:
    reason, once, seen_at = body["reason"], call.once(), body.get("seen_at")
    return deliver_result.return_result(call.house, call.actor, notice.id, reason, once, seen_at)


def _dispute(call: Call, _seat: Seat, notice: Notice, body: Body) -> Notice:
    return deliver_result.dispute_result(call.house, call.actor, notice.id, body["reason"], call.once())


def _evaluate(call: Call, seat: Seat, notice: Notice, body: Body) -> Notice:
    scores, text = codec.from_json(body["scores"], Scores), body.get("text", "")
    return evaluate.evaluate_service(
        call.house, call.actor, PARTIES[seat], notice.id, scores, text, call.once()
    )


def _reply(call: Call, _seat: Seat, notice: Notice, body: Body) -> Notice:
    return evaluate.reply_to_evaluation(call.house, call.actor, notice.id, body["text"], call.once())


def _object(call: Call, _seat: Seat, notice: Notice, body: Body) -> Notice:
    return evaluate.object_to_evaluation(
        call.house, call.actor, notice.id, Party(body["party"]), body["reason"], call.once()
    )


def _decide(call: Call, _seat: Seat, notice: Notice, body: Body) -> Notice:
    upheld: Json = body["outcome"] == "set-aside"
    return evaluate.decide_objection(
        call.house, call.actor, notice.id, bool(upheld), body["reason"], call.once()
    )


def _side(seat: Seat) -> Any:
    return seat.side


OWNER, AGENCY, DEPARTMENT = (Seat.OWNER,), (Seat.AGENCY,), (Seat.DEPARTMENT,)
EVALUATORS = (Seat.OWNER, Seat.DEPARTMENT, Seat.CENTRE)

ACTS = (
    Act("contract", "Upload the signed contract.", SIDES, _upload, "upload-contract", "upload", AGENT),
    Act("confirmation", "Confirm the uploaded contract.", SIDES, _confirm, "as-seen", who=ADMIN),
    Act("return", "Return the uploaded contract.", SIDES, _return, "contract-reason", "reason", ADMIN),
    Act("publication", "Publish the contract before its clock does.", OWNER, _publish),
    Act("filing", "Record that a copy was filed with the supervisor.", OWNER, _file),
    Act("payment", "Record that an instalment was paid.", OWNER, _pay, "record-payment", "payment"),
    Act("receipt", "Confirm that an instalment arrived.", AGENCY, _receive, "confirm-receipt", "payment"),
    Act(
        "supplement",
        "Propose to buy more, up to a tenth of the original amount.",
        SIDES,
        _propose(ChangeKind.SUPPLEMENT),
        "propose-supplement",
        "change",
    ),
    Act(
        "extension",
        "Apply for a later end of the service.",
        OWNER,
        _propose(ChangeKind.EXTENSION),
        "propose-extension",
        "change",
    ),
    Act(
        "termination",
        "Propose to end the contract; the supervisor ends it.",
        (*SIDES, Seat.SUPERVISOR),
        _terminate,
        "propose-termination",
        "change",
    ),
    Act("agreement", "Agree to the proposed change.", SIDES, _agree, "as-seen", who=ADMIN),
    Act(
        "refusal",
        "Decline the proposed change, or take back one's own.",
        SIDES,
        _decline,
        "as-seen",
        who=ADMIN,
    ),
    Act("result", "Hand the result over.", AGENCY, _hand_over, "hand-over-result", "result"),
    Act("acceptance", "Accept the result.", (Seat.OWNER, Seat.SUPERVISOR), _accept, "as-seen"),
    Act("result-return", "Return the result.", OWNER, _return_result, "contract-reason", "reason"),
    Act("dispute", "Refuse the result and ask the supervisor.", OWNER, _dispute, "contract-reason", "reason"),
    Act("evaluation", "Evaluate the service.", EVALUATORS, _evaluate, "evaluate-service", "evaluate"),
    Act("reply", "Reply to the evaluation.", AGENCY, _reply, "reply-evaluation", "reply", ADMIN),
    Act("objection", "Object to an opinion.", AGENCY, _object, "object-evaluation", "objection", ADMIN),
    Act("decision", "Decide the objection.", DEPARTMENT, _decide, "decide-objection", "decision"),
)
"""Every act, in the order of a purchase's life."""
