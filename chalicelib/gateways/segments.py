"""Segments of the catalogues in S3: below one prefix of the public bucket, named by what they hold."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.gateways.clients import Clients
from chalicelib.kernel.errors import Unavailable

PREFIX = "catalogue/"
THERE = "PreconditionFailed"
TYPE = "application/octet-stream"


class S3Segments:
    """The segments of a stage; nothing is ever written over."""

    def __init__(self, clients: Clients, bucket_prefix: str) -> None:
        """Use a region's S3 and the stage's public bucket."""
        self._clients, self._bucket = clients, f"{bucket_prefix}-public"

    def put(self, name: str, content: bytes) -> None:
        """Keep a segment; one of that name is already the same."""
        try:
            self._clients.s3.put_object(
                Bucket=self._bucket, Key=PREFIX + name, Body=content, ContentType=TYPE, IfNoneMatch="*"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != THERE:
                raise Unavailable from error
        except BotoCoreError as error:
            raise Unavailable from error

    def get(self, name: str) -> bytes:
        """Return a segment.

        Raises:
            Unavailable: when it cannot be read.
        """
        try:
            content: bytes = self._clients.s3.get_object(Bucket=self._bucket, Key=PREFIX + name)[
                "Body"
            ].read()
        except (BotoCoreError, ClientError) as error:
            raise Unavailable from error
        return content
