"""The bad ratings of the demo: given like any other, then followed by everybody along their course."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.kernel.canonical import Json
from infra.local.demo.services.answers import QR, by_link, rate_at_window, ticket_of
from infra.local.demo.services.months import first_hour, second_hour
from infra.local.demo.services.places import desk_of
from infra.local.demo.services.plots import Plot, read_plots
from infra.local.demo.services.served import Queue, Visit, take_in
from infra.local.demo.services.steps import Bad, follow

if TYPE_CHECKING:
    from infra.local.demo.story import Story

COMES_AGAIN_WORKDAYS = 2


class Grievances:
    """Plans every bad rating, and takes the steps when their time comes."""

    def __init__(self, story: "Story", points: Mapping[tuple[str, str], str], queue: Queue) -> None:
        """Follow a story."""
        self._story, self._house, self._points, self._queue = story, story.house, points, queue

    def plan(self) -> None:
        """Plan every visit that ends in a bad rating."""
        for plot in read_plots():
            self._story.at(first_hour(plot.day), partial(self._serve, plot))

    def _serve(self, plot: Plot) -> None:
        """Serve somebody in the morning who rates in the afternoon, or at the window at once."""
        desk, done_at = desk_of(plot.department), first_hour(plot.day) - timedelta(minutes=4)
        visit = self._queue.next(desk, done_at, matter=desk.matters[plot.matter])
        take_in(self._house, visit)
        if plot.way == QR:
            rate_at_window(self._house, visit, _said(plot), QR, self._points)
            self._follow(plot, ticket_of(visit))
        else:
            self._story.at(second_hour(plot.day), partial(self._rate, plot, visit))

    def _rate(self, plot: Plot, visit: Visit) -> None:
        by_link(self._house, visit, _said(plot))
        self._follow(plot, visit.token(self._house))
        if plot.is_served_again:
            day = self._house.calendar.add_workdays(plot.day, COMES_AGAIN_WORKDAYS)
            done_at = first_hour(day) - timedelta(minutes=3)
            again = self._queue.next(visit.desk, done_at, visit.person)
            self._story.at(first_hour(day), partial(take_in, self._house, again))

    def _follow(self, plot: Plot, token: str) -> None:
        follow(self._story, Bad.of(self._house, plot, token))


def _said(plot: Plot) -> dict[str, Json]:
    body: dict[str, Json] = {"level": plot.level, "text": plot.text, "page_ms": 48_000}
    if plot.codes:
        body["indicators"] = list(plot.codes)
    return body | ({"may_contact": True} if plot.contact and plot.way != QR else {})
