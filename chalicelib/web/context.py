"""What every page knows besides its own data: who looks, how they like to read, where they are.

A frozen value made by the entrypoint from the request; templates see it as `page`.
"""

from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from chalicelib.kernel.records import dataclass

Locale = Literal["zh-Hans", "en"]
Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the running body must show on every page: its name, its telephone numbers, its record numbers."""

    name: str
    city: str
    hotline: str
    consult_phone: str
    icp: str
    police_record: str
    release: str
    name_en: str = ""
    city_en: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class NavLink:
    """One entry of the audience navigation; `label` is a marked text, `path` an address of ours."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person as the page greets them; `roles` are role codes, `badge` the work number."""

    display_name: str
    org_name: str
    roles: frozenset[str]
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Notification:
    """One line on top of the next page, in words that are translated already."""

    kind: Literal["success", "info", "warning", "error"]
    text: str


@dataclass(frozen=True, slots=True)
class PageContext:
    """The frame around a page; `now` is product time, `wall_now` and `session_expires_at` are the wall's."""

    site: SiteSettings
    now: datetime
    locale: Locale = "zh-Hans"
    elder: bool = False
    theme: Theme = "auto"
    path: str = "/"
    query: str = ""
    navigation: tuple[NavLink, ...] = ()
    actor: Viewer | None = None
    csrf_token: str | None = None
    notifications: tuple[Notification, ...] = ()
    wall_now: datetime | None = None
    session_expires_at: datetime | None = None

    @property
    def address(self) -> str:
        """Return the page's own path and query, the place to come back to."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def site_name(self) -> str:
        """Return the site's name in the reader's language."""
        return (self.locale == "en" and self.site.name_en) or self.site.name

    @property
    def city(self) -> str:
        """Return the city's name in the reader's language."""
        return (self.locale == "en" and self.site.city_en) or self.site.city

    @property
    def other_locale(self) -> Locale:
        """Return the language the switch leads to."""
        return "en" if self.locale == "zh-Hans" else "zh-Hans"

    @property
    def session_seconds_left(self) -> int | None:
        """Return how long the session lasts, counted here because the reader's own clock may be wrong."""
        if self.session_expires_at is None or self.wall_now is None:
            return None
        return max(0, int((self.session_expires_at - self.wall_now).total_seconds()))

    def preference(self, name: str, value: str) -> str:
        """Return the address that sets one reading preference and comes back to this page."""
        return "/preferences?" + urlencode({name: value, "back": self.address})

    def is_current(self, link: NavLink) -> bool:
        """Tell whether a navigation entry leads to this page or to what lies above it."""
        return self.path == link.path or self.path.startswith(link.path.rstrip("/") + "/")
