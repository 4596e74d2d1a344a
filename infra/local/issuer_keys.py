"""The local issuer's signing key, made at first start and kept beside the local data."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from chalicelib.kernel.canonical import Json

ALGORITHM = "ES256"


class IssuerKey:
    """One P-256 key pair, named by its thumbprint."""

    def __init__(self, key: ECKey) -> None:
        """Keep the private key."""
        self._key = key
        self._key.ensure_kid()

    @classmethod
    def load_or_make(cls, path: Path) -> "IssuerKey":
        """Read the key from a file, or make it there, readable by its owner alone."""
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            made = ECKey.generate_key("P-256", private=True).as_dict(private=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(made, file)
        return cls(ECKey.import_key(json.loads(path.read_text())))

    def sign(self, claims: Mapping[str, Json], *, kind: str) -> str:
        """Return a signed token; `kind` is its header's typ (RFC 9068 for access tokens)."""
        header = {"alg": ALGORITHM, "kid": self._key.kid, "typ": kind}
        return jwt.encode(header, dict(claims), self._key, algorithms=[ALGORITHM])

    def public_document(self) -> Json:
        """Return the JWKS that relying parties read."""
        return KeySet([self._key]).as_dict(private=False, use="sig", alg=ALGORITHM)
