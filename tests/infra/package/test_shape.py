"""The shape test itself: each rule finds its offender."""

from pathlib import Path

import pytest

from infra.shape import offences

GOOD = '"""A module."""\n'


@pytest.mark.parametrize(
    ("name", "text", "offence"),
    [
        ("chalicelib/long.py", GOOD + "x = 1\n" * 400, "more than 400"),
        ("chalicelib/a.py", GOOD + "def f():\n" + "    x = 1\n" * 50, "f has 51 lines, more than 50"),
        (
            "chalicelib/entrypoints/a.py",
            GOOD + "@book.page('/x')\ndef show():\n" + "    x = 1\n" * 15,
            "show has 16 lines, more than 15",
        ),
        ("chalicelib/utils.py", GOOD, "`utils` says nothing"),
        ("chalicelib/helpers/a.py", GOOD, "`helpers` says nothing"),
        ("chalicelib/a.py", "x = 1\n", "no docstring"),
        ("app.py", GOOD + "x = 1\n" * 60, "more than 60"),
        ("chalicelib/a.py", GOOD + "import os\nx = os.environ['X']\n", "only settings read"),
        ("chalicelib/a.py", GOOD + "import os as o\nx = o.getenv('X')\n", "only settings read"),
        ("chalicelib/a.py", GOOD + "from os import environ as e\nx = e['X']\n", "only settings read"),
        ("chalicelib/a.py", GOOD + "import datetime\nx = datetime.datetime.now()\n", "only kernel/clock.py"),
        (
            "chalicelib/usecases/a.py",
            GOOD + "from datetime import datetime as _d\nx = _d.now()\n",
            "only kernel/clock.py",
        ),
        ("chalicelib/usecases/a.py", GOOD + "from datetime import date\nx = date.today()\n", "only kernel"),
        ("chalicelib/entrypoints/a.py", GOOD + "import time\nx = time.time()\n", "only kernel/clock.py"),
        ("chalicelib/entrypoints/a.py", GOOD + "from time import time\nx = time()\n", "only kernel/clock.py"),
        ("chalicelib/domain/a.py", GOOD + "import jsonschema\n", "may not import"),
        ("chalicelib/domain/a.py", GOOD + "from os import environ\n", "may not import"),
        ("chalicelib/domain/a.py", GOOD + "import secrets\n", "may not import"),
        ("chalicelib/domain/a.py", GOOD + "import time\n", "may not import"),
        ("chalicelib/domain/a.py", GOOD + "def f():\n    import random\n", "may not import"),
        ("chalicelib/domain/a.py", GOOD + "from pathlib import Path\n", "may not import"),
        ("chalicelib/kernel/a.py", GOOD + "import secrets\n", "may not import"),
        ("chalicelib/kernel/a.py", GOOD + "from chalicelib.domain import ledger\n", "may not import"),
        ("app.py", GOOD + "import boto3\n", "may not import"),
        ("app.py", GOOD + "import jinja2\n", "may not import"),
        ("app.py", GOOD + "from chalicelib import store\n", "may not import"),
        ("app.py", GOOD + "from chalicelib.store.tables import Tables\n", "may not import"),
        ("chalicelib/a.py", GOOD + "kms = boto3.client('kms')\n", "a client made on import"),
        ("chalicelib/a.py", GOOD + "kms = session.create_client('kms')\n", "a client made on import"),
    ],
)
def test_each_rule_finds_its_offender(tmp_path: Path, name: str, text: str, offence: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")

    assert any(offence in line for line in offences(path, tmp_path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("chalicelib/settings.py", GOOD + "import os\nx = os.environ\n"),
        ("chalicelib/kernel/clock.py", GOOD + "from datetime import datetime\nx = datetime.now\n"),
        ("chalicelib/kernel/ids.py", GOOD + "import secrets\n"),
        ("chalicelib/domain/a.py", GOOD + "from collections.abc import Mapping\nimport re\n"),
        ("chalicelib/store/a.py", GOOD + "import time\nx = time.monotonic()\n"),
        ("app.py", GOOD + "from chalice.app import Chalice\nfrom chalicelib import bootstrap\n"),
        ("chalicelib/a.py", GOOD + "def f():\n    return session.create_client('kms')\n"),
        ("chalicelib/__init__.py", ""),
        ("tests/test_a.py", "x = 1\n"),
    ],
)
def test_what_is_allowed_is_not_reported(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")

    assert list(offences(path, tmp_path)) == []
