"""Every key string of every table is built here and nowhere else (docs/data-model.md lists them)."""

from datetime import date, datetime

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.clock import format_instant

ROOT = "ROOT"
"""Sort key of an aggregate's own item."""

DUE_SHARDS = 1
"""Shards of the due index a queue. One serves a district, which closes hundreds of notices an evening, and
every timer run asks each shard; the number stands in the keys, so that more can be added later."""

GATES = 16


def aggregate(kind: str, identifier: str) -> str:
    """Partition of an aggregate and of its ledger chain: `NOTICE#n_01J…`."""
    return f"{kind.upper()}#{identifier}"


def quote_partition(notice_id: str, gate: int) -> str:
    """Partition of one sixteenth of a notice's sealed quotes."""
    return f"QUOTES#{notice_id}#{gate:02d}"


def gate(notice_id: str, number: int) -> str:
    """Partition of one of a notice's sixteen gate items."""
    return f"GATE#{notice_id}#{number:02d}"


def gate_of(slot: str) -> int:
    """The gate a slot hashes to: its first hexadecimal digit."""
    return int(slot[0], 16)


def unique(scope: str, value: str) -> str:
    """Partition of a guard item that makes a value unique in its scope."""
    return f"UNIQUE#{scope}#{value}"


def counter(name: str) -> str:
    """Partition of a serial-number counter."""
    return f"SERIAL#{name}"


def idempotency(principal: str, key: str) -> str:
    """Partition of an idempotency item; the key is hashed, so that it may hold anything."""
    return f"ONCE#{sha256_hex(principal + '|' + key)}"


def page(parent: str, content_hash: str) -> tuple[str, str]:
    """Key of an immutable, content-addressed page below its parent."""
    return f"PAGES#{parent}", content_hash


def draw(notice_no: str) -> str:
    """Partition of the public record of a notice's draw."""
    return f"DRAW#{notice_no}"


def award(notice_no: str) -> str:
    """Partition of the public ranking of a notice's award."""
    return f"AWARD#{notice_no}"


def selection(notice_no: str) -> str:
    """Partition of the public record of a notice's selection."""
    return f"SELECTION#{notice_no}"


def text(content_hash: str) -> str:
    """Partition of a published text, addressed by the hash the ledger holds."""
    return f"TEXT#{content_hash}"


def due_partition(queue: str, shard: int) -> str:
    """Partition of the sparse index of due work, by the queue of the duty that does it."""
    return f"DUE#{queue}#{shard}"


def ready(campaign: str, shard: int) -> str:
    """Partition, in the sparse index, of a campaign's callback tasks that can be called (ADR 0090)."""
    return f"READY#{campaign}#{shard:02d}"


def hold(person: str) -> str:
    """Partition of the callback task that an agent holds."""
    return f"HOLD#{person}"


def due_sort(at: datetime, kind: str, identifier: str) -> str:
    """Sort key of due work: the instant, then whose it is."""
    return f"{format_instant(at)}#{kind}#{identifier}"


def due_shard(identifier: str) -> int:
    """The shard an aggregate's due work hashes to."""
    return int(sha256_hex(identifier)[:8], 16) % DUE_SHARDS


def sequence(number: int) -> str:
    """Sort key of a ledger entry; twelve digits, so that text order is number order."""
    return f"{number:012d}"


def day(on: date) -> str:
    """Partition of the ledger's index by day."""
    return f"DAY#{on.isoformat()}"


def mark(name: str) -> str:
    """Partition of a single-use mark."""
    return f"MARK#{name}"


ACCESS = "ACCESS"
"""Sort key, below a person, of the aggregate that says why access was ended."""


def person(subject: str) -> str:
    """Partition of what the house keeps about a person's access."""
    return f"PERSON#{subject}"


def served(tail: str) -> str:
    """Partition of the cases of a hall and of one choice of last digits of a telephone, by their MAC."""
    return f"SERVED#{tail}"


