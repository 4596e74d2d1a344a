"""Recompute a published selection (format selection/1) / 复算一份公开的选取记录.

python verify_selection.py record.json, or - for standard input / 或用 - 从标准输入. Python 3.9+ alone.
Exit status / 退出码: 0 right 正确, 1 wrong 有误, 2 inputs not public yet 依据尚未公开.
What a draw decided is taken from the record; verify_draw.py proves the draw / 抽取本身用 verify_draw.py 核验.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from io import TextIOWrapper
from operator import mul
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]
Place = tuple[str, list[str], Any]
BAD: Any = None  # nothing can be right here / 此处不可能正确


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON / 规范 JSON 的 SHA-256."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def half_up(top: int, bottom: int) -> int:
    """Divide and round half up / 四舍五入."""
    return (2 * top + bottom) // (2 * bottom)


def keys_of(f: dict[str, Any], rows: Rows) -> Any:
    """Sort key of each quote, words for its first place, and the word for each further step / 排序依据."""
    p, rate = f["parameters"], f["quotes"] == "rate"
    quote = {r["uscc"]: r["rate_bp"] if rate else r["amount_fen"] for r in rows}
    price = {u: 10000 - q if rate else q for u, q in quote.items()}
    poor = {r["uscc"]: -r["credit_hundredths"] for r in rows}
    keys: dict[str, Any]
    if f["method"] == "lowest":
        keys = {u: (price[u], poor[u]) for u in quote}
        return keys, ("lowest-price", "higher-price"), ("credit",), None
    if f["method"] == "mean":
        figures, cut = sorted(quote.values()), list[int]()
        if p["trim_from"] and len(figures) >= max(p["trim_from"], 5):
            cut, figures = [figures[0], figures[-1]], figures[1:-1]
        mean, every = half_up(sum(figures), len(figures)), list(quote.values())
        out = {u: q in cut and every.count(q) == 1 for u, q in quote.items()}
        keys = {u: ((out[u], abs(q - mean)), price[u], poor[u]) for u, q in quote.items()}
        measure = {u: key[0][1] for u, key in keys.items()}
        return keys, ("nearest-to-mean", "farther-from-mean"), ("lower-quote", "credit"), measure
    total = {r["uscc"]: sum(map(mul, r["scores"], p["weights"])) for r in f["scores"]}
    if set(total) != set(quote) or any(len(r["scores"]) != len(p["weights"]) for r in f["scores"]):
        raise ValueError("one full score sheet a proposal is needed")
    keys = {u: (-total[u], price[u], poor[u]) for u in quote}
    return keys, ("highest-total", "lower-total"), ("price", "credit"), total


def sorted_places(f: dict[str, Any], rows: Rows) -> Iterator[Place]:
    """Order and reasons of lowest, mean and proposal / 最低价、均价、方案的名次和理由."""
    keys, words, steps, measure = keys_of(f, rows)
    tied = {u for u, key in keys.items() if list(keys.values()).count(key) > 1}
    drawn = f["drawn"] or []
    if set(drawn) != tied or len(drawn) != len(tied):
        raise ValueError("those drawn are not those tied")
    lot = {u: at for at, u in enumerate(drawn)}
    order = sorted(keys, key=lambda u: (keys[u], lot.get(u, 0)))
    best, low = keys[order[0]][0], low_prices(f, rows)
    for u in order:
        key = keys[u]
        why = [words[0] if key[0] == best else words[1]]
        why += ["trimmed-extreme"] if f["method"] == "mean" and key[0][0] else []
        for level, step in enumerate(steps, start=1):
            if len({k[: level + 1] for k in keys.values() if k[:level] == key[:level]}) > 1:
                why.append("tie-decided-by-" + step)
        why += ["tie-decided-by-draw"] if u in tied else []
        why += ["abnormally-low"] if u in low else []
        yield u, why, measure[u] if measure else None


def low_prices(f: dict[str, Any], rows: Rows) -> set[str]:
    """Prices below the share of the mean of the others / 异常低价."""
    others = len(rows) - 1
    if f["method"] != "lowest" or others < max(f["parameters"]["low_price_min_others"], 1):
        return set()
    rate = f["quotes"] == "rate"
    price = {r["uscc"]: 10000 - r["rate_bp"] if rate else r["amount_fen"] for r in rows}
    share, all_of_it = Fraction(f["parameters"]["low_price_share_bp"], 10000), sum(price.values())
    return {u for u, own in price.items() if own < share * Fraction(all_of_it - own, others)}


def lists(f: dict[str, Any], rows: Rows) -> tuple[list[Place], Rows]:
    """Small list and those left out of the credit method / 信用择优的小名单和名单之外的机构."""
    credit = {r["uscc"]: r["credit_hundredths"] for r in rows}
    line = sorted(credit.values(), reverse=True)[min(f["parameters"]["big_list"], len(credit)) - 1]
    big, drawn, chosen = {u for u in credit if credit[u] >= line}, f["drawn"], f["chosen"]
    if not set(drawn) <= big or chosen not in drawn or len(set(drawn)) != len(drawn):
        raise ValueError("the small list is no part of the big one")
    if len(drawn) != min(f["parameters"]["small_list"], len(big)):
        raise ValueError("the small list has another length")
    order = [chosen] + [u for u in drawn if u != chosen]
    places: list[Place] = [
        (u, ["on-small-list"] + (["chosen-by-owner"] if u == chosen else []), None) for u in order
    ]
    left = {u: "cut-from-big-list" if u not in big else "not-drawn-for-small-list" for u in credit}
    return places, [{"uscc": u, "reasons": [left[u]]} for u in sorted(left) if u not in drawn]


def recompute(f: dict[str, Any]) -> tuple[Rows, Rows]:
    """Order and those left out, from the inputs / 由依据算出名次和名单之外的机构."""
    rows: Rows = f["inputs"]
    outside: Rows = []
    places: list[Place]
    if f["method"] == "credit":
        places, outside = lists(f, rows)
    elif f["method"] == "random":
        if sorted(f["drawn"]) != [r["uscc"] for r in rows]:
            raise ValueError("those drawn are not those who quoted")
        places = [(u, ["drawn"], None) for u in f["drawn"]]
    elif f["method"] == "direct":
        (only,) = rows
        places = [(only["uscc"], ["named-by-owner"], None)]
    else:
        places = list(sorted_places(f, rows))
    quote, control = {r["uscc"]: r for r in rows}, f["control_price_fen"]

    def award(u: str) -> Any:
        if f["quotes"] != "rate":
            return quote[u]["amount_fen"]
        return None if control is None else half_up(control * (10000 - quote[u]["rate_bp"]), 10000)

    return [
        {"place": at, "uscc": u, "award_fen": award(u), "measure": measure, "reasons": why}
        for at, (u, why, measure) in enumerate(places, start=1)
    ], outside


def rules(f: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each field and what must stand in it, if all before it are right / 逐项给出字段及其应有的值."""
    yield "format", "selection/1"
    yield "algorithm", {"name": f["method"], "version": 1}
    yield "quotes", f["quotes"] if f["quotes"] in ("amount", "rate") else "amount"
    yield "inputs", sorted(f["inputs"], key=lambda r: r["uscc"])
    yield "inputs_hash", digest(f["inputs"])
    yield "scores_hash", None if f["scores"] is None else digest(f["scores"])
    try:
        order, outside = recompute(f)
    except (KeyError, TypeError, ValueError, IndexError):
        order = outside = BAD
    yield "order", order
    yield "outside", outside


def main(source: str) -> int:
    """Print each check and the verdict / 逐项输出并给出结论."""
    raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    f = json.loads(raw.decode("utf-8-sig"))
    if f["inputs"] is None:
        print("依据在确定中选后公开 the inputs are public from the award on; 指纹 digest:", f["inputs_hash"])
        return 2
    for name, must in rules(f):
        if f[name] != must:
            print(f"有误 WRONG  {name} = {json.dumps(f[name])}\n    应为 should be: {json.dumps(must)}")
            print("第一个有误的字段 first wrong field:", name)
            return 1
        print("正确 right ", name)
    if f["draw"] and f["drawn"]:
        print("抽取另用 verify_draw.py 核验 the draw is proved by verify_draw.py:", f["draw"])
    print("选取结果正确 the selection is right")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console without Chinese still shows the English
    try:
        sys.exit(main(sys.argv[1]))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        sys.exit(f"无法读取 cannot be read: {problem}")
