"""Tables of served cases as an office would write them."""

import csv
import io

from chalicelib.domain.satisfaction.cases.case_columns import COLUMNS

EXAMPLE = {column.key: column.example for column in COLUMNS}
PHONE, NAME = "13805369911", "孙小满"
UNIT = "11370700MA3C00008E"


def line(number: int = 1, **changes: str) -> dict[str, str]:
    """Return the cells of the n-th case, completed and with a telephone."""
    own = {
        "project_no": f"370700-2026-T{number:06d}",
        "dept_code": UNIT,
        "phone": PHONE,
        "user_name": NAME,
    }
    return {**EXAMPLE, **own, **changes}


def table(*lines: dict[str, str], encoding: str = "utf-8-sig") -> bytes:
    """Write lines as a spreadsheet would."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in COLUMNS])
    writer.writerows([one[column.key] for column in COLUMNS] for one in lines)
    return out.getvalue().encode(encoding)
