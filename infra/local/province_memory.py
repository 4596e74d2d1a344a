"""What the local province must hold after an import: the reports that the product says were accepted."""

from collections.abc import Iterator

from chalicelib.domain.satisfaction.codes.levels import Level, LevelSystem, write_level
from chalicelib.domain.satisfaction.upward.report import name_of
from chalicelib.domain.satisfaction.upward.states import TellingState
from chalicelib.store import aggregates
from chalicelib.store.tables import define_tables
from infra.local.province import Held


def accepted_reports(prefix: str, region: str) -> Iterator[Held]:
    """Yield what was accepted, of all reports in the tables of this process."""
    model = define_tables(prefix, region).satisfaction
    for item in model.scan(model.kind == aggregates.REPORT.name):
        report = aggregates.from_item(aggregates.REPORT, item)
        for place, telling in enumerate(report.tellings):
            if telling.state is TellingState.ACCEPTED:
                level = write_level(Level(telling.level), LevelSystem.ZWFW_IF)
                yield Held(name_of(report, place), telling.on, level)
