"""Wires the house: the one place that knows store, gateways and settings (design §2).

Ports are cheap to make and touch the network only when used; what a duty may use is its IAM policy.
"""

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.domain.marketplace.agencies.files import sniff_type
from chalicelib.entrypoints.call import Edge
from chalicelib.gateways.call_bridge import NoBridge
from chalicelib.gateways.claims import ClaimsMapping
from chalicelib.gateways.clients import Clients
from chalicelib.gateways.discovery import Endpoints
from chalicelib.gateways.drand import DrandRounds
from chalicelib.gateways.files import S3Files, upload_addresses
from chalicelib.gateways.guards import NoObjections
from chalicelib.gateways.identity import IdentitySettings, RelyingParty
from chalicelib.gateways.notifier import NoTexts, SnsTexts
from chalicelib.gateways.photos import PhotoGrammars
from chalicelib.gateways.profiles import (
    ShippedProfiles,
    ShippedQuestionnaires,
    ShippedRatingProfiles,
    shipped_indicators,
    shipped_service_types,
)
from chalicelib.gateways.queues import SqsQueues
from chalicelib.gateways.scanning import SignatureScanner
from chalicelib.gateways.sealing import KmsSealing
from chalicelib.gateways.segments import S3Segments
from chalicelib.gateways.survey_texts import NoSurveyTexts, SnsSurveyTexts
from chalicelib.gateways.upward import HttpUpward
from chalicelib.gateways.workbooks import Workbooks
from chalicelib.kernel.clock import Clock, SystemClock
from chalicelib.kernel.workdays import shipped_calendar
from chalicelib.settings import Oidc, Settings, load_settings
from chalicelib.store.access import OneTimeMarks, SessionEpochs
from chalicelib.store.calendars import CalendarLinks
from chalicelib.store.callbacks import ReadyTasks
from chalicelib.store.catalogues import Catalogues, CatalogueShelves
from chalicelib.store.desks import Desks
from chalicelib.store.inbox import Inbox, OwnEntries
from chalicelib.store.ledger_days import LedgerDays
from chalicelib.store.ledger_items import LedgerReader
from chalicelib.store.lists import Lists
from chalicelib.store.messaging import SettingsStore, TextStore
from chalicelib.store.pacing import SharedPace
from chalicelib.store.pages import Pages
from chalicelib.store.population import PopulationReads
from chalicelib.store.ratings import (
    UpwardReads,
    callback_reads,
    campaign_reads,
    case_import_reads,
    case_reads,
    hotline_reads,
    invitation_reads,
    measure_reads,
    order_reads,
    order_text_reads,
    point_reads,
    problem_reads,
    questionnaire_reads,
    remembered_templates,
    survey_reads,
    template_reads,
)
from chalicelib.store.reading import DueIndex, OpeningReads, Queries, Texts
from chalicelib.store.reporting import ReportingStore
from chalicelib.store.roster import Roster
from chalicelib.store.sightings import Sightings
from chalicelib.store.tables import Tables, define_tables
from chalicelib.store.transact import Transactor
from chalicelib.store.vault import Vault
from chalicelib.store.visits import Visits
from chalicelib.usecases.audit_ports import Audit
from chalicelib.usecases.beacon_ports import Rounds
from chalicelib.usecases.callback_ports import CallBridge
from chalicelib.usecases.identity_ports import IdentityProvider
from chalicelib.usecases.notifier_ports import Notifier
from chalicelib.usecases.ports import House
from chalicelib.usecases.text_ports import Pace
from chalicelib.usecases.text_ports import Texts as SurveyTexts
from chalicelib.usecases.upward_ports import Upward
from chalicelib.web.context import SiteSettings
from chalicelib.web.cookies import CookieSettings

if TYPE_CHECKING:
    from chalicelib.projections.projector import Projector


