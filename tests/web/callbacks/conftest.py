"""A desk of callbacks in the running product."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.kernel.actors import Role
from infra.local.people import DemoPerson
from infra.local.runtime import Runtime
from tests.factories.callback_campaigns import claim_any
from tests.factories.notices import MONDAY
from tests.web.ratings.conftest import Hall, person_of


@pytest.fixture(scope="package")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of the callbacks."""

    runtime: Runtime
    hall: Hall
    agent: DemoPerson
    lead: DemoPerson

    def claim(self, person: DemoPerson | None = None) -> str:
        """Take the next task."""
        return claim_any(self.runtime, person or self.agent)

    def end(self, task: str, **body: Any) -> Any:
        """End a call."""
        return self.runtime.post_json(f"/api/v1/callbacks/{task}/result", body, as_=self.agent)


@pytest.fixture
def desk(started: Runtime) -> Desk:
    started.reset(MONDAY)
    hall = Hall(started, person_of(Role.CENTRE_SUPERVISOR))
    return Desk(started, hall, person_of(Role.CALLBACK_AGENT), person_of(Role.CALLBACK_LEAD))
