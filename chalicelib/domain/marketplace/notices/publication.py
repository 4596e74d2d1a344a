"""Publication (docs/rules.md §2.1, §3.2): by another person than the reviewer; from then on all is bound.

The command stamps the rule profile, the closing instant, the commitment to the draw's secret and the
beacon; nobody who knows any of these can choose the others afterwards.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.service_types import Requirement
from chalicelib.domain.marketplace.notices.content import NoticeContent, asked, text_hash
from chalicelib.domain.marketplace.notices.drand import round_after
from chalicelib.domain.marketplace.notices.facts import Commitment, Publication
from chalicelib.domain.marketplace.notices.method_checks import most_payable_fen
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.permissions import check_publisher
from chalicelib.domain.marketplace.notices.platform_use import must_use_platform
from chalicelib.domain.marketplace.notices.price_checks import minimum_of
from chalicelib.domain.marketplace.notices.review import NOTHING, check_findings
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.domain.marketplace.selection.record import Beacon, BeaconKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, Deadline, after_workdays


@dataclass(frozen=True, slots=True)
class DrawTerms:
    """What the caller brings for the draw: the secret's commitment and the newest chain's last value.

    `chain` is that chain's anchor; `is_spent` says that it has no value to keep for one more notice.
    """

    commitment: Commitment
    chain_link: str | None = None
    chain: str | None = None
    is_spent: bool = False


def publish(
    notice: Notice,
    draw: DrawTerms,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
    law: Requirement = NOTHING,
) -> Decision[Notice]:
    """Publish a reviewed notice: from now on agencies may register.

    Raises:
        Conflict: `review-missing`, `findings-open`, `beacon-chain-missing`, `beacon-chain-spent` or
            `wrong-state`.
        Forbidden: for anyone but a publisher who neither submitted nor reviewed it.
    """
    check_publisher(notice, actor)
    if notice.review is None:
        raise Conflict("review-missing")
    check_findings(notice.content, notice.review.dismissals, rules, law)
    deadline = closing(notice.content, now, rules, calendar)
    opens_at = opening_at(notice.content, deadline.at, rules)
    beacon = name_beacon(notice.content, draw, opens_at, rules)
    publication = Publication(
        by=actor.person,
        at=now,
        profile=rules.name,
        closes_at=deadline.at,
        settles_at=settling_at(deadline.at, rules),
        opens_at=opens_at,
        provisional=deadline.provisional,
        commitment=draw.commitment,
        beacon=beacon,
        chain=draw.chain if beacon.kind is BeaconKind.TWO_PARTY else None,
        mandatory_use=must_use_platform(notice.content, rules),
        archive_years=rules.notice.archive_years,
    )
    changed = replace(notice, publication=publication)
    return moved(
        notice, "published", changed, NoticeState.PUBLISHED, **_facts(notice.content, publication, rules)
    )


def closing(content: NoticeContent, now: datetime, rules: MarketRules, calendar: Calendar) -> Deadline:
    """Return when registration closes: the day asked for, or the end of the full window if that is later.

    Raises:
        Conflict: `method-missing`.
    """
    if content.method is None:
        raise Conflict("method-missing")
    window = rules.window_workdays(content.method)
    least = after_workdays(now, window, calendar, rules.registration.closing_time)
    return later(least, content.closes_on, rules, calendar)


def later(least: Deadline, wanted_on: date | None, rules: MarketRules, calendar: Calendar) -> Deadline:
    """Return the later of a deadline and the closing time of a wanted day."""
    if wanted_on is None:
        return least
    wanted_at = closing_instant(wanted_on, rules).astimezone(least.at.tzinfo)
    if wanted_at <= least.at:
        return least
    return Deadline(wanted_at, calendar.is_provisional(wanted_on))


def closing_instant(on: date, rules: MarketRules) -> datetime:
    """Return the instant at which registration closes on a day."""
    return datetime.combine(on, rules.registration.closing_time, CHINA)


def settling_at(closes_at: datetime, rules: MarketRules) -> datetime:
    """Return when every quote that was under way at the deadline has landed or failed."""
    return closes_at + timedelta(seconds=rules.registration.opening_delay_seconds)


def opening_at(content: NoticeContent, closes_at: datetime, rules: MarketRules) -> datetime:
    """Return when the quotes are opened and the selection begins: the owner's selection time (选取时间).

    Without one, or where the deadline has overtaken it, that is as soon as the deadline has settled.
    """
    settled = settling_at(closes_at, rules)
    return settled if content.selection_at is None else max(settled, content.selection_at)


def kind_of_beacon(content: NoticeContent, rules: MarketRules) -> BeaconKind:
    """Return whose value a draw waits for.

    A round of drand is named at publication; by the time an owner has scored proposals it would be long
    public, so a tie of totals always waits for the supervisor's value (ADR 0041).
    """
    return BeaconKind.TWO_PARTY if content.method is Method.PROPOSAL else BeaconKind(rules.beacon.kind)


def name_beacon(content: NoticeContent, draw: DrawTerms, opens_at: datetime, rules: MarketRules) -> Beacon:
    """Name the beacon of a draw before anyone can know its value.

    Raises:
        Conflict: `beacon-chain-missing` when the supervisor has published no chain yet, `beacon-chain-spent`
            when every value the newest one has left is kept for a notice already published.
    """
    if kind_of_beacon(content, rules) is BeaconKind.DRAND:
        return Beacon(BeaconKind.DRAND, round=round_after(opens_at, rules.beacon))
    if draw.chain_link is None:
        raise Conflict("beacon-chain-missing")
    if draw.is_spent:
        raise Conflict("beacon-chain-spent")
    return Beacon(BeaconKind.TWO_PARTY, commitment=draw.chain_link)


def _facts(content: NoticeContent, publication: Publication, rules: MarketRules) -> dict[str, object]:
    price = content.price
    return {
        "profile": publication.profile,
        "published_at": format_instant(publication.at),
        "closes_at": format_instant(publication.closes_at),
        "opens_at": format_instant(publication.opens_at),
        "provisional": publication.provisional,
        "commitment": publication.commitment.hash,
        "beacon": publication.beacon.to_json(),
        "chain": publication.chain,
        "text_hash": text_hash(content),
        "asks": asked(content),
        "service_item": content.service_item,
        "service_type": content.service_type,
        "department": content.department,
        "division": content.division,
        "method": content.method,
        "minimum": minimum_of(content, rules),
        "price_basis": price.basis,
        "amount_fen": price.amount_fen,
        "max_fen": price.max_fen,
        **_direct_facts(content),
    }


def _direct_facts(content: NoticeContent) -> dict[str, object]:
    """Return what the ledger says of a direct selection: whom it names, and what it may cost (§3.1)."""
    if content.method is not Method.DIRECT:
        return {}
    named, most = content.method_terms.agency, most_payable_fen(content)
    return {"named": named, "project_code": content.project_code, "direct_fen": most}
