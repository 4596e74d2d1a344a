"""Every page and every answer is made with the rights that its function has on AWS."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def rights_as_on_aws(denials: list[tuple[str, str, str]]) -> Iterator[None]:
    """Fail whatever made a handler do what the policy of its duty denies."""
    yield
    found = list(dict.fromkeys(denials))
    denials.clear()
    assert not found
