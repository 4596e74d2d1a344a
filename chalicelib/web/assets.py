"""Static files under an address that carries their hash: cached for ever, never stale after a release.

`/static/<hash>/<name>` serves a file of `web/static`; the folder is the list of what exists.
"""

from functools import lru_cache
from pathlib import Path

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.web.headers import ASSET_CACHE

STATIC_FOLDER = Path(__file__).parent / "static"

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".py": "text/x-python; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file, ready to be answered with."""

    name: str
    body: bytes
    hash: str
    content_type: str


def asset_url(name: str) -> str:
    """Return the address of a static file.

    Raises:
        NotFound: when there is no such file.
    """
    return f"/static/{find_asset(name).hash}/{name}"


def serve_asset(hash_: str, name: str) -> tuple[Asset, str]:
    """Return a static file and its Cache-Control.

    A page of the release before may still ask with the old hash: it gets the present file, not to be kept.

    Raises:
        NotFound: when there is no such file.
    """
    asset = find_asset(name)
    return asset, ASSET_CACHE if hash_ == asset.hash else "no-cache"


@lru_cache(maxsize=64)
def find_asset(name: str) -> Asset:
    """Read a file of the static folder by its exact name.

    Raises:
        NotFound: when there is no such file; the name is compared, never joined to a path.
    """
    for path in STATIC_FOLDER.iterdir():
        if path.name == name and path.suffix in CONTENT_TYPES and path.is_file():
            body = path.read_bytes()
            return Asset(name, body, sha256_hex(body)[:16], CONTENT_TYPES[path.suffix])
    raise NotFound