def known(contact: str) -> str:
    """Partition of the places in which a telephone stands, by its MAC."""
    return f"KNOWN#{contact}"


def population(month: str, shard: int) -> str:
    """Partition of one sixteenth of the persons served in a month."""
    return f"POPULATION#{month}#{shard:02d}"


def pace(name: str) -> str:
    """Partition of the line in which texts take their places at a provider's pace."""
    return f"PACE#{name}"


def visits(who: str) -> str:
    """Partition of how often somebody came to residents' pages, by a keyed hash of the address."""
    return f"VISITS#{who}"


def calendar(mark: str) -> str:
    """Partition of a calendar's secret address, by its SHA-256."""
    return f"CALENDAR#{mark}"


def calendar_of(subject: str) -> str:
    """Partition of the pointer to a person's calendar."""
    return f"CALENDAR-OF#{subject}"


def roster(org: str) -> str:
    """Partition of an organisation's persons by work number."""
    return f"ROSTER#{org}"


def desk(name: str) -> str:
    """Partition of what runs at a desk: claims and absences."""
    return f"DESK#{name}"


def claim(task: str, identifier: str) -> str:
    """Sort key, at a desk, of who is at work on a task."""
    return f"CLAIM#{task}#{identifier}"


def absence(subject: str) -> str:
    """Sort key, at a desk, of a person's absence."""
    return f"ABSENCE#{subject}"


def inbox(recipient: str) -> str:
    """Partition of the in-app messages of a person's organisation and role."""
    return f"INBOX#{recipient}"


def sighting(trait: str) -> str:
    """Partition of the ratings that have a trait in common, by its hash."""
    return f"SIGHT#{trait}"


def text_message(identifier: str) -> str:
    """Partition of a text message that waits for its hour, or has gone out."""
    return f"SMS#{identifier}"


def generation_prefix(generation: int) -> str:
    """Beginning of every partition of one reporting generation."""
    return f"G{generation}#"


def row(generation: int, kind: str, identifier: str) -> str:
    """Partition of an aggregate's reporting row."""
    return f"{generation_prefix(generation)}ROW#{kind}#{identifier}"


def row_owner(partition: str) -> tuple[str, str] | None:
    """Return kind and identifier behind a row's partition without its generation; None for another."""
    name, _, rest = partition.partition("#")
    kind, _, identifier = rest.partition("#")
    return (kind, identifier) if name == "ROW" else None


def facet(generation: int, name: str, value: str) -> str:
    """Partition of one facet of an indexed list."""
    return f"{generation_prefix(generation)}LIST#{name}#{value}"


CATALOGUE = "CATALOGUE#"
"""Beginning of a catalogue's partition below its generation."""

SEGMENTS = "SEGMENTS"
"""Sort key of a catalogue's pointer: behind every new row, so that one Query reads the rows first."""

NEW_ROW = "ROW#"


def catalogue(generation: int, name: str) -> str:
    """Partition of a catalogue: its newest rows and the pointer to its segments."""
    return f"{generation_prefix(generation)}{CATALOGUE}{name}"


def new_row(key: str) -> str:
    """Sort key of a catalogue's row that is newer than its segment."""
    return f"{NEW_ROW}{key}"


FIGURE = "!"
"""Begins the sort key of a figure that lies with the cards of its facet: in front of every instant."""


COLUMN = ":"
"""Between a figure's name and one of its columns, which is an attribute and no part of the key."""


def counts(generation: int, name: str) -> str:
    """Partition of the exact counts of a list, an item a facet."""
    return f"{generation_prefix(generation)}COUNTS#{name}"


def figure(name: str) -> str:
    """Sort key of a figure below a facet."""
    return FIGURE + name


def owed(generation: int) -> str:
    """Partition of what counts are still owed by a batch that took several transactions."""
    return f"{generation_prefix(generation)}OWED"


GENERATION = "GENERATION"
"""Partition of the pointer to the reporting generation in use."""
