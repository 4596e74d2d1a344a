"""Duty × action: who may do what, evaluated on the packaged roles (design §3, §5).

The table is the claim; the policies are only how it is kept. A line names an action, the resource as the
policies write it, perhaps the partition of an item, and the duties that may; every other duty may not.
"""

import pytest

from chalicelib.domain.satisfaction.campaigns.silence import QUESTIONNAIRE, campaign_of
from chalicelib.settings import DUTIES
from infra.packaging.merge import duties_of
from tests.infra.package.conftest import Package, statements_of
from tests.infra.package.policy_evaluator import Request, is_allowed, written

ALL = frozenset(DUTIES) - {"all", "files"}
HTTP = {"public", "resident", "sealed", "desk"}
DECIDING = {"desk", "opening", "drawing", "lifecycle"}

MARKETPLACE, REPORTING = "${MarketplaceTable.Arn}", "${ReportingTable.Arn}"
LEDGER, VAULT = "${LedgerTable.Arn}", "${VaultTable.Arn}"
SATISFACTION, STREAM = "${SatisfactionTable.Arn}", "${LedgerTable.StreamArn}"
IDENTITY, PRICE, DRAW, SLOT = "${IdentityKey.Arn}", "${PriceKey.Arn}", "${DrawKey.Arn}", "${SlotKey.Arn}"
PERSON_KEY, RESIDENT_KEY, LINK = "${PersonKey.Arn}", "${ResidentKey.Arn}", "${LinkKey.Arn}"
VAULT_KEY, CONTACT, PHONE = "${VaultKey.Arn}", "${ContactKey.Arn}", "${PhoneKey.Arn}"

NOTICE, QUOTES, GATE, ONCE = "NOTICE#n_1", "QUOTES#n_1#03", "GATE#n_1#03", "ONCE#0a"
DIGESTS, HEADS = "DIGEST#daily", "PAGES#LEDGER#2026-03-09"
INBOX, TEXT, PERSON = "INBOX#org:1", "TEXT#0a", "PERSON#p"
SETTINGS = "SETTINGS#org:1"
CATALOGUE = "G1#CATALOGUE#notices"
INVITATION, ORDER, CASE = "INVITATION#0a", "ORDER#wo_1", "CASE#c_1"
ORDER_TEXT = "ORDER-TEXT#wo_1.receipt"

Line = tuple[str, str, str | None, set[str]]

