"""What is deployed: transformed, linted, created, and compared with what the code expects."""

import inspect
import json
import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from moto import mock_aws

from chalicelib.gateways.queues import QUEUES
from chalicelib.gateways.sealing import KEYS, MAC_KEYS
from chalicelib.settings import DUTIES, load_settings
from chalicelib.store.tables import define_tables
from infra.packaging.environment import environment_of
from infra.packaging.merge import duties_of
from tests.infra.package.conftest import Package

HTTP = {"public", "resident", "sealed", "desk"}
SQS_REMEMBERS_SECONDS = 300
"""How long a FIFO queue recognises a repetition (SQS Developer Guide, deduplication)."""
NOT_IN_MOTO = {
    "AWS::ApiGateway::BasePathMapping",
    "AWS::ApiGateway::Deployment",
    "AWS::ApiGateway::DomainName",
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGateway::Stage",
    "AWS::CloudWatch::Alarm",
    "AWS::Logs::MetricFilter",
    "AWS::S3::BucketPolicy",
    "AWS::Scheduler::Schedule",
}


def _of_type(template: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {
        name: each.get("Properties", {})
        for name, each in template["Resources"].items()
        if each["Type"] == kind
    }


def test_both_forms_of_the_template_pass_cfn_lint(
    package: Package, plain: dict[str, Any], tmp_path: Path
) -> None:
    plain_file = tmp_path / "plain.yaml"
    plain_file.write_text(yaml.safe_dump(plain, allow_unicode=True), "utf-8")
    command = [Path(sys.executable).with_name("cfn-lint"), package.folder / "sam.yaml", plain_file]

    result = subprocess.run(command, capture_output=True, text=True)

    assert result.returncode == 0, result.stdout


def test_cloudformation_creates_the_stack(package: Package, plain: dict[str, Any]) -> None:
    template = _without(plain, NOT_IN_MOTO)
    given = [{"ParameterKey": key, "ParameterValue": each} for key, each in package.parameters.items()]
    with mock_aws(config={"lambda": {"use_docker": False}}), warnings.catch_warnings():
        # moto warns of the secrets it skips; they must stay, because environments refer to them.
        warnings.simplefilter("ignore", UserWarning)
        s3 = boto3.client("s3", "us-east-1")
        s3.create_bucket(Bucket="release")
        s3.put_object(Bucket="release", Key="deployment.zip", Body=package.archive.read_bytes())
        cloudformation = boto3.client("cloudformation", "us-east-1")

        cloudformation.create_stack(
            StackName="market",
            TemplateBody=json.dumps(template),
            Parameters=given,
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )

        (stack,) = cloudformation.describe_stacks()["Stacks"]
        assert stack["StackStatus"] == "CREATE_COMPLETE"
        _assert_created()


def _assert_created() -> None:
    lambdas = boto3.client("lambda", "us-east-1")
    functions = {each["FunctionName"]: each for each in lambdas.list_functions()["Functions"]}
    assert set(functions) == {f"market-{duty}" for duty in DUTIES if duty not in ("all", "files")}
    for name, function in functions.items():
        assert function["Environment"]["Variables"]["DUTY"] == name.removeprefix("market-")
    for source in lambdas.list_event_source_mappings()["EventSourceMappings"]:
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    kms = boto3.client("kms", "us-east-1")
    aliases = {each["AliasName"] for each in kms.list_aliases()["Aliases"]}
    assert {f"alias/market-{key}" for key in (*KEYS, *MAC_KEYS)} <= aliases
    sqs = boto3.client("sqs", "us-east-1")
    for queue in QUEUES:
        url = sqs.get_queue_url(QueueName=f"market-{queue}.fifo")["QueueUrl"]
        assert "RedrivePolicy" in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


def _without(template: dict[str, Any], kinds: set[str]) -> dict[str, Any]:
    """Leave out what moto cannot create, and the permissions that point at it."""
    gone = {name for name, each in template["Resources"].items() if each["Type"] in kinds}
    kept = {name: each for name, each in template["Resources"].items() if name not in gone}
    api = next(name for name in gone if template["Resources"][name]["Type"] == "AWS::ApiGateway::RestApi")
    kept = {name: each for name, each in kept.items() if f"${{{api}" not in json.dumps(each)}
    return template | {"Resources": kept, "Outputs": {}}


@pytest.mark.parametrize("table", ["marketplace", "satisfaction", "ledger", "reporting", "vault"])
def test_tables_have_the_keys_and_indexes_of_their_models(one_package: Package, table: str) -> None:
    model = getattr(define_tables("market", "us-east-1"), table)

    properties = one_package.resources[f"{table.capitalize()}Table"]["Properties"]

    assert properties["TableName"] == {"Fn::Sub": f"${{TablePrefix}}-{table}"}
    expected = model._get_schema()
    assert _names(properties["KeySchema"]) == _names(expected["key_schema"])
    assert _names(properties["AttributeDefinitions"]) == _names(expected["attribute_definitions"])
    indexes = {each["IndexName"]: each for each in properties.get("GlobalSecondaryIndexes", ())}
    assert set(indexes) == {each["index_name"] for each in expected.get("global_secondary_indexes", ())}
    for index in expected.get("global_secondary_indexes", ()):
        declared = indexes[index["index_name"]]
        assert _names(declared["KeySchema"]) == _names(index["key_schema"])
        assert declared["Projection"]["ProjectionType"] == index["projection"]["ProjectionType"]
        named = sorted(declared["Projection"].get("NonKeyAttributes", ()))
        assert named == sorted(index["projection"].get("NonKeyAttributes", ()))


def _names(attributes: list[dict[str, str]]) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(each.values())) for each in attributes)


