"""The Chalice application: gateway and event handlers, each handed to the house. No rules live here."""

from chalice.app import Chalice, Cron, DynamoDBEvent, Rate

import chalicelib.cold_start as cold_start
from chalicelib import bootstrap
from chalicelib.entrypoints import events
from chalicelib.entrypoints.gateway import Gateway

app = Chalice(app_name="market", configure_logs=False)
http = Gateway(app, bootstrap.edge)  # the handler of the four HTTP functions; it puts the routes onto the app
cold_start.is_over()


@app.schedule(Rate(1, Rate.MINUTES))
def timers(_event: object) -> None:
    """Enqueue whatever is due."""
    events.enqueue_due(bootstrap.house(), heartbeat=not bootstrap.settings().local)


@app.schedule(Rate(1, Rate.HOURS))
def digests(_event: object) -> None:
    """Close the days of the ledger that are over."""
    events.close_ledger_days(bootstrap.audit(), bootstrap.house().clock.product_now())


@app.schedule(Cron("0", "1-4", "*", "*", "?", "*"))
def reminders(_event: object) -> None:
    """Do what each morning brings, at nine in China and again until noon in case a run was missed."""
    events.every_morning(bootstrap.house())


@app.schedule(Rate(5, Rate.MINUTES))
def catalogues(_event: object) -> None:
    """Fold what is new in the catalogues into their segments."""
    events.keep_catalogues(bootstrap.shelves())


@app.on_dynamodb_record(stream_arn=events.LEDGER_STREAM, batch_size=100)
def projector(event: DynamoDBEvent) -> dict[str, object]:
    """Bring the reporting rows up to the ledger."""
    return events.project(bootstrap.projector(), event.to_dict())


@app.on_dynamodb_record(stream_arn=events.LEDGER_STREAM, batch_size=100)
def effects(event: DynamoDBEvent) -> dict[str, object]:
    """Turn ledger entries into messages for the queues."""
    return events.route_effects(bootstrap.house(), event.to_dict())


opening, drawing, lifecycle, messages, invitations, orders, upward = (
    app.on_sqs_message(queue=queue, batch_size=size)(events.worker(bootstrap.house, queue))
    for queue, size in events.BATCHES.items()
)
