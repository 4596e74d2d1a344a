"""The demo's hash chain as the file that the supervisor keeps, so that it can be revealed in the browser.

In earnest the file exists on the supervisor's computer alone (docs/rules.md §3.2); this one is served under
/dev and, like everything there, is no part of the package.
"""

from chalicelib.domain.marketplace.selection.beacon import make_chain
from infra.local.dev_http import DevAnswer, json_answer

PATH = "/dev/beacon-chain.json"
NAME = "beacon-chain.json"
CHAIN = make_chain(bytes(31) + b"\x07", 400)
"""v(0) to v(400) of the demo."""


def beacon_file() -> DevAnswer:
    """Hand out the file in the form that the supervisor's page reads."""
    values = list(CHAIN[1:])
    document = {"format": "beacon-chain/1", "anchor": CHAIN[0], "length": len(values), "values": values}
    plain = json_answer(200, document)
    return DevAnswer(
        200, (*plain.headers, ("Content-Disposition", f'attachment; filename="{NAME}"')), plain.body
    )
