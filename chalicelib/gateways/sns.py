"""One publication of a text by Amazon SNS, and what an answer says of its fate.

SNS knows no name of a text and cannot be asked about one. So it is called once (`clients.ASKED_ONCE`), and
only what it answers before it takes a text counts as not taken: a fault of its own, a code that nobody knows
and silence leave open whether a telephone rang.
"""

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

from chalicelib.gateways.clients import Clients
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.text_ports import TextNotTakenError, TextRefusedError

CHINESE_DIALLING_CODE = "+86"
FOR_GOOD = frozenset({"InvalidParameter", "InvalidParameterValue", "OptedOut", "ParameterValueInvalid"})
NOT_TAKEN = frozenset(
    {
        "AccessDenied", "AccessDeniedException", "AuthorizationError", "ExpiredToken",
        "ExpiredTokenException", "IncompleteSignature", "InvalidClientTokenId", "InvalidSecurity",
        "OptInRequired", "RequestExpired",
        "SignatureDoesNotMatch", "Throttled", "ThrottledException", "Throttling", "ThrottlingException",
        "UnrecognizedClientException", "UserError", "UserErrorException",
    }
)  # fmt: skip
"""What SNS answers before it looks at a text: who asks may not, not like that, or not so often."""
OWN_FAULT = 500


def publish(clients: Clients, phone: str, words: str) -> str:
    """Send a text to a Chinese number and return SNS's name of it.

    Raises:
        TextRefusedError: when SNS will never take it.
        TextNotTakenError: when SNS answered that it did not, or was not reached at all.
        Unavailable: when nobody can say whether it was sent.
    """
    try:
        answer = clients.sns.publish(PhoneNumber=CHINESE_DIALLING_CODE + phone, Message=words)
    except ClientError as error:
        raise _meant(error) from error
    except (EndpointConnectionError, ConnectTimeoutError) as error:
        raise TextNotTakenError("not-reached") from error
    except BotoCoreError as error:
        raise Unavailable from error
    return str(answer["MessageId"])


def _meant(error: ClientError) -> TextRefusedError | TextNotTakenError | Unavailable:
    code = error.response["Error"]["Code"]
    if error.response["ResponseMetadata"]["HTTPStatusCode"] >= OWN_FAULT:
        return Unavailable()
    if code in FOR_GOOD:
        return TextRefusedError(code)
    return TextNotTakenError(code) if code in NOT_TAKEN else Unavailable()
