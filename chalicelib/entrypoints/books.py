"""All route books, one an audience and subject: a new one is a line here."""

from chalicelib.entrypoints import (
    calendars,
    cases,
    cases_api,
    contract_lists,
    identity,
    message_settings,
    results,
    workbench,
)
from chalicelib.entrypoints.agency import awards as agency_awards
from chalicelib.entrypoints.agency import conduct as agency_conduct
from chalicelib.entrypoints.agency import (
    entries,
    onboarding,
    onboarding_api,
    onboarding_entries,
    onboarding_files,
    onboarding_staff,
    onboarding_submit,
    quotes,
    quotes_api,
    registrations,
)
from chalicelib.entrypoints.authority import (
    access,
    agencies,
    agencies_api,
    beacon,
    black_list,
    claims,
    digests,
    insight,
    item_desk,
    nominations,
    nominations_api,
    orders,
    privacy,
    relations,
    service_items,
    service_items_api,
    supervised_notices,
    work_orders,
)
from chalicelib.entrypoints.authority import notices as desk_notices
from chalicelib.entrypoints.authority import notices_api as desk_notices_api
from chalicelib.entrypoints.contract_books import contract_book
from chalicelib.entrypoints.owner import (
    amendment,
    attachments,
    choice,
    decisions,
    decisions_api,
    drafts_api,
    steps,
)
from chalicelib.entrypoints.owner import notices as owner_notices
from chalicelib.entrypoints.public import agencies as public_agencies
from chalicelib.entrypoints.public import (
    awards,
    changes,
    conduct,
    contract,
    coverage,
    draws,
    home,
    ledger,
    notices,
    papers,
    rating_snapshots,
    ratings,
    site,
)
from chalicelib.entrypoints.public import beacon as public_beacon
from chalicelib.entrypoints.public import contracts as public_contracts
from chalicelib.entrypoints.public import evaluations as public_evaluations
from chalicelib.entrypoints.public import selections as public_selections
from chalicelib.entrypoints.public import service_items as public_items
from chalicelib.entrypoints.resident import counter, rate, texts_api, track
from chalicelib.entrypoints.staff import case_imports, invitations, points, points_api, text_templates, window
from chalicelib.entrypoints.staff import cases_api as served_cases
from chalicelib.entrypoints.staff import ratings as staff_ratings
from chalicelib.entrypoints.staff import upward as staff_upward
from chalicelib.web.views.contracts import Seat

_SUBJECTS = (
    home.book,
    site.book,
    notices.book,
    awards.book,
    public_contracts.book,
    public_evaluations.book,
    papers.book,
    results.book,
    results.department_book,
    draws.book,
    public_selections.book,
    ledger.book,
    ratings.book,
    coverage.book,
    rating_snapshots.book,
    public_beacon.book,
    public_agencies.book,
    public_items.book,
    conduct.book,
    changes.book,
    agency_conduct.book,
    cases.book,
    black_list.book,
    cases_api.book,
    onboarding.book,
    onboarding_entries.book,
    onboarding_files.book,
    onboarding_submit.book,
    onboarding_staff.book,
    onboarding_api.book,
    quotes.book,
    registrations.book,
    quotes_api.book,
    entries.book,
    entries.sealed_book,
    agency_awards.book,
    agencies.book,
    agencies_api.book,
    relations.book,
    workbench.book,
    calendars.book,
    message_settings.book,
    owner_notices.book,
    steps.book,
    attachments.book,
    amendment.book,
    decisions.book,
    choice.book,
    drafts_api.book,
    decisions_api.book,
    desk_notices.book,
    desk_notices_api.book,
    supervised_notices.book,
    contract_lists.book,
    *(contract_book(seat) for seat in Seat),
    claims.book,
    orders.book,
    identity.book,
    access.book,
    beacon.book,
    insight.book,
    digests.book,
    nominations.book,
    nominations_api.book,
    service_items.book,
    item_desk.book,
    service_items_api.book,
    rate.book,
    track.book,
    counter.book,
    counter.tablet_book,
    texts_api.book,
    invitations.book,
    text_templates.book,
    staff_upward.book,
    points.book,
    points.public_book,
    points_api.book,
    window.book,
    window.case_book,
    served_cases.book,
    case_imports.book,
    work_orders.book,
    privacy.book,
    staff_ratings.clerk_book,
    staff_ratings.unit_book,
    staff_ratings.regulator_book,
)

BOOKS = (*_SUBJECTS, contract.contract_book(_SUBJECTS))
"""Every book, the contract of all others included."""