MATRIX: tuple[Line, ...] = (
    # Sealed quotes: sealed by one duty, named but never listed; opened by another after the gate is shut.
    ("kms:Encrypt", IDENTITY, None, {"sealed"}),
    ("kms:Encrypt", PRICE, None, {"sealed"}),
    ("kms:GenerateMac", SLOT, None, {"sealed"}),
    ("kms:VerifyMac", SLOT, None, set()),
    ("kms:GenerateMac", PERSON_KEY, None, {"desk", "lifecycle", "resident"}),
    ("kms:Decrypt", PRICE, None, {"opening"}),
    ("kms:Decrypt", IDENTITY, None, {"opening", "messages"}),
    ("dynamodb:PutItem", MARKETPLACE, QUOTES, {"sealed", "opening"}),
    ("dynamodb:GetItem", MARKETPLACE, QUOTES, {"sealed", "opening", "messages"}),
    ("dynamodb:Query", MARKETPLACE, QUOTES, {"opening", "messages"}),
    ("s3:PutObject", "${SealedBucket.Arn}/x", None, {"sealed"}),
    ("s3:GetObject", "${SealedBucket.Arn}/x", None, {"opening"}),
    # Gates: a quote checks one, closing and amending rewrite them.
    ("dynamodb:ConditionCheckItem", MARKETPLACE, GATE, {"sealed", *DECIDING}),
    ("dynamodb:PutItem", MARKETPLACE, GATE, DECIDING),
    ("dynamodb:UpdateItem", MARKETPLACE, GATE, DECIDING),
    # The secret of a draw.
    ("kms:Encrypt", DRAW, None, {"desk"}),
    ("kms:Decrypt", DRAW, None, {"drawing"}),
    # Personal values.
    ("kms:Encrypt", VAULT_KEY, None, {"desk", "lifecycle", "resident"}),
    ("kms:Decrypt", VAULT_KEY, None, {"desk"}),
    ("kms:Encrypt", CONTACT, None, {"desk"}),
    ("kms:Decrypt", CONTACT, None, {"public", "sealed", "desk", "resident", "lifecycle", "invitations"}),
    ("dynamodb:PutItem", VAULT, NOTICE, {"desk", "lifecycle"}),
    ("dynamodb:DeleteItem", VAULT, NOTICE, {"desk", "lifecycle", "opening"}),
    ("dynamodb:GetItem", VAULT, NOTICE, {"public", "sealed", "desk", "lifecycle"}),
    ("dynamodb:Query", VAULT, NOTICE, {"desk"}),
    # The phone beside an inbox: the desk takes it in and shows it masked, the notifier sends to it.
    ("kms:Encrypt", PHONE, None, {"desk"}),
    ("kms:Decrypt", PHONE, None, {"desk", "messages"}),
    ("dynamodb:GetItem", VAULT, SETTINGS, {"public", "sealed", "desk", "messages"}),
    ("dynamodb:PutItem", VAULT, SETTINGS, {"desk", "lifecycle"}),
    # Texts on their way.
    ("dynamodb:PutItem", MARKETPLACE, "SMS#0a", {"messages", *DECIDING}),
    ("dynamodb:DeleteItem", MARKETPLACE, "SMS#0a", DECIDING),
    ("dynamodb:PutItem", MARKETPLACE, SETTINGS, DECIDING),
    # Aggregates.
    ("dynamodb:PutItem", MARKETPLACE, NOTICE, DECIDING),
    ("dynamodb:GetItem", MARKETPLACE, NOTICE, {"public", "sealed", "messages", *DECIDING}),
    ("dynamodb:GetItem", MARKETPLACE, PERSON, {"public", "sealed", "messages", *DECIDING}),
    ("dynamodb:PutItem", MARKETPLACE, PERSON, DECIDING),
    ("dynamodb:PutItem", MARKETPLACE, ONCE, {"sealed", *DECIDING}),
    ("dynamodb:PutItem", MARKETPLACE, INBOX, {"messages", *DECIDING}),
    ("dynamodb:BatchGetItem", MARKETPLACE, TEXT, {"public", "sealed", "messages", "projector", *DECIDING}),
    ("dynamodb:Query", f"{MARKETPLACE}/index/due", None, {"timers", "reminders", "effects"}),
    # Ratings: a resident's link writes its invitation and what follows from it, nothing else; whoever
    # sends texts alone makes links, and alone besides the desk opens who was served.
    ("dynamodb:PutItem", SATISFACTION, INVITATION, {"resident", "desk", "invitations"}),
    ("dynamodb:BatchGetItem", SATISFACTION, INVITATION, {"resident", "desk", "invitations", "lifecycle"}),
    ("dynamodb:BatchGetItem", SATISFACTION, "VISITS#0a", {"resident", "desk", "invitations"}),
    ("dynamodb:PutItem", SATISFACTION, ORDER, {"resident", "desk", "invitations", "orders"}),
    ("dynamodb:PutItem", SATISFACTION, CASE, {"desk", "invitations", "lifecycle"}),
    ("dynamodb:GetItem", SATISFACTION, CASE, {"desk", "invitations", "resident", "lifecycle", "upward"}),
    ("dynamodb:PutItem", SATISFACTION, "CASE-IMPORT#0a", {"desk", "invitations", "lifecycle"}),
    ("dynamodb:PutItem", SATISFACTION, "SERVED#0a", {"desk", "invitations", "lifecycle"}),
    ("dynamodb:Query", SATISFACTION, INVITATION, {"desk"}),
    ("dynamodb:Query", f"{SATISFACTION}/index/due", "DUE#orders#3", {"timers"}),
    ("dynamodb:Query", f"{SATISFACTION}/index/due", "READY#cp_1#07", {"timers", "desk"}),
    ("dynamodb:PutItem", LEDGER, INVITATION, {"sealed", "resident", "invitations", *DECIDING}),
    ("dynamodb:PutItem", LEDGER, ORDER, {"sealed", "resident", "orders", "invitations", *DECIDING}),
    ("dynamodb:PutItem", SATISFACTION, ORDER_TEXT, {"resident", "desk", "invitations", "orders"}),
    ("dynamodb:PutItem", LEDGER, ORDER_TEXT, {"sealed", "resident", "orders", "invitations", *DECIDING}),
    # Items: whoever raises one writes it and what was said, and reads none of that back.
    ("dynamodb:PutItem", SATISFACTION, "HOTLINE#0a", {"resident", "desk", "invitations", "orders"}),
    ("dynamodb:PutItem", LEDGER, "HOTLINE#0a", {"sealed", "resident", "orders", "invitations", *DECIDING}),
    ("dynamodb:UpdateItem", MARKETPLACE, "SERIAL#hotline-370700-2026", {"resident", *DECIDING}),
    ("dynamodb:PutItem", VAULT, "HOTLINE#0a", {"resident", "desk", "lifecycle"}),
    ("dynamodb:DeleteItem", VAULT, "HOTLINE#0a", {"desk", "invitations", "lifecycle", "opening"}),
    ("dynamodb:GetItem", VAULT, "HOTLINE#0a", {"public", "sealed", "desk", "invitations"}),
    ("dynamodb:PutItem", SATISFACTION, "TEXT-TEMPLATE#LINK", {"desk", "invitations"}),
    ("dynamodb:GetItem", SATISFACTION, "TEXT-TEMPLATE#LINK", {"desk", "invitations"}),
    ("dynamodb:PutItem", LEDGER, "TEXT-TEMPLATE#LINK", {"sealed", *DECIDING}),
    ("dynamodb:UpdateItem", MARKETPLACE, "SERIAL#order-370700-2026", {"orders", *DECIDING}),
    ("dynamodb:PutItem", VAULT, "RATING#r_1", {"resident", "desk", "lifecycle"}),
    ("dynamodb:GetItem", VAULT, "RATING#r_1", {"public", "sealed", "desk"}),
    ("dynamodb:GetItem", VAULT, "ANSWER#wo_1", {"public", "sealed", "desk", "resident", "invitations"}),
    ("dynamodb:PutItem", VAULT, "ANSWER#wo_1", {"desk", "lifecycle"}),
    ("dynamodb:GetItem", VAULT, CASE, {"public", "sealed", "desk", "invitations"}),
    # Whose days are over, or who asks for it, is forgotten by the duty that knows the links.
    ("dynamodb:DeleteItem", VAULT, CASE, {"desk", "invitations", "lifecycle", "opening"}),
    ("dynamodb:DeleteItem", VAULT, "RATING#r_1", {"desk", "invitations", "lifecycle", "opening"}),
    ("dynamodb:DeleteItem", VAULT, "PRIVACY#p_1", {"desk", "invitations", "lifecycle", "opening"}),
    ("dynamodb:GetItem", VAULT, "PRIVACY#p_1", {"public", "sealed", "desk"}),
    ("dynamodb:DeleteItem", VAULT, "CALLBACK#cb_1.note-1", {"desk", "invitations", "lifecycle", "opening"}),
    ("dynamodb:DeleteItem", VAULT, "SURVEY#sv_1", {"desk", "invitations", "lifecycle", "opening"}),
    ("dynamodb:DeleteItem", VAULT, "ANSWER#hotline/0a", {"desk", "invitations", "lifecycle", "opening"}),
    ("dynamodb:DeleteItem", VAULT, "ANSWER#wo_1/0a", {"desk", "lifecycle", "opening"}),
    ("dynamodb:DeleteItem", VAULT, "ORDER#wo_1/0a", {"desk", "invitations", "lifecycle", "opening"}),
    ("dynamodb:PutItem", LEDGER, "PROBLEM#pb_1", {"sealed", "invitations", *DECIDING}),
    ("dynamodb:PutItem", SATISFACTION, "KNOWN#0a", {"desk", "invitations", "lifecycle", "resident"}),
    ("dynamodb:Query", SATISFACTION, "KNOWN#0a", {"desk", "invitations"}),
    ("dynamodb:DeleteItem", SATISFACTION, "KNOWN#0a", {"desk", "invitations"}),
    ("kms:Encrypt", RESIDENT_KEY, None, {"desk", "lifecycle", "resident"}),
    # Who was served in a month: counted with the case, read by who takes the frame of a campaign.
    ("dynamodb:PutItem", SATISFACTION, "POPULATION#2026-03#07", {"desk", "invitations", "lifecycle"}),
    ("dynamodb:Query", SATISFACTION, "POPULATION#2026-03#07", {"desk", "invitations", "lifecycle"}),
    ("dynamodb:DeleteItem", SATISFACTION, "POPULATION#2026-03#07", {"desk", "invitations"}),
    # Callback tasks: made by who plans them, taken and ended at the desk.
    ("dynamodb:PutItem", SATISFACTION, "CALLBACK-PLAN#ca_1", {"desk", "invitations", "lifecycle"}),
    (
        "dynamodb:PutItem",
        SATISFACTION,
        "CALLBACK-TASK#cb_1",
        {"desk", "invitations", "lifecycle", "resident"},
    ),
    ("dynamodb:GetItem", SATISFACTION, "CAMPAIGN#ca_1", {"resident", "desk", "invitations", "lifecycle"}),
    ("dynamodb:PutItem", SATISFACTION, "HOLD#agent-1", {"desk", "invitations"}),
    ("dynamodb:DeleteItem", SATISFACTION, "HOLD#agent-1", {"desk", "invitations"}),
    ("dynamodb:PutItem", MARKETPLACE, "PAGES#CAMPAIGN#cp_1", {"invitations", *DECIDING}),
    ("dynamodb:PutItem", SATISFACTION, "CAMPAIGN#cp_1", {"desk", "invitations"}),
    ("dynamodb:PutItem", SATISFACTION, "QUESTIONNAIRE#qn_1", {"desk", "invitations"}),
    # Of campaigns who lets time act drafts those about silent units, with their one questionnaire.
    (
        "dynamodb:PutItem",
        SATISFACTION,
        f"CAMPAIGN#{campaign_of('2026-09')}",
        {"desk", "invitations", "lifecycle"},
    ),
    (
        "dynamodb:PutItem",
        SATISFACTION,
        f"QUESTIONNAIRE#{QUESTIONNAIRE}",
        {"desk", "invitations", "lifecycle"},
    ),
    (
        "dynamodb:GetItem",
        SATISFACTION,
        f"QUESTIONNAIRE#{QUESTIONNAIRE}",
        {"resident", "desk", "invitations", "lifecycle"},
    ),
    ("dynamodb:PutItem", SATISFACTION, "SURVEY#sv_1", {"resident", "desk", "invitations"}),
    ("dynamodb:GetItem", SATISFACTION, "QUESTIONNAIRE#qn_1", {"resident", "desk", "invitations"}),
    ("dynamodb:PutItem", LEDGER, "SURVEY#sv_1", {"sealed", "resident", "invitations", *DECIDING}),
    ("dynamodb:PutItem", VAULT, "SURVEY#sv_1", {"resident", "desk", "lifecycle"}),
    ("dynamodb:GetItem", VAULT, "SURVEY#sv_1", {"public", "sealed", "desk"}),
    ("dynamodb:PutItem", LEDGER, "CAMPAIGN#cp_1", {"sealed", "invitations", *DECIDING}),
    ("kms:Decrypt", RESIDENT_KEY, None, {"desk", "invitations"}),
    ("kms:GenerateMac", LINK, None, {"invitations"}),
    ("dynamodb:PutItem", SATISFACTION, "PERIOD#2026-03", {"desk", "invitations", "lifecycle"}),
    ("dynamodb:PutItem", SATISFACTION, "HALF-YEAR#2026-H1", {"desk", "invitations", "lifecycle"}),
    ("dynamodb:PutItem", SATISFACTION, "SUPERVISION#sv_1", {"desk", "invitations", "orders"}),
    # The ledger: appended, read, never rewritten. Who closes its days appends to their chain and to no other.
    ("dynamodb:PutItem", LEDGER, DIGESTS, {"sealed", "digests", *DECIDING}),
    ("dynamodb:Query", LEDGER, DIGESTS, {"public", "projector", "digests", *DECIDING}),
    ("dynamodb:Query", f"{LEDGER}/index/day", "DAY#2026-03-09", {"desk", "digests", "reminders"}),
    ("dynamodb:PutItem", MARKETPLACE, HEADS, {"digests", *DECIDING}),
    ("dynamodb:GetItem", MARKETPLACE, HEADS, {"public", "sealed", "messages", *DECIDING}),
    ("dynamodb:PutItem", LEDGER, NOTICE, {"sealed", *DECIDING}),
    ("dynamodb:Query", LEDGER, NOTICE, {"public", "projector", *DECIDING}),
    ("dynamodb:GetRecords", STREAM, None, {"projector", "effects"}),
    # Reporting is the projector's.
    ("dynamodb:PutItem", REPORTING, "G1#ROW", {"projector"}),
    ("dynamodb:UpdateItem", REPORTING, "G1#ROW", {"projector"}),
    ("dynamodb:DeleteItem", REPORTING, "G1#ROW", {"projector"}),
    ("dynamodb:Query", REPORTING, "G1#LIST", {"public", "sealed", "desk", "projector", "lifecycle"}),
    # The notifier finds who can enter a notice in one list, and reads no other.
    (
        "dynamodb:Query",
        REPORTING,
        "G1#LIST#admitted#service_type=survey",
        {"public", "sealed", "desk", "projector", "lifecycle", "messages"},
    ),
    (
        "dynamodb:Query",
        REPORTING,
        "G1#LIST#agency-todo#1",
        {"public", "sealed", "desk", "projector", "lifecycle"},
    ),
    # A catalogue's rows are the projector's, too; who folds them touches nothing else of reporting.
    (
        "dynamodb:Query",
        REPORTING,
        CATALOGUE,
        {"public", "sealed", "desk", "projector", "lifecycle", "catalogues"},
    ),
    ("dynamodb:PutItem", REPORTING, CATALOGUE, {"projector", "catalogues"}),
    ("dynamodb:DeleteItem", REPORTING, CATALOGUE, {"projector", "catalogues"}),
    ("dynamodb:PutItem", REPORTING, "GENERATION", {"projector"}),
    # Queues.
    ("sqs:SendMessage", "${OpeningQueue.Arn}", None, {"timers"}),
    ("sqs:SendMessage", "${DrawingQueue.Arn}", None, {"timers", "effects"}),
    ("sqs:SendMessage", "${LifecycleQueue.Arn}", None, {"timers", "effects", "reminders"}),
    ("sqs:SendMessage", "${MessagesQueue.Arn}", None, {"timers", "effects", "reminders", "messages"}),
    ("sqs:SendMessage", "${InvitationsQueue.Arn}", None, {"timers", "effects", "reminders"}),
    ("sqs:SendMessage", "${OrdersQueue.Arn}", None, {"timers", "effects"}),
    ("sqs:SendMessage", "${UpwardQueue.Arn}", None, {"timers", "effects", "reminders"}),
    ("sqs:ReceiveMessage", "${UpwardQueue.Arn}", None, {"upward"}),
    # Reports: who reports reads what was rated and can open nothing of it; the desk asks for another try.
    ("dynamodb:PutItem", SATISFACTION, "REPORT#0a", {"desk", "invitations", "upward"}),
    ("dynamodb:PutItem", LEDGER, "REPORT#0a", {"sealed", "upward", *DECIDING}),
    ("dynamodb:PutItem", MARKETPLACE, "PAGES#UPWARD#2026-03-09", {"upward", *DECIDING}),
    ("sqs:ReceiveMessage", "${InvitationsQueue.Arn}", None, {"invitations"}),
    ("sqs:ReceiveMessage", "${OrdersQueue.Arn}", None, {"orders"}),
    ("sqs:ReceiveMessage", "${OpeningQueue.Arn}", None, {"opening"}),
    ("sqs:ReceiveMessage", "${DrawingQueue.Arn}", None, {"drawing"}),
    ("sqs:ReceiveMessage", "${LifecycleQueue.Arn}", None, {"lifecycle"}),
    ("sqs:ReceiveMessage", "${MessagesQueue.Arn}", None, {"messages"}),
    # Telephones.
    ("sns:Publish", "+8613800000000", None, {"messages", "invitations"}),
    ("sns:Publish", "arn:${AWS::Partition}:sns:us-east-1:1:market-alarms", None, set()),
    # Files.
    ("s3:PutObject", "${DossierBucket.Arn}/x", None, {"desk", "opening"}),
    ("s3:GetObject", "${DossierBucket.Arn}/x", None, {"desk"}),
    ("s3:GetObject", "${PublicBucket.Arn}/x", None, {"public", "desk"}),
    ("s3:GetObject", "${PublicBucket.Arn}/catalogue/x", None, {"public", "desk", "catalogues"}),
    ("s3:PutObject", "${PublicBucket.Arn}/catalogue/x", None, {"catalogues"}),
    ("s3:DeleteObject", "${PublicBucket.Arn}/catalogue/x", None, set()),
    ("s3:GetObject", "${ExportsBucket.Arn}/x", None, {"desk", "lifecycle"}),
    ("s3:DeleteObject", "${ExportsBucket.Arn}/x", None, {"desk", "lifecycle"}),
    ("s3:DeleteObject", "${DossierBucket.Arn}/x", None, set()),
    # Photos: what was sent is read by the duty that cleans it, which cannot read what is left of it.
    ("s3:PutObject", "${IncomingBucket.Arn}/x", None, {"resident"}),
    ("s3:GetObject", "${IncomingBucket.Arn}/x", None, {"resident"}),
    ("s3:DeleteObject", "${IncomingBucket.Arn}/x", None, {"resident"}),
    ("s3:PutObject", "${PhotosBucket.Arn}/x", None, {"resident"}),
    ("s3:GetObject", "${PhotosBucket.Arn}/x", None, {"desk"}),
    ("s3:DeleteObject", "${PhotosBucket.Arn}/x", None, {"resident", "invitations"}),
    ("s3:PutObject", "${ArchiveBucket.Arn}/x", None, set()),
    ("s3:DeleteObject", "${ArchiveBucket.Arn}/x", None, set()),
)