def test_every_table_is_kept_recoverable_and_forgets_what_expires(one_package: Package) -> None:
    tables = {
        name: each for name, each in one_package.resources.items() if each["Type"] == "AWS::DynamoDB::Table"
    }

    assert len(tables) == 5
    for name, table in tables.items():
        properties = table["Properties"]
        assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"
        assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        expires = properties.get("TimeToLiveSpecification")
        expected = None if name in ("LedgerTable", "VaultTable") else "expires_at"
        assert (expires and expires["AttributeName"]) == expected
    streams = {name for name, each in tables.items() if "StreamSpecification" in each["Properties"]}
    assert streams == {"LedgerTable"}


def test_chalice_s_own_function_and_api_are_not_deployed(package: Package) -> None:
    assert not {"APIHandler", "APIHandlerInvokePermission", "RestAPI"} & set(package.resources)
    assert len(_of_type(package.sam, "AWS::Serverless::Api")) == 1


def test_every_function_has_one_duty_its_own_role_and_its_own_log(package: Package) -> None:
    duties = duties_of(package.sam)

    assert sorted(duties.values()) == sorted(duty for duty in DUTIES if duty not in ("all", "files"))
    assert set(duties) == set(_of_type(package.sam, "AWS::Serverless::Function"))
    for name in duties:
        properties = package.resources[name]["Properties"]
        assert properties["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
        assert package.resources[f"{name}Logs"]["Properties"]["RetentionInDays"] >= 180
        assert properties["CodeUri"] == "./deployment.zip"


def test_http_functions_run_the_python_that_packaged(package: Package) -> None:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"

    runtimes = {each["Runtime"] for each in _of_type(package.sam, "AWS::Serverless::Function").values()}

    assert runtimes == {version}


def test_api_can_call_the_four_http_functions_and_no_other(package: Package) -> None:
    functions = _of_type(package.sam, "AWS::Serverless::Function")
    duties = duties_of(package.sam)
    permitted = {
        duties[each["FunctionName"]["Ref"]]
        for each in _of_type(package.sam, "AWS::Lambda::Permission").values()
    }

    assert permitted == HTTP
    assert {duties[name] for name, each in functions.items() if each["Handler"] == "app.http"} == HTTP


def test_api_is_regional_and_reached_only_under_its_own_name(package: Package) -> None:
    (api,) = _of_type(package.sam, "AWS::Serverless::Api").values()

    assert api["EndpointConfiguration"] == {"Type": "REGIONAL"}
    assert api["DisableExecuteApiEndpoint"] is True
    assert api["Domain"]["SecurityPolicy"] == "TLS_1_2"


def test_streams_and_queues_report_single_failures_and_give_up_somewhere(package: Package) -> None:
    events = {
        name: event
        for name, each in _of_type(package.sam, "AWS::Serverless::Function").items()
        for event in each.get("Events", {}).values()
        if event["Type"] in ("SQS", "DynamoDB")
    }

    assert len(events) == 9
    for event in events.values():
        properties = event["Properties"]
        assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        if event["Type"] == "DynamoDB":
            assert properties["Stream"] == {"Fn::GetAtt": ["LedgerTable", "StreamArn"]}
            assert properties["BisectBatchOnFunctionError"] is True
            assert properties["MaximumRetryAttempts"] > 0
            assert properties["DestinationConfig"]["OnFailure"]["Type"] == "SQS"


def test_a_message_stays_hidden_while_its_function_may_still_run(package: Package) -> None:
    for queue in QUEUES:
        name = queue.capitalize()
        hidden = package.resources[f"{name}Queue"]["Properties"]["VisibilityTimeout"]
        assert hidden >= 6 * package.resources[name]["Properties"]["Timeout"]


def test_a_message_tried_again_comes_before_its_queue_forgets_who_was_told(package: Package) -> None:
    hidden = package.resources["MessagesQueue"]["Properties"]["VisibilityTimeout"]

    assert hidden < SQS_REMEMBERS_SECONDS


def test_every_failure_queue_wakes_somebody_up(package: Package) -> None:
    watched = json.dumps(_of_type(package.sam, "AWS::CloudWatch::Alarm"))

    failures = [name for name in _of_type(package.sam, "AWS::SQS::Queue") if "Failures" in name]

    assert len(failures) == 8
    for name in failures:
        assert f'["{name}", "QueueName"]' in watched


def test_an_altered_ledger_and_overdue_work_wake_somebody_up(package: Package) -> None:
    alarms = _of_type(package.sam, "AWS::CloudWatch::Alarm")
    filters = {
        each["MetricTransformations"][0]["MetricName"]
        for each in _of_type(package.sam, "AWS::Logs::MetricFilter").values()
    }

    assert {"LedgerChanged", "LinksGuessed", "OldestOverdueSeconds"} == filters
    assert filters <= {each["MetricName"] for each in alarms.values()}
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]


