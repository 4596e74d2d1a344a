"""When time acts on an agency next: a certificate runs out or soon will, a ban ends, a reviewer is late."""

from chalicelib.domain.decisions import Due
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.lapsing import lapse_due


def next_due(agency: Agency) -> Due | None:
    """Return the earliest work, `lapse`, `remind` or `warn`, or None; at one instant in this order."""
    dues = []
    if (at := lapse_due(agency)) is not None:
        dues.append(Due("lapse", at))
    if agency.filing is not None and not agency.filing.is_reminded:
        dues.append(Due("remind", agency.filing.due_at))
    if agency.warns_at is not None:
        dues.append(Due("warn", agency.warns_at))
    return min(dues, key=lambda due: due.at, default=None)