WRITES = {
    "dynamodb": ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "PartiQLInsert", "PartiQLUpdate"),
    "s3": ("PutObject", "DeleteObject"),
    "sqs": ("SendMessage",),
    "kms": ("Encrypt", "GenerateMac", "CreateGrant", "PutKeyPolicy"),
}
REWRITES = ("UpdateItem", "DeleteItem", "BatchWriteItem", "PartiQLUpdate", "PartiQLDelete", "PartiQLInsert")


@pytest.mark.parametrize("duty", sorted(ALL))
@pytest.mark.parametrize("line", MATRIX, ids=lambda line: " ".join(filter(None, line[:3])))
def test_a_duty_may_do_what_the_table_says_and_nothing_else(
    one_package: Package, line: Line, duty: str
) -> None:
    action, resource, key, may = line
    request = Request(action, resource, (key,) if key else ())

    assert is_allowed(statements_of(one_package, duty), request) == (duty in may)


@pytest.mark.parametrize("duty", sorted(ALL))
@pytest.mark.parametrize("action", REWRITES)
def test_no_duty_can_rewrite_the_ledger_even_if_a_policy_allowed_it(
    one_package: Package, duty: str, action: str
) -> None:
    generous = {"Effect": "Allow", "Action": ["dynamodb:*"], "Resource": [LEDGER]}

    statements = [*statements_of(one_package, duty), generous]

    assert not is_allowed(statements, Request(f"dynamodb:{action}", LEDGER, (NOTICE,)))


