"""A checkpoint comes back as it was, or is refused with the reason."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save_file

from diptych.engine import checkpoint
from diptych.errors import Problem

plain = st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.floats(allow_nan=False) | st.text(max_size=8)
keys = st.text(max_size=5) | st.integers(0, 9)
states = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=12,
)


@given(state=states)
def test_any_nested_state_comes_back(state: Any) -> None:
    tensors: dict[str, torch.Tensor] = {}
    packed = json.loads(json.dumps(checkpoint._pack(state, "", tensors)))
    assert checkpoint._unpack(packed, tensors) == state


def state() -> dict[str, Any]:
    return {"a": {0: torch.arange(5), "b": (1, [torch.zeros(2, 3, dtype=torch.bfloat16), None])}, "c": 0.1}


def test_tensors_come_back_with_kind_and_shape(tmp_path: Path) -> None:
    checkpoint.save(tmp_path / "x.safetensors", state())
    back = checkpoint.load(tmp_path / "x.safetensors")
    assert torch.equal(back["a"][0], torch.arange(5))
    assert back["a"]["b"][1][0].dtype is torch.bfloat16
    assert back["a"]["b"][1][1] is None
    assert back["c"] == 0.1


def test_the_same_state_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in "xy":
        checkpoint.save(tmp_path / name, state())
    assert (tmp_path / "x").read_bytes() == (tmp_path / "y").read_bytes()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        checkpoint.load(tmp_path / "none.safetensors")
    assert str(caught.value) == f"{tmp_path}/none.safetensors: there is no checkpoint here."


@pytest.mark.parametrize("keep", [0, 5, 100, -1])
def test_a_torn_file_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "x.safetensors"
    checkpoint.save(path, state())
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(
        Problem, match=r"x\.safetensors: this checkpoint is torn or no safetensors file \(.*Delete it"
    ):
        checkpoint.load(path)


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    checkpoint.save(path, state())
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    with pytest.raises(Problem, match="the checkpoint's bytes do not match its digest; it was damaged"):
        checkpoint.load(path)


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    save_file({"w": torch.zeros(1)}, tmp_path / "x.safetensors")
    with pytest.raises(Problem, match="a safetensors file, but not a checkpoint of diptych"):
        checkpoint.load(tmp_path / "x.safetensors")


def test_a_pickle_is_refused_and_never_run(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "ran",))

    (tmp_path / "x.safetensors").write_bytes(pickle.dumps(Evil()))
    with pytest.raises(Problem, match="torn or no safetensors file"):
        checkpoint.load(tmp_path / "x.safetensors")
    assert not (tmp_path / "ran").exists()


def test_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "VERSION", "0")
    checkpoint.save(tmp_path / "x", state())
    monkeypatch.undo()
    with pytest.raises(Problem, match=r"x: checkpoint version 0, this diptych reads 1\. Train anew\."):
        checkpoint.load(tmp_path / "x")


def test_what_cannot_be_held_is_named(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="a checkpoint cannot hold a/0, a set"):
        checkpoint.save(tmp_path / "x", {"a": [set()]})
    assert not list(tmp_path.iterdir())
