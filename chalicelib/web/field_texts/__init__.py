"""Field-error codes and their sentences, one module for each bounded context, put together here."""

from chalicelib.web.field_texts.callbacks import FIELD_TEXTS as _CALLBACKS
from chalicelib.web.field_texts.conduct import FIELD_TEXTS as _CONDUCT
from chalicelib.web.field_texts.contracts import FIELD_TEXTS as _CONTRACTS
from chalicelib.web.field_texts.desk import FIELD_TEXTS as _DESK
from chalicelib.web.field_texts.figures import FIELD_TEXTS as _FIGURES
from chalicelib.web.field_texts.house import FIELD_TEXTS as _HOUSE
from chalicelib.web.field_texts.market import FIELD_TEXTS as _MARKET
from chalicelib.web.field_texts.nominations import FIELD_TEXTS as _NOMINATIONS
from chalicelib.web.field_texts.quotes import FIELD_TEXTS as _QUOTES
from chalicelib.web.field_texts.ratings import FIELD_TEXTS as _RATINGS
from chalicelib.web.field_texts.surveys import FIELD_TEXTS as _SURVEYS

_TABLES = (
    _HOUSE,
    _CONTRACTS,
    _FIGURES,
    _MARKET,
    _NOMINATIONS,
    _QUOTES,
    _CONDUCT,
    _DESK,
    _RATINGS,
    _CALLBACKS,
    _SURVEYS,
)

FIELD_TEXTS = {code: text for table in _TABLES for code, text in table.items()}
"""The sentence of every code, as a marked text."""