def test_macs_are_made_by_mac_keys_and_secrets_sealed_by_keys_that_rotate(package: Package) -> None:
    # Read from the template: moto makes every key a symmetric one.
    keys = _of_type(package.sam, "AWS::KMS::Key")

    for name in MAC_KEYS:
        key = keys.pop(f"{name.capitalize()}Key")
        assert (key["KeySpec"], key["KeyUsage"]) == ("HMAC_256", "GENERATE_VERIFY_MAC")
    assert set(keys) == {f"{name.capitalize()}Key" for name in KEYS}
    assert all(key["EnableKeyRotation"] for key in keys.values())


def test_buckets_are_closed_encrypted_and_speak_tls_only(package: Package) -> None:
    policies = _of_type(package.sam, "AWS::S3::BucketPolicy")
    for name, bucket in _of_type(package.sam, "AWS::S3::Bucket").items():
        assert all(bucket["PublicAccessBlockConfiguration"].values())
        assert bucket["BucketEncryption"]
        (statements,) = [
            each["PolicyDocument"]["Statement"]
            for each in policies.values()
            if each["Bucket"] == {"Ref": name}
        ]
        assert any(each["Sid"] == "TlsOnly" and each["Effect"] == "Deny" for each in statements)


def test_ledger_archive_cannot_be_deleted_by_anybody(package: Package) -> None:
    bucket = package.resources["ArchiveBucket"]["Properties"]

    retention = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]

    assert bucket["ObjectLockEnabled"] is True
    assert retention["Mode"] == "COMPLIANCE"


def test_no_arn_is_tied_to_a_partition_or_an_account(package: Package) -> None:
    deployed = json.dumps({key: each for key, each in package.sam.items() if key != "Parameters"})

    assert "arn:aws:" not in deployed
    assert "arn:aws-cn:" not in deployed
    assert "000000000000" not in deployed
    assert "amazonaws.com.cn" not in deployed


def test_only_who_answers_people_gets_the_keys_and_the_issuer(package: Package) -> None:
    letting_people_in = ("SESSION_KEYS", "CURSOR_KEY", "OIDC_", "CLAIM_")
    known = set(re.findall(r'"([A-Z_]+)"', Path(inspect.getfile(load_settings)).read_text("utf-8")))
    all_of_them = {each for each in known if each.startswith(letting_people_in)}

    for name, duty in duties_of(package.sam).items():
        given = environment_of(package.sam, name, package.parameters)
        found = {each for each in given if each.startswith(letting_people_in)}
        assert found == (all_of_them if duty in HTTP else set()), duty


def test_the_template_has_no_aliases_which_cloudformation_does_not_know(package: Package) -> None:
    events = yaml.parse((package.folder / "sam.yaml").read_text("utf-8"))

    assert not [event for event in events if isinstance(event, yaml.AliasEvent)]


def test_no_secret_is_written_in_the_template(package: Package) -> None:
    own = package.resources["Public"]["Properties"]["Environment"]["Variables"]

    for name in ("SESSION_KEYS", "CURSOR_KEY"):
        assert own[name]["Fn::Sub"].startswith("{{resolve:secretsmanager:")
    assert package.sam["Parameters"]["OidcClientSecret"]["NoEcho"] is True
