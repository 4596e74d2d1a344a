"""A day's visits of the demo: taken in, texted, answered or not, each as its letter says (`months`)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.satisfaction.cases.served_case import Source
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.invitations.answer_invitation import note_opened, stop_asking
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.ports import House
from chalicelib.usecases.texts.take_receipt import Receipt, take_receipt
from infra.local.demo import cast
from infra.local.demo.services.answers import (
    AT_ONCE,
    COAXED,
    LINK,
    QR,
    REMINDED,
    TABLET,
    WAYS,
    Said,
    answer,
    rate_at_window,
    reply,
    ticket_of,
)
from infra.local.demo.services.months import PRESENT, Fate, first_hour, second_hour
from infra.local.demo.services.places import desk_of
from infra.local.demo.services.reviews import VERDICTS, review
from infra.local.demo.services.served import Queue, Visit, take_in
from infra.local.people import people

if TYPE_CHECKING:
    from infra.local.demo.story import Story

OTHERWISE: Mapping[str, Mapping[str, Json]] = {
    Fate.NO_PHONE: {"phone": ""},
    Fate.BAD_PHONE: {"phone": "0536-8091"},
    Fate.OBJECTED: {"contact_consent": "OBJECTED"},
    Fate.MINOR: {"is_minor": True},
    Fate.NO_SUCH_NUMBER: {"phone": "19900510000"},
}
"""What a case says of its person where nobody can be asked."""
CLERKS_TELEPHONE = "5f2c9a0be17d4468c3d1a7e0"
BATCH_DAY = date(2026, 10, 29)
"""A day whose cases come in one batch over the API."""
RATED = frozenset("345")
COMES_AGAIN = timedelta(days=20)


class Reception:
    """Everybody who is served, whatever becomes of asking them."""

    def __init__(self, story: "Story", points: Mapping[tuple[str, str], str], queue: Queue) -> None:
        """Serve along a story."""
        self._story, self._house, self._points, self._queue = story, story.house, points, queue
        self._answers = self._coaxings = 0

    def receive(self, department: str, letters: str) -> None:
        """Take in a department's visits of this moment and plan what follows."""
        now = self._now()
        desk, is_batch = desk_of(department), now.date() == BATCH_DAY
        visits = [
            self._queue.next(desk, now - timedelta(minutes=2 + 3 * place)) for place in range(len(letters))
        ]
        if is_batch:
            self._take_in_batch(visits)
        for visit, letter in zip(visits, letters, strict=True):
            if letter in RATED:
                self._rated(visit, int(letter), is_taken=is_batch)
            else:
                self._unrated(visit, Fate(letter), is_taken=is_batch)

    def _take_in_batch(self, visits: list[Visit]) -> None:
        centre = next(one for one in people() if Role.CENTRE_SUPERVISOR in one.roles)
        body: dict[str, Json] = {"cases": [visit.body() for visit in visits]}
        answered = self._story.runtime.post_json("/api/v1/cases:batch", body, as_=centre)
        if answered.status != 200:
            raise ValueError(f"the batch was refused: {answered.text}")

    def _rated(self, visit: Visit, level: int, *, is_taken: bool) -> None:
        self._answers += 1
        way = WAYS[self._answers % len(WAYS)]
        is_too_late = way == REMINDED and self._reminded().date() >= PRESENT
        said = Said(level, LINK if is_too_late or (is_taken and way in AT_ONCE) else way, self._answers)
        if not is_taken:
            at_own = said.way == TABLET and not visit.window.badge
            take_in(self._house, visit, Source.WINDOW if at_own else Source.API)
        if said.way in AT_ONCE:
            answer(self._house, visit, said, self._points)
            return
        later = self._reminded() if said.way == REMINDED else self._later()
        self._story.at(later, partial(answer, self._house, visit, said, self._points))

    def _unrated(self, visit: Visit, fate: Fate, *, is_taken: bool) -> None:
        if fate is Fate.TOLD_LATE:
            late = self._queue.next(visit.desk, visit.done_at - timedelta(days=14), visit.person)
            take_in(self._house, late)
            return
        if not is_taken:
            take_in(self._house, visit, **OTHERWISE.get(fate, {}))
        if fate is Fate.COAXED:
            self._coaxed(visit)
            return
        if fate in AFTERWARDS:
            self._story.at(self._later(), partial(AFTERWARDS[fate], self, visit))
        elif fate is Fate.SILENT and visit.number % 3 == 0:
            self._story.at(self._later(), partial(receipt, self._house, visit, Receipt.DELIVERED))

    def _coaxed(self, visit: Visit) -> None:
        """Rate with the clerk's telephone; what the reviewers decide about it comes two days later."""
        rate_at_window(self._house, visit, COAXED, QR, self._points, CLERKS_TELEPHONE)
        self._coaxings += 1
        if self._coaxings in VERDICTS:
            day = self._house.calendar.add_workdays(self._now().date(), 2)
            act = partial(review, self._house, id_of(ticket_of(visit)), self._coaxings)
            self._story.at(second_hour(day), act)

    def _now(self) -> datetime:
        return self._story.runtime.now().astimezone(CHINA)

    def _later(self) -> datetime:
        """Return when people answer: in the afternoon, or the morning after a day that began late."""
        return self._after(self._now())

    def _reminded(self) -> datetime:
        """Return when those answer who had to be reminded of a text that goes now."""
        now = self._now()
        return self._after(datetime.combine(self._house.calendar.add_workdays(now.date(), 2), now.timetz()))

    def _after(self, at: datetime) -> datetime:
        afternoon = second_hour(at.date())
        return afternoon if afternoon > at else first_hour(self._house.calendar.add_workdays(at.date(), 1))

    def opened(self, visit: Visit) -> None:
        """Look at the page and leave."""
        receipt(self._house, visit, Receipt.DELIVERED)
        note_opened(self._house, visit.token(self._house))

    def undeliverable(self, visit: Visit) -> None:
        """Let the provider give a text up."""
        receipt(self._house, visit, Receipt.PERMANENT)

    def retried(self, visit: Visit) -> None:
        """Let the provider fail for now; the second text arrives and is answered."""
        receipt(self._house, visit, Receipt.TEMPORARY)
        act = partial(answer, self._house, visit, Said(5, LINK, self._answers), self._points)
        morning = first_hour(self._house.calendar.add_workdays(self._now().date(), 1))
        self._story.at(morning, act)

    def stopped(self, visit: Visit) -> None:
        """Stop all texts; the person is served again some weeks later and is not asked."""
        reply(self._house, visit, "退订")
        self._again(visit)

    def stranger(self, visit: Visit) -> None:
        """Say that the number is somebody else's, which is known the next time, too."""
        stop_asking(self._house, visit.token(self._house), "not-me")
        self._again(visit)

    def words(self, visit: Visit) -> None:
        """Reply with words, which are no level."""
        reply(self._house, visit, "这是什么短信?我办完事已经走了。")

    def _again(self, visit: Visit) -> None:
        at = self._now() + COMES_AGAIN
        day = self._house.calendar.add_workdays(at.date(), 1)
        done_at = second_hour(day) - timedelta(minutes=9)
        again = self._queue.next(visit.desk, done_at, visit.person)
        self._story.at(second_hour(day), partial(take_in, self._house, again))


