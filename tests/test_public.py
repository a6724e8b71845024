"""The public face: what `import diptych` offers, and nothing else."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from torch.utils.data import DataLoader

import diptych
from diptych.scene.data.dataset import DataPlan, plan
from diptych.scene.data.placing.placement import Policy
from tests.scene.scenes import folder

PUBLIC = {
    "Answer", "CodeTraining", "Plate", "PlateWarning", "Predictor", "Problem", "SceneTraining", "Writer", "Written",
    "__version__", "load", "open_data", "train",
}  # fmt: skip


def test_what_is_exported_is_what_people_use() -> None:
    assert set(diptych.__all__) == PUBLIC == set(dir(diptych))
    assert all(getattr(diptych, name) for name in PUBLIC)


def test_the_import_is_light() -> None:
    program = "import sys, diptych; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"numpy", "cv2", "onnxruntime", "torch"}


def test_a_wrong_word_is_one_problem() -> None:
    with pytest.raises(diptych.Problem, match=r"There is no task 'scenes'\. There are scene and code\."):
        diptych.load("scenes")  # type: ignore[call-overload]
    with pytest.raises(diptych.Problem, match=r"needs data=FOLDER"):
        diptych.train("scene", "runs/x")  # type: ignore[call-overload]
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        diptych.lode  # noqa: B018


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("public")
    plan(folder(root / "assets"), root / "data", DataPlan(Policy("fixed", per_pair=2, canvas=(96, 96))))
    return root / "data"


def test_a_data_set_can_be_indexed_walked_through_and_loaded_by_torch(data: Path) -> None:
    samples = diptych.open_data(data)
    first, last = samples[0], samples[-1]
    assert first["frame"].shape == (160, 160, 3)
    assert np.array_equal(last["mask"], samples[len(samples) - 1]["mask"])
    assert len([*samples]) == len(samples)
    loader: DataLoader[Any] = DataLoader(samples, batch_size=3)  # type: ignore[arg-type]
    batch = next(iter(loader))
    assert tuple(batch["frame"].shape) == (3, 160, 160, 3)


@pytest.mark.slow
def test_a_training_ends_with_something_that_predicts(data: Path, tmp_path: Path) -> None:
    net = diptych.train("scene", tmp_path / "run", data, samples=32, batch=16, size=32, accelerator="cpu", workers=1)
    sample = diptych.open_data(data)[0]
    mask, depth = net.predict(sample["plate"], sample["frame"])
    assert mask.shape == depth.shape == (1, 160, 160)
    again, _ = diptych.load("scene", tmp_path / "run").predict(sample["plate"], sample["frame"])
    assert np.array_equal(mask, again)
