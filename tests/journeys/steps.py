"""What people do in a purchase, as calls of the use cases."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import Contact, LegalRepresentative
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.facts import Dismissal
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.steps import STEP_FIELDS
from chalicelib.domain.marketplace.quotes.declaration import Declaration
from chalicelib.domain.marketplace.quotes.quote import Quote
from chalicelib.domain.marketplace.selection.beacon import make_chain
from chalicelib.domain.marketplace.service_items.editing import item_decided
from chalicelib.kernel import codec
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.identifiers import check_uscc
from chalicelib.usecases.beacons.reveal_beacon import anchor_chain, reveal_beacon
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.amend_notice import apply_amendment, propose_amendment
from chalicelib.usecases.notices.check_draft import restrictions
from chalicelib.usecases.notices.draft_notice import draft_notice
from chalicelib.usecases.notices.edit_notice import edit_notice
from chalicelib.usecases.notices.publish_notice import publish_notice
from chalicelib.usecases.notices.review_notice import pass_notice
from chalicelib.usecases.notices.submit_notice import submit_notice
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.quotes.entry import AS_REGISTERED, EnterNotice
from chalicelib.usecases.quotes.submit_quote import SubmittedQuote, submit_quote
from chalicelib.usecases.service_items.changing import noted
from chalicelib.usecases.service_items.find_item import CODE_SCOPE
from tests.factories import agencies as make_agencies
from tests.factories import notices as make_notices
from tests.factories import service_items as make_items

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, place, 31) for place in range(17)]


def uscc(number: int) -> str:
    """Return the synthetic, valid code of the n-th test agency."""
    body = f"91370705MA4{number:06d}"
    check = (31 - sum(USCC_ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS, strict=True))) % 31
    return check_uscc(body + USCC_ALPHABET[check]).value


@dataclass(slots=True)
class Town:
    """The people of a journey around one running house."""

    house: House
    owner: SignedIn = field(
        default_factory=lambda: SignedIn(make_notices.AGENT, "采购经办人", "滨河建设投资有限公司")
    )
    reviewer: Actor = make_notices.REVIEWER
    publisher: Actor = make_notices.PUBLISHER
    supervisor: Actor = field(
        default_factory=lambda: Actor("supervisor-1", "supervisor", frozenset({Role.SUPERVISOR}))
    )
    chain: tuple[str, ...] = field(default_factory=lambda: make_chain(bytes(32), 200))
    revealed: int = 0

    def settle_agency(self, code: str, **changes: Any) -> Agency:
        """Put an active agency into the register, as its whole entry procedure would leave it."""
        own: dict[str, Any] = {
            "organisation": make_agencies.organisation(
                name=f"测试机构{code[-4:]}", licence_name=f"测试机构{code[-4:]}"
            ),
            "legal_representative": LegalRepresentative(f"vault:{code}", f"boss-of-{code}", "front", "back"),
            "contact": Contact(f"vault:{code}", f"phone-of-{code}"),
        }
        agency = make_agencies.active_agency(code, **(own | changes))
        event = Event("agency.settled", {"uscc": code, "moves": []})
        self.house.transact(lambda uow, _: uow.agencies.add(Decision(agency, event), SYSTEM))
        return agency

    def list_agency(self, code: str) -> Agency:
        """Settle an agency so that the list by service type holds it."""
        agency = self.settle_agency(code)

        def attempt(uow: UnitOfWork, now: datetime) -> None:
            held = uow.agencies.load(code)
            at = format_instant(now)
            moves = [{"service_type": one.service_type, "to": "ACTIVE", "at": at} for one in held.admissions]
            uow.agencies.save(Decision(held, Event("agency.settled", {"uscc": code, "moves": moves})), SYSTEM)

        self.house.transact(attempt)
        return agency

    def anchor(self) -> None:
        """Let the supervisor publish the chain's anchor."""
        anchor_chain(self.house, self.supervisor, self.chain[0], len(self.chain) - 1)

    def reveal(self) -> str:
        """Let the supervisor reveal the next value."""
        self.revealed += 1
        reveal_beacon(self.house, self.supervisor, self.chain[self.revealed])
        return self.chain[self.revealed]

    def draft(self, content: NoticeContent) -> Notice:
        """Let the owner write a notice step by step."""
        self.settle_item(content)
        notice = draft_notice(self.house, self.owner.actor)
        whole = codec.to_json(content, NoticeContent)
        for step, names in STEP_FIELDS.items():
            values = {name: whole[name] for name in names if name in whole and name != "contact_ref"}
            if "contact_ref" in names:
                values |= {
                    "contact_name": "联系人甲",
                    "contact_phone": "0536-0000000",
                    "complaint_phone": "0536-0000001",
                }
            notice, _ = edit_notice(self.house, self.owner, notice.id, step, values)
        return notice

    def settle_item(self, content: NoticeContent) -> None:
        """Put the service item of a notice into force, unless it is there."""
        begins_at = min(self.house.clock.product_now(), make_items.OPENED_AT)
        item = make_items.published_item(begins_at, service_types=(content.service_type,))
        code = f"TS-{int(sha256_hex(content.service_item)[:8], 16) % 10_000:04}"
        named = replace(item, id=content.service_item, code=code)
        begun = {"effective_from": format_instant(begins_at)}

        def attempt(uow: UnitOfWork, _now: datetime) -> None:
            if uow.service_items.find(named.id) is None:
                settled = noted(self.house, uow, item_decided("item.published", named, **begun))
                uow.service_items.add(settled, SYSTEM)
                uow.claim(CODE_SCOPE, code, named.id)

        self.house.transact(attempt)

    def publish(self, content: NoticeContent) -> Notice:
        """Take a notice from the first word to publication."""
        notice = self.draft(content)
        submit_notice(self.house, self.owner, notice.id)
        pass_notice(self.house, self.reviewer, notice.id, self._answers(notice.content))
        return publish_notice(self.house, self.publisher, notice.id)

    def amend(self, notice: Notice, **values: Json) -> None:
        """Amend a published notice, whose reviewer answers every hint."""
        proposed = propose_amendment(self.house, self.owner, notice.id, values, "根据现场情况更正采购要求。")
        assert proposed.proposal is not None
        apply_amendment(self.house, self.reviewer, notice.id, self._answers(proposed.proposal.content))

    def _answers(self, content: NoticeContent) -> list[Dismissal]:
        hints = restrictions(self.house, content, self.house.rules.load())
        return [Dismissal(hint.key, "采购人说明确有必要") for hint in hints]

    def quote(
        self, code: str, notice: Notice, amount_fen: int | None = None, **changes: Any
    ) -> SubmittedQuote:
        """Let an agency quote for a notice with a clean declaration."""
        actor = Actor(f"agent-of-{code}", code, frozenset({Role.AGENCY_AGENT}))
        command = EnterNotice(notice.id, "业务授权人", "0536-0000002", clean_declaration())
        quote = Quote(notice.id, code, amount_fen=amount_fen, validity_days=60, **changes)
        return submit_quote(self.house, actor, command, quote)


def clean_declaration(**changes: Any) -> Declaration:
    """Answer every question of the declaration with "no"."""
    answers: dict[str, Any] = {
        "owner_relations": (),
        "is_kin_of_owner": False,
        "is_run_by_department": False,
        "related_agencies": (),
        "person_in_charge": AS_REGISTERED,
        "project_roles": (),
    }
    return Declaration("", datetime(2026, 1, 1, tzinfo=UTC), **(answers | changes))
