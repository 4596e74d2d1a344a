"""Where a rule comes from, in the reader's language (kernel/citations.py)."""

from collections.abc import Mapping

from chalicelib.kernel.citations import cited
from chalicelib.web.i18n import CHINESE, translate


def citation(source: str, locale: str = CHINESE) -> str:
    """Write the places that a rule's source names.

    >>> citation("(S) analogue [L3 art 60]", "en")
    'by analogy with the Tendering and Bidding Law, Article 60'
    """

    def say(text: str, figures: Mapping[str, str]) -> str:
        return translate(text, locale, figures)

    return cited(source, say, plain_digits=locale != CHINESE)
