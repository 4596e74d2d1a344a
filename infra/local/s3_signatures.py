"""Checks what the product signed for the browser: upload forms and download links (AWS Signature Version 4).

moto accepts any signature and never lets one expire, so a wrong one would go unnoticed until AWS refuses
it. Source: S3 API Reference, "Browser-based uploads using POST" and "Authenticating requests: using query
parameters".
"""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from botocore.auth import S3SigV4PostAuth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from chalicelib.kernel.clock import parse_instant

NOT_IN_POLICY = frozenset({"policy", "x-amz-signature", "file"})
_AMZ_DATE = "%Y%m%dT%H%M%SZ"


class FileRefusedError(Exception):
    """S3 would refuse this; the text is S3's own error code."""


class Signatures:
    """Knows the credentials that the product of this process signs with."""

    def __init__(self, credentials: Credentials, region: str) -> None:
        """Check signatures of one region."""
        self._credentials, self._region = credentials, region

    def check_upload(
        self, bucket: str, fields: Mapping[str, str], size_bytes: int, wall_now: datetime
    ) -> None:
        """Let a form through that this process signed and that keeps its own conditions.

        Raises:
            FileRefusedError: with S3's code.
        """
        policy = fields.get("policy", "")
        request = self._request("POST", "https://s3.amazonaws.com/", fields.get("x-amz-date", ""))
        signer = S3SigV4PostAuth(self._credentials, "s3", self._region)
        self._check(signer.signature(policy, request), fields.get("x-amz-signature", ""))
        document = json.loads(base64.b64decode(policy))
        if wall_now >= parse_instant(document["expiration"]):
            raise FileRefusedError("AccessDenied")
        _check_conditions(document["conditions"], {**fields, "bucket": bucket}, size_bytes)

    def check_download(self, address: str, query_string: str, wall_now: datetime) -> None:
        """Let a link through that this process signed and that has not expired.

        `address` is the object's address at S3, without the query.

        Raises:
            FileRefusedError: with S3's code.
        """
        query = dict(parse_qsl(query_string, keep_blank_values=True))
        signed_at = query.get("X-Amz-Date", "")
        # As it was sent: writing it anew might escape something differently.
        parts = [part for part in query_string.split("&") if not part.startswith("X-Amz-Signature=")]
        request = self._request("GET", f"{address}?{'&'.join(parts)}", signed_at)
        signer = S3SigV4QueryAuth(self._credentials, "s3", self._region)
        text = signer.string_to_sign(request, signer.canonical_request(request))
        self._check(signer.signature(text, request), query.get("X-Amz-Signature", ""))
        began = datetime.strptime(signed_at, _AMZ_DATE).replace(tzinfo=UTC)
        if wall_now >= began + timedelta(seconds=int(query["X-Amz-Expires"])):
            raise FileRefusedError("AccessDenied")

    def _request(self, method: str, address: str, signed_at: str) -> AWSRequest:
        try:
            datetime.strptime(signed_at, _AMZ_DATE).replace(tzinfo=UTC)
        except ValueError as error:
            raise FileRefusedError("AccessDenied") from error
        request = AWSRequest(method=method, url=address)
        request.context["timestamp"] = signed_at
        return request

    def _check(self, expected: str, given: str) -> None:
        if not hmac.compare_digest(expected.encode(), given.encode()):
            raise FileRefusedError("SignatureDoesNotMatch")


def _check_conditions(conditions: list[Any], fields: Mapping[str, str], size_bytes: int) -> None:
    named = {"bucket"}
    for condition in conditions:
        operator, name, value = _parts(condition)
        if operator == "content-length-range":
            _check_size(size_bytes, int(name), int(value))
            continue
        named.add(name)
        actual = fields.get(name, "")
        holds = actual.startswith(value) if operator == "starts-with" else actual == value
        if not holds:
            raise FileRefusedError("AccessDenied")
    if set(fields) - named - NOT_IN_POLICY:
        raise FileRefusedError("AccessDenied")


def _parts(condition: Any) -> tuple[str, str, str]:
    if isinstance(condition, dict):
        ((name, value),) = condition.items()
        return "eq", name, value
    operator, name, value = condition
    return operator, str(name).removeprefix("$"), value


def _check_size(size_bytes: int, low: int, high: int) -> None:
    if size_bytes < low:
        raise FileRefusedError("EntityTooSmall")
    if size_bytes > high:
        raise FileRefusedError("EntityTooLarge")
