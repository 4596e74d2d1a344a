"""The links of surveys: a token is made of campaign and telephone, and names the survey by its hash."""

from chalicelib.domain.satisfaction.surveys.survey import survey_id
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.usecases.invitations.links import HASH_DIGITS, base62
from chalicelib.usecases.ports import House


def id_of(token: str) -> str:
    """Return the survey that a token opens, whatever was typed."""
    return survey_id(sha256_hex(token)[:HASH_DIGITS])


def token_of(house: House, campaign: str, contact: str) -> str:
    """Return the token of a person's link, kept nowhere; only who sends texts can make it."""
    length = house.rating_rules.load().invitation.token_chars_sms
    return base62(house.sealing.link_secret(f"survey|{campaign}|{contact}"), length)


def link_of(house: House, token: str) -> str:
    """Return the short address of a survey, for which a text has room."""
    return f"{house.link_base}/s/{token}"
