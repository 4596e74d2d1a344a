"""Pages from templates: one Jinja environment a language, built at first use and kept.

Autoescape is always on, an undefined name is an error, and Jinja itself is only imported when the first page
is rendered: a function that only speaks JSON never pays for it.
"""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.web import formats
from chalicelib.web.assets import asset_url
from chalicelib.web.citations import citation
from chalicelib.web.field_errors import field_error_text
from chalicelib.web.forms import Form
from chalicelib.web.i18n import ENGLISH, translate, translations
from chalicelib.web.labels import label
from chalicelib.web.labels.messages import message_text
from chalicelib.web.labels.places import place
from chalicelib.web.language_parts import mark_chinese

if TYPE_CHECKING:
    from jinja2 import Environment

    from chalicelib.web.context import PageContext

TEMPLATE_FOLDER = Path(__file__).parent / "templates"


def render(template: str, context: PageContext, **data: Any) -> str:
    """Render a page; the template sees the context as `page` and every keyword under its own name.

    Raises:
        jinja2.TemplateNotFound: when there is no such template.
        jinja2.UndefinedError: when the template asks for what it was not given.
    """
    html = environment(context.locale).get_template(template).render(page=context, **data)
    return mark_chinese(html) if context.locale == ENGLISH else html


@lru_cache(maxsize=2)
def environment(locale: str) -> Environment:
    """Build the environment of a language: its texts, its way to write dates, and the compiled templates."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from chalicelib.web.compiled import CompiledTemplates

    made = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(locale),
        cache_size=-1,
    )
    catalogue = translations(locale)
    made.install_gettext_callables(catalogue.gettext, catalogue.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"asset_url": asset_url, "locale": locale, "no_form": Form()}
    made.filters |= {name: partial(write, locale=locale) for name, write in formats.LOCALISED.items()}
    made.filters |= formats.PLAIN
    made.filters["field_error"] = partial(field_error_text, locale=locale)
    made.filters["citation"] = partial(citation, locale=locale)
    made.filters["message"] = partial(message_text, locale=locale)
    made.filters["place"] = partial(place, locale=locale)
    made.filters["translated"] = partial(translate, locale=locale)
    made.filters["label"] = lambda code, kind, **params: translate(label(code, kind), locale, params)
    return made
