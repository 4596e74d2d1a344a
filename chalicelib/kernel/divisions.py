"""Names of places by their division code (行政区划, GB/T 2260): province, prefecture, own counties.

`divisions.json` holds the provinces by two digits, the prefectures by four and Weifang's counties by six, as
they stand today; a test compares it with python-stdnum. Codes below are named by what they lie in.
"""

import json
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("divisions.json")


def place_name(code: str) -> str:
    """Return the name of the smallest known place that a code of six digits lies in, nothing for none.

    >>> place_name("370200")
    '山东省青岛市'
    >>> place_name("370724")
    '山东省潍坊市临朐县'
    >>> place_name("110105")
    '北京市'
    """
    names = _names()
    return "".join(names[code[:digits]] for digits in (2, 4, 6) if code[:digits] in names)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return names
