"""`/dev/outbox`: the texts that wait, what was sent to whom, newest first, what could not be."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from chalicelib.kernel.canonical import Json, canonical_json
from infra.local.dev_http import DevAnswer
from infra.local.dev_layout import dev_page

SHOWN = 500
Row = tuple[str, ...]


def outbox_page(letters: Sequence[Row], dead: Sequence[Row], held: Sequence[Row] = ()) -> DevAnswer:
    """Render the tables; rows come oldest first, texts that wait by the instant at which they go."""
    shown = list(reversed(letters))[:SHOWN]
    note = f"<p>共 {len(letters)} 条，显示最近 {len(shown)} 条。</p>"
    sent = _table("已发出的消息", ("时间", "渠道", "收件方", "内容代码", "事件", "要素"), shown)
    buried = _table("无法投递（死信）", ("来源", "编号", "重试次数", "内容"), list(reversed(dead)))
    waiting = _table("等待发送的短信", ("发送时间", "渠道", "收件方", "内容代码", "事件", "要素"), list(held))
    return dev_page("发件箱", waiting + note + sent + buried)


def figures_text(figures: Mapping[str, Json]) -> str:
    """Write a message's figures as one line."""
    return canonical_json(dict(figures)) if figures else ""


def _table(caption: str, heads: Row, rows: Iterable[Row]) -> str:
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    if not lines:
        return f"<h2>{caption}</h2><p>没有记录。</p>"
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    # A table wider than a phone scrolls in its own region, which the keyboard can reach.
    return (
        f'<h2 id="{heads[0]}">{caption}</h2><div class="scroll" role="region" tabindex="0" '
        f'aria-labelledby="{heads[0]}"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
    )
