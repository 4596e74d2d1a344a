"""Build what is deployed, for one stage or for both.

    python -m infra.package [--stage cn|global] [--parameters FILE] [--output FOLDER]

`chalice package` with the merge template, then the post-processing of infra/packaging. The runtime is the
Python that packages. FILE holds a deployment's parameters, which are checked; without it the examples in
infra/aws/deployments are. Afterwards:

    cd build/package/cn
    aws cloudformation package --template-file sam.yaml --s3-bucket BUCKET --output-template-file out.yaml
    aws cloudformation deploy --template-file out.yaml --stack-name market \
        --capabilities CAPABILITY_NAMED_IAM --parameter-overrides file://FILE
"""

import argparse
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from chalicelib.entrypoints.books import every_book
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import missing_years
from infra.packaging.archive import TooBigError, repack
from infra.packaging.environment import DeploymentError, check_deployment, read_parameters
from infra.packaging.layer import build_layer
from infra.packaging.merge import AWS_FOLDER, merge_template
from infra.packaging.paths import select_paths
from infra.packaging.sam import deployable

ROOT = Path(__file__).parents[1]
STAGES = ("cn", "global")
CHALICE = "from chalice.cli import main; main()"


def main(arguments: list[str]) -> int:
    """Build the stages asked for and return the exit status."""
    asked = _parse(arguments)
    print(calendar_warning(datetime.now(CHINA).date()), end="", file=sys.stderr)
    for stage in asked.stage or STAGES:
        parameters = asked.parameters or AWS_FOLDER / "deployments" / f"{stage}.example.json"
        try:
            size_bytes = build(stage, asked.output / stage, read_parameters(parameters))
        except (DeploymentError, TooBigError) as error:
            print(error, file=sys.stderr)
            return 1
        names = "sam.yaml, documents.zip and deployment.zip"
        print(f"{asked.output / stage}: {names}, {size_bytes / 1024 / 1024:.2f} MB")
    return 0


def calendar_warning(today: date) -> str:
    """Return a line that names the years of working days a release of this day should hold and does not.

    Next year's are usually known by 1 December; that is no reason to refuse a release that may be urgent.
    """
    missing = ", ".join(map(str, missing_years(today)))
    return f"Working days of {missing} are not loaded: deadlines there are provisional.\n" if missing else ""


def build(stage: str, output: Path, parameters: dict[str, str]) -> int:
    """Build one stage into a folder and return the size of its archive in bytes.

    Raises:
        DeploymentError: when the parameters would not work.
        TooBigError: when archive or layer exceeds its limit.
    """
    output.mkdir(parents=True, exist_ok=True)
    chalice_folder = output / "chalice"
    merge_file = output / "merge.yaml"
    merge_file.write_text(_dump(merge_template(stage)), "utf-8")
    _run_chalice(stage, merge_file, chalice_folder)
    chalice = yaml.safe_load((chalice_folder / "sam.yaml").read_text("utf-8"))
    routes = [route for book in every_book() for route in book.routes]
    template = deployable(chalice, select_paths(routes))
    check_deployment(template, parameters)
    (output / "sam.yaml").write_text(_dump(template), "utf-8")
    build_layer(ROOT / "requirements-documents.txt", output / "layer", output / "documents.zip")
    archive = chalice_folder / "deployment.zip"
    return repack(archive, ROOT / "schemas", output / "unpacked", output / "deployment.zip")


def _run_chalice(stage: str, merge_file: Path, output: Path) -> None:
    command = [sys.executable, "-c", CHALICE, "--project-dir", str(ROOT), "package", "--stage", stage]
    merging = ["--template-format", "yaml", "--merge-template", str(merge_file.resolve())]
    run = subprocess.run(
        [*command, *merging, str(output.resolve())], cwd=ROOT, capture_output=True, text=True
    )
    if run.returncode:
        raise DeploymentError(f"Chalice could not package:\n{run.stdout}{run.stderr}")


class _Plain(yaml.SafeDumper):  # type: ignore[misc]
    """Writes everything out: CloudFormation knows no YAML aliases."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _dump(template: dict[str, Any]) -> str:
    return str(yaml.dump(template, Dumper=_Plain, allow_unicode=True, sort_keys=True, width=110))


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.package", description="Build what is deployed.")
    parser.add_argument("--stage", choices=STAGES, action="append", help="one stage; both when left out")
    parser.add_argument("--parameters", type=Path, help="the parameters of the deployment, which are checked")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "package")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
