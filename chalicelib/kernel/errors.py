"""What can go wrong, as data: every error has a stable code, a status and its field errors (RFC 9457).

A code is the address of its page `/problems/<code>`; the words stand in `web/problems.py`, so that the
same error speaks Chinese and English. Nothing raised here carries what a person typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing to mend: where (a JSON pointer into the command), which code, with which figures."""

    pointer: str
    code: str
    params: Mapping[str, Json] = field(default_factory=dict)


class DomainError(Exception):
    """Base of every refusal a person may see. `code` is kebab-case and stable, `status` is HTTP's."""

    code = "internal"
    status = 500

    def __init__(self, code: str | None = None, *, errors: Iterable[FieldError] = (), **params: Json) -> None:
        """Keep the code (a more precise one than the class's), all field errors and the figures."""
        self.code = code or type(self).code
        self.errors = tuple(errors)
        self.params = params
        super().__init__(self.code)


class Invalid(DomainError):
    """The command's fields do not hold; `errors` lists all of them at once."""

    code, status = "invalid-fields", 422


class Malformed(DomainError):
    """The request cannot even be read: bad JSON, a bad cursor, a bad header."""

    code, status = "malformed-request", 400


class NotSignedIn(DomainError):
    """Nobody is known to be asking."""

    code, status = "not-signed-in", 401


class Forbidden(DomainError):
    """The person asking may not do this."""

    code, status = "forbidden", 403


class AccessEnded(Forbidden):
    """The person's access was ended by an administrator; nothing is open to them until it is given back."""

    code = "access-ended"


class NotFound(DomainError):
    """There is no such thing, or not for the one who asks."""

    code, status = "not-found", 404


class MethodNotAllowed(DomainError):
    """There is such a thing, and other methods to ask for it with: `allow` names them as the header does."""

    code, status = "method-not-allowed", 405


class Conflict(DomainError):
    """The thing is not in a state in which this can be done."""

    code, status = "wrong-state", 409


class StaleVersion(Conflict):
    """Somebody else changed the thing since it was read."""

    code, status = "changed-meanwhile", 409


class AlreadyExists(Conflict):
    """What must be unique is there already."""

    code, status = "already-exists", 409


class PreconditionFailed(DomainError):
    """The If-Match of the request names another version than the stored one."""

    code, status = "precondition-failed", 412


class PreconditionRequired(DomainError):
    """The request changes something without saying by If-Match which version was read."""

    code, status = "if-match-missing", 428


class TooLarge(DomainError):
    """The body or file is larger than the rule allows."""

    code, status = "too-large", 413


class TooMany(DomainError):
    """The one asking came too often; the same request may succeed after a while."""

    code, status = "too-many-requests", 429


class Unavailable(DomainError):
    """A service we need does not answer; the same request may succeed later."""

    code, status = "try-again-later", 503
