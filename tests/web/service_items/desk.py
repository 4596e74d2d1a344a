"""What people do with service items in the browser, as calls; the bodies are the forms' own field names."""

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.marketplace.service_items.checklist import ForbiddenKind
from chalicelib.domain.marketplace.service_items.content import ItemContent
from chalicelib.kernel.actors import Role
from chalicelib.web.forms import Form
from chalicelib.web.views.service_items import content_json
from infra.local.http_event import Answer, Request
from infra.local.people import DemoPerson, find_person
from infra.local.runtime import Runtime
from infra.local.visits import json_request
from tests.factories.agencies import service_types
from tests.factories.service_items import content

CODE = "HP-0001"
NOT_APPLICABLE = {f"checklist.{kind}": "no" for kind in ForbiddenKind}
NO_CHECKLIST = {str(kind): "no" for kind in ForbiddenKind}


def official_of(department: str) -> DemoPerson:
    """Return a demo official of a department."""
    person = find_person(Role.DEPARTMENT, org=service_types().departments[department].org)
    assert person is not None
    return person


def a(role: Role) -> DemoPerson:
    """Return the first demo person of a role."""
    person = find_person(role)
    assert person is not None
    return person


def fields_of(written: ItemContent) -> dict[str, Any]:
    """Return a content as the draft's form sends it."""
    values = Form.filled(content_json(written), "edit-service-item").values
    return {name: list(texts) for name, texts in values.items()}


@dataclass
class Desk:
    """The forms of the two desks around one running product."""

    runtime: Runtime

    @property
    def official(self) -> DemoPerson:
        return official_of("ecology")

    @property
    def publisher(self) -> DemoPerson:
        return a(Role.OPERATOR_PUBLISHER)

    def create(self, code: str = CODE, person: DemoPerson | None = None, **fields: str) -> Answer:
        body = {"code": code, "name": content().name, **NOT_APPLICABLE, **fields}
        return self.runtime.post_form("/department/service-items/new", body, as_=person or self.official)

    def version_of(self, code: str = CODE) -> str:
        answer = self.runtime.get_json(f"/api/v1/service-items/{code}/draft", as_=self.publisher)
        return (answer.header("ETag") or "").strip('"')

    def save(self, code: str = CODE, then: str = "save", seen: str | None = None, **changes: Any) -> Answer:
        body = {"_version": seen or self.version_of(code), "_then": then, **fields_of(content(**changes))}
        return self.runtime.post_form(f"/department/service-items/{code}/draft", body, as_=self.official)

    def publish(self, code: str = CODE, effective_from: str = "") -> Answer:
        body = {"effective_from": effective_from}
        return self.runtime.post_form(f"/desk/service-items/{code}/publication", body, as_=self.publisher)

    def published(self, code: str = CODE, **changes: Any) -> None:
        """Take an item from its first word to publication."""
        assert self.create(code).status == 303
        assert self.save(code, then="propose", **changes).status == 303
        assert self.publish(code).status == 303

    def next_version(self, code: str = CODE, effective_from: str = "", **changes: Any) -> None:
        """Take the next version from its checklist to publication."""
        begun = self.runtime.post_form(
            f"/department/service-items/{code}/version", NOT_APPLICABLE, as_=self.official
        )
        assert begun.status == 303
        assert self.save(code, then="propose", **changes).status == 303
        assert self.publish(code, effective_from).status == 303

    def put(self, path: str, body: Any, etag: str, person: DemoPerson) -> Answer:
        """Send a PUT of the API with If-Match."""
        token = self.runtime.identity.access_token(person)
        request = json_request("PUT", path, body, token=token)
        headers = (*request.headers, ("If-Match", etag))
        return self.runtime.request(
            Request(request.method, request.path, request.query_string, headers, request.body)
        )
