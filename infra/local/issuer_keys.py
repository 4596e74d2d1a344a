"""The local issuer's signing key, made at first start and kept beside the local data."""

import json
from collections.abc import Mapping
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from chalicelib.kernel.canonical import Json
from infra.local.kept_files import kept

ALGORITHM = "ES256"


class IssuerKey:
    """One P-256 key pair, named by its thumbprint."""

    def __init__(self, key: ECKey) -> None:
        """Keep the private key."""
        self._key = key
        self._key.ensure_kid()

    @classmethod
    def load_or_make(cls, path: Path) -> "IssuerKey":
        """Read the key from a file, or make it there.

        Raises:
            KeptFileError: when the file cannot be used.
        """
        return cls(kept(path, _made_key, _read_key))

    def sign(self, claims: Mapping[str, Json], *, kind: str) -> str:
        """Return a signed token; `kind` is its header's typ (RFC 9068 for access tokens)."""
        header = {"alg": ALGORITHM, "kid": self._key.kid, "typ": kind}
        return jwt.encode(header, dict(claims), self._key, algorithms=[ALGORITHM])

    def public_document(self) -> Json:
        """Return the JWKS that relying parties read."""
        return KeySet([self._key]).as_dict(private=False, use="sig", alg=ALGORITHM)


def _made_key() -> str:
    return json.dumps(ECKey.generate_key("P-256", private=True).as_dict(private=True))


def _read_key(text: str) -> ECKey:
    """Return a key that can sign.

    Raises:
        ValueError: when the text holds none.
    """
    try:
        key = ECKey.import_key(json.loads(text))
    except JoseError as error:
        raise ValueError("no key") from error
    if not key.is_private:
        raise ValueError("no private key")
    return key