class Wiring:
    """What the local runtime replaces before the first use: clock, issuer, telephones, rounds, province."""

    clock: Clock = SystemClock()
    identity: IdentityProvider | None = None
    notifier: Notifier | None = None
    texts: SurveyTexts | None = None
    rounds: Rounds | None = None
    upward: Upward | None = None
    pace: Pace | None = None
    call_bridge: CallBridge | None = None


@cache
def settings() -> Settings:
    """Return the settings, read once."""
    return load_settings()


@cache
def house() -> House:
    """Return the ports of this process."""
    config, clock = settings(), Wiring.clock
    clients, tables = Clients(config.region), define_tables(config.table_prefix, config.region)
    sealing = KmsSealing(clients, config.key_alias_prefix)
    vault, lists = Vault(tables, sealing), Lists(tables)
    return House(
        clock=clock,
        transact=Transactor(tables, clock, vault),
        queries=Queries(tables, vault, lists.generation),
        ledger=LedgerDays(tables),
        lists=lists,
        catalogues=Catalogues(tables, S3Segments(clients, config.bucket_prefix), lists),
        inbox=Inbox(tables),
        own_entries=OwnEntries(tables),
        message_settings=SettingsStore(tables),
        held_texts=TextStore(tables),
        sealing=sealing,
        files=_files(config, clients, clock),
        workbooks=Workbooks(),
        photos=PhotoGrammars(),
        queues=SqsQueues(clients, config.queue_prefix),
        notifier=Wiring.notifier or _notifier(config, clients),
        texts=Wiring.texts or _texts(config, clients),
        call_bridge=Wiring.call_bridge or NoBridge(),
        pace=Wiring.pace or SharedPace(tables, clock.wall_now),
        due=DueIndex(tables),
        pages=Pages(tables),
        opening=OpeningReads(tables),
        objections=NoObjections(),
        rules=ShippedProfiles(config.rule_profile),
        rating_rules=ShippedRatingProfiles(config.rating_profile),
        indicators=shipped_indicators(),
        **_rating_reads(tables, clock),
        upward=Wiring.upward or _upward(config, clock),
        visits=Visits(tables),
        service_types=shipped_service_types(),
        calendar=shipped_calendar(),
        epochs=SessionEpochs(tables),
        roster=Roster(tables),
        desks=Desks(tables),
        marks=OneTimeMarks(tables, clock),
        calendars=CalendarLinks(tables),
        rounds=Wiring.rounds or DrandRounds(config.drand_url),
        division=config.division,
        link_base=config.texts.link_base or config.public_url,
        text_signature=config.texts.signature,
        staff_networks=config.staff_networks,
    )


def _rating_reads(tables: Tables, clock: Clock) -> dict[str, Any]:
    return {
        "sightings": Sightings(tables),
        "reports": UpwardReads(tables),
        "invitations": invitation_reads(tables),
        "orders": order_reads(tables),
        "order_texts": order_text_reads(tables),
        "hotline": hotline_reads(tables),
        "problems": problem_reads(tables),
        "measures": measure_reads(tables),
        "points": point_reads(tables),
        "case_imports": case_import_reads(tables),
        "questionnaires": questionnaire_reads(tables),
        "questionnaire_templates": ShippedQuestionnaires(),
        "campaigns": campaign_reads(tables),
        "population": PopulationReads(tables),
        "callback_tasks": callback_reads(tables),
        "ready_tasks": ReadyTasks(tables),
        "cases": case_reads(tables),
        "surveys": survey_reads(tables),
        "templates": remembered_templates(tables, clock),
        "text_versions": template_reads(tables),
    }


@cache
def projector() -> "Projector":
    """Return the projector of this process, the only one that imports the projections (ADR 0098)."""
    from chalicelib.projections.kinds import PROJECTIONS
    from chalicelib.projections.projector import Projector

    config = settings()
    tables = define_tables(config.table_prefix, config.region)
    reporting = ReportingStore(tables)
    return Projector(LedgerReader(tables), reporting, Texts(tables), PROJECTIONS)


