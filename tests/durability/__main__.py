"""Kill -9 as often as is wanted, on sources of any size; see `tests.durability.killing`."""

import argparse
import shutil
import time
from pathlib import Path

from bouwstenen.build import build
from bouwstenen.settings import Settings
from tests.durability.killing import Killing


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Kill -9 at random moments.")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sources", type=Path, default=Path())
    parser.add_argument("--home", type=Path, required=True, help="It is emptied first.")
    parser.add_argument("--check", action="store_true", help="Builds check, as they do in earnest.")
    given = parser.parse_args()
    shutil.rmtree(given.home, ignore_errors=True)
    given.home.mkdir(parents=True)
    if build(given.sources, given.home, check=given.check).release is None:
        raise SystemExit("the sources have violations.")
    killing = Killing(Settings(home=given.home, sources=given.sources), given.seed, given.check)
    began = time.monotonic()
    killing.run(given.times)
    print(f"killed {given.times} times in {time.monotonic() - began:.0f} s; ", end="")
    print(f"{len(killing.acknowledged)} changes were acknowledged, and all are there")
    for name, count in sorted(killing.reached.items()):
        print(f"  {count:4} × {name}")


if __name__ == "__main__":
    main()
