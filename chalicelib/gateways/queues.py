"""FIFO queues between the timers, the effects router and the duties (design §3, due work)."""

import json
from collections.abc import Mapping
from functools import cache

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.gateways.clients import Clients
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.errors import Unavailable

QUEUES = ("opening", "drawing", "lifecycle", "messages", "invitations", "orders", "upward")


class SqsQueues:
    """The queues `<prefix>-<name>.fifo` of one region."""

    def __init__(self, clients: Clients, prefix: str) -> None:
        """Find queue addresses when first used."""
        self._clients, self._prefix = clients, prefix
        self._address = cache(self._find_address)

    def send(self, queue: str, group: str, dedup: str, body: Mapping[str, Json]) -> None:
        """Send one message; group and dedup are hashed to the characters SQS allows.

        Raises:
            Unavailable: when SQS does not answer.
        """
        try:
            self._clients.sqs.send_message(
                QueueUrl=self._address(queue),
                MessageBody=json.dumps(body, ensure_ascii=False),
                MessageGroupId=sha256_hex(group),
                MessageDeduplicationId=sha256_hex(dedup),
            )
        except (BotoCoreError, ClientError) as error:
            raise Unavailable from error

    def _find_address(self, queue: str) -> str:
        answer = self._clients.sqs.get_queue_url(QueueName=f"{self._prefix}-{queue}.fifo")
        return str(answer["QueueUrl"])
