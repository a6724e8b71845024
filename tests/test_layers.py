"""The rules of the house: the engine knows no task, and the light base stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src/diptych"
TASKS = ("diptych.scene", "diptych.code", "diptych.page", "diptych.demo")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", sorted((SOURCE / "engine").glob("*.py")), ids=lambda path: path.name)
def test_the_engine_imports_no_task(path: Path) -> None:
    assert not {name for name in imports(path) if name.startswith(TASKS)}


@pytest.mark.parametrize("task", ["scene", "code"])
def test_no_task_imports_the_other(task: str) -> None:
    other = {"scene": "diptych.code", "code": "diptych.scene"}[task]
    for path in (SOURCE / task).rglob("*.py"):
        assert not {name for name in imports(path) if name.startswith(other)}, path


ROOMS = {  # what each room of a half may import of its own half, besides itself
    "data": (),
    "world": ("data",),
    "nets": ("data",),
    "train": ("nets", "data", "world"),
    "runner": ("data",),
    "predict": ("data", "runner"),
    "evaluate": ("predict", "runner", "train", "nets", "data", "world"),
    "commands": ("evaluate", "predict", "runner", "train", "nets", "data", "world"),
}


@pytest.mark.parametrize("half", ["scene", "code"])
def test_data_moves_one_way_through_the_rooms_of_a_half(half: str) -> None:
    up = []
    for room, below in ROOMS.items():
        allowed = tuple(f"diptych.{half}.{name}" for name in (room, *below))
        for path in (SOURCE / half / room).rglob("*.py"):
            own = {name for name in imports(path) if name.startswith(f"diptych.{half}.")}
            up += [f"{path.relative_to(SOURCE)} → {name}" for name in sorted(own) if not name.startswith(allowed)]
    assert not up


@pytest.mark.parametrize("half", ["scene", "code"])
def test_both_halves_have_the_same_rooms_and_few_loose_files(half: str) -> None:
    folder = SOURCE / half
    assert {path.name for path in folder.iterdir() if path.is_dir()} - {"__pycache__", "runner"} == {*ROOMS} - {
        "runner"
    }
    assert [path.name for path in folder.glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("half", ["scene", "code"])
def test_a_prediction_imports_no_training(half: str) -> None:
    program = f"import sys, diptych.{half}.predict; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"torch", "numba", "lightning_fabric", "matplotlib"}
    assert not [name for name in loaded if name.startswith((f"diptych.{half}.world", f"diptych.{half}.train"))]


def loaded_by(arguments: list[str]) -> set[str]:
    """Top-level packages that a fresh interpreter has loaded after `diptych ARGUMENTS`."""
    program = (
        "import sys\n"
        "from diptych.__main__ import main\n"
        f"sys.argv = ['diptych', *{arguments!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["scene", "--help"], ["code", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    heavy = {"torch", "numba", "matplotlib", "lightning_fabric", "transformers", "ray", "onnxruntime", "cv2", "numpy"}
    loaded = loaded_by(arguments)
    assert "cyclopts" in loaded
    assert not loaded & heavy


def test_the_base_install_imports_without_the_extras() -> None:
    """What `pip install diptych` promises: everything that is not training imports without torch and numba."""
    program = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'torch', 'numba', 'lightning_fabric', 'matplotlib', 'ray'}:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "import diptych, diptych.__main__, diptych.errors, diptych.files, diptych.progress\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