def test_public_cannot_write_anywhere(one_package: Package) -> None:
    statements = statements_of(one_package, "public")
    resources = {written(each) for statement in statements for each in statement["Resource"]}

    for service, actions in WRITES.items():
        for action in actions:
            for resource in resources:
                assert not is_allowed(statements, Request(f"{service}:{action}", resource, (NOTICE,)))


@pytest.mark.parametrize("duty", sorted(ALL))
def test_no_duty_may_do_everything_or_reach_everything(one_package: Package, duty: str) -> None:
    for statement in statements_of(one_package, duty):
        if statement["Effect"] == "Allow":
            assert not any(str(action).endswith("*") for action in statement["Action"])
            wide = [each for each in statement["Resource"] if each == "*"]
            assert not wide or statement["Sid"] in ("Trace", "FindTheStream", "SendTextMessages")
            assert "dynamodb:Scan" not in statement["Action"]


SOURCE_NEEDS = {
    "SQS": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    "DynamoDB": ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
}


def test_every_event_source_may_be_read_by_its_function(package: Package) -> None:
    checked = 0
    for name, duty in duties_of(package.sam).items():
        for event in package.resources[name]["Properties"].get("Events", {}).values():
            source = event["Properties"].get("Queue") or event["Properties"].get("Stream")
            for action in SOURCE_NEEDS.get(event["Type"], ()):
                request = Request(action, _arn(source))
                assert is_allowed(statements_of(package, duty), request), (name, action)
                checked += 1
            given_up = event["Properties"].get("DestinationConfig")
            if given_up:
                target = _arn(given_up["OnFailure"]["Destination"])
                assert is_allowed(statements_of(package, duty), Request("sqs:SendMessage", target))

    assert checked == 27


