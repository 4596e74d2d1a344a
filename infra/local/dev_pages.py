"""The addresses under /dev: local only, absent from the package (issue: fixed addresses).

A page of another site must not be able to move the clock or to make tokens, so whatever changes something
is refused when the browser says that it was not sent from here.
"""

from collections.abc import Callable

from infra.local import beacon_file, telephone_page
from infra.local import province as province_site
from infra.local.clock_page import ClockPage
from infra.local.dev_http import NO_STORE, DevAnswer, DevRequest, not_allowed, problem_answer
from infra.local.file_store import FileStore
from infra.local.identity import LocalIdentity
from infra.local.province import Province
from infra.local.telephone_page import TelephonePage

PREFIX = "/dev"
_OWN_SITES = (None, "same-origin", "none")

Page = Callable[[DevRequest], DevAnswer]


class DevPages:
    """Finds who answers a request below /dev."""

    def __init__(
        self,
        identity: LocalIdentity,
        files: FileStore,
        clock: ClockPage,
        outbox: Callable[[], DevAnswer],
        telephone: TelephonePage,
        province: Province,
    ) -> None:
        """Keep the issuer, the buckets, the pages of clock, telephone and province, and the outbox's."""
        self._identity, self._files, self._province = identity, files, province
        self._pages: dict[str, dict[str, Page]] = {
            "/dev": {"GET": lambda _: DevAnswer(302, (("Location", "/dev/sign-in"), NO_STORE))},
            "/dev/clock": {"GET": clock.show, "POST": clock.move},
            beacon_file.PATH: {"GET": lambda _: beacon_file.beacon_file()},
            "/dev/outbox": {"GET": lambda _: outbox()},
            province_site.PATH: {"GET": province.show},
            telephone_page.PATH: {"GET": telephone.show, "POST": telephone.reply},
        }

    def handle(self, request: DevRequest) -> DevAnswer:
        """Answer a request; what is not there is a 404."""
        if request.path.startswith(province_site.REPORTS):
            return self._province.handle(request)
        if request.method not in ("GET", "HEAD") and not _is_from_here(request):
            return problem_answer(403, "csrf-foreign-origin", "请求来自其他网站。")
        return self._identity.handle(request) or self._files.handle(request) or self._page(request)

    def _page(self, request: DevRequest) -> DevAnswer:
        methods = self._pages.get(request.path.rstrip("/"))
        if methods is None:
            return problem_answer(404, "not-found", "没有这个本地页面。")
        page = methods.get("GET" if request.method == "HEAD" else request.method)
        return page(request) if page else not_allowed(*methods)


def is_dev_path(path: str) -> bool:
    """Tell whether a path is one of ours."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def _is_from_here(request: DevRequest) -> bool:
    """Tell whether our own page sent a request; a page that tells nobody its address is called `null`."""
    origin, site = request.header("Origin"), request.header("Sec-Fetch-Site")
    if origin == "null":
        return site == "same-origin"
    return origin in (None, request.origin) and site in _OWN_SITES
