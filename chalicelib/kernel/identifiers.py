"""Identifiers that others issue (docs/rules.md §4.1): organisations, projects, places, persons, phones.

`normalise_x` brings what was typed to the stored spelling and never fails; `check_x` normalises, judges and
returns the parts. Only ASCII counts as a digit: `str.isdigit` and `int` would take those of other scripts.
"""

import re
from datetime import date

from chalicelib.kernel.entered import Unreadable, ascii_upper, plain
from chalicelib.kernel.records import dataclass

DIVISION_NAMES = {
    "370700": "潍坊市",
    "370702": "潍城区",
    "370703": "寒亭区",
    "370704": "坊子区",
    "370705": "奎文区",
    "370772": "滨海经济技术开发区",
}
"""Weifang's own divisions (行政区划) with an official code; most functional zones have none."""

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC = re.compile(rf"[{_USCC_ALPHABET}]{{2}}[0-9]{{6}}[{_USCC_ALPHABET}]{{10}}")
_ORGANISATION = re.compile(r"[0-9A-Z]{8}[0-9X]")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PROJECT = re.compile(r"([0-9]{4}|[0-9]{6})-([0-9]{6})-([0-9]{2})-([0-9]{2})-([0-9]{6})")
_PROJECT_TIME = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])|20(1[3-9]|[0-9]{2}(0[1-9]|1[0-2]))")
_RIC = re.compile(r"([0-9]{6})((?:18|19|20)[0-9]{6})[0-9]{3}[0-9X]")
_RIC_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RIC_CHECKS = "10X98765432"
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[1-9][0-9]{8,10}|[2-8][0-9]{6,7}|(400|800)[0-9]{7}")
_DIALLING_CODE = re.compile(r"(\+|00)?86(?=1[0-9]{10}$)")
_DIVISION = re.compile(r"(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}")
_SEPARATORS = str.maketrans("", "", " -")
_LONG_NUMBERS = re.compile(r"\d(?:[ \u3000.·\-－—_]{0,2}\d){6,}[Xx]?")
"""Seven digits and more, however they are written apart; an identity number may end with a letter."""


class BadIdentifier(Unreadable):
    """Typed text that is not the identifier; `params` may hold the 1-based `position` that is wrong."""


@dataclass(frozen=True, slots=True)
class Uscc:
    """A unified social credit code (统一社会信用代码) and what it is made of."""

    value: str
    authority: str
    kind: str
    division: str
    organisation_code: str


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """An investment project code (投资项目统一代码); `time` is YYMM, or YYYY or YYYYMM in older ones."""

    value: str
    time: str
    division: str
    industry: str
    project_type: str
    serial: str


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division (行政区划); `name` is known for Weifang only."""

    code: str
    name: str | None


@dataclass(frozen=True, slots=True)
class ResidentCard:
    """A resident identity card number (居民身份证号); never printed by accident."""

    value: str
    division: str
    born_on: date

    def __repr__(self) -> str:
        """Show the masked number, so that no log or traceback carries the whole one."""
        return f"ResidentCard({mask_ric(self.value)})"


def normalise_uscc(text: str) -> str:
    """Bring a USCC to capitals and half width without spaces or dashes."""
    return _compact(text)


def check_uscc(text: str) -> Uscc:
    """Judge a USCC by its shape and its 18th character (GB 32100-2015).

    Raises:
        BadIdentifier: `not-a-uscc`, or `wrong-check-character` at position 18.

    >>> check_uscc("91350100m000100y43").organisation_code
    'M000100Y4'
    """
    value = _compact(text)
    if not _USCC.fullmatch(value):
        raise BadIdentifier("not-a-uscc")
    total = sum(_USCC_ALPHABET.index(character) * pow(3, i, 31) for i, character in enumerate(value[:17]))
    if value[17] != _USCC_ALPHABET[-total % 31]:
        raise BadIdentifier("wrong-check-character", position=18)
    return Uscc(value, value[0], value[1], value[2:8], value[8:17])


def uscc_warnings(text: str) -> tuple[str, ...]:
    """Name what a reviewer should look at in a valid USCC; none of it makes the code invalid.

    `organisation-code-check`: positions 9-17 fail the organisation code's own check character.

    Raises:
        BadIdentifier: as `check_uscc` does.
    """
    organisation_code = check_uscc(text).organisation_code
    sound = organisation_code[8] == _organisation_check(organisation_code)
    return () if sound else ("organisation-code-check",)


def normalise_organisation_code(text: str) -> str:
    """Bring an organisation code to nine capitals without the dash before the last."""
    return _compact(text)


def check_organisation_code(text: str) -> str:
    """Judge an organisation code (组织机构代码, GB 11714) and return it.

    Raises:
        BadIdentifier: `not-an-organisation-code`, or `wrong-check-character` at position 9.
    """
    value = _compact(text)
    if not _ORGANISATION.fullmatch(value):
        raise BadIdentifier("not-an-organisation-code")
    if value[8] != _organisation_check(value):
        raise BadIdentifier("wrong-check-character", position=9)
    return value


def normalise_project_code(text: str) -> str:
    """Bring a project code to half width and put its dashes where they belong when its length tells."""
    value = _compact(text)
    head = len(value) - 16
    if head not in (4, 6):
        return value
    tail = value[head:]
    return f"{value[:head]}-{tail[:6]}-{tail[6:8]}-{tail[8:10]}-{tail[10:]}"


def check_project_code(text: str) -> ProjectCode:
    """Judge a project code of 24 characters, or 26 in older ones, and return its parts.

    Raises:
        BadIdentifier: `not-a-project-code`; `impossible-date` when its time is no month.

    >>> check_project_code("2509-320193-89-01-544060").division
    '320193'
    """
    value = normalise_project_code(text)
    match = _PROJECT.fullmatch(value)
    if match is None:
        raise BadIdentifier("not-a-project-code")
    if not _PROJECT_TIME.fullmatch(match[1]):
        raise BadIdentifier("impossible-date")
    return ProjectCode(value, *match.groups())


def normalise_division(text: str) -> str:
    """Bring a division code to half width without spaces."""
    return _compact(text)


def check_division(text: str) -> Division:
    """Judge a division code by its six digits and its province.

    Raises:
        BadIdentifier: `not-a-division`.
    """
    value = _compact(text)
    if not _DIVISION.fullmatch(value):
        raise BadIdentifier("not-a-division")
    return Division(value, DIVISION_NAMES.get(value))


def normalise_ric(text: str) -> str:
    """Bring an identity card number to half width with a capital X."""
    return _compact(text)


def check_ric(text: str) -> ResidentCard:
    """Judge an identity card number of 18 characters (GB 11643): province, day of birth, check.

    Raises:
        BadIdentifier: `not-an-identity-card`, `impossible-date`, or `wrong-check-character` at position 18.
    """
    value = _compact(text)
    match = _RIC.fullmatch(value)
    if match is None or not _DIVISION.fullmatch(match[1]):
        raise BadIdentifier("not-an-identity-card")
    try:
        born_on = date(int(match[2][:4]), int(match[2][4:6]), int(match[2][6:]))
    except ValueError:
        raise BadIdentifier("impossible-date") from None
    total = sum(int(digit) * weight for digit, weight in zip(value, _RIC_WEIGHTS, strict=False))
    if value[17] != _RIC_CHECKS[total % 11]:
        raise BadIdentifier("wrong-check-character", position=18)
    return ResidentCard(value, match[1], born_on)


def normalise_mobile(text: str) -> str:
    """Bring a mobile number to eleven digits, without spaces, dashes or the country's dialling code."""
    return _DIALLING_CODE.sub("", _compact(text))


