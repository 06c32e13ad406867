"""Report on the length of files; no test depends on it.

`make report` prints the median, the 90th percentile, and the files over the usual length.
"""

import sys
from statistics import median

from tests.sources import code, files, lines, name

USUAL_LENGTHS = {
    "code": (code(".py", ".css", ".js"), 400),
    "tests": (files("tests", ".py"), 600),
    "templates": (files("templates", ".html", ".txt"), 200),
}


def report() -> str:
    output = []
    for kind, (paths, limit) in USUAL_LENGTHS.items():
        lengths = sorted(lines(path) for path in paths if lines(path))
        percentile = lengths[len(lengths) * 9 // 10]
        output.append(
            f"{kind}: {len(lengths)} files, median {median(lengths):g} lines, nine in ten under {percentile + 1}"
        )
        output += [f"  {name(path)}: {lines(path)} lines, over {limit}" for path in paths if lines(path) > limit]
    return "\n".join(output)


if __name__ == "__main__":
    sys.stdout.write(f"{report()}\n")
