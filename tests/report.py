"""How long the files are: a report to read, which nothing fails on.

`make report` prints the median and the length that nine files in ten stay under, and the files over what one idea
usually takes.
"""

import sys
from statistics import median

from tests.sources import code, files, lines, name

USUAL = {
    "code": (code(".py", ".css", ".js"), 400),
    "tests": (files("tests", ".py"), 600),
    "templates": (files("templates", ".html", ".txt"), 200),
}


def report() -> str:
    told = []
    for kind, (paths, most) in USUAL.items():
        lengths = sorted(lines(path) for path in paths if lines(path))
        ninth = lengths[len(lengths) * 9 // 10]
        told.append(f"{kind}: {len(lengths)} files, median {median(lengths):g} lines, nine in ten under {ninth + 1}")
        told += [f"  {name(path)}: {lines(path)} lines, over {most}" for path in paths if lines(path) > most]
    return "\n".join(told)


if __name__ == "__main__":
    sys.stdout.write(f"{report()}\n")
