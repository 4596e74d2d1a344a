"""The roster: one line a person, by work number and organisation; a door that one read finds shut."""

from datetime import date

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.badges import badges_of, normalise_badge
from chalicelib.kernel.errors import AccessEnded, NotFound
from chalicelib.kernel.paging import PageRequest
from chalicelib.store.access import SessionEpochs
from chalicelib.store.roster import BADGE_SCOPE, Roster
from infra.local.capacity import meter
from tests.store.shop import Shop, at_once, insist
from tests.store.test_costs import calls
from tests.store.weather import Weather

ORG, OTHER = "12370700DEM000033D", "11370700DEM000049K"
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def person(subject: str = "person-1", org: str = ORG, *roles: Role) -> Actor:
    return Actor(subject, org, frozenset(roles or {Role.OPERATOR_REVIEWER}))


def enter(shop: Shop, actor: Actor, on: date = MONDAY) -> str:
    return Roster(shop.tables).enter(actor, SessionEpochs(shop.tables).get(actor.person), on)


def page(shop: Shop, org: str) -> list[str]:
    return [card.sort for card in Roster(shop.tables).page(org, PageRequest(limit=50)).cards]


def test_the_same_person_has_the_same_number_however_often_and_at_once(shop: Shop, weather: Weather) -> None:
    actor = person()

    with weather.blowing():
        badges = {insist(lambda on=on: enter(shop, actor, on)) for on in (MONDAY, MONDAY, TUESDAY)}
        badges |= {
            one
            for one in at_once(lambda: enter(shop, actor, TUESDAY) for _ in range(8))
            if isinstance(one, str)
        }

    (badge,) = badges
    assert badge == normalise_badge(badge) == next(badges_of("person-1"))
    standing = Roster(shop.tables).find(badge)
    assert (standing.person, standing.org, standing.roles) == ("person-1", ORG, actor.roles)
    assert standing.seen_on == TUESDAY
    assert page(shop, ORG) == [badge]


def test_signing_in_again_on_the_same_day_writes_nothing(shop: Shop) -> None:
    enter(shop, person())

    with meter() as usage:
        enter(shop, person())

    assert calls(usage) == {"GetItem": 1}


def test_a_person_who_changes_the_organisation_leaves_the_old_roster(shop: Shop) -> None:
    badge = enter(shop, person())

    assert enter(shop, person("person-1", OTHER)) == badge

    assert (page(shop, ORG), page(shop, OTHER)) == ([], [badge])


def test_of_two_with_the_same_first_choice_the_second_takes_the_next(shop: Shop) -> None:
    first = next(badges_of("person-1"))
    shop.transact(lambda uow, _: uow.claim(BADGE_SCOPE, first, "somebody else"))

    badge = enter(shop, person())

    assert badge != first
    assert badge in [one for one, _ in zip(badges_of("person-1"), range(2), strict=False)]
    assert enter(shop, person(), TUESDAY) == badge


def test_nobody_holds_a_number_that_was_never_given(shop: Shop) -> None:
    with pytest.raises(NotFound):
        Roster(shop.tables).find("R5SAEN")


def test_a_barred_door_is_known_from_the_read_of_the_epoch_and_lets_nobody_in(shop: Shop) -> None:
    badge, epochs = enter(shop, person()), SessionEpochs(shop.tables)
    before = Roster(shop.tables).find(badge)
    shop.transact(lambda uow, _: uow.bar(before, shop.clock.now, is_ended=True))

    with meter() as usage:
        standing = epochs.get("person-1")

    assert calls(usage) == {"GetItem": 1}
    assert standing.is_ended
    assert standing.epoch > before.epoch
    with pytest.raises(AccessEnded):
        Roster(shop.tables).enter(person(), before, TUESDAY)


def test_of_two_hands_on_one_door_one_moves_it_and_the_epoch_never_falls(shop: Shop) -> None:
    badge, roster = enter(shop, person()), Roster(shop.tables)
    epochs = SessionEpochs(shop.tables)
    epochs.raise_to("person-1", shop.clock.now.replace(year=2030))
    ahead = epochs.get("person-1").epoch

    shop.transact(lambda uow, _: uow.bar(roster.find(badge), shop.clock.now, is_ended=True))
    shop.transact(lambda uow, _: uow.bar(roster.find(badge), shop.clock.now, is_ended=False))

    standing = epochs.get("person-1")
    assert (standing.is_ended, standing.epoch) == (False, ahead + 2)