def _arn(reference: dict[str, object]) -> str:
    if "Fn::GetAtt" in reference:
        name, attribute = reference["Fn::GetAtt"]  # type: ignore[misc]
        return f"${{{name}.{attribute}}}"
    return str(reference["Fn::Sub"])


OPENERS = {
    "VaultKey": {"desk"},
    "IdentityKey": {"opening", "messages"},
    "PriceKey": {"opening"},
    "DrawKey": {"drawing"},
}


@pytest.mark.parametrize("key", sorted(OPENERS))
def test_keys_themselves_refuse_everybody_but_their_openers(one_package: Package, key: str) -> None:
    statements = one_package.resources[key]["Properties"]["KeyPolicy"]["Statement"]
    (denial,) = [each for each in statements if each["Effect"] == "Deny"]

    spared = denial["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]

    assert "kms:Decrypt" in denial["Action"]
    assert denial["Principal"] == "*"
    roles = {written(arn).rsplit("-", 1)[-1] for arn in spared}
    assert roles == OPENERS[key]
    for role in roles:
        name = one_package.resources[f"{role.capitalize()}Role"]["Properties"]["RoleName"]
        assert any(written(arn).endswith(f":role/{written(name)}") for arn in spared)


def test_plans_can_be_read_by_the_opening_alone_even_by_an_administrator(one_package: Package) -> None:
    statements = one_package.resources["SealedBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    (denial,) = [each for each in statements if each["Sid"] == "OnlyTheOpeningReads"]

    assert "s3:GetObject" in denial["Action"]
    assert written(denial["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]).endswith("-opening")
