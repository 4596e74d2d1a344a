"""The page `/dev/sign-in`: every demo person by role and organisation, to be signed in as by one click.

One form, one button per person, no script. While the product's own sign-in waits, its request travels on
in hidden fields to the issuer; otherwise choosing a person begins the product's sign-in.
"""

from collections.abc import Mapping
from html import escape

from chalicelib.kernel.actors import Role
from infra.local.beacon_file import NAME, PATH
from infra.local.dev_http import DevAnswer
from infra.local.dev_layout import page_headers
from infra.local.people import DemoPerson, people

ROLE_NAMES = {
    Role.OWNER_ADMIN: "业主单位管理员",
    Role.OWNER_AGENT: "业主单位经办人",
    Role.AGENCY_ADMIN: "中介机构管理员",
    Role.AGENCY_AGENT: "中介机构授权人员",
    Role.OPERATOR_REVIEWER: "运营机构审核人员",
    Role.OPERATOR_PUBLISHER: "运营机构发布人员",
    Role.DEPARTMENT: "行业主管部门",
    Role.SUPERVISOR: "监督部门",
    Role.SYSADMIN: "系统管理员",
    Role.CLERK: "窗口工作人员",
    Role.UNIT_HANDLER: "承办单位经办人",
    Role.UNIT_HEAD: "承办单位负责人",
    Role.CENTRE_SUPERVISOR: "政务服务中心督导人员",
    Role.REGULATOR: "好差评监管人员",
    Role.APPEAL_REVIEWER: "申诉复核人员",
    Role.DPO: "个人信息保护负责人",
    Role.CALLBACK_AGENT: "回访人员",
    Role.CALLBACK_LEAD: "回访组长",
    Role.SURVEY_DESIGNER: "问卷设计人员",
    Role.EXTERNAL_EVALUATOR: "第三方评估人员",
    Role.HOTLINE_OPERATOR: "热线受理人员",
}
BESIDE = {
    Role.SUPERVISOR: f'<p>公布演示链的下一个值时要用的文件：<a href="{PATH}" download>{NAME}</a></p>',
}
"""What a role needs besides a name to click."""

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
nav ul, section ul { list-style: none; padding: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
nav a { display: inline-block; padding: .5rem 0; }
section ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
  gap: .5rem; }
button { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; text-align: start; font: inherit;
  border: 1px solid currentcolor; border-radius: .25rem; background: Canvas; color: CanvasText;
  cursor: pointer; }
button:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
button strong, button span { display: block; overflow-wrap: anywhere; }
code { font-size: .9em; }
"""


def sign_in_page(query: Mapping[str, str], authorize_path: str) -> DevAnswer:
    """Render the page; with a waiting authorization request in the query, its choice answers that."""
    waiting = "client_id" in query and "state" in query
    action, button = (authorize_path, "login_hint") if waiting else ("/sign-in", "person_hint")
    carried = {**query} if waiting else {key: query[key] for key in ("back",) if key in query}
    carried.pop(button, None)
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in carried.items()
    )
    body = _PAGE.format(
        style=_STYLE,
        links="".join(f'<li><a href="#{role}">{name}</a></li>' for role, name in ROLE_NAMES.items()),
        action=escape(action),
        hidden=hidden,
        sections="".join(_section(role, button) for role in ROLE_NAMES),
    )
    return DevAnswer(200, page_headers(_STYLE), body.encode())


def _section(role: Role, button: str) -> str:
    entries = "".join(_entry(person, button) for person in people() if role in person.roles)
    return (
        f'<section aria-labelledby="{role}"><h2 id="{role}">{ROLE_NAMES[role]} <code>{role}</code></h2>'
        f"<ul>{entries}</ul>{BESIDE.get(role, '')}</section>"
    )


def _entry(person: DemoPerson, button: str) -> str:
    return (
        f'<li><button name="{button}" value="{person.subject}"><strong>{escape(person.display_name)}</strong>'
        f"<span>{escape(person.org.name)}</span><span><code>{person.org.uscc}</code></span></button></li>"
    )


_PAGE = """<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>选择演示人员登录（仅限本地运行）</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>选择演示人员登录</h1>
<p>此页面只在本地运行时存在，部署包中没有。以下人员和企业均为虚构，点击姓名即以其身份登录。</p>
<p>调用接口时，用 <code>POST /dev/token</code> 取得访问令牌，例如 <code>{{"role": "owner_agent"}}</code>。</p>
<p>办事人不用登录：<a href="/dev/telephone">办事人手机</a>列出还没有评价的链接，打开即可评价。</p>
<nav aria-label="按角色查找"><ul>{links}</ul></nav>
<form method="get" action="{action}">{hidden}{sections}</form>
</main>
</body>
</html>
"""
