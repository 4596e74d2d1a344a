from datetime import UTC, datetime, timedelta

from chalicelib.kernel.errors import Unavailable
from chalicelib.store.access import OneTimeMarks, SessionEpochs
from chalicelib.usecases.identity_ports import Standing
from infra.local import ttl
from infra.local.faults import AnswerLost
from infra.local.injector import faults
from tests.store.shop import REGION, Shop, at_once, insist
from tests.store.weather import Weather


def test_a_person_who_never_signed_out_everywhere_is_in_epoch_zero(shop: Shop) -> None:
    assert SessionEpochs(shop.tables).get("person-1") == Standing("person-1")


def test_signing_out_everywhere_raises_only_the_own_epoch_and_never_lowers_it(
    shop: Shop, weather: Weather
) -> None:
    epochs = SessionEpochs(shop.tables)
    noon = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    clocks = [noon, noon, noon - timedelta(seconds=5), noon + timedelta(seconds=1)]
    """The second rival is as fast as the first, the third's clock is slow."""

    seen = []
    with weather.blowing():
        for at in clocks:
            insist(lambda at=at: epochs.raise_to("person-1", at))
            seen.append(insist(lambda: epochs.get("person-1").epoch))

    assert seen == sorted(set(seen))
    assert seen[-1] == noon.timestamp() * 1000 + 1000
    assert epochs.get("person-2").epoch == 0


def test_of_fifty_uses_of_a_mark_one_is_the_first(shop: Shop, weather: Weather) -> None:
    marks = OneTimeMarks(shop.tables, shop.clock)

    with weather.blowing():
        answers = at_once(lambda: marks.use_once("state-1", 600) for _ in range(50))

    assert answers.count(True) <= 1
    assert marks.use_once("state-1", 600) is False
    if weather.name == "plain":
        assert (answers.count(True), answers.count(False)) == (1, 49)


def test_a_mark_whose_answer_was_lost_is_used_and_nobody_was_told_it_was_free(shop: Shop) -> None:
    marks = OneTimeMarks(shop.tables, shop.clock)

    with faults(AnswerLost(on="PutItem")):
        (answer,) = at_once([lambda: marks.use_once("state-1", 600)])

    assert isinstance(answer, Unavailable)
    assert marks.use_once("state-1", 600) is False


def test_a_mark_is_swept_after_its_time(shop: Shop) -> None:
    marks = OneTimeMarks(shop.tables, shop.clock)
    marks.use_once("state-1", 600)

    ttl.sweep(REGION, shop.clock.now + timedelta(seconds=601))

    assert marks.use_once("state-1", 600) is True
