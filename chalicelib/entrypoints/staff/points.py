"""Windows with a rating code: registered and closed by the service centre, printed, found on the web."""

from chalicelib.documents.qr_codes import address_code
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.points.register_point import close_point, read_point, register_point
from chalicelib.web.forms import Form

book = RouteBook(frozenset({Role.CENTRE_SUPERVISOR}), Duty.DESK)
public_book = RouteBook(ANYONE, Duty.PUBLIC)

PAGE = "/points"
ONE = PAGE + "/{point}"


@book.page(PAGE)
def show_points(call: Call, form: Form | None = None) -> Reply:
    """List the windows with a code, and offer to register one."""
    shown = form or call.new_form()
    return show_list(call, "ratings/points.html", "points", only="all", newest_first=False, form=shown)


@book.form(PAGE, schema="register-point", again=show_points)
def post_point(call: Call) -> Reply:
    """Register a window."""
    return call.go(f"{PAGE}/{register_point(call.house, call.actor, call.command(), call.once())}")


@book.page(ONE)
def show_point(call: Call, form: Form | None = None) -> Reply:
    """Show a window's code to be printed."""
    point = read_point(call.house, call.params["point"])
    return call.show("ratings/point.html", point=point, form=form or call.new_form(), address=_address(call))


@book.file(ONE + "/qr.svg")
def get_point_code(call: Call) -> Reply:
    """Draw the code."""
    read_point(call.house, call.params["point"])
    return Reply(address_code(_address(call)), 200, "image/svg+xml")


@book.form(ONE + "/close", schema="nothing", again=show_point)
def post_point_closed(call: Call) -> Reply:
    """Take a code out of use."""
    close_point(call.house, call.actor, call.params["point"])
    return call.go(PAGE)


@public_book.page("/rate-online")
def show_online(call: Call) -> Reply:
    """List the windows, so that whoever was served there rates from home."""
    return show_list(call, "ratings/online.html", "points", only="all", newest_first=False)


def _address(call: Call) -> str:
    """Return what the code leads to: the government's own domain of the texts."""
    return f"{call.house.link_base}/q/{call.params['point']}"
