"""Names and numbers of the layouts, both ways; archives that Python's own readers agree with; run-length masks."""

import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from diptych.scene.data import splits
from diptych.scene.data.layouts import LAYOUTS, archives, rle
from diptych.scene.data.layouts.batches import BATCHES, batch_of
from diptych.scene.data.layouts.layout import SOURCE_GRID, SampleKey
from diptych.scene.data.layouts.named import Named
from diptych.scene.data.layouts.sources import DamagedArchive, Tar, Zip
from diptych.scene.data.placing.placement import Grid

GRIDS = st.builds(Grid, *(st.integers(1, top) for top in (300, 300)), st.sampled_from([1, 2]), st.integers(1, 50))
KINDS = ("frame", "mask", "depth")
NAMED = [layout for layout in LAYOUTS.values() if isinstance(layout, Named)]


@pytest.mark.parametrize("layout", NAMED, ids=lambda layout: layout.name)
@given(grid=GRIDS, number=st.integers(0), kind=st.sampled_from(KINDS), other=st.booleans())
def test_a_name_says_what_it_is_of(layout: Named, grid: Grid, number: int, kind: str, other: bool) -> None:
    which = SampleKey(*grid.split(number % len(grid)))
    name = layout.path(kind, which, grid, other)
    assert layout.read(name, grid) == (kind, which)
    assert layout.read(f"drive/My Data/{name.upper()}", grid) == (kind, which)


@pytest.mark.parametrize("layout", NAMED, ids=lambda layout: layout.name)
@given(plate=st.integers(0, 9999))
def test_a_plate_s_name_says_which(layout: Named, plate: int) -> None:
    found = layout.read(layout.plate_path(plate), SOURCE_GRID)
    assert found is not None
    assert (found[0], found[1].plate) == ("plate", plate)


@given(st.integers(0, 399_999))
def test_flat_s_plate_is_the_number_by_4000(i: int) -> None:
    found = LAYOUTS["flat"].read(f"output/images/fgbg{i:06}.jpg", SOURCE_GRID)  # type: ignore[attr-defined]
    assert found[1].plate == i // 4000


