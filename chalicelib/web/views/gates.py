"""The seven gates in words: what the notice asks, what the agency has, what to do (docs/rules.md §3.0).

The domain answers with codes and figures; here they become sentences, each with the figures it needs, so
that page and API tell the same. Gates that rest on the declaration wait for it and are no refusal yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.gates import (
    LISTING,
    NO_PROJECT_ROLE,
    PRACTITIONERS,
    QUALIFICATIONS,
    REGISTRANTS_UNRELATED,
    UNANSWERED,
    answer_of,
)
from chalicelib.domain.marketplace.guards import NOT_INTERCEPTED
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass
from chalicelib.web.formats import readable_figures
from chalicelib.web.forms import Form
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.labels.agencies import STATES
from chalicelib.web.labels.conduct import interception_words
from chalicelib.web.labels.gates import GATE_ASKS, GATE_DECLARED, GATE_NO_NEEDS, GATE_REASONS, GATE_REMEDIES

NOT_ELIGIBLE = "not-eligible"
DECLARED = "declared"
"""The declaration lies sealed with the registration: judged when it was made, and again at the opening."""


@dataclass(frozen=True, slots=True)
class Line:
    """A marked text and its figures; words among the figures that are marked themselves are in `words`."""

    text: str
    figures: Mapping[str, Json] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate as it is shown; `state` is passed, failed, declare or declared."""

    code: str
    state: str
    asks: tuple[str, ...]
    has: tuple[str, ...]
    remedy: str | None


def gate_views(
    gates: Iterable[Gate], types: ServiceTypes, locale: str, *, is_in: bool = False
) -> list[GateView]:
    """Explain every gate in a language; `is_in` tells that a declaration lies sealed already."""
    return [_view(gate, types, locale, is_in) for gate in gates]


def refused_gates(form: Form | None, types: ServiceTypes, locale: str) -> list[GateView]:
    """Explain the gates for which a form came back; () when it came back for something else or is new."""
    refusals = [error for error in form.errors if error.code == NOT_ELIGIBLE] if form else []
    found: list[Any] = [gate for refusal in refusals for gate in _listed(refusal.params.get("explained"))]
    return gate_views([Gate(one["code"], False, one["params"]) for one in found], types, locale)


def _listed(value: Any) -> list[Any]:
    return list(value or ())


def gate_json(gates: Iterable[Gate], *, is_in: bool = False) -> list[Json]:
    """Return the gates as the API gives them: codes and figures, no words."""
    return [_gate_json(gate, is_in) for gate in gates]


def _gate_json(gate: Gate, is_in: bool) -> Json:
    state, params = _state(gate, is_in), dict(gate.params)
    if state == DECLARED and "reasons" in params:
        params["reasons"] = [reason for reason in _reasons(gate) if reason not in UNANSWERED]
    return {"code": gate.code, "state": state, "passed": gate.passed, "params": params}


def _view(gate: Gate, types: ServiceTypes, locale: str, is_in: bool) -> GateView:
    state = _state(gate, is_in)
    asks = tuple(_sentence(line, locale) for line in _asks(gate, types))
    own = (Line(GATE_DECLARED),) if state == DECLARED else _has(gate, types)
    has = tuple(_sentence(line, locale) for line in own)
    remedy = translate(GATE_REMEDIES[gate.code], locale) if state == "failed" else None
    return GateView(gate.code, state, asks, has, remedy)


def _sentence(line: Line, locale: str) -> str:
    words = {name: translate(word, locale) for name, word in line.words.items()}
    return translate(line.text, locale, readable_figures(line.figures, locale) | words)


def _state(gate: Gate, is_in: bool = False) -> str:
    """Return the answer of a gate; what waits for a declaration is declared once the agency is in."""
    answer = answer_of(gate)
    return DECLARED if is_in and answer == "declare" else answer


