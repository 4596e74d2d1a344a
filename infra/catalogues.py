"""The English catalogue: texts gathered from code and templates, merged into the .po file, compiled to .mo.

    python -m infra.catalogues            compile, what running, testing and packaging need
    python -m infra.catalogues update     add new texts (untranslated) and drop those that are gone
    python -m infra.catalogues extract    print all texts as a template catalogue
    python -m infra.catalogues check      fail when a text is untranslated, fuzzy, gone or breaks its figures

The source language is Chinese, so only English has a file. It carries no line numbers and no dates: a change
of the file is a change of texts.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CODE = ROOT / "chalicelib"
PO = CODE / "web" / "locale" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
_FIGURE = re.compile(r"%\(\w+\)[a-z]")


def extracted() -> Catalog:
    """Gather every text of the templates and of the code, wherever a text is marked."""
    catalogue = Catalog(project="wf-market", charset="utf-8", fuzzy=False)
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    found = extract_from_dir(CODE, methods, options, KEYWORDS, strip_comment_tags=True)
    for file, _line, text, _comments, context in found:
        catalogue.add(text, locations=[(f"chalicelib/{Path(file).as_posix()}", 0)], context=context)
    return catalogue


def translated() -> Catalog:
    """Read the English catalogue."""
    with PO.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def update() -> None:
    """Bring the English catalogue to the texts there are; a translation stays as long as its text does."""
    old = translated() if PO.exists() else Catalog(locale="en", charset="utf-8")
    fresh = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for message in sorted(_texts(extracted()), key=lambda found: found.locations[0]):
        known = old.get(message.id)
        string = known.string if known else None
        fresh.add(message.id, string, locations=message.locations, flags=message.flags)
    buffer = BytesIO()
    write_po(buffer, fresh, width=110, include_lineno=False, omit_header=True)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(_HEADER + buffer.getvalue())


def compile_catalogues() -> None:
    """Write the .mo file that gettext reads."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, translated())


def faults() -> Iterator[str]:
    """Name everything that keeps the English catalogue from being complete and safe."""
    ours, english = extracted(), translated()
    for message in _texts(ours):
        known = english.get(message.id)
        strings = _strings(known.string) if known else []
        if not strings or not all(strings):
            yield f"untranslated: {message.id!r}"
        elif known and known.fuzzy:
            yield f"fuzzy: {message.id!r}"
        elif any(_figures(message.id) != _figures(text) for text in strings):
            yield f"other figures: {message.id!r}"
    yield from (f"gone: {message.id!r}" for message in _texts(english) if ours.get(message.id) is None)
    yield from (f"obsolete: {message.id!r}" for message in english.obsolete.values())


def check() -> None:
    """Print the faults; end with status 1 when there is any."""
    found = list(faults())
    print("\n".join(found) or "every text has its English")
    if found:
        raise SystemExit(1)


def extract() -> None:
    """Print all texts as a template catalogue."""
    write_po(sys.stdout.buffer, extracted(), width=110, include_lineno=False, omit_header=True)


def _texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _strings(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [string] if isinstance(string, str) else list(string or ())


def _figures(text: str | tuple[str, ...] | list[str]) -> set[str]:
    return set(_FIGURE.findall(_strings(text)[-1]))


_HEADER = (
    b'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)

COMMANDS = {"compile": compile_catalogues, "update": update, "extract": extract, "check": check}


def main(arguments: list[str]) -> None:
    """Run one command; without one, compile."""
    name = arguments[0] if arguments else "compile"
    if name not in COMMANDS:
        raise SystemExit(f"unknown command {name!r}: choose from {', '.join(COMMANDS)}")
    COMMANDS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
