"""Who was served in a month: each person once, with all cases, whatever was written twice."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.satisfaction.cases.served_case import Consent, ServedCase
from chalicelib.store.population import PopulationReads, shard_of
from tests.factories.notices import MONDAY
from tests.factories.ratings import a_case
from tests.store.shop import Shop

MONTH = "2026-03"


def case(number: int, contact: str = "0a", **fields: object) -> ServedCase:
    return replace(a_case(), id=f"c_{number:02d}", contact=contact, **fields)  # type: ignore[arg-type]


def note(shop: Shop, *cases: ServedCase) -> None:
    shop.transact(lambda uow, _: [uow.population.note(one) for one in cases] and None)


def test_a_person_comes_once_with_the_cases_of_all_months_however_often_they_were_written(
    shop: Shop,
) -> None:
    earlier = case(3, done_at=MONDAY - timedelta(days=30))
    for _ in range(2):
        note(shop, case(1), case(2), earlier, case(4, "0b"))

    found = list(PopulationReads(shop.tables).people(["2026-02", MONTH], shard_of("0a")))

    assert [(one.contact, [case.case for case in one.cases]) for one in found] == [
        ("0a", ["c_03", "c_01", "c_02"]),
        ("0b", ["c_04"]),
    ]


def test_reading_goes_on_behind_the_last_person(shop: Shop) -> None:
    note(shop, case(1, "0a"), case(2, "0ab"), case(3, "0b"))

    found = PopulationReads(shop.tables).people([MONTH], 0, after="0a")

    assert [one.contact for one in found] == ["0ab", "0b"]


def test_one_person_is_found_with_the_cases_of_these_months_and_of_nobody_else(shop: Shop) -> None:
    note(shop, case(1), case(2, "0ab"), case(3, done_at=MONDAY - timedelta(days=30)))
    people = PopulationReads(shop.tables)

    found = people.person(["2026-02", MONTH], "0a")

    assert (found.contact, [one.case for one in found.cases]) == ("0a", ["c_03", "c_01"])
    assert people.person([MONTH], "0c").cases == ()


def test_who_left_no_number_is_a_person_of_every_case(shop: Shop) -> None:
    note(shop, case(1, ""), case(11, ""))

    found = list(PopulationReads(shop.tables).people([MONTH], 1))

    assert [(one.contact, len(one.cases)) for one in found] == [("", 1), ("", 1)]


def test_what_is_known_of_a_case_is_where_it_was_and_whether_its_person_may_be_asked(shop: Shop) -> None:
    note(shop, case(1, consent=Consent.OBJECTED, is_minor=True))

    (person,) = PopulationReads(shop.tables).people([MONTH], 0)

    assert (person.cases[0].unit, person.cases[0].done_at) == (a_case().service.unit, MONDAY)
    assert (person.cases[0].has_objected, person.cases[0].is_minor) == (True, True)


def test_a_person_who_is_forgotten_is_in_no_population(shop: Shop) -> None:
    note(shop, case(1), case(2))

    shop.transact(lambda uow, _: uow.population.drop(case(1)))
    shop.transact(lambda uow, _: uow.population.drop(case(2)))

    assert list(PopulationReads(shop.tables).people([MONTH], 0)) == []