def _asks(gate: Gate, types: ServiceTypes) -> Iterator[Line]:
    needs = _needs(gate)
    if gate.code in GATE_NO_NEEDS and not needs:
        yield Line(GATE_NO_NEEDS[gate.code])
        return
    yield Line(GATE_ASKS[gate.code], {"service_type": _service_type(gate, types)})
    if gate.code == QUALIFICATIONS and len(needs) > 1:
        any_will_do = gate.params.get("match") == "any"
        yield Line(_("以下资质具备其中一项即可。") if any_will_do else _("以下资质每一项都要具备。"))
    for need in needs:
        yield _asked(gate.code, need, gate.params, types)


def _asked(code: str, need: Mapping[str, Any], params: Mapping[str, Json], types: ServiceTypes) -> Line:
    if code == PRACTITIONERS:
        name = _certificate(need["certificate"], types)
        if name is None:
            return Line(_("执业人员至少 %(count)s 人。"), {"count": need["needed"]})
        return Line(_("%(name)s至少 %(count)s 人。"), {"name": name, "count": need["needed"]})
    figures: dict[str, Json] = {"name": _qualification(need["code"], types), "until_on": params.get("until")}
    if need["lowest_rank"] is None:
        return Line(_("%(name)s，有效期至少到 %(until_on)s。"), figures)
    figures["level"] = _level(need["code"], need["lowest_rank"], types)
    return Line(_("%(name)s%(level)s及以上，有效期至少到 %(until_on)s。"), figures)


def _has(gate: Gate, types: ServiceTypes) -> Iterator[Line]:
    if gate.code == LISTING:
        yield _listing(gate.params.get("state"))
    if gate.code == NOT_INTERCEPTED and not gate.passed:
        text, words = interception_words(gate.params)
        yield Line(text, gate.params, words)
    for need in _needs(gate):
        yield _held(gate.code, need, types)
    for reason in _reasons(gate) if answer_of(gate) == "failed" else ():
        yield Line(GATE_REASONS[reason])
    for other in _related(gate):
        yield Line(_("与 %(uscc)s 有关联，双方都已退出。"), {"uscc": other})
    if gate.code == REGISTRANTS_UNRELATED and gate.passed and not gate.params.get("final"):
        yield Line(_("其他报名机构在截止前保密，开启后再核对一次。"))


def _listing(state: Json) -> Line:
    if state is None:
        return Line(_("贵机构没有入驻这一服务类型。"))
    word = STATES.get(str(state), str(state))
    return Line(_("目前状态：%(state)s。"), words={"state": word})


def _held(code: str, need: Mapping[str, Any], types: ServiceTypes) -> Line:
    if code == PRACTITIONERS:
        figures = {"name": _certificate(need["certificate"], types) or "", "count": need["held"]}
        return Line(_("贵机构登记了 %(count)s 人%(name)s。"), figures)
    name = _qualification(need["code"], types)
    if need["expires_on"] is None:
        return Line(_("贵机构没有登记有效的%(name)s。"), {"name": name})
    level = _level(need["code"], need["held_rank"], types)
    figures = {"name": name, "level": level, "expires_on": need["expires_on"]}
    return Line(_("贵机构持有%(name)s%(level)s，有效期至 %(expires_on)s。"), figures)


def _needs(gate: Gate) -> list[Mapping[str, Any]]:
    needs: Any = gate.params.get("needs", [])
    return list(needs)


def _reasons(gate: Gate) -> list[str]:
    found: Any = gate.params.get("roles" if gate.code == NO_PROJECT_ROLE else "reasons", [])
    return list(found)


def _related(gate: Gate) -> list[str]:
    found: Any = gate.params.get("related", [])
    return list(found)


def _service_type(gate: Gate, types: ServiceTypes) -> str:
    code = str(gate.params.get("service_type", ""))
    return types.types[code].name if code in types.types else code


def _qualification(code: str, types: ServiceTypes) -> str:
    kind = types.qualification_kinds.get(code)
    return kind.name if kind else code


def _level(code: str, rank: int | None, types: ServiceTypes) -> str:
    kind = types.qualification_kinds.get(code)
    levels = kind.levels if kind else ()
    return next((level.name for level in levels if level.rank == rank), "")


def _certificate(code: str | None, types: ServiceTypes) -> str | None:
    if code is None:
        return None
    kind = types.certificate_kinds.get(code)
    return kind.name if kind else code
