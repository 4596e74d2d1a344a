"""A field error as a sentence: what is wrong and what would be right, without blame."""

from chalicelib.kernel.errors import FieldError
from chalicelib.web.field_texts import FIELD_TEXTS
from chalicelib.web.formats import readable_figures
from chalicelib.web.i18n import CHINESE, translate


def field_error_text(error: FieldError, locale: str = CHINESE) -> str:
    """Return the sentence of a field error; a code without words falls back to asking for a check.

    >>> field_error_text(FieldError("/title", "too-long", {"max": 80}))
    '内容过长，请缩短到 80 个字以内。'
    """
    message = FIELD_TEXTS.get(error.code, FIELD_TEXTS["wrong-value"])
    return translate(message, locale, readable_figures(error.params, locale))
