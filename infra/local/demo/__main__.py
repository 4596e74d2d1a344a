"""Tell the demo once and keep it for whoever needs it next: `python -m infra.local.demo`.

Several test processes would tell it side by side, each for minutes; after this they read it in seconds.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from infra.local import demo
from infra.local.demo.cache import snapshot_path
from infra.local.runtime import Runtime


def main() -> None:
    """Make the snapshot of this state of code and rules, unless it is there."""
    if snapshot_path().is_file():
        return
    with TemporaryDirectory() as folder, Runtime(Path(folder), ticking=False) as runtime:
        demo.load(runtime, print)


if __name__ == "__main__":
    main()
