"""Our engine as a command beside `pyshacl`: checks a file against another, and writes how much was found.

In:  a file of data and a file of shapes, both N-Triples; where to write.
"""

import sys
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from bouwstenen.validation.engine.checking import check
from bouwstenen.validation.engine.reading import read

__all__ = ["main"]


def main(data: str, shapes: str, report: str) -> None:
    """Check `data` against `shapes`."""
    store, wanted = Store(), Store()
    store.bulk_load(path=data, format=RdfFormat.N_TRIPLES)
    wanted.bulk_load(path=shapes, format=RdfFormat.N_TRIPLES)
    Path(report).write_text(str(len(check(store, read(wanted)))), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
