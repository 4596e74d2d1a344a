"""Chinese that stands inside an English page says so (WCAG 2.2, 3.1.2 Language of Parts; ADR 0037).

Names, titles and free texts are Chinese in whatever language the page is read, and a screen reader has to
change its voice for them. They come into pages in a thousand places, so they are marked where all of them
pass: in the finished page, which is our own well-formed output and has every `<` and `>` of a value escaped.
Punctuation that joins values in templates is Chinese; where no Chinese stands around it, it becomes Latin.
"""

import re
from collections.abc import Iterator

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JOINING = "\u3001-\u303f\uff01-\uffee·—…“”‘’ 0-9.,%()-"
_LATIN = {"（": " (", "）": ")", "：": ": ", "，": ", ", "、": ", ", "；": "; "}
_RUN = f"[{_HAN}]+(?:[{_JOINING}]*[{_HAN}]+)*(?:[0-9)）”’]*[。！？])?"
_TEXT = f"<(/?[a-z0-9]+)([^<>]*)>([^<]*[{_HAN}{''.join(_LATIN)}][^<]*)"
_FIELD = f'<(input|optgroup)(?=[^<>]*(?:value|placeholder|label)="[^"<>]*[{_HAN}])'
"""Patterns, compiled by the first English page and kept by `re` then."""

_WHOLE = frozenset({"option", "textarea", "text"})
"""What holds text alone: no element may stand in it."""

_UNSPOKEN = frozenset({"title", "script", "style"})
_MARK = 'lang="zh-Hans"'
_PUNCTUATION = str.maketrans(_LATIN)


def mark_chinese(html: str) -> str:
    """Return an English page whose Chinese parts carry their language.

    >>> mark_chinese('<p>Sold to <b>潍坊 1 中</b> today</p>')
    '<p>Sold to <b><span lang="zh-Hans">潍坊 1 中</span></b> today</p>'
    >>> mark_chinese('<option value="a">工程测绘</option>')
    '<option lang="zh-Hans" value="a">工程测绘</option>'
    >>> mark_chinese('<p>样本(2026年版)。</p>')
    '<p><span lang="zh-Hans">样本(2026年版)。</span></p>'
    """
    return re.sub(_FIELD, rf"<\1 {_MARK}", re.sub(_TEXT, _marked, html))


def _marked(found: re.Match[str]) -> str:
    tag, attributes, text = found.groups()
    if tag in _UNSPOKEN or _MARK in attributes:
        return found[0]
    if tag in _WHOLE:
        return f"<{tag} {_MARK}{attributes}>{text}"
    return f"<{tag}{attributes}>{''.join(_parts(text))}"


def _parts(text: str) -> Iterator[str]:
    """Yield the text with each Chinese run marked, and between them only Latin punctuation."""
    end = 0
    for run in re.finditer(_RUN, text):
        yield text[end : run.start()].translate(_PUNCTUATION)
        yield f"<span {_MARK}>{run[0]}</span>"
        end = run.end()
    yield text[end:].translate(_PUNCTUATION)
