"""Finds forbidden clauses in a notice's words, citing clause and reason (docs/rules.md §4.4; [L2 art 20]).

The patterns are data of the rule profile. They run over the folded text, in which full-width and
compatibility characters, traditional forms, spaces, invisible marks and dots between characters make no
difference; every folded character remembers where it stood, so that a finding points into the original.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.rules import ClauseRule, MarketRules
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.records import dataclass

_TRADITIONAL = str.maketrans(
    "業註冊資國營區機構轄內縣績獎獲須優選僅應當參報額從標軟體辦處設記納稅單間鎮東濰",
    "业注册资国营区机构辖内县绩奖获须优选仅应当参报额从标软体办处设记纳税单间镇东潍",
)
_JOINERS = frozenset("·•・‧∙_*~^|/\\-—–―'\"`")
_INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Me", "Cs", "Co", "Cn"})

TEXT_FIELDS = (
    "title",
    "scope",
    "qualification_note",
    "practitioner_note",
    "filing_note",
    "exclusion_reason",
    "minimum_reason",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A clause or requirement found: where in which field, which rule, why, by which article.

    `matched` are the words meant, or the value asked for as canonical JSON.
    """

    pointer: str
    code: str
    blocking: bool
    source: str
    reason: str
    matched: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """Name the finding so that a reviewer's dismissal fits this text and no other."""
        return sha256_hex(f"{self.pointer}|{self.code}|{self.start}|{self.matched}")[:16]


def find_clauses(content: NoticeContent, rules: MarketRules) -> tuple[Finding, ...]:
    """Find every forbidden clause of a notice, field by field; in one field each code once a place."""
    texts = [(f"/{name}", getattr(content, name)) for name in TEXT_FIELDS]
    if content.price.basis is not None:
        texts.append(("/price/explanation", content.price.explanation))
    found = (
        finding
        for pointer, text in texts
        for rule in rules.clauses
        for finding in _matches(pointer, text, rule)
    )
    return _without_repeats(found)


def fold(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the text as the patterns read it, and for each of its characters the original position.

    >>> fold("本 地·企業")
    ('本地企业', (0, 2, 4, 5))
    """
    folded, positions = [], []
    for position, character in enumerate(text):
        for plain in unicodedata.normalize("NFKC", character).translate(_TRADITIONAL).casefold():
            if _counts(plain):
                folded.append(plain)
                positions.append(position)
    return "".join(folded), tuple(positions)


def _counts(character: str) -> bool:
    if character == "\n":
        return True
    return character not in _JOINERS and unicodedata.category(character) not in _INVISIBLE


def _matches(pointer: str, text: str, rule: ClauseRule) -> Iterator[Finding]:
    folded, positions = fold(text)
    for pattern in rule.patterns:
        for match in _compiled(pattern).finditer(folded):
            start, end = positions[match.start()], positions[match.end() - 1] + 1
            yield Finding(
                pointer, rule.code, rule.blocking, rule.source, rule.reason, text[start:end], start, end
            )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _without_repeats(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """Keep the first of the findings that overlap under one code; blocking rules stand first."""
    kept: list[Finding] = []
    for finding in findings:
        if not any(_same_place(finding, other) for other in kept):
            kept.append(finding)
    return tuple(kept)


def _same_place(one: Finding, other: Finding) -> bool:
    same = (one.pointer, one.code) == (other.pointer, other.code)
    return same and one.start < other.end and other.start < one.end
