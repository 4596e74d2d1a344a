"""The measures themselves, where a mistake would make a figure look better than it is."""

from collections.abc import Iterator
from random import Random

import pytest

from bench.canned import recorded, replayed
from bench.contracting import measure as measure_contracts
from bench.fan_out_world import World
from bench.processor_time import medians
from bench.public_pages import measure as measure_pages
from bench.quoting import measure as measure_quotes
from bench.stage import Stage, open_stage
from infra.local.capacity import meter
from tests.factories.notices import MONDAY
from tests.journeys.steps import uscc


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with open_stage() as opened:
        yield opened


def test_public_pages_and_quotes_keep_their_budgets(stage: Stage) -> None:
    figures = [*measure_pages(stage), *measure_quotes(stage)]

    assert {figure.operation: figure.missed for figure in figures if figure.missed} == {}


def test_the_steps_of_a_contract_keep_their_budgets(stage: Stage) -> None:
    missed = {figure.operation: figure.missed for figure in measure_contracts(stage) if figure.missed}

    assert missed == {}


def test_a_quote_counts_the_items_of_its_transaction(stage: Stage) -> None:
    figure = measure_quotes(stage)[0]

    assert (figure.items, figure.calls) == (5, 2)


def test_a_page_that_is_none_gives_no_figure(stage: Stage) -> None:
    with pytest.raises(RuntimeError, match="404"):
        stage.page("/notices/ZJ-370700-2026-999999")


def test_canned_answers_reach_neither_the_engine_nor_its_meter(stage: Stage) -> None:
    house = stage.new_town(1).house
    house.queries.agency(uscc(0))
    with recorded() as recording:
        read = house.queries.agency(uscc(0))

    stage.runtime.reset(MONDAY)
    with meter() as usage, replayed(recording):
        again = house.queries.agency(uscc(0))

    assert again == read
    assert usage.calls == 0


def test_a_call_that_was_not_recorded_is_an_error(stage: Stage) -> None:
    house = stage.new_town(1).house
    with recorded() as recording:
        house.queries.agency(uscc(0))

    with replayed(recording), pytest.raises(LookupError, match="GetItem"):
        house.queries.service_item("item_1")


def test_medians_are_of_each_run_by_itself() -> None:
    def idle() -> None:
        pass

    def busy() -> int:
        return sum(range(20_000))

    quick, slow = medians(idle, busy)

    assert quick < slow


def test_the_simulated_fan_out_runs_the_product_as_it_is() -> None:
    world = World(200, Random(4), deaths=0.004)

    world.run()

    assert world.sent_other_than_once == 0


def test_a_simulated_fan_out_whose_workers_only_fail_ends() -> None:
    world = World(20, Random(4), deaths=0)
    world.provider.send = lambda _text: 1 / 0  # type: ignore[assignment]

    with pytest.raises(RuntimeError, match="messages failed"):
        world.run()
