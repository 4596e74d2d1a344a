"""The gallery page and the context it is shown in, shared by the tests of the shell."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.kernel.errors import FieldError
from chalicelib.web.context import Notification, PageContext, SiteSettings, Viewer
from chalicelib.web.forms import Form
from chalicelib.web.navigation import navigation_for
from chalicelib.web.render import environment

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SITE = SiteSettings(
    name="潍坊市网上中介服务超市",
    name_en="Weifang Intermediary Services Marketplace",
    city="潍坊市",
    city_en="Weifang",
    hotline="12345",
    consult_phone="0536-8090000",
    icp="鲁ICP备00000000号",
    police_record="鲁公网安备 37070000000000号",
    release="0.1.0",
)
GALLERY = Path(__file__).with_name("gallery.html").read_text(encoding="utf-8")


def a_context(**changes: Any) -> PageContext:
    return PageContext(
        **{"site": SITE, "now": NOW, "path": "/notices/1", "navigation": navigation_for(None)} | changes
    )


def a_signed_in_context(**changes: Any) -> PageContext:
    viewer = Viewer("王芳", "奎文区住房和城乡建设局", frozenset({"owner_agent"}))
    signed_in = {
        "actor": viewer,
        "csrf_token": "token",
        "navigation": navigation_for(viewer.roles),
        "wall_now": NOW,
        "session_expires_at": NOW + timedelta(minutes=30),
        "notifications": (Notification("success", "草稿已保存。"),),
    }
    return a_context(**signed_in | changes)


def a_failed_form() -> Form:
    values = {
        "project.name": ("测" * 90,),
        "ceiling_fen": ("12,000.50",),
        "method": ("draw",),
        "declared": ("true",),
    }
    errors = [
        FieldError("/contact/phone", "required"),
        FieldError("/project/name", "too-long", {"max": 80}),
        FieldError("/method", "not-one-of"),
    ]
    return Form(values, errors, key="k-1")


def gallery(context: PageContext, form: Form | None = None) -> str:
    closes_at = NOW + timedelta(days=6, hours=14, minutes=30)
    template = environment(context.locale).from_string(GALLERY)
    return template.render(page=context, closes_at=closes_at, form=form or Form(key="k-1"))
