"""Recompute a published draw (format draw/1) / 复算一份公开的抽取记录.

python verify_draw.py record.json, or - for standard input / 或用 - 从标准输入读取. Python 3.8+, nothing else.
Exit status / 退出码: 0 right 正确, 1 wrong 有误, 2 not drawn yet 尚未抽取.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import accumulate
from pathlib import Path
from typing import Any

DRAND = "https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/"
BAD = object()  # stands for: nothing of this shape can be right / 格式不对


def sha(data: str | bytes) -> str:
    """SHA-256 in lower-case hex / 小写十六进制 SHA-256."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def text(value: Any, pattern: str = "[0-9a-f]{64}") -> bool:
    """Tell whether a value is such a text, by default 32 bytes in hex / 是否为该格式的文本."""
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def count(value: Any, most: int = 2**53 - 1) -> bool:
    """Tell whether a value is an integer from 1 to the most allowed / 是否为允许范围内的正整数."""
    return type(value) is int and 1 <= value <= most


def draw(seed: str, notice_no: str, ids: list[str], tickets: list[int] | None, take: int) -> list[str]:
    """Draw one id after another; without tickets each has one / 逐个抽出, 无票数时每家一票."""
    pool, weights, counter = list(ids), list(tickets or [1] * len(ids)), 0
    order: list[str] = []
    while len(order) < take:
        m, h = sum(weights), int(sha(f"{seed}|{notice_no}|{counter}"), 16)
        counter += 1
        if h < 2**256 // m * m:  # the few above would favour the ids in front / 其余舍去, 否则偏向靠前者
            at = bisect_right(list(accumulate(weights)), h % m)
            order.append(pool.pop(at))
            weights.pop(at)
    return order


def rules(f: defaultdict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each field and what must stand in it, if all before it are right / 逐项给出字段及其应有的值."""
    drawn = any(f[name] is not None for name in ("secret", "seed", "order"))
    frozen = drawn or any(f[name] is not None for name in ("ids", "tickets", "root"))
    ids, tickets, secret, take = f["ids"], f["tickets"], f["secret"], f["take"]
    link, steps, value = f["beacon.commitment"], f["beacon.round"], f["beacon.value"]
    drand, weighted = f["beacon.kind"] == "drand", f["method"] == "weighted"

    def if_fit(name: str, fits: bool) -> tuple[str, Any]:
        return name, f[name] if fits else BAD

    yield "format", "draw/1"
    yield if_fit("notice_no", text(f["notice_no"], "ZJ-[0-9]{6}-[0-9]{4}-[0-9]{6}"))
    yield "status", "drawn" if drawn else "frozen" if frozen else "committed"
    yield if_fit("method", f["method"] in ("random", "weighted", "tie"))
    hashed = sha(bytes.fromhex(secret)) if text(secret) else f["commitment"]
    yield "commitment", hashed if text(hashed) else BAD
    yield if_fit("beacon.kind", f["beacon.kind"] in ("two-party", "drand"))
    if not drand and text(link) and text(value) and (steps is None or count(steps, 10000)):
        link = value  # walked back along the hash chain to what was published first / 沿哈希链倒推
        for _ in range(steps or 1):
            link = sha(bytes.fromhex(link))
    linked = text(link) or (link is None and not drawn)  # a draw must be linked / 必须有承诺
    yield "beacon.commitment", None if drand else link if linked else BAD
    known = value is not None
    yield if_fit("beacon.round", count(steps) if drand else steps is None or (known and count(steps, 10000)))
    yield if_fit("beacon.value", text(value) if drawn else not known or (frozen and text(value)))
    listed = isinstance(ids, list) and all(text(each, "[!-~]+") for each in ids)
    yield "ids", (sorted(set(ids)) if listed else BAD) if frozen else None
    ticketed = isinstance(tickets, list) and len(tickets) == len(ids or []) and all(map(count, tickets))
    yield if_fit("tickets", ticketed if weighted and frozen else tickets is None)
    yield "root", sha("\n".join(ids)) if frozen else None
    yield if_fit("secret", text(secret) if drawn else secret is None)
    yield "seed", sha(f"{secret}|{value}|{f['root']}") if drawn else None
    all_or_fewer = count(take, len(ids)) and (weighted or take == len(ids)) if frozen else count(take)
    yield if_fit("take", take is None or all_or_fewer)
    yield "order", draw(f["seed"], f["notice_no"], ids, tickets, take or len(ids)) if drawn else None


def number(written: str) -> int | float:
    """Read 2.0 as 2, as browsers do / 与浏览器一致, 把 2.0 读作 2."""
    return int(float(written)) if float(written).is_integer() else float(written)


def main(source: str) -> int:
    """Print each check and the verdict / 逐项输出并给出结论."""
    raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    record = json.loads(raw.decode("utf-8-sig"), parse_float=number, parse_constant=int)  # no NaN / 不收 NaN
    known = defaultdict(lambda: None, record if isinstance(record, dict) else {})
    beacon = known["beacon"] if isinstance(known["beacon"], dict) else {}
    known.update({f"beacon.{name}": beacon.get(name) for name in ("kind", "commitment", "round", "value")})
    for name, must in rules(known):
        if must is BAD or known[name] != must:
            right = "(此处不允许这样的值 no such value is allowed here)" if must is BAD else json.dumps(must)
            print(f"有误 WRONG  {name} = {json.dumps(known[name])}\n    应为 should be: {right}")
            print("第一个有误的字段 first wrong field:", name)
            return 1
        print("正确 right ", name)
    if known["beacon.kind"] == "drand":
        print(f"随机源 beacon: {DRAND}{known['beacon.round']}")
    if known["status"] != "drawn":
        print("尚未抽取 not drawn yet; 已公布部分正确 right so far")
        return 2
    print("抽取结果正确 the draw is right")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console without Chinese still shows the English
    try:
        sys.exit(main(sys.argv[1]))
    except (OSError, ValueError, RecursionError) as problem:
        sys.exit(f"无法读取 cannot be read: {problem}")
