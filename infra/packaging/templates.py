"""Compile what every page is made of into the archive (ADR 0098).

In a process of its own, since equal files shall give equal bytes:

python -m infra.packaging.templates build/package/cn/unpacked
"""

import sys
from pathlib import Path

from jinja2.bccache import Bucket

from chalicelib.web.compiled import CompiledTemplates
from chalicelib.web.i18n import LOCALES
from chalicelib.web.render import TEMPLATE_FOLDER, environment

SHARED = ("base.html", "components/*.html")
"""A page's own template is compiled when it is first shown; it is small, and there are hundreds."""


def compile_templates(folder: Path) -> None:
    """Write the compiled templates of both languages into an unpacked archive."""
    for locale in LOCALES:
        made = environment(locale)
        compiled = CompiledTemplates(locale, folder / "chalicelib/web/compiled")
        for path in sorted(path for pattern in SHARED for path in TEMPLATE_FOLDER.glob(pattern)):
            name, source = path.relative_to(TEMPLATE_FOLDER).as_posix(), path.read_text("utf-8")
            bucket = Bucket(made, compiled.get_cache_key(name), compiled.get_source_checksum(source))
            bucket.code = made.compile(source, name, f"chalicelib/web/templates/{name}")
            compiled.write(bucket)


if __name__ == "__main__":
    compile_templates(Path(sys.argv[1]))
