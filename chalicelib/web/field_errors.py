"""A field error as a sentence: what is wrong and what would be right, without blame."""

from collections.abc import Mapping

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError
from chalicelib.web.citations import citation
from chalicelib.web.field_texts import FIELD_TEXTS
from chalicelib.web.formats import readable_figures
from chalicelib.web.i18n import CHINESE, translate
from chalicelib.web.labels.conduct import why_intercepted
from chalicelib.web.problem_texts import PROBLEMS


def field_error_text(error: FieldError, locale: str = CHINESE) -> str:
    """Return the sentence of a field error; a code without words falls back to asking for a check.

    A problem that belongs to no field, such as a conflict, is explained by its problem's own words.

    >>> field_error_text(FieldError("/title", "too-long", {"max": 80}))
    '内容过长，请缩短到 80 个字以内。'
    """
    figures = told_figures(error.code, error.params, locale)
    if isinstance(source := figures.get("source"), str):
        figures["source"] = citation(source, locale)
    return translate(_message(error.code), locale, figures)


def told_figures(code: str, params: Mapping[str, Json], locale: str) -> dict[str, Json]:
    """Write an error's figures for people; why an agency is kept away is said in a sentence."""
    figures = dict(readable_figures(params, locale))
    if code == "agency-intercepted":
        figures["why"] = why_intercepted(figures, locale)
    return figures


def _message(code: str) -> str:
    """Find the words of a code: a form that is refused as a whole carries the code of the problem."""
    if code in FIELD_TEXTS:
        return FIELD_TEXTS[code]
    return PROBLEMS[code].explanation if code in PROBLEMS else FIELD_TEXTS["wrong-value"]
