"""Photos with one's own rating: sent by a plain form, added once they are checked and cleaned (§4, §7.4).

The bucket leads the browser back by a look at this page, which changes nothing; the next button adds.
"""

from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.guessing import check_held, counting_wrong, limited
from chalicelib.entrypoints.resident.quiet import quiet
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.usecases.ratings.photos import begin_photo, drop_photo, read_own_photos, take_photo
from chalicelib.web.forms import Form

book = RouteBook(ANYONE, Duty.RESIDENT)

PHOTOS = "/r/{token}/photos"
CHECKING = "file-still-scanned"


@book.page(PHOTOS)
@limited
def show_photos(call: Call, form: Form | None = None) -> Reply:
    """Show which photos there are, what became of the last one, and the form that sends another."""
    own, address = read_own_photos(call.house, call.params["token"], call.now), PHOTOS.format_map(call.params)
    arrived, upload = _arrived(call, form), None
    if own.may_add and not arrived:
        upload = begin_photo(call.house, f"{call.edge.origin}{address}?file_id={{file_id}}")
    more: dict[str, Any] = {"form": form or Form(), "arrived": arrived, "upload": upload}
    page = call.show("resident/photos.html", own=own, address=address, done=call.asked("done"), **more)
    return quiet(page, [one for one in call.edge.form_origins if upload and one == upload.url])


def _arrived(call: Call, form: Form | None) -> str:
    """Return the photo that waits to be added: just sent, or still under its check; one refused is gone."""
    if form is None or not form.errors:
        return call.asked("file_id")
    return form.value("file_id") if any(one.code == CHECKING for one in form.errors) else ""


@book.form(PHOTOS, schema="add-photo", again=show_photos)
@counting_wrong
def post_photo(call: Call) -> Reply:
    """Add a photo that has arrived, once it is checked and nothing but the picture is left of it."""
    check_held(call)
    take_photo(call.house, call.params["token"], call.command()["file_id"])
    return _back(call, "added")


@book.form(f"{PHOTOS}/removal", schema="remove-photo", again=show_photos)
@counting_wrong
def post_photo_removal(call: Call) -> Reply:
    """Delete a photo of one's own for good."""
    check_held(call)
    drop_photo(call.house, call.params["token"], call.command()["photo"])
    return _back(call, "removed")


def _back(call: Call, done: str) -> Reply:
    return call.go(f"{PHOTOS.format_map(call.params)}?done={done}")
