"""How long `diptych --help` takes, beside an interpreter that does nothing and one that imports torch.

python -m bench.startup
"""

import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python, doing nothing": ["-c", "pass"],
    "diptych --help": ["-m", "diptych", "--help"],
    "python, importing torch": ["-c", "import torch"],
}
ROUNDS = 7


def main() -> None:
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):  # in turn, so that a busy moment hits all of them
        for name, arguments in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
            seconds[name].append(time.perf_counter() - start)
    print(f"median of {ROUNDS} rounds")
    for name, taken in seconds.items():
        print(f"  {name:26} {statistics.median(taken):6.3f} s")


if __name__ == "__main__":
    main()
