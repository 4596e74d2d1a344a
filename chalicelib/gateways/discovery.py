"""Where an issuer's endpoints are: from settings, else from its discovery document (OIDC Discovery §4)."""

import json
import threading
from collections.abc import Mapping

from chalicelib.gateways.http import HttpAnswer, HttpCall, Transport, is_safe_endpoint
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses that settings give; an empty one is discovered."""

    authorization: str = ""
    token: str = ""
    keys: str = ""
    end_session: str = ""


class Discovery:
    """The endpoints of one issuer; its document is kept for the life of the process once it was right."""

    def __init__(self, issuer: str, given: Endpoints, transport: Transport) -> None:
        """Keep where to look; nothing is fetched yet."""
        self._issuer = issuer
        self._given = given
        self._transport = transport
        self._document: Mapping[str, Json] | None = None
        self._lock = threading.Lock()

    def authorization(self) -> str:
        """Return where the browser goes; raises Unavailable as every method here."""
        return self._given.authorization or self._required("authorization_endpoint")

    def token(self) -> str:
        """Return where codes are exchanged."""
        return self._given.token or self._required("token_endpoint")

    def keys_document(self) -> Mapping[str, Json]:
        """Fetch the issuer's JWKS."""
        return self._read(self._given.keys or self._required("jwks_uri"))

    def end_session(self) -> str | None:
        """Return where the issuer's own session ends; None when it names no such place."""
        if self._given.end_session:
            return self._given.end_session
        if self._load().get("end_session_endpoint") is None:
            return None
        return self._required("end_session_endpoint")

    def _required(self, name: str) -> str:
        endpoint = self._load().get(name)
        if not isinstance(endpoint, str) or not is_safe_endpoint(endpoint):
            raise Unavailable("identity-unavailable")
        return endpoint

    def _load(self) -> Mapping[str, Json]:
        with self._lock:
            if self._document is None:
                document = self._read(self._issuer.rstrip("/") + "/.well-known/openid-configuration")
                # A document that speaks for another issuer is a mix-up (OIDC Discovery §4.3).
                if document.get("issuer") != self._issuer:
                    raise Unavailable("identity-unavailable")
                self._document = document
            return self._document

    def _read(self, url: str) -> Mapping[str, Json]:
        answer = self._transport.send(HttpCall(url, {"Accept": "application/json"}))
        if answer.status != 200:
            raise Unavailable("identity-unavailable")
        return json_object(answer)


def json_object(answer: HttpAnswer) -> Mapping[str, Json]:
    """Read an answer's body as a JSON object.

    Raises:
        Unavailable: it is something else.
    """
    try:
        document = json.loads(answer.body)
    except ValueError as error:
        raise Unavailable("identity-unavailable") from error
    if not isinstance(document, dict):
        raise Unavailable("identity-unavailable")
    return document
