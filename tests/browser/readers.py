"""Who reads the product, and one or a few addresses of every kind of page they come to by following links."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.kernel.actors import Role
from infra.local.people import DemoPerson, find_person
from infra.local.runtime import Runtime
from tests.web.meta.crawl import own_address, read_page, route_of

SAMPLES = {
    "/notices/{notice_no}": 4,
    "/draws/{notice_no}": 4,
    "/owner/notices/{notice_id}": 2,
    "/owner/contracts/{notice_no}": 4,
    "/agency/contracts/{notice_no}": 4,
    "/department/contracts/{notice_no}": 2,
}
"""Pages that look different in every state; of all others one is opened."""
UNLINKED: Mapping[Role | None, tuple[str, ...]] = {
    None: (
        "/notices?state=COMPLETED",
        "/agencies?q=91350100M000100Y44",
        "/notices?closes_from=soon",
        "/search?q=nothing",
    ),
    Role.OPERATOR_REVIEWER: ("/relations/91370700DEM000196W",),
    Role.SUPERVISOR: ("/digests/2026-11-18", "/supervisor/contracts/ZJ-370700-2026-000008"),
}
"""Empty lists, wrong entries and what is searched for, which no link leads to."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads: nobody known, or a person of the demo."""

    name: str
    role: Role | None = None
    org: str | None = None

    @property
    def person(self) -> DemoPerson | None:
        """Return the person to sign in as."""
        return find_person(self.role, org=self.org) if self.role else None


READERS = (
    Reader("nobody"),
    *(Reader(role.value, role) for role in Role),
    Reader("winner", Role.AGENCY_AGENT, "91420100DEM0004018"),
    Reader("bidder", Role.AGENCY_AGENT, "91370100DEM000321J"),
    Reader("applicant", Role.AGENCY_ADMIN, "91110105DEM000620J"),
    Reader("construction", Role.DEPARTMENT, "11370700DEM0000734"),
    Reader("ecology", Role.DEPARTMENT, "11370700DEM000057E"),
    Reader("park", Role.OWNER_ADMIN, "91370700DEM000153F"),
    Reader("hospital", Role.OWNER_AGENT, "12370700DEM000161F"),
    Reader("waterworks", Role.OWNER_AGENT, "91370700DEM00017X2"),
    Reader("evaluated", Role.AGENCY_ADMIN, "91110105DEM000305Y"),
)


def addresses(runtime: Runtime, reader: Reader) -> list[str]:
    """Return the addresses of the reader's pages; a signed-in reader's are those that need signing in."""
    starts = ("/workbench", "/messages") if reader.role else ("/",)
    waiting = deque([*starts, *UNLINKED.get(reader.role, ())])
    return list(_walk(runtime, reader, waiting))


def _walk(runtime: Runtime, reader: Reader, waiting: deque[str]) -> Iterator[str]:
    visit, seen, opened = runtime.visit(reader.person), set[str](), Counter[str]()
    while waiting:
        address = waiting.popleft()
        route = route_of("GET", address)
        if address in seen or route is None or route.surface != "page":
            continue
        if reader.role and not route.audience:
            continue
        if opened[route.path] >= SAMPLES.get(route.path, 2 if "?" in address else 1):
            continue
        seen.add(address)
        answer = visit.get(address)
        if answer.status != 200:
            continue
        opened[route.path] += 1
        yield address
        links = read_page(address, answer).links
        waiting.extend(found for link in links if (found := own_address(address, link)))
