"""The JSON Schema files of the house (2020-12), one for each command body, read once.

They lie in `schemas/` beside `app.py`, in the repository as in the package. A schema may point at another
file (`{"$ref": "types.json#/$defs/uscc"}`) and never at the network.

Beyond the standard they use: `x-type` (how a form field becomes JSON, see `coercion.py`), `x-error-code`
(which code a failed pattern, format, const, enum or not gets) and `x-invalid-examples`.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

Schema = Mapping[str, Any]

_ROOT = Path(__file__).parents[2]


def schema_folder() -> Path:
    """Return the folder of the schema files."""
    return _ROOT / "schemas"


@lru_cache(maxsize=256)
def load_schema(name: str) -> Schema:
    """Read the schema `schemas/<name>.json`.

    Raises:
        FileNotFoundError: when there is none; a route names its schema, so this is a fault of ours.
    """
    return cast(Schema, json.loads((schema_folder() / f"{name}.json").read_text(encoding="utf-8")))


def follow(schema: Schema, name: str) -> tuple[Schema, str]:
    """Follow `$ref` until a schema stands there; return it with the name of the file it stands in."""
    while "$ref" in schema:
        file, _, pointer = str(schema["$ref"]).partition("#")
        name = file.removesuffix(".json") or name
        target: Any = load_schema(name)
        for step in filter(None, pointer.split("/")):
            target = target[step]
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema, name
