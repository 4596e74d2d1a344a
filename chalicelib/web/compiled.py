"""What every page is made of, as the package compiled it (ADR 0098).

Compiling the frame of the pages and its components is the dearest thing a first page does. A template that is
not here, or is another than was compiled, Jinja compiles as ever: each carries the hash of its source and the
versions of Python and Jinja.
"""

from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

FOLDER = Path(__file__).parent / "compiled"


class CompiledTemplates(BytecodeCache):
    """The compiled templates of a language: what a template says in constants is translated in its code."""

    def __init__(self, locale: str, folder: Path = FOLDER) -> None:
        """Look for them in the package, or wherever they are being written."""
        self._folder = folder / locale

    def get_cache_key(self, name: str, _filename: str | None = None) -> str:
        """Return the name of a file, wherever the package lies."""
        return name.replace("/", ".")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if there is what it asks for."""
        path = self._folder / bucket.key
        if path.is_file():
            with path.open("rb") as file:
                bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep nothing: a function cannot write into its package."""

    def write(self, bucket: Bucket) -> None:
        """Put a filled bucket where it is looked for."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / bucket.key).open("wb") as file:
            bucket.write_bytecode(file)
