"""Checks what a deployment would tell the functions, before anything is deployed.

The functions refuse a bad environment when they start (chalicelib/settings.py); by then the site is down.
So the same check runs here on every function's environment, with the parameters filled in.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chalicelib.settings import SettingsError, load_settings
from infra.packaging.merge import duties_of

LOCAL_ONLY = "MARKET_LOCAL"
EVERYTHING = "all"
_PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9:.]+)\}")


class DeploymentError(Exception):
    """The deployment would not work; the text has a line for every reason, each naming its setting."""


def read_parameters(path: Path) -> dict[str, str]:
    """Read a parameter file in the form that `aws cloudformation deploy --parameter-overrides` takes.

    Raises:
        DeploymentError: when it cannot be read.
    """
    try:
        parameters = json.loads(path.read_text("utf-8"))["Parameters"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeploymentError(f'{path} is not a file {{"Parameters": {{name: value}}}}.') from error
    return {name: str(value) for name, value in parameters.items()}


def check_deployment(template: Mapping[str, Any], given: Mapping[str, str]) -> None:
    """Check parameters and environments of a template.

    Raises:
        DeploymentError: naming every parameter and setting that is missing or bad.
    """
    complaints = list(_parameter_complaints(template["Parameters"], given))
    if not complaints:
        complaints = list(_environment_complaints(template, given))
    if complaints:
        raise DeploymentError("\n".join(dict.fromkeys(complaints)))


def environment_of(template: Mapping[str, Any], function: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment a function of the template would get."""
    declared = template["Parameters"].items()
    values = {name: str(each["Default"]) for name, each in declared if "Default" in each} | dict(given)
    shared = template["Globals"]["Function"]["Environment"]["Variables"]
    own = template["Resources"][function]["Properties"]["Environment"]["Variables"]
    return {name: _resolve(value, values) for name, value in (shared | own).items()}


def _parameter_complaints(declared: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{name} is no parameter of the template." for name in given if name not in declared)
    for name, rule in declared.items():
        value = given.get(name, rule.get("Default"))
        if value is None:
            yield f"{name} is not set."
        elif "AllowedPattern" in rule and not re.fullmatch(rule["AllowedPattern"], str(value)):
            yield f"{name} must match {rule['AllowedPattern']}."
        elif "AllowedValues" in rule and value not in rule["AllowedValues"]:
            yield f"{name} must be one of {', '.join(rule['AllowedValues'])}."
        elif len(str(value)) < rule.get("MinLength", 0):
            yield f"{name} is empty."


def _environment_complaints(template: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[str]:
    for function in duties_of(template):
        environment = environment_of(template, function, given)
        if LOCAL_ONLY in environment:
            yield f"{LOCAL_ONLY} is for the local runtime and must not be set on {function}."
        if environment["DUTY"] == EVERYTHING:
            yield f"DUTY of {function} must be one duty: `{EVERYTHING}` is for the local runtime."
        try:
            load_settings({name: value for name, value in environment.items() if name != LOCAL_ONLY})
        except SettingsError as error:
            yield from str(error).splitlines()


def _resolve(value: Any, parameters: Mapping[str, str]) -> str:
    if isinstance(value, dict) and "Ref" in value:
        return parameters.get(value["Ref"], value["Ref"])
    text = str(value["Fn::Sub"] if isinstance(value, dict) else value)
    return _PLACEHOLDER.sub(lambda match: parameters.get(match[1], match[1]), text)
