"""Recompute a frozen month of ratings (format satisfaction-snapshot/1) / 复算一个封存月份的好差评数据.

python verify_ratings.py 2026-03.json [SHA256]. Python 3.9+ alone / 只需 Python 3.9 以上.
Exit status / 退出码: 0 right 正确, 1 wrong 有误. Without a hash only figures are checked / 无校验值只核数字.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, isqrt
from pathlib import Path
from typing import Any

A, B, FINE = 1_959_964, 1_000_000, 10**20  # z = 1.959964 = A/B


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON / 规范 JSON 的 SHA-256."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write(hundredths: int) -> str:
    """Two decimals / 两位小数."""
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def wilson_low(part: int, whole: int) -> Fraction:
    """Lower end of the 95 % interval, rounded down at 10^-20 / 95% 区间下限."""
    root2 = A * A * whole * (4 * B * B * part * (whole - part) + A * A * whole) * FINE**2
    root = isqrt(root2)
    root += root * root != root2
    low = ((2 * B * B * part + A * A) * whole * FINE - root) // (2 * whole * (B * B * whole + A * A))
    return Fraction(low, FINE)


def value_of(method: str, part: int, whole: int) -> str | None:
    """A figure by its method; nothing counted is no figure / 按方法计算；没有计数就没有数字."""
    if whole == 0:
        return None
    if method in ("mean-down", "balance-down"):
        return write(floor(Fraction(part * (10_000 if method == "balance-down" else 100), whole)))
    if method == "wilson-low":
        return write(floor(wilson_low(part, whole) * 10_000))
    if method == "wilson-high":
        share = ceil((1 - wilson_low(whole - part, whole)) * 10_000)
    elif method == "share-half-up":
        share = floor(Fraction(part * 10_000, whole) + Fraction(1, 2))
    else:
        share = floor(Fraction(part * 10_000, whole))
    return write(share if part == whole else min(share, 9_999))  # 100.00 is said of the whole alone


def figure_of(recipe: dict[str, Any], counts: dict[str, int | None]) -> dict[str, Any]:
    """One figure; it is hidden when a count of it is / 一个数字；计数隐藏则数字隐藏."""
    names = [*recipe["numerator"], *recipe["denominator"]]
    if any(counts[name] is None for name in names):
        return {"key": recipe["key"], "numerator": None, "denominator": None, "value": None}
    known = {name: counts[name] or 0 for name in names}
    part = sum(weight * known[name] for name, weight in recipe["numerator"].items())
    whole = sum(known[name] for name in recipe["denominator"])
    value = value_of(recipe["method"], part, whole)
    return {"key": recipe["key"], "numerator": part, "denominator": whole, "value": value}


def wrong(body: dict[str, Any], sha256: str) -> Iterator[str]:
    """Every place that is wrong / 每一处错误."""
    for part in (*body["units"], body["total"]):
        for recipe, said in zip(body["recipes"], part["figures"]):  # noqa: B905
            if figure_of(recipe, part["counts"]) != said:
                yield f"{part['unit'] or 'total'} {recipe['key']}"
        if len(part["figures"]) != len(body["recipes"]):
            yield f"{part['unit'] or 'total'} figures"
    for name, total in body["total"]["counts"].items():
        counts = [part["counts"][name] for part in body["units"]]
        if total is not None and None not in counts and sum(counts) != total:
            yield f"total {name}"
    if sha256 and digest(body) != sha256:
        yield "sha256"


def main(arguments: list[str]) -> int:
    """Check a file and say what was found / 核验一个文件."""
    body = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    found = list(wrong(body, arguments[1] if len(arguments) > 1 else ""))
    print("\n".join(f"wrong 有误: {place}" for place in found) or "right 正确")
    print("sha256", digest(body))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
