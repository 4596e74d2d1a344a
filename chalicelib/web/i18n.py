"""Two languages from one source: Simplified Chinese in code and templates, English in a gettext catalogue.

A text is a whole sentence, so that the languages never mix inside one; what English lacks is shown in
Chinese, sentence by sentence.
Every text is a percent template (`%(name)s`, a literal per cent sign is `%%`), in templates as in code.
"""

from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from chalicelib.kernel.canonical import Json

CHINESE = "zh-Hans"
ENGLISH = "en"
LOCALES = (CHINESE, ENGLISH)

LOCALE_FOLDER = Path(__file__).parent / "locale"


def marked(message: str) -> str:
    """Mark a text for the catalogue and return it unchanged; imported as `_`, translated when it is shown."""
    return message


@lru_cache(maxsize=len(LOCALES))
def translations(locale: str) -> NullTranslations:
    """Return the catalogue of a locale; Chinese needs none, and a missing text falls back to Chinese."""
    if locale == CHINESE:
        return NullTranslations()
    return translation("messages", LOCALE_FOLDER, languages=[locale], fallback=True)


def translate(message: str, locale: str, params: Mapping[str, Json] | None = None) -> str:
    """Return a marked text in a locale with its figures filled in; a figure nobody gave is shown as dots.

    >>> translate("不能超过 %(max)s 个字", CHINESE, {"max": 80})
    '不能超过 80 个字'
    """
    if not message:  # a catalogue keeps its own head under the empty text
        return ""
    return translations(locale).gettext(message) % _Figures(params or {})


class _Figures(dict[str, Json]):
    """The figures of a text: an error page must not fail because an error carried one figure less."""

    def __missing__(self, name: str) -> str:
        return "…"
