"""Photos of a rating: sent by its link, cleaned before anybody sees them, opened by whoever handles (§4, §6).

What arrives lies in a bucket of its own that only this use case reads, for a day at most. A photo is written
down before its clean picture is stored, and deleted before that is written down: whatever breaks off in
between, no picture is left that no record knows, and sending the form again mends it.
"""

from datetime import datetime

from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.shut import LinkShut, Shut
from chalicelib.domain.satisfaction.photos.cleaning import EXTENSIONS, CleanPhoto, UnfitPhotoError
from chalicelib.domain.satisfaction.photos.photo import Photo
from chalicelib.domain.satisfaction.photos.photographing import add_photo, may_add_photo, remove_photo
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.domain.satisfaction.work_orders.rights import (
    RESIDENT,
    check_flag_reader,
    check_reader,
)
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.file_ports import StoredFile, Upload
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.ports import House, UnitOfWork

ARRIVED, KEPT = "incoming", "photos"
"""The buckets of what a resident sent and of what is left of it."""


@dataclass(frozen=True, slots=True)
class OwnPhotos:
    """What the holder of a link sees of its photos: never the picture, for a link may be passed on."""

    photos: tuple[Photo, ...]
    may_add: bool
    photos_max: int
    photo_max_bytes: int

    @property
    def are_enough(self) -> bool:
        """Tell whether one has to go before another may come."""
        return len(self.photos) >= self.photos_max


def read_own_photos(house: House, token: str, now: datetime) -> OwnPhotos:
    """Return the photos of a rating by its link, and whether one more is taken.

    Raises:
        NotFound: `link-shut` for a token that nobody was sent, or whose service is not rated.
    """
    invitation, rating = _rated(house.invitations.find(id_of(token)))
    order = house.orders.find(rating.order_id) if rating.order_id else None
    rules = house.rating_rules.load(invitation.profile)
    limits, may_add = rules.rating, may_add_photo(rating, order, now, rules)
    return OwnPhotos(rating.photos, may_add, limits.photos_max, limits.photo_max_bytes)


def begin_photo(house: House, back_to: str) -> Upload:
    """Return the form by which a photo is sent.

    It takes more than a photo may have: our own page says what is wrong with it, while S3 would end in XML.
    """
    return house.files.begin_upload(ARRIVED, house.rules.load().files.max_bytes, back_to)


def take_photo(house: House, token: str, file_id: str) -> None:
    """Check a photo that has arrived, take everything out of it but the picture, and add it to the rating.

    What arrived is deleted, whether it is taken or refused; the same one sent twice is added once.

    Raises:
        NotFound: `link-shut`; `file-not-uploaded` when nothing has arrived under the id.
        Invalid: `/file_id` with why the photo is refused, or `file-still-scanned` while it is checked.
        Conflict: `rating-ended` or `no-photos-taken`.
    """
    kept_id = f"{KEPT}/{file_id.partition('/')[2]}"
    invitation, rating = _rated(house.invitations.find(id_of(token)))
    try:
        stored, content = house.files.read(file_id)
    except NotFound:
        if any(one.id == kept_id for one in rating.photos):
            return
        raise
    clean = _cleaned(house, stored, content, invitation.profile)

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        found, rating = _rated(uow.invitations.find(id_of(token)))
        if any(one.id == kept_id for one in rating.photos):
            return
        order = uow.orders.find(rating.order_id) if rating.order_id else None
        photo = Photo(kept_id, clean.media_type, len(clean.content), now)
        rules = house.rating_rules.load(found.profile)
        uow.invitations.save(add_photo(found, photo, order, rules), RESIDENT)

    house.transact(attempt)
    house.files.keep(file_id, KEPT, clean.content, clean.media_type)
    house.files.erase(file_id)


def drop_photo(house: House, token: str, file_id: str) -> None:
    """Delete a photo of one's own rating; one that is gone already is no error.

    Raises:
        NotFound: `link-shut`.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        found, _ = _rated(uow.invitations.find(id_of(token)))
        decision = remove_photo(found, file_id)
        if decision is not None:
            house.files.erase(file_id)
            uow.invitations.save(decision, RESIDENT)

    house.transact(attempt)


def photo_of_order(house: House, actor: Actor, order_id: str, place: str) -> str:
    """Return a short-lived address of a photo of the rating behind an order, by its place counted from 1.

    Raises:
        NotFound: when there is no such order or photo.
        Forbidden: to the rated clerk, to other units and to whoever has nothing to do with orders.
    """
    order = house.orders.find(order_id)
    if order is None:
        raise NotFound("not-found", kind="order")
    check_reader(order, actor)
    return _address(house, house.invitations.find(order.source_id), place, order.wo_no)


def photo_of_rating(house: House, actor: Actor, identifier: str, place: str) -> str:
    """Return a short-lived address of a photo of a flagged rating, by its place counted from 1.

    Raises:
        NotFound: when there is no such rating or photo.
        Forbidden: to the rated clerk and to all but regulators and reviewers.
    """
    invitation = house.invitations.find(identifier)
    if invitation is None:
        raise NotFound("not-found", kind="rating")
    check_flag_reader(invitation.service, actor)
    return _address(house, invitation, place, "rating")


def _rated(invitation: Invitation | None) -> tuple[Invitation, Rating]:
    if invitation is None or invitation.rating is None:
        raise LinkShut(Shut.UNANSWERED if invitation else Shut.UNKNOWN)
    return invitation, invitation.rating


def _cleaned(house: House, stored: StoredFile, content: bytes, profile: str) -> CleanPhoto:
    """Return the photo without metadata; what is refused is deleted at once."""
    max_bytes = house.rating_rules.load(profile).rating.photo_max_bytes
    if stored.scan not in ("clean", "infected"):
        raise Invalid(errors=[FieldError("/file_id", "file-still-scanned")])
    try:
        if stored.scan == "infected":
            raise UnfitPhotoError("file-infected")
        if not content:
            raise UnfitPhotoError("file-empty")
        if len(content) > max_bytes:
            raise UnfitPhotoError("photo-too-large")
        return house.photos.clean(content)
    except UnfitPhotoError as unfit:
        house.files.erase(stored.file_id)
        params = {"max_megabytes": max_bytes // 1024**2} if unfit.code == "photo-too-large" else {}
        raise Invalid(errors=[FieldError("/file_id", unfit.code, params)]) from None


def _address(house: House, invitation: Invitation | None, place: str, name: str) -> str:
    photos = invitation.rating.photos if invitation and invitation.rating else ()
    found = {str(number): one for number, one in enumerate(photos, start=1)}.get(place)
    if found is None:
        raise NotFound("not-found", kind="file")
    return house.files.link(found.id, f"{name}-photo-{place}.{EXTENSIONS[found.media_type]}")
