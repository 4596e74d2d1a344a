"""What left the house, by recipient: in-app messages as they lie in the table, and what gateways sent.

In-app messages are read where they are kept, so they survive an import. A gateway of another channel — text
messages, upward reports — is replaced locally by `Outbox.send`; the same event to the same recipient over
the same channel is one letter, however often it is delivered.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.kernel.canonical import Json
from chalicelib.store import keys

KEPT = 5_000
IN_APP, HELD = "in-app", "held-text"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one recipient over one channel; `at` is product time, RFC 3339."""

    channel: str
    recipient: str
    event: str
    code: str
    at: str
    text: str = ""
    figures: Mapping[str, Json] = field(default_factory=dict, hash=False)


class Outbox:
    """All letters, oldest first."""

    def __init__(self, dynamodb: Any, table_name: str) -> None:
        """Read in-app messages from the marketplace table."""
        self._dynamodb, self._table_name = dynamodb, table_name
        self._lock = threading.Lock()
        self._sent: dict[tuple[str, str, str, str], Letter] = {}

    def send(self, letter: Letter) -> None:
        """Keep a letter of another channel; a repeated one changes nothing."""
        with self._lock:
            self._sent.setdefault((letter.channel, letter.recipient, letter.event, letter.code), letter)
            while len(self._sent) > KEPT:
                del self._sent[next(iter(self._sent))]

    def letters(self, recipient: str | None = None) -> tuple[Letter, ...]:
        """Return all letters, or those to one recipient."""
        with self._lock:
            sent = tuple(self._sent.values())
        every = sorted((*self._in_app(), *sent), key=lambda letter: letter.at)
        return tuple(letter for letter in every if recipient in (None, letter.recipient))

    def held(self) -> tuple[Letter, ...]:
        """Return the text messages that wait for their hour, which is the instant of each."""
        found = []
        for item in self._of_kind("sms"):
            if "due_sk" in item:
                kept, at = json.loads(item["data"]["S"]), item["due_sk"]["S"].split("#", 1)[0]
                figures = kept["params"]
                found.append(
                    Letter(HELD, kept["recipient"], kept["event"], kept["code"], at, figures=figures)
                )
        return tuple(sorted(found, key=lambda letter: letter.at))

    def forget_all(self) -> None:
        """Forget what gateways sent."""
        with self._lock:
            self._sent.clear()

    def _in_app(self) -> Iterator[Letter]:
        for item in self._of_kind("message"):
            message = json.loads(item["data"]["S"])
            at, _, event = item["sk"]["S"].partition("#")
            recipient = item["pk"]["S"].removeprefix(keys.inbox(""))
            figures = message.get("params", {})
            yield Letter(IN_APP, recipient, event, str(message["code"]), at, figures=figures)

    def _of_kind(self, kind: str) -> Iterator[Mapping[str, Any]]:
        # A Scan is for this page and for tests only; no request of the product makes one.
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._table_name,
            FilterExpression="kind = :kind",
            ExpressionAttributeValues={":kind": {"S": kind}},
        )
        for page in pages:
            yield from page["Items"]
