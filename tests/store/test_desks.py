"""Claims and absences under every weather: of two at once one holds, nothing outlives its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.desk import OPERATOR, Absence, Claim, Colleague, Task
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from chalicelib.store.desks import Desks
from infra.local.capacity import meter
from tests.store.shop import Shop, at_once, insist, touch
from tests.store.test_costs import calls
from tests.store.weather import Weather

ONE, TWO, THREE = (Colleague(f"p-{place}", f"BADGE{place}") for place in (1, 2, 3))


def claim(shop: Shop, holder: Colleague = ONE, identifier: str = "n_1") -> Claim:
    return Claim(Task.NOTICE, identifier, "测绘", holder, shop.clock.now + timedelta(hours=4))


def take(shop: Shop, holder: Colleague = ONE, identifier: str = "n_1") -> None:
    Desks(shop.tables).take(OPERATOR, claim(shop, holder, identifier), shop.clock.now)


def holder(shop: Shop) -> str | None:
    found = Desks(shop.tables).find(OPERATOR, Task.NOTICE, "n_1", shop.clock.now)
    return found.holder.person if found else None


def away(shop: Shop, days: int = 1) -> Absence:
    today = shop.clock.now.astimezone(CHINA).date()
    return Absence(ONE, today, today + timedelta(days=days - 1), TWO)


def settle(shop: Shop, person: Colleague, *, is_done: bool = True) -> None:
    def attempt(uow, _now):
        uow.settle(OPERATOR, Task.NOTICE, "n_1", person.person, is_done=is_done)
        touch(uow)

    shop.transact(attempt)


def test_of_many_who_claim_at_once_exactly_one_holds_it(shop: Shop, weather: Weather) -> None:
    people = [Colleague(f"p-{place}", f"B{place}") for place in range(12)]

    with weather.blowing():
        answers = at_once(lambda one=one: take(shop, one) for one in people)

    took = [place for place, answer in enumerate(answers) if answer is None]
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(took) <= 1
    if weather.name == "plain":
        assert (len(took), len(refused)) == (1, 11)
        assert {refusal.code for refusal in refused} == {"claimed-by-another"}
        assert {refusal.params["badge"] for refusal in refused} == {f"B{took[0]}"}
        assert holder(shop) == f"p-{took[0]}"


def test_a_lease_can_be_renewed_by_its_holder_and_lapses_by_itself(shop: Shop, weather: Weather) -> None:
    with weather.blowing():
        insist(lambda: take(shop))
        insist(lambda: take(shop))
    with pytest.raises(Conflict):
        insist(lambda: take(shop, TWO))

    shop.clock.now += timedelta(hours=4)

    assert holder(shop) is None
    insist(lambda: take(shop, TWO))
    assert holder(shop) == "p-2"


def test_what_is_given_back_is_free_and_giving_back_again_is_nothing(shop: Shop, weather: Weather) -> None:
    desks = Desks(shop.tables)
    insist(lambda: take(shop))
    with pytest.raises(Conflict):
        insist(lambda: desks.give_back(OPERATOR, Task.NOTICE, "n_1", "p-2", shop.clock.now))

    with weather.blowing():
        for _ in range(2):
            insist(lambda: desks.give_back(OPERATOR, Task.NOTICE, "n_1", "p-1", shop.clock.now))

    assert holder(shop) is None


def test_a_decision_needs_no_claim_releases_the_own_and_is_refused_by_anothers(shop: Shop) -> None:
    shop.add_notice()
    insist(lambda: settle(shop, TWO))
    insist(lambda: take(shop))

    with pytest.raises(Conflict) as refused:
        insist(lambda: settle(shop, TWO))
    assert refused.value.code == "claimed-by-another"
    assert refused.value.params["badge"] == "BADGE1"

    insist(lambda: settle(shop, ONE, is_done=False))
    assert holder(shop) == "p-1"
    insist(lambda: settle(shop, ONE))
    assert holder(shop) is None


def test_holding_a_decision_to_the_claim_costs_no_read(shop: Shop) -> None:
    shop.add_notice()

    with meter() as usage:
        settle(shop, ONE)

    assert calls(usage) == {"GetItem": 1, "TransactWriteItems": 1}


def test_while_somebody_is_away_the_deputy_decides_and_colleagues_may_take_over(
    shop: Shop, weather: Weather
) -> None:
    shop.add_notice()
    desks = Desks(shop.tables)
    insist(lambda: take(shop))

    with weather.blowing():
        insist(lambda: register(shop, away(shop, 3)))

    (passed,) = desks.look(OPERATOR, shop.clock.now).deputised_to("p-2")
    assert (passed.holder, passed.until) == (ONE, away(shop, 3).ends_at)
    with pytest.raises(Conflict):
        insist(lambda: settle(shop, THREE))
    insist(lambda: settle(shop, TWO, is_done=False))
    insist(lambda: take(shop, THREE))
    assert holder(shop) == "p-3"


def register(shop: Shop, absence: Absence) -> None:
    """Register; the same one again, after a lost answer, is the same."""
    try:
        Desks(shop.tables).register(OPERATOR, absence, shop.clock.now)
    except Conflict:
        assert Desks(shop.tables).look(OPERATOR, shop.clock.now).absence_of("p-1") == absence


def test_an_absence_ends_by_itself_and_with_it_what_was_passed_on(shop: Shop) -> None:
    insist(lambda: take(shop))
    insist(lambda: register(shop, away(shop)))
    with pytest.raises(Conflict):
        insist(lambda: Desks(shop.tables).register(OPERATOR, away(shop), shop.clock.now))

    shop.clock.now = away(shop).ends_at

    view = Desks(shop.tables).look(OPERATOR, shop.clock.now)
    assert (view.claims, view.absences) == ((), ())
    insist(lambda: register(shop, away(shop)))


def test_coming_back_early_takes_back_what_nobody_took_over(shop: Shop, weather: Weather) -> None:
    desks, now = Desks(shop.tables), shop.clock.now
    insist(lambda: take(shop))
    insist(lambda: take(shop, identifier="n_2"))
    insist(lambda: register(shop, away(shop, 3)))
    insist(lambda: take(shop, TWO, "n_2"))

    with weather.blowing():
        insist(lambda: desks.end(OPERATOR, "p-1", now + timedelta(hours=4), now))

    view = desks.look(OPERATOR, now)
    assert view.absences == ()
    assert view.held_by("p-1") == (claim(shop),)
    assert [one.identifier for one in view.held_by("p-2")] == ["n_2"]


def test_a_whole_desk_is_one_query(shop: Shop) -> None:
    for number in range(5):
        take(shop, identifier=f"n_{number}")
    register(shop, replace(away(shop), who=THREE))

    with meter() as usage:
        view = Desks(shop.tables).look(OPERATOR, shop.clock.now)

    assert calls(usage) == {"Query": 1}
    assert (len(view.claims), len(view.absences)) == (5, 1)


def test_a_title_that_looks_like_a_deputy_opens_no_door(shop: Shop) -> None:
    shop.add_notice()
    hostile = replace(claim(shop), title='","deputy":"p-2","x":"')
    Desks(shop.tables).take(OPERATOR, hostile, shop.clock.now)

    with pytest.raises(Conflict):
        insist(lambda: settle(shop, TWO))


def test_nobody_is_asked_where_the_desk_is_another(shop: Shop) -> None:
    take(shop)

    assert Desks(shop.tables).look("11370700DEM000049K", shop.clock.now).claims == ()
