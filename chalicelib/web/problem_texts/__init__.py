"""Problem codes and their pages, one module for each bounded context, put together here."""

from chalicelib.web.problem_texts.agencies import PROBLEMS as _AGENCIES
from chalicelib.web.problem_texts.callbacks import PROBLEMS as _CALLBACKS
from chalicelib.web.problem_texts.conduct import PROBLEMS as _CONDUCT
from chalicelib.web.problem_texts.contracts import PROBLEMS as _CONTRACTS
from chalicelib.web.problem_texts.desk import PROBLEMS as _DESK
from chalicelib.web.problem_texts.hotline import PROBLEMS as _HOTLINE
from chalicelib.web.problem_texts.house import PROBLEMS as _HOUSE
from chalicelib.web.problem_texts.identity import PROBLEMS as _IDENTITY
from chalicelib.web.problem_texts.notices import PROBLEMS as _NOTICES
from chalicelib.web.problem_texts.problem_text import ProblemText
from chalicelib.web.problem_texts.quotes import PROBLEMS as _QUOTES
from chalicelib.web.problem_texts.ratings import PROBLEMS as _RATINGS
from chalicelib.web.problem_texts.surveys import PROBLEMS as _SURVEYS
from chalicelib.web.problem_texts.work_orders import PROBLEMS as _WORK_ORDERS

_TABLES = (
    _HOUSE,
    _IDENTITY,
    _AGENCIES,
    _CONTRACTS,
    _NOTICES,
    _QUOTES,
    _CONDUCT,
    _DESK,
    _RATINGS,
    _SURVEYS,
    _WORK_ORDERS,
    _HOTLINE,
    _CALLBACKS,
)

PROBLEMS: dict[str, ProblemText] = {code: text for table in _TABLES for code, text in table.items()}
"""What each code means, as marked texts."""
