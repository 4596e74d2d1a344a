"""Whatever stands in a record, the server, the script and the browser name the same first wrong field."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain.marketplace.selection.verification import verify
from tests.unit.selection.samples import vector
from tests.unit.selection.verifiers import (
    EXIT_STATUS,
    NOT_DRAWN,
    RIGHT,
    Record,
    browser_results,
    changed,
    fields_of,
    needs_node,
    script_result,
    script_rules,
)

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "00" * 32, "two-party", "drand", "tie", "A", *vector("random")["ids"]])
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=5,
)


@st.composite
def mutations(choose: st.DrawFn) -> Record:
    """A record in which some fields hold something else."""
    record = choose(st.sampled_from([*RIGHT.values(), *NOT_DRAWN.values()]))
    names = st.sampled_from([field for field, _ in fields_of(record)])
    for field in choose(st.lists(names, min_size=1, max_size=3)):
        record = changed(record, field, choose(JSON_VALUES))
    return record


@needs_node
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(mutations(), min_size=60, max_size=60))
def test_server_script_and_browser_agree_on_every_mutation(records: list[Record]) -> None:
    names = script_rules()

    for record, result in zip(records, browser_results(records), strict=True):
        expected = verify(json.loads(json.dumps(record)))
        with TemporaryDirectory() as folder:
            status, last_line = script_result(names, record, Path(folder))
        assert (result["status"], result["firstWrong"]) == (expected.status, expected.first_wrong), record
        assert status == EXIT_STATUS[expected.status], record
        assert expected.first_wrong is None or last_line.endswith(f": {expected.first_wrong}"), record
