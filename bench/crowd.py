"""A month in which a hundred thousand persons were served, made up row by row as it is read."""

from collections.abc import Iterator, Sequence

from chalicelib.domain.satisfaction.campaigns.frame import Served, ServedBrief
from tests.factories.callbacks import a_task

PEOPLE, UNITS = 100_000, 60


class Crowd:
    """The population of that month."""

    def people(self, _months: Sequence[str], shard: int, after: str = "") -> Iterator[Served]:
        """Yield the persons of a shard in the order of their keys."""
        begin = int(after[1:], 16) + 1 if after else 0
        for number in range(begin, PEOPLE // 16):
            key = f"{shard:x}{number:031x}"
            yield self.person((), key)

    def person(self, _months: Sequence[str], contact: str) -> Served:
        """Return one of them with their cases."""
        number = int(contact[1:], 16)
        return Served(contact, tuple(_brief(f"{contact}-{case}", number) for case in range(1 + number % 3)))


def _brief(case: str, number: int) -> ServedBrief:
    unit = f"11370700DEM{number % UNITS:07d}"
    return ServedBrief(case, unit, f"H{number % 9}", a_task().until_at, "12", f"W-{number % 40}")
