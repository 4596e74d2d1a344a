"""Attachments in S3 (design §4): the browser uploads straight to the bucket through a presigned form.

A file id is a random key; what a file is — size, hash, type by its first bytes, scan result — is read
from the file itself, never believed from the browser.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.gateways.clients import Clients
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.file_names import attachment
from chalicelib.kernel.ids import new_id
from chalicelib.usecases.file_ports import Scanner, StoredFile, Upload

UPLOAD_SECONDS = 900
LINK_SECONDS = 300
MISSING = frozenset({"NoSuchKey", "AccessDenied"})
"""What S3 says of a file that is not there; whoever may not list the bucket is told the second."""

UPLOAD_PURPOSES = ("public", "dossier", "sealed", "exports", "incoming")

Sniff = Callable[[bytes], str | None]


def upload_addresses(region: str, prefix: str, browser_url: str = "") -> tuple[str, ...]:
    """Return where upload forms lead: one address for each bucket, as `begin_upload` presigns them.

    A page's policy names these and not S3 as a whole, where anybody has a bucket. They are written here
    rather than asked of a client, which no page that shows no file should have to make.

    >>> upload_addresses("cn-north-1", "market")[0]
    'https://s3.cn-north-1.amazonaws.com.cn/market-public'
    """
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    place = browser_url or f"https://s3.{region}.{suffix}"
    return tuple(f"{place}/{prefix}-{purpose}" for purpose in UPLOAD_PURPOSES)


class S3Files:
    """The buckets `<prefix>-<purpose>`; `sealed` may be read by the opening only."""

    def __init__(
        self,
        clients: Clients,
        prefix: str,
        scanner: Scanner,
        sniff: Sniff,
        now: Callable[[], datetime],
        browser_url: str = "",
    ) -> None:
        """Use a region's S3, a scan gateway and the rule that tells a type from a file's first bytes.

        `browser_url` is where browsers reach the buckets when that is not S3's own address.
        """
        self._clients, self._prefix, self._scanner = clients, prefix, scanner
        self._sniff, self._now, self._browser_url = sniff, now, browser_url

    def begin_upload(
        self,
        purpose: str,
        max_bytes: int,
        back_to: str | Callable[[str], str],
        seconds: int = UPLOAD_SECONDS,
    ) -> Upload:
        """Return a form that lets the browser upload one file of at most `max_bytes` and come back.

        An empty file may come too: our own page says what is wrong with it, while S3 would end in its XML.
        """
        file_id = f"{purpose}/{new_id('f', self._now())}"
        bucket, key = self._place(file_id)
        named = quote(file_id, safe="")
        address = back_to(file_id) if callable(back_to) else back_to.replace("{file_id}", named)
        fields = {"success_action_redirect": address}
        conditions: list[Any] = [["content-length-range", 0, max_bytes], fields]
        client = self._clients.s3
        form = client.generate_presigned_post(
            Bucket=bucket, Key=key, Fields=fields, Conditions=conditions, ExpiresIn=seconds
        )
        return Upload(file_id, self._for_browser(form["url"]), form["fields"])

    def inspect(self, file_id: str) -> StoredFile:
        """Read, hash, sniff and scan a stored file.

        Raises:
            NotFound: `file-not-uploaded` when nothing lies there.
        """
        return self.read(file_id)[0]

    def read(self, file_id: str) -> tuple[StoredFile, bytes]:
        """Return what a stored file is, with its content.

        Raises:
            NotFound: `file-not-uploaded` when nothing lies there.
        """
        bucket, key = self._place(file_id)
        try:
            body = self._clients.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                raise NotFound("file-not-uploaded") from error
            raise Unavailable from error
        except BotoCoreError as error:
            raise Unavailable from error
        stored = StoredFile(
            file_id=file_id,
            size_bytes=len(body),
            sha256=hashlib.sha256(body).hexdigest(),
            content_type=self._sniff(body[:16]),
            scan=self._scanner.scan(body),
        )
        return stored, body

    def erase(self, file_id: str) -> None:
        """Delete a stored file; S3 answers the same whether it was there or not."""
        bucket, key = self._place(file_id)
        try:
            self._clients.s3.delete_object(Bucket=bucket, Key=key)
        except (BotoCoreError, ClientError) as error:
            raise Unavailable from error

    def put(self, purpose: str, content: bytes, content_type: str) -> str:
        """Store bytes the house made itself and return the file id."""
        file_id = f"{purpose}/{new_id('f', self._now())}"
        bucket, key = self._place(file_id)
        self._clients.s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType=content_type)
        return file_id

    def keep(self, file_id: str, purpose: str, content: bytes, content_type: str) -> str:
        """Store a file's content once more for another purpose, under the same key."""
        kept = f"{purpose}/{file_id.partition('/')[2]}"
        bucket, key = self._place(kept)
        self._clients.s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType=content_type)
        return kept

    def link(self, file_id: str, name: str) -> str:
        """Return a download address that works for five minutes and saves under a name."""
        bucket, key = self._place(file_id)
        address = self._clients.s3.generate_presigned_url(
            "get_object",
            Params={"Bucket": bucket, "Key": key, "ResponseContentDisposition": attachment(name)},
            ExpiresIn=LINK_SECONDS,
        )
        return self._for_browser(str(address))

    def _for_browser(self, address: str) -> str:
        if not self._browser_url:
            return address
        return self._browser_url + address.removeprefix(self._clients.s3.meta.endpoint_url)

    def _place(self, file_id: str) -> tuple[str, str]:
        purpose, _, key = file_id.partition("/")
        return f"{self._prefix}-{purpose}", key
