"""The scene commands from end to end, as a user gives them, on a small world."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest
from PIL import Image

from tests.command import diptych, said

pytestmark = pytest.mark.slow


def scene(*arguments: object) -> CompletedProcess[str]:
    return diptych("scene", *arguments)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scene")
    done = scene("world", folder / "assets", "--plates", 4, "--cutouts", 4, "--size", 96, "--workers", 1)
    assert done.returncode == 0, done.stderr
    done = scene("compose", folder / "assets", folder / "data", "--per-pair", 5)
    assert done.returncode == 0, done.stderr
    assert f"{folder / 'data'}: 160 samples (40 train, 10 validation, 10 test, 100 mixed)" in done.stderr
    return folder / "data"


def test_check_finds_the_file_that_changed(data: Path) -> None:
    done = scene("check", data)
    assert (done.returncode, done.stdout) == (0, f"{data}: all files are as they were written.\n")
    path = sorted((data / "plates").glob("*.depth.png"))[0]
    whole = path.read_bytes()
    path.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
    try:
        done = scene("check", data)
        assert (done.returncode, done.stdout) == (1, f"{path}: has been changed\n")
    finally:
        path.write_bytes(whole)


def test_stats_and_gallery(data: Path, tmp_path: Path) -> None:
    done = scene("stats", data, "--samples", 20, "--size", 48, "--markdown")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("| kind | grey mean | grey std |")
    done = scene("gallery", data, tmp_path / "gallery", "--count", 4)
    assert done.stdout == f"Open {tmp_path}/gallery/index.html\n"
    assert {path.name for path in (tmp_path / "gallery").iterdir()} == {
        "samples.png", "plates.png", "cutouts.png", "index.html",
    }  # fmt: skip


def test_cut_takes_the_thing_out_by_its_plate(data: Path, tmp_path: Path) -> None:
    plate, cutout = sorted((data / "plates").glob("plate_000?.png"))[0], sorted((data / "cutouts").glob("*1.png"))[0]
    with Image.open(plate) as view, Image.open(cutout) as thing:
        frame = view.convert("RGB")
        small = thing.resize((48, 48))
        frame.paste(small, (20, 20), small)
    (tmp_path / "photos").mkdir()
    frame.save(tmp_path / "photos/one.png")
    done = scene("cut", tmp_path / "photos", tmp_path / "cutouts", "--plate", plate)
    assert (done.returncode, done.stdout) == (0, f"1 cutouts in {tmp_path}/cutouts\n")
    with Image.open(tmp_path / "cutouts/one.png") as found:
        assert found.mode == "RGBA"
        assert max(found.size) <= 64


def test_nets_shows_the_parameters_of_the_source_systems() -> None:
    shown = scene("nets", "--size", 64).stdout
    for parameters in ("1,340,224", "6,987,744", "305,728", "24,019,618", "748,094", "513,374"):
        assert parameters in shown


def test_train_goes_on_and_profile_and_range_say_what_they_found(data: Path, tmp_path: Path) -> None:
    small = ("--samples", 40, "--batch", 8, "--size", 32, "--accelerator", "cpu", "--workers", 1)
    done = scene("train", data, tmp_path / "run", *small)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("iou 0.")
    assert (tmp_path / "run/report.html").exists()
    again = scene("train", data, tmp_path / "run", *small)
    assert again.stdout == done.stdout
    assert f"{tmp_path}/run: this run is finished." in again.stderr
    other = scene("train", data, tmp_path / "run", *small, "--seed", 1)
    assert other.returncode == 2
    assert "settings.seed: 0 → 1" in said(other.stderr)

    done = scene("profile", data, tmp_path / "profile", *small, "--steps", 2)
    assert done.returncode == 0, done.stderr
    assert "backward" in done.stdout
    assert "stem.0" in done.stdout
    done = scene("lr-range", data, tmp_path / "range", *small, "--steps", 30)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Suggested: --rate ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["check", "/no/such"],
            "/no/such: is no data set, there is no dataset.json. Make one with: diptych scene compose",
        ),
        (["compose", "/no/such", "out"], "/no/such: no such folder."),
        (["compose", "a", "b", "--per-pair", "0"], "--per-pair is 0, but must be in 1..10000."),
        (
            ["train", "/no/such", "out", "--net", "slin"],
            "/no/such: there is no data set here. Make one with: diptych scene",
        ),
        (["train", "/no/such", "out", "--presett", "smoke"], "Unknown option: --presett. Did you mean --preset?"),
        (["train", "/no/such", "out", "--preset", "smok"], 'Invalid value "smok" for --preset.'),
        (["cut", "a", "b"], "Say how to cut with one of --masks, --plate and --model."),
        (["compose", "a", __file__], f'Invalid value "{__file__}" for OUT. Only directory is allowed'),
        (["check", "a", "--workers", "-1"], 'Invalid value "-1" for --workers. Must be >= 0.'),
        (["stats", "a", "--samples", "-5"], 'Invalid value "-5" for --samples. Must be >= 0.'),
        (["stats", "a", "--size", "8"], 'Invalid value "8" for --size. Must be >= 16.'),
        (["gallery", "a", "b", "--count", "0"], 'Invalid value "0" for --count. Must be >= 1.'),
        (["world", "out", "--plates", "many"], 'Invalid value for --plates: unable to convert "many" into int.'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_gets_one_clear_message(arguments: list[str], message: str) -> None:
    done = scene(*arguments)
    assert done.returncode == 2
    assert said(done.stderr).startswith(message), said(done.stderr)
