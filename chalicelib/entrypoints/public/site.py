"""Pages for everybody: problems, preferences, statements, files of the site, health."""

import json

from chalicelib.entrypoints.call import JSON_TYPE, Call, Reply
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.web.assets import find_asset, serve_asset
from chalicelib.web.problems import explanation_page, index_page
from chalicelib.web.sign_in import local_path

book = RouteBook(ANYONE, Duty.PUBLIC)

YEAR_SECONDS = 365 * 24 * 3600
PREFERENCES = {"lang": ("zh-Hans", "en"), "elder": ("on", "off"), "theme": ("auto", "light", "dark")}


@book.file("/healthz")
def healthz(call: Call) -> Reply:
    """Tell that the process answers and which release it is."""
    body = {"status": "ok", "release": call.edge.site.release, "now": call.now.isoformat()}
    return Reply(json.dumps(body), 200, JSON_TYPE, {"Cache-Control": "no-store"})


@book.page("/problems")
def list_problems(call: Call) -> Reply:
    """Show every problem code."""
    return Reply(index_page(call.context))


@book.page("/problems/{code}")
def show_problem(call: Call) -> Reply:
    """Explain a problem code."""
    return Reply(explanation_page(call.params["code"], call.context))


@book.file("/static/{digest}/{name}")
def serve_static(call: Call) -> Reply:
    """Serve a file of the site under the hash of its content."""
    asset, cache = serve_asset(call.params["digest"], call.params["name"])
    return Reply(asset.body, 200, asset.content_type, {"Cache-Control": cache})


@book.file("/verify_draw.py")
def serve_verifier(_call: Call) -> Reply:
    """Serve the stand-alone verifier of draws."""
    asset = find_asset("verify_draw.py")
    return Reply(asset.body, 200, "text/x-python; charset=utf-8", {"Cache-Control": "public, max-age=3600"})


@book.file("/verify_selection.py")
def serve_selection_verifier(_call: Call) -> Reply:
    """Serve the stand-alone verifier of selections."""
    asset = find_asset("verify_selection.py")
    return Reply(asset.body, 200, "text/x-python; charset=utf-8", {"Cache-Control": "public, max-age=3600"})


@book.file("/verify_ratings.py")
def serve_ratings_verifier(_call: Call) -> Reply:
    """Serve the stand-alone verifier of frozen figures."""
    asset = find_asset("verify_ratings.py")
    return Reply(asset.body, 200, "text/x-python; charset=utf-8", {"Cache-Control": "public, max-age=3600"})


@book.file("/preferences")
def set_preference(call: Call) -> Reply:
    """Remember a reading preference in a cookie and go back."""
    chosen = [
        (name, call.asked(name)) for name, allowed in PREFERENCES.items() if call.asked(name) in allowed
    ]
    secure = "; Secure" if call.edge.cookies.secure else ""
    cookies = tuple(
        f"{name}={value}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax{secure}" for name, value in chosen
    )
    return Reply("", 303, headers={"Location": local_path(call.asked("back"))}, cookies=cookies)


@book.page("/accessibility")
def show_accessibility(call: Call) -> Reply:
    """Show the accessibility statement."""
    return call.show("info/accessibility.html")


@book.page("/privacy")
def show_privacy(call: Call) -> Reply:
    """Show the privacy notice."""
    return call.show("info/privacy.html")


@book.page("/complaints")
def show_complaints(call: Call) -> Reply:
    """Show how to complain."""
    return call.show("info/complaints.html")


@book.page("/open-data")
def show_open_data(call: Call) -> Reply:
    """Show what can be read by programs, and where."""
    return call.show("info/open_data.html")
