"""The frame of the small pages under /dev: plain HTML that any browser and screen reader understands."""

import base64
import hashlib
from html import escape

from infra.local.dev_http import NO_STORE, DevAnswer

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; }
body { max-width: 72rem; margin: 0 auto; padding: 1rem; }
nav a { display: inline-block; padding: .5rem 1rem .5rem 0; }
form { margin: .75rem 0; }
label { display: block; }
input, button { font: inherit; min-height: 2.75rem; padding: .25rem .75rem; }
:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid GrayText; padding: .25rem .5rem; text-align: start; vertical-align: top; }
td { overflow-wrap: anywhere; }
.now { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
"""
_LINKS = (
    ("/", "网站首页"),
    ("/dev/sign-in", "选择演示人员登录"),
    ("/dev/clock", "业务时钟"),
    ("/dev/outbox", "发件箱"),
    ("/dev/upward", "省级系统"),
    ("/dev/telephone", "办事人手机"),
)


def page_headers(style: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of a page that may use this one style and nothing else."""
    style_hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", policy),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        NO_STORE,
    )


def dev_page(title: str, body: str, *, status: int = 200) -> DevAnswer:
    """Return a page; `body` is HTML whose every value was escaped by its maker."""
    links = "".join(f'<a href="{path}">{label}</a>' for path, label in _LINKS)
    page = _PAGE.format(title=escape(title), style=_STYLE, links=links, body=body)
    return DevAnswer(status, page_headers(_STYLE), page.encode())


_PAGE = """<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}（仅限本地运行）</title>
<style>{style}</style>
</head>
<body>
<nav aria-label="本地工具">{links}</nav>
<main>
<h1>{title}</h1>
{body}
<p>此页面只在本地运行时存在，部署包中没有。</p>
</main>
</body>
</html>
"""