@given(st.integers(1, 400_000))
def test_tree_s_folders_follow_the_source_system_s_arithmetic(i: int) -> None:
    b, f, k = -(-i // 4000), -(-i // 40) % 100 or 100, i % 40 or 40
    which = SampleKey(*SOURCE_GRID.split(i - 1))
    assert LAYOUTS["tree"].path("frame", which, SOURCE_GRID) == f"bg{b}/fg_{f}/overlay/{k}.jpg"  # type: ignore[attr-defined]


def test_names_are_those_of_the_source_systems() -> None:
    which = SampleKey(plate=4, cutout=90, flip=1, k=19)
    names = {
        layout.name: [
            layout.path(k, which, SOURCE_GRID, other) for k in ("frame", "mask", "depth") for other in (False, True)
        ]
        + [layout.plate_path(4)]
        for layout in NAMED
    }
    number = SOURCE_GRID.number(*which)
    assert names == {
        "batches": [
            *["fg_bg_jpg/fg_bg_91_5_1_20.jpg"] * 2,
            *["mask_black_jpg/bg_mask_91_5_1_20.jpg"] * 2,
            "depth_fg_bg_jpg/depth_91_5_1_20.jpg",
            "depth_fg_bg_jpg/depth_fg_bg_91_5_1_20.jpg",
            "bg_jpg/bg_img_5.jpg",
        ],
        "flat": [
            *[f"output/images/fgbg{number:06}.jpg"] * 2,
            *[f"output/masks/mask{number:06}.jpg"] * 2,
            *[f"output/depth/fgbg{number:06}.jpg"] * 2,
            "bg_images/bgimg005.jpg",
        ],
        "tree": [
            *["bg5/fg_91/overlay/40.jpg"] * 2,
            "bg5/fg_91/mask/40.jpg",
            "bg5/fg_91/mask_/40.jpg",
            *["bg5/fg_91/depth/40.jpg"] * 2,
            "bg_img/bg_img_5.jpg",
        ],
    }


@given(st.integers(1, 500))
def test_the_tenth_batch_is_what_its_split_tests_on(cutouts: int) -> None:
    grid = Grid(1, cutouts, 1, 1)
    none = np.zeros(0, np.uint8)
    tested = set(splits.numbers("batch-10-test", grid, none, none, 0).tolist())
    batches = [batch_of(cutout, cutouts) for cutout in range(cutouts)]
    assert {cutout for cutout, batch in enumerate(batches) if batch == BATCHES - 1} == tested
    assert batches == sorted(batches)
    if cutouts == 100:
        assert batches == [cutout // 10 for cutout in range(100)]


@pytest.mark.parametrize("name", ["notes.txt", "fg_bg_jpg/fg_bg_1_2_2_3.jpg", "fg_bg_1_2_0_3.jpg", "images/fgbg.jpg"])
def test_other_names_are_nobody_s(name: str) -> None:
    assert all(layout.read(name, SOURCE_GRID) is None for layout in NAMED)


Files = dict[str, bytes]
FILES = st.dictionaries(st.text("abcü/_1", min_size=1, max_size=30).filter(lambda n: n[-1] != "/"), st.binary())


@given(FILES)
def test_what_is_written_is_read_by_python_and_by_us(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    files = {name.strip("/").replace("//", "/") or "x": content for name, content in files.items()}
    for ending, reader in ((".zip", Zip), (".tar", Tar)):
        path = tmp_path_factory.getbasetemp() / f"archive{ending}"
        with path.open("wb") as file, archives.writing(path.name, file) as add:
            for name, content in files.items():
                add(name, content)
        source = reader(path)
        found = {member.name: source.read(member) for member in source.members(0)}
        assert found == files
        if ending == ".zip":
            with zipfile.ZipFile(path) as opened:
                assert opened.testzip() is None
                assert {name: opened.read(name) for name in opened.namelist()} == files
        else:
            with tarfile.open(path) as tar:
                assert {member.name for member in tar} == set(files)


@pytest.mark.slow
def test_a_zip_beyond_the_old_limits_is_read_by_python_and_by_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 66_000  # members; and the limit of offsets is lowered, lest the test write 4 GiB
    path = tmp_path / "many.zip"
    monkeypatch.setattr(archives, "MOST32", 1_000_000)
    buffer = io.BytesIO()
    with archives.writing("many.zip", buffer) as add:
        for number in range(count):
            add(f"{number}.txt", b"%d" % number)
    # A lowered limit stands in the fields where the real one would.
    content = buffer.getvalue().replace((1_000_000).to_bytes(4, "little"), b"\xff" * 4)
    path.write_bytes(content)
    with zipfile.ZipFile(path) as opened:
        assert len(opened.namelist()) == count
        assert opened.read(f"{count - 1}.txt") == b"%d" % (count - 1)
    source = Zip(path)
    members = list(source.members(0))
    assert len(members) == count
    assert all(source.read(members[i]) == b"%d" % i for i in (0, 30_000, count - 1))


@pytest.mark.parametrize("how", ["deflated", "after other bytes"])
def test_zips_of_others_are_read(tmp_path: Path, how: str) -> None:
    path = tmp_path / "other.ZIP"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        archive.writestr("folder/name.txt", b"content " * 100)
    if how == "after other bytes":
        path.write_bytes(b"#!unpacks itself\n" + path.read_bytes())
    source = Zip(path)
    [member] = source.members(0)
    assert (member.name, source.read(member)) == ("folder/name.txt", b"content " * 100)


def test_a_damaged_member_is_named_and_never_returned(tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("name.txt", b"content")
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"content", b"cuntent", 1))
    source = Zip(path)
    with pytest.raises(DamagedArchive, match="its checksum is wrong"):
        source.read(next(source.members(0)))
    path.write_bytes(whole[:-10])
    with pytest.raises(DamagedArchive, match="has no directory at its end, it is no ZIP or cut off"):
        list(Zip(path).members(0))


@given(arrays(np.bool_, st.tuples(st.integers(1, 40), st.integers(1, 40))))
def test_run_lengths_are_undone(mask: np.ndarray) -> None:
    assert (rle.decode(rle.encode(mask), *mask.shape) == mask).all()


def test_run_lengths_are_coco_s() -> None:
    """The example's text is what pycocotools gives for it."""
    mask = np.zeros((4, 5), bool)
    mask[1:3, 1:4] = True
    assert rle.encode(mask) == "5220003"
    assert (rle.decode([5, 2, 2, 2, 2, 2, 5], 4, 5) == mask).all()
    with pytest.raises(ValueError, match="the lengths do not fill the picture"):
        rle.decode([5, 2], 4, 5)
