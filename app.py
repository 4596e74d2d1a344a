"""The Chalice application: routes and event handlers, each handed to the house. No rules live here.

Stream and queue addresses are placeholders that the merge template replaces (infra/aws).
"""

from typing import Any

from chalice.app import Chalice, DynamoDBEvent, Rate, SQSEvent

from chalicelib import bootstrap
from chalicelib.entrypoints import events
from chalicelib.entrypoints.books import BOOKS
from chalicelib.entrypoints.gateway import Gateway
from chalicelib.entrypoints.mount import mount

LEDGER_STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/market-ledger/stream/placeholder"

app = Chalice(app_name="market", configure_logs=False)
for book in BOOKS:
    app.register_blueprint(mount(book, bootstrap.edge))

http = Gateway(app, bootstrap.edge)
"""The handler of the four HTTP functions."""


@app.schedule(Rate(1, Rate.MINUTES))
def timers(_event: Any) -> None:
    """Enqueue whatever is due."""
    events.enqueue_due(bootstrap.house(), heartbeat=not bootstrap.settings().local)


@app.schedule(Rate(1, Rate.HOURS))
def digests(_event: Any) -> None:
    """Close the days of the ledger that are over."""
    events.close_ledger_days(bootstrap.audit(), bootstrap.house().clock.product_now())


@app.on_dynamodb_record(stream_arn=LEDGER_STREAM, batch_size=100)
def projector(event: DynamoDBEvent) -> dict[str, Any]:
    """Bring the reporting rows up to the ledger."""
    return events.project(bootstrap.projector(), event.to_dict())


@app.on_dynamodb_record(stream_arn=LEDGER_STREAM, batch_size=100)
def effects(event: DynamoDBEvent) -> dict[str, Any]:
    """Turn ledger entries into messages for the queues."""
    return events.route_effects(bootstrap.house(), event.to_dict())


@app.on_sqs_message(queue="opening", batch_size=1)
def opening(event: SQSEvent) -> dict[str, Any]:
    """Close notices and open quotes."""
    return events.work(bootstrap.house(), "opening", event.to_dict())


@app.on_sqs_message(queue="drawing", batch_size=1)
def drawing(event: SQSEvent) -> dict[str, Any]:
    """Draw once the beacon is there."""
    return events.work(bootstrap.house(), "drawing", event.to_dict())


@app.on_sqs_message(queue="lifecycle", batch_size=10)
def lifecycle(event: SQSEvent) -> dict[str, Any]:
    """Let time act on notices and agencies."""
    return events.work(bootstrap.house(), "lifecycle", event.to_dict())


@app.on_sqs_message(queue="messages", batch_size=10)
def messages(event: SQSEvent) -> dict[str, Any]:
    """Deliver in-app messages and notifications."""
    return events.work(bootstrap.house(), "messages", event.to_dict())
