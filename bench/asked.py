"""How many descriptions that people wrote get a right program, and which do not. How unsure it is does not count.

python -m bench.asked shown tuned
"""

import sys
from collections.abc import Sequence

import diptych
from diptych.code.evaluate.asked import HELD_BACK, TUNED
from diptych.code.evaluate.shown import SHOWN, Shown
from diptych.code.predict.writer import Writer
from diptych.code.runner import Runner

SETS = {"shown": SHOWN, "tuned": TUNED, "held-back": HELD_BACK}


def judged(cases: Sequence[Shown], writer: Writer, runner: Runner) -> list[tuple[Shown, str, float, bool]]:
    """Each description with its program, the confidence, and whether it does the right thing."""
    out = []
    for case in cases:
        answer = writer.answers(case.description, runner=runner)[0].anyway()
        out.append((case, answer.program, answer.confidence, case.right(answer.program, runner)))
    return out


def main(names: Sequence[str]) -> None:
    """Print every wrong program of the named sets, and how many are right."""
    writer = diptych.load("code", threads=1)
    with Runner() as runner:
        for name in names:
            rows = judged(SETS[name], writer, runner)
            for case, program, confidence, right in rows:
                if not right:
                    print(f"{name}: {case.description} (confidence {confidence:.2f})\n{program}")
            print(f"{name}: {sum(right for *_, right in rows)} of {len(rows)} right\n")


if __name__ == "__main__":
    main(sys.argv[1:] or list(SETS))
