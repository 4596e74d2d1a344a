"""What a unit hands in, held against its earlier measures; a guide that it changed is made public (§8.9)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.satisfaction.work_orders.copying import WHOLE_BP, likeness_bp
from chalicelib.domain.satisfaction.work_orders.facts import GuideChange, Measure
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.canonical import canonical_json, sha256_hex
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.conduct.report_case import inspect_evidence
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.public_words import number_errors
from chalicelib.usecases.work_orders.keeping import PUBLIC, SAID, keep_words
from chalicelib.usecases.work_orders.voices import done_for, voice_of

MEASURES, GUIDE = "measures", ("before", "after")
COMPARED = PageRequest(limit=50)
"""So many of the unit's latest measures are compared: each is opened from the vault."""


def handed_in(house: House, uow: UnitOfWork, order: WorkOrder, body: Mapping[str, Any]) -> Measure:
    """Keep what a unit hands in, and return it without its words.

    Raises:
        Invalid: for a copy of an earlier measure, a close one that is not confirmed, a guide that is the same
            as before, a telephone number in what becomes public, or a file that is not there.
    """
    text, reply = str(body["measure"]).strip(), str(body["public_reply"]).strip()
    before, after = (str(body.get(name, "")).strip() for name in ("guide_before", "guide_after"))
    files, errors = _inspected(house, body.get("evidence", ()))
    errors += [*_copied(house, order, text, body), *_unchanged(before, after)]
    if after:  # a changed guide is public, with the reply beside it
        errors += number_errors({"public_reply": reply, "guide_before": before, "guide_after": after})
    if errors:
        raise Invalid(errors=errors)
    words = keep_words(uow, f"ORDER#{order.id}", text)
    said = keep_words(uow, f"ANSWER#{order.id}", reply, PUBLIC)
    if not after:
        return Measure(words, said, files)
    for part, said_there in zip(GUIDE, (before, after), strict=True):
        uow.vault.put(f"{words.ref}/{part}", {"text": said_there}, SAID)
    return Measure(words, said, files, GuideChange(sha256_hex(before), sha256_hex(after)))


def guide_refs(measure: Measure) -> dict[str, str]:
    """Return where a changed guide's texts lie, `before` and `after`; nothing where no guide was changed."""
    return {part: f"{measure.words.ref}/{part}" for part in GUIDE} if measure.guide else {}


def published(house: House, uow: UnitOfWork, order: WorkOrder) -> WorkOrder:
    """Make the guide's text before and after public, where the measure changed it; else return the order."""
    measure = order.measure
    if measure is None or measure.guide is None:
        return order
    refs = {**guide_refs(measure), "reply": measure.reply.ref}
    kept = house.queries.personal_many(list(refs.values()))
    done = done_for(uow, voice_of(uow, order))
    service = done.service if done else None
    text = {
        **{name: str(kept[ref]["text"]) for name, ref in refs.items()},
        "unit_name": service.unit_name if service else "",
        "task_name": service.task_name if service else "",
    }
    kept_as = sha256_hex(canonical_json(dict(text)))
    uow.publish_text(kept_as, text)
    return replace(order, measure=replace(measure, guide=replace(measure.guide, published=kept_as)))


def read_files(house: House, file_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the uploaded files that a body names.

    Raises:
        Invalid: at each that is not there, not taken or carries a virus.
    """
    files, errors = _inspected(house, file_ids)
    if errors:
        raise Invalid(errors=errors)
    return files


def _inspected(house: House, file_ids: Iterable[str]) -> tuple[tuple[str, ...], list[FieldError]]:
    files, errors = tuple(dict.fromkeys(file_ids)), list[FieldError]()
    for place, file_id in enumerate(files):
        try:
            inspect_evidence(house, file_id)
        except (Invalid, NotFound) as refusal:
            code = refusal.errors[0].code if refusal.errors else "unknown-file"
            errors.append(FieldError(f"/evidence/{place}", code))
    return files, errors


def _copied(house: House, order: WorkOrder, text: str, body: Mapping[str, Any]) -> list[FieldError]:
    """Refuse a copy, and warn of a measure that reads like an earlier one until it is confirmed (§4)."""
    rules = house.rating_rules.load(order.profile).work_order
    cards = house.lists.page(MEASURES, f"unit={order.unit}", COMPARED).cards
    refs = [str(card.data["ref"]) for card in cards if card.data["id"] != order.id]
    earlier = house.queries.personal_many(refs) if refs else {}
    likeness = likeness_bp(text, (str(one["text"]) for one in earlier.values()))
    if likeness >= WHOLE_BP:
        return [FieldError("/measure", "measure-copied")]
    if likeness >= rules.copy_similarity_bp and not body.get("is_confirmed"):
        return [FieldError("/is_confirmed", "measure-alike", {"percent": likeness * 100 // WHOLE_BP})]
    return []


def _unchanged(before: str, after: str) -> list[FieldError]:
    if bool(before) != bool(after):
        return [FieldError("/guide_after" if before else "/guide_before", "required")]
    return [FieldError("/guide_after", "guide-unchanged")] if after and before == after else []
