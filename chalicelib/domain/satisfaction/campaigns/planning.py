"""What is wrong with a plan, all at once (evaluation.md §2.6, §4)."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.satisfaction.campaigns.plan import Method, Plan
from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.domain.satisfaction.questionnaires.question import SurveyKind
from chalicelib.domain.satisfaction.reaching_rules import SurveyRules
from chalicelib.domain.satisfaction.statistics.periods import ends_at, is_period, period_of
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError

MODES = (Mode.CALL, Mode.SMS, Mode.VISIT)


def plan_errors(kind: SurveyKind, plan: Plan, now: datetime, rules: SurveyRules) -> list[FieldError]:
    """Return everything that keeps a plan from being kept."""
    return [
        *_word_errors(plan, rules),
        *_scope_errors(kind, plan, now, rules),
        *_window_errors(kind, plan, now, rules),
        *_mode_errors(plan),
        *_sample_errors(plan, rules),
        *_measure_errors(kind, plan, rules),
    ]


def _word_errors(plan: Plan, rules: SurveyRules) -> Iterator[FieldError]:
    if not plan.title.strip():
        yield FieldError("/title", "required")
    if len(plan.title) > rules.title_max_chars:
        yield FieldError("/title", "too-long", {"max": rules.title_max_chars})
    if len(plan.introduction) > rules.text_max_chars:
        yield FieldError("/introduction", "too-long", {"max": rules.text_max_chars})


def _scope_errors(kind: SurveyKind, plan: Plan, now: datetime, rules: SurveyRules) -> Iterator[FieldError]:
    """Say what is wrong with the months; who is served after a frame is in nobody's coverage (no. 11)."""
    months = plan.scope.months
    most = 1 if kind is SurveyKind.MONTHLY else rules.months_max
    if not months:
        yield FieldError("/months", "required")
    elif not all(is_period(month) and month <= period_of(now) for month in months):
        yield FieldError("/months", "not-a-month")
    elif len(months) > most:
        yield FieldError("/months", "too-many-months", {"max": most})
    elif not is_over(kind, plan, plan.window.begins_at):
        yield FieldError("/months", "months-not-over")


def is_over(kind: SurveyKind, plan: Plan, at: datetime) -> bool:
    """Tell whether the months are over by then: those of a monthly survey have to be, or it misses people."""
    return kind is not SurveyKind.MONTHLY or all(ends_at(month) <= at for month in plan.scope.months)


def _window_errors(kind: SurveyKind, plan: Plan, now: datetime, rules: SurveyRules) -> Iterator[FieldError]:
    window = plan.window
    if window.ends_at <= window.begins_at:
        yield FieldError("/ends_on", "ends-before-begins")
        return
    if window.begins_at <= now:
        yield FieldError("/begins_on", "in-the-past")
    days = (window.ends_at - window.begins_at).days
    if kind is SurveyKind.SEMI:
        begins = window.begins_at.astimezone(CHINA)
        if begins.month not in rules.semi_months:
            yield FieldError(
                "/begins_on", "not-a-semi-month", {"months": "、".join(map(str, rules.semi_months))}
            )
        if days != rules.semi_days:
            yield FieldError("/ends_on", "semi-days", {"days": rules.semi_days})
    elif days > rules.window_max_days:
        yield FieldError("/ends_on", "window-too-long", {"max": rules.window_max_days})


def _mode_errors(plan: Plan) -> Iterator[FieldError]:
    if not plan.modes:
        yield FieldError("/modes", "required")
    elif len(set(plan.modes)) != len(plan.modes) or not set(plan.modes) <= set(MODES):
        yield FieldError("/modes", "unknown-mode")
    elif plan.modes != (Mode.SMS,) and plan.modes[0] is not Mode.CALL:
        # Whoever was texted is not called for thirty days, and a visit follows calls.
        yield FieldError("/modes", "calls-first")


def _sample_errors(plan: Plan, rules: SurveyRules) -> Iterator[FieldError]:
    sample = plan.sample
    if sample.method is Method.CENSUS:
        return
    if not 1 <= sample.n <= rules.sample_max:
        yield FieldError("/n", "sample-size", {"max": rules.sample_max})
    if (sample.method is Method.STRATIFIED) is (sample.strata is None):
        yield FieldError("/strata", "strata-for-stratified")


def _measure_errors(kind: SurveyKind, plan: Plan, rules: SurveyRules) -> Iterator[FieldError]:
    if kind is not SurveyKind.POLICY:
        if plan.measures:
            yield FieldError("/measures", "measures-for-policy")
        return
    if not 1 <= len(plan.measures) <= rules.measures_max:
        yield FieldError("/measures", "measures-count", {"max": rules.measures_max})
    for place, measure in enumerate(plan.measures):
        for name, text in (("title", measure.title), ("promise", measure.promise)):
            if not text.strip():
                yield FieldError(f"/measures/{place}/{name}", "required")
            elif len(text) > rules.text_max_chars:
                yield FieldError(f"/measures/{place}/{name}", "too-long", {"max": rules.text_max_chars})
