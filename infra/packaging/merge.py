"""The merge template: every file of infra/aws joined, and a role and a log group for each function's duty.

Chalice knows its decorators; everything else about the deployment is written in `infra/aws`. What is the
same for every duty is made here from `policies/<duty>.yaml`, so that no function can be without a policy
of its own (ADR 0002).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

AWS_FOLDER = Path(__file__).parents[1] / "aws"
POLICY_FOLDER = AWS_FOLDER / "policies"
EVERY_DUTY = "every-duty"
LOG_DAYS = 180
"""How long logs are kept: at least six months [Cybersecurity Law art 23(3)]."""

Template = dict[str, Any]


def merge_template(stage: str) -> Template:
    """Return everything a stage's template holds beside what Chalice generates."""
    merged: Template = {}
    for path in sorted(AWS_FOLDER.glob("*.yaml")):
        merged = deep_merge(merged, yaml.safe_load(path.read_text("utf-8")))
    merged["Parameters"]["Stage"]["Default"] = stage
    for name, duty in duties_of(merged).items():
        merged["Resources"][name]["Properties"] |= {
            "Role": {"Fn::GetAtt": [f"{name}Role", "Arn"]},
            "LoggingConfig": {"LogGroup": {"Ref": f"{name}Logs"}},
        }
        merged["Resources"][f"{name}Logs"] = _log_group(duty)
        merged["Resources"][f"{name}Role"] = _role(name, duty)
    return merged


def duties_of(template: Mapping[str, Any]) -> dict[str, str]:
    """Return the duty of every function of a template by the function's logical id."""
    found = {}
    for name, resource in template["Resources"].items():
        variables = resource.get("Properties", {}).get("Environment", {}).get("Variables", {})
        if "DUTY" in variables:
            found[name] = str(variables["DUTY"])
    return found


def read_policy(duty: str) -> list[dict[str, Any]]:
    """Return the statements of a duty, those of every duty included, with `${…}` still as written."""
    own = (POLICY_FOLDER / f"{duty}.yaml").read_text("utf-8")
    common = (POLICY_FOLDER / f"{EVERY_DUTY}.yaml").read_text("utf-8")
    return [*yaml.safe_load(common), *yaml.safe_load(own)]


def deep_merge(base: Any, over: Any) -> Any:
    """Merge mappings key by key, `over` winning; as Chalice merges, so that reading one explains both."""
    if isinstance(base, dict) and isinstance(over, dict):
        return base | {key: deep_merge(base.get(key), value) for key, value in over.items()}
    return over


def substituted(value: Any) -> Any:
    """Wrap every string that holds `${…}` in the intrinsic that fills it in."""
    if isinstance(value, dict):
        return {key: substituted(each) for key, each in value.items()}
    if isinstance(value, list):
        return [substituted(each) for each in value]
    return {"Fn::Sub": value} if isinstance(value, str) and "${" in value else value


def _log_group(duty: str) -> Template:
    name = {"Fn::Sub": f"/aws/lambda/${{TablePrefix}}-{duty}"}
    return {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name, "RetentionInDays": LOG_DAYS}}


def _role(name: str, duty: str) -> Template:
    statements = json.loads(json.dumps(read_policy(duty)).replace("${Logs.Arn}", f"${{{name}Logs.Arn}}"))
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": {"Fn::Sub": f"${{TablePrefix}}-${{AWS::Region}}-{duty}"},
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Policies": [
                {
                    "PolicyName": duty,
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": substituted(statements)},
                }
            ],
        },
    }
