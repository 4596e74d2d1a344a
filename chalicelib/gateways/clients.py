"""Botocore clients, made when first asked for and kept for the life of the process.

botocore alone suffices: boto3 would add its import to every cold start and nothing else we use.
"""

from functools import cached_property
from typing import Any

import botocore.session
from botocore.config import Config

CONFIG = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=32,
    # One form of address in every region: the policy of our pages names it (files.upload_addresses).
    s3={"addressing_style": "path", "us_east_1_regional_endpoint": "regional"},
    signature_version="s3v4",
)
ASKED_ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})
"""For what a second call would do a second time: a text has no name by which SNS knows it again."""


class Clients:
    """The AWS services of one region."""

    def __init__(self, region: str) -> None:
        """Remember the region; nothing is loaded yet."""
        self._region = region

    @cached_property
    def _session(self) -> Any:
        return botocore.session.get_session()

    @cached_property
    def kms(self) -> Any:
        """Return the key service."""
        return self._make("kms")

    @cached_property
    def s3(self) -> Any:
        """Return the file store."""
        return self._make("s3")

    @cached_property
    def sqs(self) -> Any:
        """Return the queue service."""
        return self._make("sqs")

    @cached_property
    def sns(self) -> Any:
        """Return the sender of text messages."""
        return self._make("sns", ASKED_ONCE)

    def _make(self, service: str, own: Config | None = None) -> Any:
        config = CONFIG if service == "s3" else CONFIG.merge(Config(signature_version="v4"))
        config = config.merge(own) if own else config
        return self._session.create_client(service, self._region, config=config)
