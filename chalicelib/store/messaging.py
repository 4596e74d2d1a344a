"""What somebody wants told how, and the texts that wait for their hour (usecases/message_ports.py).

A text holds a code, figures and whom it is for; the number is opened when it is sent. Its key is made of the
event and the recipient, and it stays a while after it went out: coming again, an event finds it done.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pynamodb.exceptions import PutError

from chalicelib.domain.marketplace.messages.settings import MessageSettings
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.clock import parse_instant
from chalicelib.store import aggregates, keys
from chalicelib.store.aggregates import SETTINGS
from chalicelib.store.batch import batch_get
from chalicelib.store.tables import EntityItem, Tables
from chalicelib.usecases.message_ports import HeldText

QUEUE, KIND = "messages", "sms"
KEPT_DAYS = 30
"""How long a text that went out is remembered: longer than a queue or a stream can bring its event again."""


class SettingsStore:
    """Message settings by recipient."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._tables = tables

    def of(self, recipients: Sequence[str]) -> Mapping[str, MessageSettings]:
        """Return the settings that are kept by recipient, in one call for a hundred."""
        found = (aggregates.from_item(SETTINGS, item) for item in self._items(recipients) if item is not None)
        return {settings.id: settings for settings in found}

    def versioned(self, recipient: str) -> tuple[MessageSettings, int]:
        """Return a recipient's settings and their version; the plain ones and 0 before the first choice."""
        (item,) = self._items([recipient])
        if item is None:
            return MessageSettings(recipient), 0
        return aggregates.from_item(SETTINGS, item), int(item.version or 0)

    def _items(self, recipients: Sequence[str]) -> list[EntityItem | None]:
        wanted = [(self._tables.marketplace, *SETTINGS.place(one)) for one in recipients]
        return batch_get(self._tables, wanted, consistent=True)


class TextStore:
    """Texts that wait, in the due index of the queue of messages until they are done."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def keep(self, identifier: str, at: datetime, text: HeldText) -> None:
        """Keep a text that is due at an instant; one that is kept or done already stays as it is."""
        try:
            self._due(identifier, at, text).save(condition=self._model.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def find(self, identifier: str) -> HeldText | None:
        """Return a text, read consistently, or None."""
        try:
            item = self._model.get(keys.text_message(identifier), keys.ROOT, consistent_read=True)
        except self._model.DoesNotExist:
            return None
        due_at = None if item.due_sk is None else parse_instant(item.due_sk.split("#", 1)[0])
        return HeldText(**json.loads(str(item.data)), due_at=due_at)

    def postpone(self, identifier: str, at: datetime, text: HeldText) -> None:
        """Let a text wait for another instant."""
        self._due(identifier, at, text).save()

    def finish(self, identifier: str, text: HeldText, now: datetime) -> None:
        """Take a text out of the due index and let it be forgotten later."""
        item = self._item(identifier, text)
        item.expires_at = int((now + timedelta(days=KEPT_DAYS)).timestamp())
        item.save()

    def _due(self, identifier: str, at: datetime, text: HeldText) -> EntityItem:
        item = self._item(identifier, text)
        item.due_pk = keys.due_partition(QUEUE, keys.due_shard(identifier))
        item.due_sk = keys.due_sort(at, KIND, identifier)
        return item

    def _item(self, identifier: str, text: HeldText) -> EntityItem:
        item = self._model(keys.text_message(identifier), keys.ROOT, kind=KIND)
        named = {"recipient": text.recipient, "event": text.event, "code": text.code}
        item.data = canonical_json({**named, "params": dict(text.params)})
        return item
