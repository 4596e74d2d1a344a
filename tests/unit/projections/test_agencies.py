"""What the catalogue of agencies keeps of a list entry."""

import pytest

from chalicelib.projections.agencies import catalogue

ENTRY = {"starts_at": "2026-03-02T02:00:00.000Z", "ends_at": None}
ROW = {"uscc": "91370700MA3C0000X7", "listed_at": "2026-01-05T02:00:00.000Z", "types": {"CH01": "ACTIVE"}}


def sanction(**more: object) -> dict[str, object]:
    kinds = [{**ENTRY, "kind": "blacklist", "service_type": None}]
    kinds += [{**ENTRY, "kind": "suspension", "service_type": None}]
    return {"number": "SX-1", "phase": "running", "decided_at": "2026-03-02", "measures": kinds} | more


def until(end: str | None) -> dict[str, object]:
    return {**ENTRY, "kind": "suspension", "service_type": None, "ends_at": end}


def test_the_row_holds_from_when_to_when_the_list_lies_over_the_agency() -> None:
    listed, corrected = sanction(), sanction(corrected_at="2026-03-03T02:00:00.000Z")

    assert catalogue({**ROW, "sanctions": {"SX-1": listed}})[0].data["blocks"] == [ENTRY]
    assert "blocks" not in catalogue({**ROW, "sanctions": {"SX-1": corrected}})[0].data


@pytest.mark.parametrize(
    ("told", "end"),
    [
        ({"measures": [until("2026-04-02"), until("2026-05-02")]}, "2026-05-02"),
        ({"measures": [until("2026-04-02"), until(None)]}, None),
        ({"measures": []}, "2028-03-02"),
        ({"measures": [until("2026-04-02")], "corrected_at": "2026-03-03"}, "2026-03-03"),
    ],
    ids=["the last measure", "one without an end", "points alone", "corrected"],
)
def test_a_decision_is_listed_until_its_measures_end_not_its_points(
    told: dict[str, object], end: str | None
) -> None:
    one = sanction(ends_at="2028-03-02", **told)

    assert catalogue({**ROW, "sanctions": {"SX-1": one}})[1].data.get("ends_at") == end
