"""Text messages in mainland China through Aliyun's Dysmsapi 2017-05-25 (ADR 0076).

Plain signed HTTPS by what the house has: the vendor's SDK would cost more to import than all of this package.
Checked against published material of the vendor: the RPC signature (its worked example is a test), the names
in `SendSms`, `QuerySendDetails` and their answers. Not checked against the live service: which error code
comes when (an unknown one leaves a text's fate open), and how soon `QuerySendDetails` knows a text (it is
asked after ten minutes).

The provider sends only words that it has approved. A text is matched against the approved contents, as they
are registered there, and goes out as code and variables of the one that fits; another one is refused.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from chalicelib.gateways.http import HttpAnswer, HttpCall, HttpTransport, Transport
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.ids import new_secret
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.text_ports import OutgoingText, TextFate, TextNotTakenError, TextRefusedError

OK = "OK"
FOR_GOOD = frozenset(
    {
        "isv.MOBILE_NUMBER_ILLEGAL",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.PARAM_LENGTH_LIMIT",
        "isv.PARAM_NOT_SUPPORT_URL",
        "isv.TEMPLATE_PARAMS_ILLEGAL",
    }
)
"""What no second try changes; a template or signature that is not approved yet can be mended."""
NOT_TAKEN = ("isv.", "isp.RAM_PERMISSION_DENY", "Forbidden", "InvalidAccessKeyId", "Signature", "Throttling")
"""How codes begin that are answered before a text is looked at; after any other nobody can say who has it."""
KNOWN_FOR = timedelta(days=29)
"""It answers for the last thirty days, today among them."""
MOST_DETAILS = "50"
_CODE = re.compile(r"[A-Za-z0-9_.]{1,60}")
_SIGNED = re.compile(r"^【([^】]*)】")
_VARIABLE = re.compile(r"\\\$\\\{([A-Za-z0-9_]+)\\\}")


@dataclass(frozen=True, slots=True)
class MainlandAccount:
    """Our account there: address, key, and the approved contents by template code."""

    url: str
    key_id: str
    key_secret: str
    templates: Mapping[str, str]


class MainlandTexts:
    """Aliyun."""

    is_connected = True

    def __init__(
        self,
        account: MainlandAccount,
        wall_now: Callable[[], datetime],
        transport: Transport | None = None,
    ) -> None:
        """Use an account; `transport` carries the calls."""
        self._account, self._wall_now = account, wall_now
        self._transport = transport or HttpTransport()
        self._patterns = {code: _pattern(content) for code, content in account.templates.items()}

    def send(self, text: OutgoingText) -> str:
        """Send a text and return the provider's name of it.

        Raises:
            TextRefusedError: when it will never take it, or has approved no such words.
            TextNotTakenError: when it answered that it did not.
            Unavailable: when no answer came, or one that leaves it open.
        """
        signature, code, values = self._approved(text.words)
        answer = self._call(
            "SendSms",
            PhoneNumbers=text.phone,
            SignName=signature,
            TemplateCode=code,
            TemplateParam=json.dumps(values, ensure_ascii=False),
            OutId=text.name,
        )
        said = str(answer.get("Code", ""))
        if said == OK:
            return str(answer.get("BizId", ""))
        if not said.startswith(NOT_TAKEN) or not _CODE.fullmatch(said):
            raise Unavailable
        raise (TextRefusedError if said in FOR_GOOD else TextNotTakenError)(said)

    def fate(self, name: str, phone: str, since: datetime) -> TextFate:
        """Return whether the provider has a text of ours, asked for each day on which it can have taken it.

        Raises:
            Unavailable: when it does not say.
        """
        first, today = (at.astimezone(CHINA).date() for at in (since, self._wall_now()))
        if today - first > KNOWN_FOR:
            return TextFate.UNKNOWN
        days = (first + timedelta(days=later) for later in range((today - first).days + 1))
        has_it = any(name in self._names_of(phone, f"{day:%Y%m%d}") for day in days)
        return TextFate.TAKEN if has_it else TextFate.NOT_THERE

    def _names_of(self, phone: str, day: str) -> list[str]:
        """Return our names of what went to a number on a day."""
        answer = self._call(
            "QuerySendDetails", PhoneNumber=phone, SendDate=day, PageSize=MOST_DETAILS, CurrentPage="1"
        )
        if answer.get("Code") != OK:
            raise Unavailable
        details: Any = (answer.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or []
        return [str(one.get("OutId", "")) for one in details]

    def _approved(self, words: str) -> tuple[str, str, dict[str, str]]:
        """Return signature, template code and variables of a text."""
        signed = _SIGNED.match(words)
        if signed is not None:
            for code, pattern in self._patterns.items():
                found = pattern.fullmatch(words[signed.end() :])
                if found is not None:
                    return signed[1], code, found.groupdict()
        raise TextRefusedError("no-approved-template")

    def _call(self, action: str, **given: str) -> dict[str, Any]:
        """Call an action; number and words go in the body, never in an address."""
        account, now = self._account, self._wall_now().astimezone(UTC)
        named = {
            "AccessKeyId": account.key_id,
            "Action": action,
            "Format": "JSON",
            "RegionId": "cn-hangzhou",
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": new_secret(16).hex(),
            "SignatureVersion": "1.0",
            "Timestamp": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "Version": "2017-05-25",
            **given,
        }
        signature = sign("POST", named, account.key_secret)
        body = urlencode({**named, "Signature": signature}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return _object(self._transport.send(HttpCall(f"{account.url.rstrip('/')}/", headers, body)))


def sign(method: str, parameters: Mapping[str, str], secret: str) -> str:
    """Return the vendor's RPC signature of a call's parameters."""
    query = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in sorted(parameters.items()))
    signed = f"{method}&{_encoded('/')}&{_encoded(query)}"
    digest = hmac.new(f"{secret}&".encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")


def _pattern(content: str) -> re.Pattern[str]:
    """Return what fits an approved content, its variables by name."""
    return re.compile(_VARIABLE.sub(lambda found: f"(?P<{found[1]}>.{{1,200}}?)", re.escape(content)))


def _object(answer: HttpAnswer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError as error:
        raise Unavailable from error
    if not isinstance(found, dict):
        raise Unavailable
    return found