AFTERWARDS: Mapping[Fate, Callable[[Reception, Visit], None]] = {
    Fate.OPENED: Reception.opened,
    Fate.UNDELIVERABLE: Reception.undeliverable,
    Fate.RETRIED: Reception.retried,
    Fate.STOPPED: Reception.stopped,
    Fate.STRANGER: Reception.stranger,
    Fate.WORDS: Reception.words,
}
"""What follows in the afternoon of the same day."""


def receipt(house: House, visit: Visit, word: Receipt) -> None:
    """Let the provider tell what became of the first text of a visit."""
    take_receipt(house, f"{visit.invitation(house)}-1", word)


def let_clerks_in(house: House) -> None:
    """Let everybody who deals with ratings sign in, so that each has a work number from the start."""
    today = house.clock.product_now().astimezone(CHINA).date()
    for person in people():
        if any(role in RATING_ROLES for role in person.roles):
            known = house.epochs.get(person.subject)
            house.roster.enter(cast.signed_in(person).actor, known, today)


RATING_ROLES = (
    Role.CLERK, Role.UNIT_HANDLER, Role.UNIT_HEAD, Role.CENTRE_SUPERVISOR, Role.REGULATOR,
    Role.APPEAL_REVIEWER, Role.DPO,
)  # fmt: skip
