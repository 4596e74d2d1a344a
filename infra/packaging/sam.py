"""What Chalice emitted, turned into what is deployed (ADR 0002).

Chalice would put all routes into one function behind one API; it is shown none (ADR 0098), and emits neither.
In their place one API selects, by path, four functions of the same archive.
"""

from collections.abc import Mapping
from typing import Any

from infra.packaging.merge import Template, duties_of
from infra.packaging.paths import Selection

ARCHIVE = "./deployment.zip"
HTTP_HANDLER = "app.http"
OF_CHALICE = "Timers"
"""A function that Chalice emitted; its Python and its machine are everybody's."""

API = "Api"
STAGE_NAME = "live"
REQUESTS_PER_SECOND, BURST = 500, 1000


def deployable(chalice: Template, selection: Selection) -> Template:
    """Return the template to deploy."""
    resources = dict(chalice["Resources"])
    template = chalice | {"Resources": resources}
    usual = resources[OF_CHALICE]["Properties"]
    for name, duty in duties_of(template).items():
        properties = resources[name]["Properties"]
        properties |= {"FunctionName": {"Fn::Sub": f"${{TablePrefix}}-{duty}"}, "CodeUri": ARCHIVE}
        properties |= {key: usual[key] for key in ("Runtime", "Architectures")}
        for source in properties.get("Events", {}).values():
            if source["Type"] == "SQS":
                # A FIFO queue has no batching window, not even one of zero seconds.
                source["Properties"].pop("MaximumBatchingWindowInSeconds", None)
    resources |= {API: _api(selection, _http_functions(template)), **_permissions(template)}
    template["Outputs"] = _outputs()
    return template


def _http_functions(template: Mapping[str, Any]) -> dict[str, str]:
    """Return the logical id of the function of every HTTP duty."""
    resources = template["Resources"]
    return {
        duty: name
        for name, duty in duties_of(template).items()
        if resources[name]["Properties"]["Handler"] == HTTP_HANDLER
    }


def _api(selection: Selection, functions: Mapping[str, str]) -> Template:
    paths = {
        path: {_method(name): _operation(path, functions[duty]) for name, duty in methods.items()}
        for path, methods in selection.items()
    }
    domain = {"DomainName": {"Ref": "DomainName"}, "CertificateArn": {"Ref": "CertificateArn"}}
    limits = {"ThrottlingRateLimit": REQUESTS_PER_SECOND, "ThrottlingBurstLimit": BURST}
    return {
        "Type": "AWS::Serverless::Api",
        "Properties": {
            "Name": {"Ref": "TablePrefix"},
            "StageName": STAGE_NAME,
            "EndpointConfiguration": {"Type": "REGIONAL"},
            # Only the domain leads here; the gateway's own address would put the stage into every path.
            "DisableExecuteApiEndpoint": True,
            "Domain": domain | {"EndpointConfiguration": "REGIONAL", "SecurityPolicy": "TLS_1_2"},
            "TracingEnabled": True,
            "MinimumCompressionSize": 1024,
            "MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*", "MetricsEnabled": True, **limits}],
            "DefinitionBody": {
                "swagger": "2.0",
                "info": {"title": {"Ref": "TablePrefix"}, "version": {"Ref": "Release"}},
                "schemes": ["https"],
                # Every body may be binary: files go both ways, and Accept need not name their type first.
                "x-amazon-apigateway-binary-media-types": ["*/*"],
                "paths": paths,
            },
        },
    }


def _method(name: str) -> str:
    return "x-amazon-apigateway-any-method" if name == "any" else name


def _operation(path: str, function: str) -> Template:
    target = (
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
        f"${{{function}.Arn}}/invocations"
    )
    variables = [segment[1:-1].rstrip("+") for segment in path.split("/") if segment.startswith("{")]
    return {
        "responses": {},
        "parameters": [
            {"name": name, "in": "path", "required": True, "type": "string"} for name in variables
        ],
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": {"Fn::Sub": target},
        },
    }


def _permissions(template: Mapping[str, Any]) -> Template:
    """Let the API call its functions: one statement a function, since a function's policy is short."""
    source = f"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{API}}}/*"
    return {
        f"{name}MayBeCalled": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": {"Ref": name},
                "Principal": "apigateway.amazonaws.com",
                "SourceArn": {"Fn::Sub": source},
            },
        }
        for name in _http_functions(template).values()
    }


def _outputs() -> Template:
    target = {"Fn::GetAtt": [f"{API}.DomainName", "RegionalDomainName"]}
    return {
        "SiteAddress": {"Value": {"Fn::Sub": "https://${DomainName}"}},
        "DomainTarget": {"Description": "What the name's CNAME record points at", "Value": target},
    }