def check_mobile(text: str) -> str:
    """Judge a mainland mobile number and return it.

    Raises:
        BadIdentifier: `not-a-mobile`.
    """
    value = normalise_mobile(text)
    if not _MOBILE.fullmatch(value):
        raise BadIdentifier("not-a-mobile")
    return value


def normalise_telephone(text: str) -> str:
    """Bring a number to what is dialled, without what people put between its parts.

    >>> normalise_telephone("(0536) 809-1234"), normalise_telephone("+86 139 0000 0000")
    ('05368091234', '13900000000')
    """
    return _DIALLING_CODE.sub("", re.sub(r"[\s()-]", "", plain(text)).removeprefix("+86"))


def is_landline(number: str) -> bool:
    """Tell whether a number is a landline, with its area code or without it, or a service number."""
    return _LANDLINE.fullmatch(number) is not None


def check_telephone(text: str) -> str:
    """Judge a mainland number, mobile or landline, and return it.

    Raises:
        BadIdentifier: `not-a-telephone`.
    """
    value = normalise_telephone(text)
    if not (_MOBILE.fullmatch(value) or is_landline(value)):
        raise BadIdentifier("not-a-telephone")
    return value


def without_numbers(text: str) -> str:
    """Return a text in which nobody reads a telephone or identity number.

    >>> without_numbers("请打 13805360101 找我")
    '请打 ******* 找我'
    """
    return _LONG_NUMBERS.sub("*******", text)


def mask_mobile(mobile: str) -> str:
    """Hide the middle four digits; a text that is no mobile number is hidden whole.

    >>> mask_mobile("13800005678")
    '138****5678'
    """
    return f"{mobile[:3]}****{mobile[7:]}" if _MOBILE.fullmatch(mobile) else "*" * len(mobile)


def mask_landline(number: str) -> str:
    """Hide all but the last three digits of a number that is no mobile one.

    >>> mask_landline("05368091234")
    '********234'
    """
    return "*" * (len(number) - 3) + number[-3:]


def mask_ric(ric: str) -> str:
    """Hide the day of birth and what leads to it; a text that is no card number is hidden whole.

    >>> mask_ric("11010519491231002X")
    '110***********002X'
    """
    return f"{ric[:3]}{'*' * 11}{ric[14:]}" if _RIC.fullmatch(ric) else "*" * len(ric)


def _compact(text: str) -> str:
    return ascii_upper(plain(text)).translate(_SEPARATORS).strip()


def _organisation_check(value: str) -> str:
    total = sum(
        int(character, 36) * weight for character, weight in zip(value, _ORGANISATION_WEIGHTS, strict=False)
    )
    return "0123456789X"[-total % 11]
