"""What holds for every page and answer, whichever test asks: its contract, its function's rights on AWS."""

from collections.abc import Iterator

import pytest

from tests.answers import answers_as_the_contract_says

__all__ = ["answers_as_the_contract_says"]


@pytest.fixture(autouse=True)
def rights_as_on_aws(denials: list[tuple[str, str, str]]) -> Iterator[None]:
    """Fail whatever made a handler do what the policy of its duty denies."""
    yield
    found = list(dict.fromkeys(denials))
    denials.clear()
    assert not found