@cache
def shelves() -> CatalogueShelves:
    """Return the catalogues as whoever keeps them sees them."""
    config = settings()
    tables = define_tables(config.table_prefix, config.region)
    return CatalogueShelves(tables, S3Segments(Clients(config.region), config.bucket_prefix))


@cache
def audit() -> Audit:
    """Return the ports of whoever closes the ledger's days."""
    config = settings()
    tables = define_tables(config.table_prefix, config.region)
    return Audit(LedgerDays(tables), Pages(tables))


@cache
def edge() -> Edge:
    """Return the web side of this process."""
    config = settings()
    return Edge(
        house=house(),
        site=_site(config),
        cookies=CookieSettings(config.session_keys, secure=config.tls),
        identity=Wiring.identity or RelyingParty(identity_settings(config.oidc)),
        cursor_key=hashlib.sha256(config.cursor_key.encode()).digest(),
        origin=config.public_url,
        form_origins=(*_issuer_places(config.oidc), *_upload_places(config)),
        text_key=config.texts.key.encode(),
    )


def _issuer_places(oidc: Oidc) -> tuple[str, ...]:
    """Return where signing in and out may lead from a form."""
    return tuple(filter(None, (oidc.issuer, oidc.authorization_endpoint, oidc.end_session_endpoint)))


def _upload_places(config: Settings) -> tuple[str, ...]:
    if config.files_url.startswith("/"):
        return ()  # the local runtime's own address, which a policy calls 'self'
    return upload_addresses(config.region, config.bucket_prefix, config.files_url)


def _notifier(config: Settings, clients: Clients) -> Notifier:
    return SnsTexts(clients, config.site_name) if config.texts.provider == "sns" else NoTexts()


def _texts(config: Settings, clients: Clients) -> SurveyTexts:
    if config.texts.provider == "sns":
        return SnsSurveyTexts(clients)
    if config.texts.provider != "mainland":
        return NoSurveyTexts()
    from chalicelib.gateways.mainland_texts import MainlandAccount, MainlandTexts

    given = config.texts.mainland
    account = MainlandAccount(given.url, given.key_id, given.key_secret, given.templates)
    return MainlandTexts(account, Wiring.clock.wall_now)


def _upward(config: Settings, clock: Clock) -> Upward:
    return HttpUpward(config.upward.url, config.upward.key.encode(), clock.wall_now)


def _files(config: Settings, clients: Clients, clock: Clock) -> S3Files:
    scanner, at = SignatureScanner(), config.files_url
    return S3Files(clients, config.bucket_prefix, scanner, sniff_type, clock.wall_now, at)


def _site(config: Settings) -> SiteSettings:
    return SiteSettings(
        name=config.site_name,
        city=config.site_city,
        name_en=config.site_name_en,
        city_en=config.site_city_en,
        hotline=config.hotline,
        consult_phone=config.consult_phone,
        icp=config.icp_record,
        police_record=config.police_record,
        release=config.release,
        origin=config.public_url,
    )


def identity_settings(oidc: Oidc) -> IdentitySettings:
    """Return what the settings say about the issuer."""
    return IdentitySettings(
        issuer=oidc.issuer,
        client_id=oidc.client_id,
        client_secret=oidc.client_secret or None,
        api_audience=oidc.api_audience,
        api_audience_claim=oidc.api_audience_claim,
        endpoints=Endpoints(
            authorization=oidc.authorization_endpoint,
            token=oidc.token_endpoint,
            keys=oidc.keys_endpoint,
            end_session=oidc.end_session_endpoint,
        ),
        claims=ClaimsMapping(
            subject=oidc.claim_subject,
            organisation=oidc.claim_org,
            organisation_name=oidc.claim_org_name,
            roles=oidc.claim_roles,
            role_values=oidc.claim_role_values,
            display_name=oidc.claim_name,
        ),
    )
