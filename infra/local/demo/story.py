"""The demo's time line: what happens when, told to the running product in the order of its instants."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count

from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.beacons.reveal_beacon import anchor_chain, reveal_beacon
from chalicelib.usecases.ports import House
from infra.local.beacon_file import CHAIN
from infra.local.demo import cast
from infra.local.demo.agencies import enter_all
from infra.local.demo.conduct import plan_conduct
from infra.local.demo.items import publish_items
from infra.local.demo.purchases import plan_purchases
from infra.local.demo.services import plan_services
from infra.local.people import people
from infra.local.runtime import Runtime

PROLOGUE_AT = datetime(2025, 11, 10, 8, 30, tzinfo=CHINA)
"""A year before: what ended then is archived within the demo's weeks."""

STARTS_AT = datetime(2026, 10, 12, 9, 0, tzinfo=CHINA)
"""A Monday inside the loaded years."""

ENDS_AT = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
"""The demo's present: a Friday morning on which the supervisor has not revealed the beacon yet."""

SILENT_DAYS = frozenset({date(2026, 11, 11), date(2026, 11, 12)})
"""Days without a reveal: the draw that waits then fails with BEACON_TIMEOUT."""

Act = Callable[[], object]


class Story:
    """Acts by instant; an act may add later ones."""

    def __init__(self, runtime: Runtime) -> None:
        """Begin with nothing planned."""
        self.runtime = runtime
        self.house = runtime.house
        self._planned: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def at(self, when: datetime, act: Act) -> None:
        """Plan an act."""
        heapq.heappush(self._planned, (when, next(self._order), act))

    def play(self, until: datetime) -> None:
        """Play everything planned up to an instant, letting time act in between."""
        while self._planned and self._planned[0][0] <= until:
            when, _, act = heapq.heappop(self._planned)
            if when > self.runtime.now():
                self.runtime.move_to(when)
            act()
        self.runtime.move_to(until)
        self.runtime.drain()


def tell(runtime: Runtime) -> None:
    """Tell the whole demo."""
    story = Story(runtime)
    publish_items(story.house)
    supervisor = cast.actor(Role.SUPERVISOR)
    anchor_chain(story.house, supervisor, CHAIN[0], len(CHAIN) - 1)
    story.at(STARTS_AT, partial(enter_all, story.house))
    _plan_reveals(story)
    plan_purchases(story)
    plan_conduct(story)
    plan_services(story)
    story.at(ENDS_AT - timedelta(days=1), partial(_let_everybody_in, story.house))
    story.play(ENDS_AT)


def _let_everybody_in(house: House) -> None:
    """Let everybody sign in the day before, so that each has a work number."""
    today = house.clock.product_now().astimezone(CHINA).date()
    for person in people():
        known = house.epochs.get(person.subject)
        house.roster.enter(cast.signed_in(person).actor, known, today)


def _plan_reveals(story: Story) -> None:
    supervisor, link = cast.actor(Role.SUPERVISOR), count(1)
    day = STARTS_AT + timedelta(days=1)
    while day.date() < ENDS_AT.date():
        if story.house.calendar.is_workday(day.date()) and day.date() not in SILENT_DAYS:
            value = CHAIN[next(link)]
            story.at(day.replace(hour=9, minute=30), partial(reveal_beacon, story.house, supervisor, value))
        day += timedelta(days=1)
