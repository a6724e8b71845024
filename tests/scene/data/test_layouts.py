"""Layouts written and read: export then import is the identity, whoever works and whatever breaks off."""

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from diptych.errors import Problem
from diptych.scene.data import assets, gallery, manifest, stats
from diptych.scene.data.assets import sha256
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.layouts import (
    LAYOUTS,
    ExportJob,
    Folder,
    ImportOptions,
    export,
    exporting,
    import_layout,
    importing,
)
from diptych.scene.data.layouts.archives import writing
from diptych.scene.data.layouts.layout import Shard
from diptych.scene.data.layouts.pictured import PictureData
from diptych.scene.data.open import open_data
from diptych.scene.data.placing.placement import Policy
from tests.scene import scenes

SIDE = 48
SOURCE = ("batches", "flat", "tree")
EXACT = ("webdataset", "coco")  # but for the frames
REAL = Path(os.environ.get("DIPTYCH_DATA", Path(__file__).parents[3] / "../shared/data"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> SceneData:
    """Four smooth plates, the last without depth, and five cutouts."""
    folder = scenes.folder(tmp_path_factory.mktemp("layouts") / "assets", 4, 5)
    for path in [*folder.glob("plates/p?.png"), *folder.glob("cutouts/c?.png")]:
        picture = np.asarray(Image.open(path)).copy()
        picture[..., :3] = cv2.GaussianBlur(picture[..., :3], (0, 0), 8)
        Image.fromarray(picture).save(path)
    plan(folder, folder.parent / "data", DataPlan(Policy("perspective", per_pair=3, canvas=(96, 96))))
    return SceneData(folder.parent / "data")


@pytest.fixture(scope="module")
def exported(data: SceneData, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    root = tmp_path_factory.mktemp("exported")

    def of(name: str) -> Path:
        if not (root / name).exists():
            write(data, root / name, name)
        return root / name

    return of


def write(data: SceneData, out: Path, name: str, workers: int = 2, **how: object) -> Path:
    job = ExportJob(data, **{"size": SIDE, "per_shard": 50, **how})  # type: ignore[arg-type]
    export(job, LAYOUTS[name], np.arange(len(data)), Folder(out), workers=workers)
    return out


def read(path: Path, out: Path, name: str, **how: object) -> PictureData:
    import_layout(path, out, LAYOUTS[name], **how)  # type: ignore[arg-type]
    opened = open_data(out)
    assert isinstance(opened, PictureData)
    assert opened.check() == []
    return opened


def hashes(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("name", LAYOUTS)
def test_export_then_import_is_the_identity(
    data: SceneData, exported: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    found = read(exported(name), tmp_path / "in", name, strict=True)
    assert found.about["left_out"] == []
    assert len(found) == len(data)
    numbers = np.arange(len(data))
    true, seen = data.batch(numbers, SIDE), found.batch(numbers, SIDE, threads=2)
    assert {k: (v.shape, v.dtype) for k, v in seen.items()} == {k: (v.shape, v.dtype) for k, v in true.items()}
    mean = {k: np.abs(true[k].astype(float) - seen[k]).mean() for k in ("plate", "frame", "mask")}
    assert mean["plate"] < 1.5
    assert mean["frame"] < 2.5
    known = true["depth"] >= 0
    apart = np.abs(true["depth"] - seen["depth"])[known]
    if name in EXACT:
        assert ((seen["depth"] < 0) == ~known).all()
        assert apart.max() < 1e-3  # half a millimetre at half a metre
    else:
        assert mean["mask"] < 0.5
        assert apart.max() < 0.05
        unknown = (true["depth"] < 0).all((1, 2))
        assert unknown.any()
        assert ((seen["depth"] < 0).all((1, 2)) == unknown).all()
    if name == "webdataset":
        assert (seen["mask"] == true["mask"]).all()
    if name == "coco":
        assert (seen["mask"] == np.where(true["mask"] >= 128, 255, 0)).all()


@pytest.mark.parametrize("name", LAYOUTS)
def test_splits_by_identity_and_of_the_source_systems_are_kept(
    data: SceneData, exported: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    found = read(exported(name), tmp_path / "in", name)
    for split in ("train", "validation", "test", "shuffled-test", "first-train", "batch-10-test"):
        assert found.split(split).tolist() == data.split(split).tolist()
    assert found.about["splits"] == data.about["splits"]


@pytest.mark.parametrize("name", LAYOUTS)
def test_any_number_of_threads_writes_the_same_bytes(
    data: SceneData, exported: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    assert hashes(write(data, tmp_path / "one", name, workers=1)) == hashes(exported(name))


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_broken_off_export_goes_on_and_leaves_alone_what_is_done(
    data: SceneData, exported: Callable[[str], Path], tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, calls = exporting.write_shard, []

    def breaks(job: ExportJob, layout: object, shard: Shard, *rest: object) -> None:
        calls.append(shard.name)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(job, layout, shard, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(exporting, "write_shard", breaks)
    with pytest.raises(KeyboardInterrupt):
        write(data, tmp_path / "out", name)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    assert len(before) == 2
    write(data, tmp_path / "out", name)
    assert hashes(tmp_path / "out") == hashes(exported(name))
    assert calls.count(calls[0]) == 1
    assert all(path.stat().st_mtime_ns == when for path, when in before.items() if path.exists())


def test_a_broken_off_import_goes_on_to_the_same_bytes(
    exported: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PACK_SAMPLES", 50)
    read(exported("tree"), tmp_path / "whole", "tree")
    one, calls = importing._write_pack, []

    def breaks(found: object, numbers: object, pack: int, *rest: object) -> np.ndarray:
        calls.append(pack)
        if pack == 1 and calls.count(1) == 1:
            raise KeyboardInterrupt
        return one(found, numbers, pack, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "_write_pack", breaks)
    with pytest.raises(KeyboardInterrupt):
        read(exported("tree"), tmp_path / "in", "tree")
    done = (tmp_path / "in/pictures/0000.bin").stat().st_mtime_ns
    read(exported("tree"), tmp_path / "in", "tree")
    assert (tmp_path / "in/pictures/0000.bin").stat().st_mtime_ns == done
    assert hashes(tmp_path / "in") == hashes(tmp_path / "whole")


@pytest.mark.parametrize(("name", "spelling"), [("batches", "depth_fg_bg_jpg/depth_fg_bg_"), ("tree", "/mask_/")])
def test_the_other_spelling_is_written_and_read(
    data: SceneData, exported: Callable[[str], Path], tmp_path: Path, name: str, spelling: str
) -> None:
    write(data, tmp_path / "out", name, other_spelling=True)
    first = next((tmp_path / "out").glob("*.zip"))
    assert any(spelling in member for member in zipfile.ZipFile(first).namelist())
    other = read(tmp_path / "out", tmp_path / "in", name, strict=True)
    usual = read(exported(name), tmp_path / "usual", name)
    numbers = np.arange(len(data))
    one, two = other.batch(numbers, 32), usual.batch(numbers, 32)
    assert all((one[kind] == two[kind]).all() for kind in two)


@pytest.mark.parametrize("name", SOURCE)
def test_loose_files_and_archives_without_an_export_json_are_read(
    data: SceneData, exported: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    for archive in exported(name).glob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(tmp_path / "loose")
    found = read(tmp_path / "loose", tmp_path / "in", name, options=ImportOptions(cutouts=5, per_pair=3))
    assert len(found) == len(data)
    true, seen = data.batch(np.arange(len(data)), SIDE), found.batch(np.arange(len(data)), SIDE)
    assert np.abs(true["frame"].astype(float) - seen["frame"]).mean() < 2.5
    train, test = found.index[found.split("train")], found.index[found.split("test")]
    assert not set(train["plate"]) & set(test["plate"])
    # `flat` says which plate, but not which cutout.
    assert bool(set(train["cutout"]) & set(test["cutout"])) == (name == "flat")


@pytest.fixture
def messy(exported: Callable[[str], Path], tmp_path: Path) -> Path:
    """Batches as they come from people: repacked, renamed, with something missing, cut off, twice."""
    (tmp_path / "messy/more").mkdir(parents=True)
    for path in exported("batches").glob("*.zip"):
        shutil.copy(path, tmp_path / "messy/more" / path.name)
    path = tmp_path / "messy/more/batch2_images.zip"
    with zipfile.ZipFile(path) as opened:
        files = {member: opened.read(member) for member in opened.namelist()}
    del files["mask_black_jpg/bg_mask_1_1_0_1.jpg"]
    del files["depth_fg_bg_jpg/depth_1_1_0_2.jpg"]
    files["fg_bg_jpg/fg_bg_1_1_0_3.jpg"] = files["fg_bg_jpg/fg_bg_1_1_0_3.jpg"][:-100]
    files["mask_black_jpg/bg_mask_1_1_1_1.jpg"] = b""
    files["depth_fg_bg_jpg/depth_1_1_1_2.jpg"] = b"no picture"
    files["notes.txt"] = b"mine"
    files["__MACOSX/fg_bg_jpg/._fg_bg_1_1_0_1.jpg"] = files["fg_bg_jpg/.DS_Store"] = b"\0"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            folder = "" if name.startswith("__MACOSX") else "drive/Batch 1/"
            archive.writestr(folder + name.replace(".jpg", ".JPG" if "_2_0_" in name else ".jpg"), content)
        archive.writestr("drive/copy/fg_bg_jpg/fg_bg_1_1_0_1.jpg", files["fg_bg_jpg/fg_bg_1_1_0_1.jpg"])
    cut_off = tmp_path / "messy/more/batch4_images.zip"
    cut_off.write_bytes(cut_off.read_bytes()[:-100])
    return tmp_path / "messy"


def test_messy_archives_are_read_and_what_is_skipped_is_said(messy: Path, data: SceneData, tmp_path: Path) -> None:
    found = read(messy, tmp_path / "in", "batches")
    zip2, zip4 = messy / "more/batch2_images.zip", messy / "more/batch4_images.zip"
    inside = f"{zip2}: drive/Batch 1/"
    lines = [line for line in found.about["left_out"] if not line.endswith(": has no depth")]
    assert sorted(lines) == sorted(
        [
            f"{inside}notes.txt: has no name of the layout batches",
            f"{zip2}: drive/copy/fg_bg_jpg/fg_bg_1_1_0_1.jpg: is there twice, {inside}fg_bg_jpg/fg_bg_1_1_0_1.jpg"
            " is taken",
            f"{zip4}: has no directory at its end, it is no ZIP or cut off",
            f"{inside}fg_bg_jpg/fg_bg_1_1_0_1.jpg: this frame has no mask",
            f"{inside}fg_bg_jpg/fg_bg_1_1_0_3.jpg: cannot be read as an image, or is cut off",
            f"{inside}mask_black_jpg/bg_mask_1_1_1_1.jpg: is empty",
            f"{inside}depth_fg_bg_jpg/depth_1_1_1_2.jpg: cannot be read as an image",
        ]
    )
    counts = found.about["skipped"]
    assert {sort: counts[sort] for sort in ("noise", "stranger", "duplicate", "orphan", "unreadable")} == {
        "noise": 2, "stranger": 1, "duplicate": 1, "orphan": 1, "unreadable": 4,
    }  # fmt: skip
    assert len(found) == len(data) - len(data) // 5 - 3  # the archive that is cut off, and three samples
    keys = {tuple(row) for row in found.index[["plate", "cutout", "flip", "k"]].tolist()}
    assert not {(0, 0, 0, 0), (0, 0, 0, 2), (0, 0, 1, 0)} & keys
    whole = {tuple(row): i for i, row in enumerate(found.index[["plate", "cutout", "flip", "k"]].tolist())}
    assert (found.batch(np.array([whole[0, 0, 1, 1]]), SIDE)["depth"] == -1).all()
    with pytest.raises(Problem, match=r"messy: \d+ things are wrong:\n"):
        import_layout(messy, tmp_path / "strict", LAYOUTS["batches"], strict=True)


def test_far_bright_depth_is_turned_and_none_is_left_out(exported: Callable[[str], Path], tmp_path: Path) -> None:
    path, numbers = exported("flat"), np.arange(12)
    near = read(path, tmp_path / "near", "flat").batch(numbers, SIDE)["depth"]
    far = read(path, tmp_path / "far", "flat", options=ImportOptions("far-bright")).batch(numbers, SIDE)["depth"]
    none = read(path, tmp_path / "none", "flat", options=ImportOptions("none"))
    assert np.abs(near + far - 1).max() < 1e-6
    assert (none.batch(numbers, SIDE)["depth"] == -1).all()
    assert none.about["depth"]["source"] == "none"


def test_an_imported_set_is_described_shown_and_checked_like_any_other(
    exported: Callable[[str], Path], tmp_path: Path
) -> None:
    found = read(exported("batches"), tmp_path / "in", "batches")
    assert found.about["pictures"]["channels"] == stats.glance(found)["channels"]
    described = stats.describe(found, np.arange(20), 32)
    assert set(described["channels"]) >= {"plate", "frame", "mask", "depth", "cutout"}
    assert len(gallery.write(found, tmp_path / "gallery", 4, size=32)) == 4
    assert {tuple(v.shape[1:3]) for v in found.batch(np.arange(3), (20, 30)).values()} == {(20, 30)}
    path = tmp_path / "in/pictures/0000.bin"
    whole = bytearray(path.read_bytes())
    whole[100] ^= 1
    path.write_bytes(whole)
    assert manifest.check(tmp_path / "in") == [f"{path}: has been changed"]


def test_webdataset_shards_of_others_are_split_by_the_content_of_their_plates(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)

    def picture(*shape: int) -> bytes:
        buffer = io.BytesIO()
        Image.fromarray(rng.integers(0, 256, shape, dtype=np.uint8)).save(buffer, "PNG")
        return buffer.getvalue()

    plates = [picture(64, 64, 3) for _ in range(5)]
    with (tmp_path / "a.tar").open("wb") as file, writing("a.tar", file) as add:
        for i in range(20):
            for kind, content in (
                ("frame", picture(64, 64, 3)),
                ("plate", plates[i % 5]),
                ("mask", picture(64, 64)),
            ):
                add(f"some/{i:03}.{kind}.png", content)
    found = read(tmp_path / "a.tar", tmp_path / "in", "webdataset", strict=True)
    assert len(found) == 20
    train, test = (found.index["plate"][found.split(name)] for name in ("train", "test"))
    assert len(train) == 12
    assert not set(train) & set(test)


def test_what_cannot_be_gets_its_message(data: SceneData, exported: Callable[[str], Path], tmp_path: Path) -> None:
    layout = LAYOUTS["tree"]

    def importing_(path: Path) -> str:
        with pytest.raises(Problem) as problem:
            import_layout(path, tmp_path / "out", layout)
        return str(problem.value)

    assert importing_(tmp_path / "no") == f"{tmp_path}/no: no such file or folder."
    (tmp_path / "x.rar").touch()
    assert importing_(tmp_path / "x.rar") == (
        f"{tmp_path}/x.rar: is neither a folder nor a .zip or .tar. Unpack what is compressed as a whole."
    )
    assert (
        importing_(exported("flat")) == f"{exported('flat')}: was exported as flat, not as tree. Import it as that."
    )
    copy = Path(shutil.copytree(exported("tree"), tmp_path / "copy"))
    about = json.loads((copy / "export.json").read_text())
    (copy / "export.json").write_text(json.dumps({**about, "version": 9}))
    assert importing_(copy) == (
        f"{copy}/export.json: is of version 9, this diptych reads version 1. Export again with: diptych scene export"
    )
    (copy / "export.json").write_text("{")
    assert importing_(copy).startswith(f"{copy}/export.json: is damaged.")
    (copy / "export.json").write_text(json.dumps(about))
    (copy / "bg1.zip").unlink()
    assert import_layout(copy, tmp_path / "part", layout)["left_out"] == [
        f"{copy}/bg1.zip: is missing; the export was interrupted or is not all here"
    ]
    (tmp_path / "empty").mkdir()
    assert importing_(tmp_path / "empty") == f"{tmp_path}/empty: holds no sample of the layout tree."
    with pytest.raises(Problem, match=r"holds another export\. Choose another folder, or delete this one\."):
        write(data, exported("tree"), "tree", quality=50)
    with pytest.raises(Problem, match=r"is not empty\. Choose another folder\."):
        write(data, tmp_path, "tree")
    with pytest.raises(Problem, match="holds imported pictures, which are not composed"):
        SceneData(tmp_path / "part")


@pytest.mark.skipif(not (REAL / "plates").is_dir(), reason=f"the real data is not at {REAL}")
def test_real_plates_and_cutouts_go_there_and_back(tmp_path: Path) -> None:
    for kind in ("plates", "cutouts"):
        (tmp_path / "assets" / kind).mkdir(parents=True)
        for path in sorted(p for p in (REAL / kind).iterdir() if p.suffix in assets.PICTURES)[:3]:
            (tmp_path / "assets" / kind / path.name).symlink_to(path.resolve())
    plan(tmp_path / "assets", tmp_path / "data", DataPlan(Policy("scaled", per_pair=2)))
    data = SceneData(tmp_path / "data")
    write(data, tmp_path / "out", "batches", size=96)
    found = read(tmp_path / "out", tmp_path / "in", "batches", strict=True)
    numbers = np.arange(len(data))
    true, seen = data.batch(numbers, 96), found.batch(numbers, 96)
    assert np.abs(true["frame"].astype(float) - seen["frame"]).mean() < 4
    assert (seen["depth"] == -1).all()
