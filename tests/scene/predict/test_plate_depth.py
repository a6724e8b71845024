"""The depth of a plate: every source through one call; a metre in is a metre out; wrong files say what is wrong."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from PIL import Image

from diptych.errors import Problem
from diptych.scene.data.reading import Picture
from diptych.scene.predict import Predictor, net
from diptych.scene.predict.depth.file import fitted, read_metres
from diptych.scene.predict.depth.floor import Mount
from diptych.scene.predict.depth.frame import SURE, contact, frame_depth, inverse, of_inverse, scaled, unscaled
from diptych.scene.predict.depth.ready import ReadyDepth
from diptych.scene.predict.depth.source import DepthFrom, plate_depth
from diptych.scene.predict.depth.units import (
    Intrinsics,
    distance,
    metres,
    points,
    write_depth,
    write_ply,
)
from diptych.scene.predict.files import write
from diptych.scene.predict.fit import Fit
from diptych.scene.predict.outputs import OutputOptions, product
from diptych.scene.predict.plate import PlateDepth
from diptych.scene.predict.predictor import Answer
from tests.scene.predict.shots import texture, with_thing

PICTURE = np.random.default_rng(0).integers(0, 256, (24, 32, 3), dtype=np.uint8)


def ramp(height: int = 24, width: int = 32) -> np.ndarray:
    """Metres from 8 at the top to 1 at the bottom."""
    return np.repeat(np.linspace(8, 1, height, dtype=np.float32)[:, None], width, 1)


def known(values: np.ndarray, unit: str = "metres") -> PlateDepth:
    return PlateDepth(values.astype(np.float32), unit, "a test")  # type: ignore[arg-type]


# Files.


def save(path: Path, values: np.ndarray) -> Path:
    """Metres with one unknown pixel, as each kind of file has them."""
    values = values.copy()
    values[2, 3] = np.nan
    if path.suffix == ".png":
        Image.fromarray(np.nan_to_num(values * 1000).astype(np.uint16)).save(path)
    elif path.suffix == ".npy":
        np.save(path, values)
    elif path.suffix == ".tif":
        Image.fromarray(values).save(path)
    else:
        exr = pytest.importorskip("OpenEXR")
        exr.File({"compression": exr.ZIP_COMPRESSION, "type": exr.scanlineimage}, {"Z": values}).write(str(path))
    return path


@pytest.mark.parametrize("ending", [".png", ".npy", ".tif", ".exr"])
def test_a_metre_in_is_a_metre_out_and_a_hole_is_a_hole(tmp_path: Path, ending: str) -> None:
    path = save(tmp_path / f"depth{ending}", ramp())
    found = plate_depth(DepthFrom(str(path)), PICTURE)
    assert found is not None
    assert (found.unit, found.source) == ("metres", f"the file depth{ending}")
    assert np.isnan(found.values[2, 3])
    rest = np.isfinite(found.values)
    assert rest.sum() == found.values.size - 1
    assert np.abs(found.values - ramp())[rest].max() < (0.001 if ending == ".png" else 1e-6)
    back = of_inverse(inverse(found), found)
    assert np.allclose(back.values[rest], found.values[rest], rtol=1e-6)
    assert np.isnan(back.values[2, 3])


def test_levels_a_metre_are_as_said(tmp_path: Path) -> None:
    Image.fromarray((ramp() * 5000).astype(np.uint16)).save(tmp_path / "tum.png")
    found = read_metres(tmp_path / "tum.png", 5000)
    assert np.abs(found - ramp()).max() < 0.001


def test_what_is_too_far_for_millimetres_is_far(tmp_path: Path) -> None:
    Image.fromarray(np.full((4, 5), 65535, np.uint16)).save(tmp_path / "sky.png")
    levels = np.full((4, 5), 2000, np.uint16)
    levels[0] = 65535
    Image.fromarray(levels).save(tmp_path / "sky.png")
    found = read_metres(tmp_path / "sky.png")
    assert np.isinf(found[0]).all()
    assert (inverse(known(found))[0] == 0).all()


@pytest.mark.parametrize("shape", [(12, 16), (48, 64), (30, 70)])
def test_another_size_is_fine_and_no_depth_is_invented(shape: tuple[int, int]) -> None:
    values = ramp(*shape)
    values[: shape[0] // 2] = 8
    values[shape[0] // 2 :] = 1
    found = fitted(values, 24, 32)
    assert found.shape == (24, 32)
    assert set(np.unique(found)) == {1.0, 8.0}


@pytest.mark.parametrize(
    ("name", "make", "message"),
    [
        ("no.png", lambda path: None, "there is no such file"),
        ("a.jpg", lambda path: path.write_bytes(b"x"), "is read from .png, .npy, .tif"),
        ("a.png", lambda path: Image.fromarray(PICTURE).save(path), "has 8 bits"),
        ("a.png", lambda path: path.write_bytes(b"x"), "cannot be read as a PNG"),
        ("a.npy", lambda path: np.save(path, np.zeros((4, 5, 3), np.float32)), "holds an array of"),
        ("a.npy", lambda path: np.save(path, np.zeros((4, 5), np.int32)), "holds whole numbers"),
        ("a.npy", lambda path: np.save(path, np.zeros((4, 5), np.float32)), "holds no depth"),
        ("a.npy", lambda path: path.write_bytes(b"x"), "cannot be read as an array"),
        ("a.tif", lambda path: path.write_bytes(b"x"), "cannot be read as a TIFF"),
        ("a.npy", lambda path: np.save(path, np.full((4, 5), 1e-4, np.float32)), "which cannot be metres"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, name: str, make: object, message: str) -> None:
    make(tmp_path / name)  # type: ignore[operator]
    with pytest.raises(Problem, match=message):
        plate_depth(DepthFrom(str(tmp_path / name)), PICTURE)


# The floor.


def test_the_floor_is_where_the_camera_looks() -> None:
    mount = Mount(2.0, 60, pitch_degrees=30)
    found = mount.metres(480, 640)
    focal = mount.focal_px(640)
    row = 400
    down = np.arctan((row + 0.5 - 240) / focal) + np.radians(30)
    along = 2.0 / np.sin(down)  # of the ray
    assert found[row, 5] == pytest.approx(along * np.cos(down - np.radians(30)), rel=1e-5)
    assert np.isfinite(found).any()
    assert (np.diff(found[np.isfinite(found[:, 0]), 0]) < 0).all()


def test_horizon_and_pitch_are_one() -> None:
    mount = Mount(1.5, 70, horizon=0.25)
    level = np.degrees(mount.pitch(480, 640))
    assert np.allclose(Mount(1.5, 70, pitch_degrees=level).metres(480, 640), mount.metres(480, 640), equal_nan=True)
    assert np.isnan(mount.metres(480, 640)[:120]).all()
    assert np.isfinite(mount.metres(480, 640)[121:]).all()


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"height_metres": 0, "pitch_degrees": 10}, "--camera-height is 0"),
        ({"height_metres": 2, "field_degrees": 200, "pitch_degrees": 10}, "--fov is 200"),
        ({"height_metres": 2}, "--pitch, degrees down, or --horizon"),
        ({"height_metres": 2, "pitch_degrees": 10, "horizon": 0.2}, "one of the two"),
        ({"height_metres": 2, "pitch_degrees": 100}, "--pitch is 100"),
    ],
)
def test_a_wrong_mount_says_what_is_wrong(facts: dict[str, float], message: str) -> None:
    with pytest.raises(Problem, match=message):
        Mount(**facts)


def test_a_camera_that_sees_no_ground_says_so() -> None:
    with pytest.raises(Problem, match="sees no ground"):
        Mount(2, 60, pitch_degrees=-60).metres(48, 64)


# Teachers, our net, nothing.


def teacher(path: Path, kind: str) -> Path:
    """An ONNX model that answers the mean of the colours, plus 1."""
    picture = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 32, 32])
    answer = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 32, 32])
    one = helper.make_tensor("one", TensorProto.FLOAT, [], [3.0])
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["m"], axes=[1], keepdims=0),
        helper.make_node("Add", ["m", "one"], ["y"]),
    ]
    graph = helper.make_graph(nodes, "teacher", [picture], [answer], [one])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {"kind": kind})
    onnx.save(model, str(path))
    return path


@pytest.mark.parametrize(("kind", "unit"), [("metric", "metres"), ("inverse", "relative"), ("distance", "relative")])
def test_a_teacher_is_asked_once_and_says_its_unit(tmp_path: Path, kind: str, unit: str) -> None:
    model = teacher(tmp_path / "teacher.onnx", kind)
    plate = tmp_path / "plate.png"
    found = plate_depth(DepthFrom(f"onnx:{model}"), PICTURE, plate)
    assert found is not None
    assert found.unit == unit
    assert found.values.shape == PICTURE.shape[:2]
    kept = list(tmp_path.glob(".plate.depth-*.npz"))
    assert len(kept) == 1
    written = kept[0].stat().st_mtime_ns
    again = plate_depth(DepthFrom(f"onnx:{model}"), PICTURE, plate)
    assert again is not None
    assert again.unit == unit
    assert np.array_equal(again.values, found.values)
    assert kept[0].stat().st_mtime_ns == written
    plate_depth(DepthFrom(f"onnx:{model}"), 255 - PICTURE, plate)  # another picture is another question
    assert len(list(tmp_path.glob(".plate.depth-*.npz"))) == 2
    kept[0].write_bytes(b"broken")  # and what is broken is asked again
    mended = plate_depth(DepthFrom(f"onnx:{model}"), PICTURE, plate)
    assert mended is not None
    assert np.array_equal(mended.values, found.values)


def test_nothing_is_said_plainly(tmp_path: Path) -> None:
    assert plate_depth(DepthFrom("none"), PICTURE) is None
    with pytest.raises(Problem, match="but must be none, net, floor"):
        plate_depth(DepthFrom("nothing"), PICTURE)
    with pytest.raises(Problem, match="needs --camera-height"):
        plate_depth(DepthFrom("floor"), PICTURE)
    with pytest.raises(Problem, match="is for --plate-depth floor, not for none"):
        plate_depth(DepthFrom("none", mount=Mount(2, 60, 10)), PICTURE)
    with pytest.raises(Problem, match="there is no such plate net"):
        plate_depth(DepthFrom("net", net=tmp_path / "none.onnx"), PICTURE)
    found = plate_depth(DepthFrom(mount=Mount(2, 60, 10)), PICTURE)
    assert found is not None
    assert found.source.startswith("the floor")


# The frame's depth.


def box(top: int, bottom: int) -> np.ndarray:
    mask = np.zeros((24, 32), np.float32)
    mask[top:bottom, 10:20] = 1
    return mask


@pytest.mark.parametrize("unit", ["metres", "relative"])
def test_outside_the_thing_it_is_the_plates_whatever_the_mask(unit: str) -> None:
    values = ramp()
    values[4:6] = np.nan
    plate = known(values, unit)
    for mask in (box(5, 18), box(8, 22), np.zeros((24, 32), np.float32)):
        for found in (contact(plate, mask), frame_depth(plate, mask, np.full((24, 32), 5, np.float32))):
            outside = mask < 0.5
            assert np.array_equal(found.values[outside], values[outside], equal_nan=True)
            assert (found.unit, found.source) == (plate.unit, plate.source)


def test_inside_it_is_the_things_up_to_the_edge() -> None:
    plate, mask = known(ramp()), box(5, 18)
    thing = np.where(mask > 0, np.float32(0.5), np.float32(0.01))
    edge = np.zeros_like(mask, bool)
    edge[5, 10:20] = edge[17, 10:20] = edge[5:18, 10] = edge[5:18, 19] = True
    thing[edge] = 0.25  # a net mixes thing and background there
    found = frame_depth(plate, mask, thing)
    assert np.allclose(found.values[mask > 0], 2.0, atol=1e-3)


def test_by_the_rule_a_thing_stands_where_its_lowest_row_is() -> None:
    plate, mask = known(ramp()), box(5, 18)
    mask[2:9, 25:30] = 1  # and another one, farther away
    found = contact(plate, mask).values
    assert np.allclose(found[5:18, 10:20], ramp()[17, 0])
    assert np.allclose(found[2:9, 25:30], ramp()[8, 0])
    values = ramp()
    values[16:] = np.nan  # nobody knows what it stands on
    found = contact(known(values), mask).values
    assert np.isfinite(found[5:18, 10:20]).all()
    values[4:] = np.nan  # nor what it hides: the nearest that is known
    assert np.allclose(contact(known(values), mask).values[5:18, 10:20], ramp()[3, 0])
    values[:] = np.nan
    assert np.isnan(contact(known(values), mask).values).all()


def test_a_thing_is_nearer_than_what_it_hides() -> None:
    values, mask = ramp(), box(5, 18)
    values[8:14] = 0.5  # a table stands behind it, before the floor on which its foot lies in the picture
    for unit, hidden in (("metres", 0.5), ("relative", 8.0)):
        found = contact(known(values, unit), mask).values[5:18, 10:20]
        assert np.allclose(found, hidden if unit == "metres" else np.quantile(values[5:18, 10:20], 0.9))
        plain = contact(known(values, unit), mask, plain=True).values[5:18, 10:20]
        assert np.allclose(plain, ramp()[17, 0])


def test_before_the_sky_nothing_is_taller_than_a_lorry() -> None:
    values, mask = ramp(), box(5, 18)
    values[:20] = np.inf
    found = contact(known(values), mask).values[5:18, 10:20]
    tall = 13 * found / (0.9 * 32)  # metres, as a usual camera sees 13 of 32 px
    assert np.allclose(tall, 4)
    assert np.isinf(contact(known(values), mask, plain=True).values[5:18, 10:20]).all()


def test_what_is_told_comes_back_in_the_plates_unit() -> None:
    plate = known(ramp())
    values, scale, shift = scaled(plate)
    inside = (values > 0) & (values < 1)
    assert np.allclose(of_inverse(unscaled(values, scale, shift), plate).values[inside], ramp()[inside], rtol=1e-4)


def test_what_stands_still_keeps_its_depth_to_the_last_bit_and_moves_with_the_plate() -> None:
    plate, random = texture(96, 128), np.random.default_rng(0)
    depth = known(ramp(96, 128))
    against = Predictor(net.BY_NAME["fast"], 1).against(plate, depth)
    for step in range(4):  # a thing walks through, every frame with noise and light of its own
        noise = random.normal(4 * step, 2, plate.shape)
        frame = (with_thing(plate, 0.3 + 0.1 * step)[0] + noise).round().clip(0, 255).astype(np.uint8)
        for answer in (against.answer(frame), against.clip().answer(frame)):
            assert answer.exact is not None
            outside = answer.mask[0] < SURE
            assert 0.5 < outside.mean() < 0.95
            assert np.array_equal(answer.exact.values[outside], depth.values[outside])
    moved = np.roll(with_thing(plate)[0], 5, 0)
    answer = against.answer(moved)
    assert answer.exact is not None
    inner = np.s_[10:-10, 100:]  # beside the thing
    assert answer.fit.moved_px > 3
    assert np.allclose(answer.exact.values[inner], np.roll(depth.values, 5, 0)[inner], atol=0.08)


# Units.


def test_relative_depth_has_no_metres() -> None:
    with pytest.raises(Problem, match="is relative"):
        metres(known(ramp(), "relative"))


def test_points_are_where_the_camera_says() -> None:
    camera = Intrinsics(40, 40, 16, 12)
    places = points(known(np.full((24, 32), 2.0)), camera)
    assert len(places) == 24 * 32
    assert np.allclose(places[0], [(0.5 - 16) * 2 / 40, (0.5 - 12) * 2 / 40, 2.0])
    assert len(points(known(ramp()), camera, box(5, 18))) == 13 * 10
    with pytest.raises(Problem, match="must be above 0 px, not 40 and 0"):
        Intrinsics(40, 0, 16, 12)


def test_a_cloud_is_written_with_its_colours(tmp_path: Path) -> None:
    places = np.array([[0, 0, 1], [1, 2, 3]], np.float32)
    write_ply(tmp_path / "a.ply", places, np.array([[1, 2, 3], [4, 5, 6]], np.uint8))
    data = (tmp_path / "a.ply").read_bytes()
    assert b"element vertex 2\n" in data
    body = data.split(b"end_header\n")[1]
    assert len(body) == 2 * 15
    assert np.array_equal(np.frombuffer(body[15:27], "<f4"), places[1])


def test_distances_of_a_thing() -> None:
    values, inside = np.full((24, 32), 9.0), box(5, 15) > 0
    values[5:15, 10:20] = np.linspace(2, 3, 10)[:, None]
    found = distance(values, inside)
    assert found is not None
    assert found.nearest == pytest.approx(2, abs=0.01)
    assert found.median == pytest.approx(2.5, abs=0.06)
    assert found.contact == pytest.approx(3)


def test_floats_come_back_as_they_were(tmp_path: Path) -> None:
    values = ramp()
    values[0] = np.nan
    for kind in ("npy", "exr"):
        found = read_metres(write_depth(tmp_path / "c", known(values), kind))
        assert np.allclose(found, values, equal_nan=True)


def answer(unit: str) -> Answer:
    """An answer whose thing stands before a ramp, as `predict` makes it of a plate with depth."""
    values = ramp()
    values[0] = np.nan
    given = ReadyDepth.of(known(values, unit))
    exact = contact(given.depth, box(5, 18))
    near, far = (1 / end for end in reversed(given.span))
    fit = Fit(True, 1.0)
    return Answer(box(5, 18)[None], given.share(exact)[None], near, far, fit, PICTURE, 0.0, exact)


def test_pictures_of_depth_say_their_unit_and_hold_it(tmp_path: Path) -> None:
    made = product(answer("metres"), Picture(PICTURE), OutputOptions(things=True, cloud=Intrinsics(40, 40, 16, 12)))
    names = write(made, Picture(PICTURE), tmp_path, "a", OutputOptions())
    assert names == ["a.mask.png", "a.depth.png", "a.ply"]
    about = made.about["depth"]
    assert (about["unit"], about["source"]) == ("metres", "a test")
    with Image.open(tmp_path / "a.depth.png") as opened:
        levels, text = np.asarray(opened), opened.info["Depth"]
    assert text.startswith("metres: metres = 1 / (value / 65535")
    assert text.endswith("from a test")
    near, far = 1 / about["near_metres"], 1 / about["far_metres"]
    found = 1 / (levels / 65535 * (near - far) + far)
    assert np.allclose(found[1:], answer("metres").metres()[1:], rtol=2e-3)
    assert made.things[0].distance is not None
    assert made.things[0].distance.contact == pytest.approx(float(ramp()[17, 0]))
    assert made.about["things"][0]["distance_metres"]["median"] == pytest.approx(float(ramp()[17, 0]), abs=1e-3)
    assert b"element vertex 130\n" in (tmp_path / "a.ply").read_bytes()

    wanted = OutputOptions(depth_as="mm")
    write(product(answer("metres"), Picture(PICTURE), wanted), Picture(PICTURE), tmp_path, "b", wanted)
    assert np.nanmax(np.abs(read_metres(tmp_path / "b.depth.png") - answer("metres").metres())) < 0.001
    with Image.open(tmp_path / "b.depth.png") as opened:
        assert opened.info["Depth"].startswith("millimetres, 0 unknown")


def test_relative_depth_says_so_everywhere(tmp_path: Path) -> None:
    made = product(answer("relative"), Picture(PICTURE), OutputOptions(things=True))
    assert made.about["depth"]["unit"] == "relative"
    assert "near_metres" not in made.about["depth"]
    assert made.things[0].distance is None
    write(made, Picture(PICTURE), tmp_path, "a", OutputOptions())
    with Image.open(tmp_path / "a.depth.png") as opened:
        assert opened.info["Depth"].startswith("relative: relative inverse depth")
    for wanted in (OutputOptions(depth_as="mm"), OutputOptions(cloud=Intrinsics(40, 40, 16, 12))):
        with pytest.raises(Problem, match="is relative"):
            product(answer("relative"), Picture(PICTURE), wanted)
