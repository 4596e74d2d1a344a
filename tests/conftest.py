"""What holds for every test: no network beyond this machine, and properties without a stopwatch."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def denials() -> Iterator[list[tuple[str, str, str]]]:
    """What AWS would refuse the handlers of every runtime that is started from now on (tests/rights.py)."""
    from tests.rights import judged

    with judged() as denied:
        yield denied
