"""Clips of every kind keep their size, their frames and their times, in and out; and what is written can be cut."""

import json
import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from diptych.errors import Problem
from diptych.scene.predict import look
from diptych.scene.predict.media import film
from diptych.scene.predict.media.clip import is_clip, open_clip
from diptych.scene.predict.media.encode import CODINGS, Coding, Stretch, Times, frames_in
from diptych.scene.predict.media.join import join
from diptych.scene.predict.methods import Baseline
from diptych.scene.predict.outputs import Alpha, OutputOptions
from diptych.scene.predict.video import predict_video, ranges
from tests.scene.predict.shots import H264, texture, with_thing, write_clip

PLATE = texture(96, 128)
FRAMES = [with_thing(PLATE, 0.3 + 0.04 * number)[0] for number in range(7)]
ANSWERS = Baseline("difference").against(PLATE)
KINDS = {
    "h264.mp4": Coding(".mp4", "mp4", "libx264", "yuv420p"),
    "h264-frames-out-of-order.mp4": Coding(".mp4", "mp4", "libx264", "yuv420p", {"bf": "3"}),
    "h265-10-bit.mov": Coding(".mov", "mov", "libx265", "yuv420p10le", {"x265-params": "log-level=none"}),
    "vp9.webm": Coding(".webm", "webm", "libvpx-vp9", "yuv420p", {"deadline": "realtime", "cpu-used": "8"}),
    "prores.mov": CODINGS["prores4444"],
    "ffv1.mkv": Coding(".mkv", "matroska", "ffv1", "yuv444p"),
    "mpeg2.ts": Coding(".ts", "mpegts", "mpeg2video", "yuv420p"),
    "mjpeg.avi": Coding(".avi", "avi", "mjpeg", "yuvj420p"),
    "wmv.wmv": Coding(".wmv", "asf", "wmv2", "yuv420p"),
}


def shown(path: Path) -> tuple[list[NDArray[Any]], list[float]]:
    """The pictures of a clip, and when each is shown, seconds from the first."""
    with open_clip(path) as (clip, frames):
        taken = list(frames)
        times = [float((frame.stamp - taken[0].stamp) * clip.time_base) for frame in taken]
        return [frame.picture.pixels for frame in taken], times


def answered(clip: Path, out: Path, **wanted: Any) -> list[str]:
    """Answer a clip; the names written."""
    return predict_video(ANSWERS, clip, out, clip.stem, OutputOptions(trust_plate=True, **wanted), 2).written


@pytest.mark.parametrize("name", KINDS)
def test_a_clip_of_any_kind_gives_masks_of_its_size_frames_and_times(name: str, tmp_path: Path) -> None:
    how = KINDS[name]
    clip = write_clip(tmp_path / name, FRAMES, how)
    pictures, times = shown(clip)
    assert len(pictures) == len(FRAMES)
    assert times == pytest.approx([number / 25 for number in range(7)], abs=0.0011)
    assert np.abs(pictures[3].astype(int) - FRAMES[3]).mean() < 12
    assert answered(clip, tmp_path / "out") == [f"{clip.stem}.mask.mp4"]
    masks, when = shown(tmp_path / f"out/{clip.stem}.mask.mp4")
    assert [mask.shape for mask in masks] == [picture.shape for picture in pictures]
    assert when == pytest.approx(times, abs=1e-6)


def test_an_odd_size_stays_odd(tmp_path: Path) -> None:
    odd = [np.ascontiguousarray(frame[:95, :127]) for frame in FRAMES]
    clip = write_clip(tmp_path / "odd.mkv", odd, KINDS["ffv1.mkv"])
    answered(clip, tmp_path / "out", overlay=True)
    for kind in ("mask", "overlay"):
        assert shown(tmp_path / f"out/odd.{kind}.mp4")[0][0].shape == (95, 127, 3)


def test_a_clip_whose_frames_come_unevenly_stays_uneven(tmp_path: Path) -> None:
    stamps = [0, 512, 900, 2048, 2049, 5000, 9000]
    clip = write_clip(tmp_path / "uneven.mp4", FRAMES, stamps=stamps)
    answered(clip, tmp_path / "out", video="prores4444")
    _, times = shown(tmp_path / "out/uneven.cutout.mov")
    assert times == pytest.approx([stamp / 12800 for stamp in stamps], abs=1e-6)


def test_a_rate_of_24000_1001_stays_so(tmp_path: Path) -> None:
    with Stretch(tmp_path / "c.mp4", H264, (128, 96), Times(Fraction(24000, 1001), Fraction(1, 24000))) as stretch:
        for number, frame in enumerate(FRAMES):
            stretch.add(frame, number * 1001, 1001)
    answered(tmp_path / "c.mp4", tmp_path / "out")
    with av.open(str(tmp_path / "out/c.mask.mp4")) as written:
        assert written.streams.video[0].average_rate == Fraction(24000, 1001)


@pytest.mark.parametrize("ending", ["gif", "webp", "png"])
def test_an_animated_picture_is_a_clip(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"moving.{ending}"
    first, *others = (Image.fromarray(frame) for frame in FRAMES)
    first.save(path, save_all=True, append_images=others, duration=[40, 80, 40, 40, 40, 40, 40], loop=0)
    assert is_clip(path)
    _, times = shown(path)
    assert times == pytest.approx([0, 0.04, 0.12, 0.16, 0.2, 0.24, 0.28])
    answered(path, tmp_path / "out")
    assert frames_in(tmp_path / "out/moving.mask.mp4") == 7
    first.save(tmp_path / f"still.{ending}")
    assert not is_clip(tmp_path / f"still.{ending}")


def test_masks_are_written_almost_without_loss(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "c.mp4", FRAMES)
    answered(clip, tmp_path / "out")
    answered(clip, tmp_path / "exact", video="png")
    masks, _ = shown(tmp_path / "out/c.mask.mp4")
    for number, mask in enumerate(masks):
        exact = np.asarray(Image.open(tmp_path / f"exact/c.mask/c.mask.{number + 1:06}.png")).astype(int)
        apart = np.abs(mask[..., 0] - exact)
        assert apart.mean() < 0.6
        assert apart.max() <= 8


@pytest.mark.parametrize(("video", "ending"), [("prores4444", "mov"), ("webm", "webm")])
def test_alpha_video_holds_the_mask(tmp_path: Path, video: Any, ending: str) -> None:
    clip = write_clip(tmp_path / "c.mp4", FRAMES)
    assert answered(clip, tmp_path / "out", video=video) == [f"c.cutout.{ending}"]
    answered(clip, tmp_path / "out", video="png")
    with av.open(str(tmp_path / f"out/c.cutout.{ending}")) as written:
        stream = written.streams.video[0]
        context = av.CodecContext.create("libvpx-vp9", "r") if ending == "webm" else stream.codec_context
        frames = [
            frame for packet in written.demux(stream) for frame in (context.decode(packet) if packet.size else ())
        ]
    frames += context.decode(None) if len(frames) < 7 else []
    assert len(frames) == 7
    for number, frame in enumerate(frames):
        exact = np.asarray(Image.open(tmp_path / f"out/c.mask/c.mask.{number + 1:06}.png")).astype(int)
        alpha = frame.to_ndarray(format="rgba", threads=1)[..., 3]
        assert np.abs(alpha - exact).mean() < 1.5


def test_a_straight_cutout_keeps_its_colours_and_a_premultiplied_one_is_darker_at_its_edge(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "c.mkv", FRAMES, KINDS["ffv1.mkv"])
    answers = Baseline("keyer").against(PLATE)
    kinds: tuple[Alpha, ...] = ("straight", "premultiplied")
    for kind in kinds:
        wanted = OutputOptions(video="png", cutout=True, bits=16, alpha=kind)
        predict_video(answers, clip, tmp_path / kind, "c", wanted, 1)
    both = [tmp_path / f"{kind}/c.cutout/c.cutout.000003.png" for kind in kinds]
    read = (cv2.imread(str(path), cv2.IMREAD_UNCHANGED) for path in both)
    straight, premultiplied = (np.asarray(picture, np.float64) for picture in read)
    assert straight.max() > 255  # 16 bits
    alpha = straight[..., 3:] / 65535
    assert ((alpha > 0.1) & (alpha < 0.9)).any()
    assert np.abs(straight[..., :3] * alpha - premultiplied[..., :3]).max() <= 1


def test_sound_is_copied_or_coded_anew_and_that_is_said(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "quiet.mp4", FRAMES)
    loud = tmp_path / "loud.mov"
    with av.open(str(clip)) as source, av.open(str(loud), "w") as target:
        pictures = target.add_stream_from_template(source.streams.video[0])
        sound = target.add_stream("aac", rate=48000)
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.stream = pictures
                target.mux(packet)
        for number in range(12):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48000, number * 1024
            target.mux(sound.encode(frame))
        target.mux(sound.encode(None))
    done = predict_video(
        ANSWERS, loud, tmp_path / "out", "loud", OutputOptions(trust_plate=True, video="prores4444"), 1
    )
    assert done.notes == []
    with av.open(str(loud)) as source, av.open(str(tmp_path / "out/loud.cutout.mov")) as written:
        assert written.streams.audio[0].codec_context.name == "aac"
        given, kept = ([bytes(p) for p in it.demux(it.streams.audio[0]) if p.size] for it in (source, written))
        assert kept == given
    done = predict_video(ANSWERS, loud, tmp_path / "out", "loud", OutputOptions(trust_plate=True, video="webm"), 1)
    assert done.notes == ["the sound was coded anew: aac does not go into .webm"]
    with av.open(str(tmp_path / "out/loud.cutout.webm")) as written:
        assert written.streams.audio[0].codec_context.name == "opus"


def test_a_run_that_was_ended_goes_on_to_the_same_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film, "STRETCH_FRAMES", 3)
    clip = write_clip(tmp_path / "c.mkv", FRAMES, KINDS["ffv1.mkv"])
    wanted = OutputOptions(trust_plate=True, overlay=True, json=True, things=True)
    predict_video(ANSWERS, clip, tmp_path / "whole", "c", wanted, 2)

    class Ends:
        """Answers four frames, then asks the program to end, as a user does."""

        count = 0

        def answer(self, frame: NDArray[np.uint8]) -> Any:
            self.count += 1
            if self.count == 5:
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.05)
            return ANSWERS.answer(frame)

    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        predict_video(Ends(), clip, out, "c", wanted, 1)
    left = frames_in(out / "c.mask.unfinished.mp4")
    assert 3 <= left < 7
    assert not (out / "c.mask.mp4").exists()
    again = Ends()
    again.count = 10
    predict_video(again, clip, out, "c", wanted, 1)
    assert again.count == 10 + 7 - left  # only what was not done
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in (tmp_path / "whole").iterdir())
    for kind in ("mask", "overlay"):
        new, old = (shown(folder / f"c.{kind}.mp4") for folder in (out, tmp_path / "whole"))
        assert new[1] == old[1]
        apart = [np.abs(a.astype(int) - b).mean() for a, b in zip(new[0], old[0], strict=True)]
        assert max(apart) < (1 if kind == "mask" else 4), apart
    lines = [(folder / "c.jsonl").read_text().splitlines() for folder in (out, tmp_path / "whole")]
    assert [json.loads(line)["things"] for line in lines[0]] == [json.loads(line)["things"] for line in lines[1]]


@pytest.mark.slow
def test_term_leaves_a_file_that_plays(tmp_path: Path) -> None:
    Image.fromarray(PLATE).save(tmp_path / "plate.png")
    clip = write_clip(tmp_path / "c.mp4", FRAMES * 60)
    command = [sys.executable, "-m", "diptych", "scene", "predict", str(clip), "--method", "keyer", "--threads", "1"]
    command += ["--plate", str(tmp_path / "plate.png"), "--out", str(tmp_path / "out"), "--trust-plate"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        while not (tmp_path / "out/.c.partial/mask.00000.mp4").exists() and run.poll() is None:
            time.sleep(0.05)
        run.send_signal(signal.SIGTERM)
        said = run.communicate(timeout=60)[1]
    assert run.returncode == 143, said
    assert "the same command goes on from here" in said
    assert frames_in(tmp_path / "out/c.mask.unfinished.mp4") > 0


def test_frames_that_the_plate_does_not_belong_to_are_named_and_empty(tmp_path: Path) -> None:
    foreign = texture(96, 128, 5)
    clip = write_clip(tmp_path / "c.mkv", [*FRAMES[:3], foreign, foreign, *FRAMES[3:], foreign], KINDS["ffv1.mkv"])
    wanted = OutputOptions(json=True, things=True, video="png")
    done = predict_video(Baseline("keyer").against(PLATE), clip, tmp_path / "out", "c", wanted, 2)
    assert done.refused == [4, 5, 10]
    assert ranges(done.refused) == "4-5, 10"
    lines = [json.loads(line) for line in (tmp_path / "out/c.jsonl").read_text().splitlines()]
    assert [line["frame"] for line in lines if line["refused"]] == [4, 5, 10]
    assert lines[3]["things"] == []
    assert not np.asarray(Image.open(tmp_path / "out/c.mask/c.mask.000004.png")).any()
    assert np.asarray(Image.open(tmp_path / "out/c.mask/c.mask.000003.png")).any()


def test_a_torn_clip_gives_what_it_has_and_says_what_is_missing(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "c.ts", FRAMES, KINDS["mpeg2.ts"])
    data = bytearray(clip.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    clip.write_bytes(data)
    with open_clip(clip) as (about, frames):
        count = len(list(frames))
        assert count + about.damaged >= 1
    clip.write_bytes(data[:100])
    with pytest.raises(Problem, match=r"c\.ts: cannot be read as a video"), open_clip(clip):
        pass


def test_joining_keeps_every_frame_or_nothing(tmp_path: Path) -> None:
    how = CODINGS["grey"]
    for index in range(2):
        with Stretch(tmp_path / f"{index}.mp4", how, (128, 96), Times(Fraction(25), Fraction(1, 25))) as stretch:
            for number in range(3):
                stretch.add(FRAMES[number][..., 0], number, 1)
    join(
        [(tmp_path / "0.mp4", 0), (tmp_path / "1.mp4", 3)],
        tmp_path / "both.mp4",
        how,
        Fraction(1, 25),
        None,
        Fraction(0),
    )
    assert shown(tmp_path / "both.mp4")[1] == pytest.approx([number / 25 for number in range(6)])


def test_a_page_shows_every_clip_beside_what_was_made_of_it(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a <b>.mp4", FRAMES)
    done = predict_video(
        ANSWERS, clip, tmp_path / "out", "a", OutputOptions(trust_plate=True, overlay=True, cutout=True), 1
    )
    page = look.write(tmp_path / "out", [done]).read_text()
    assert page.count("<video") == 3
    assert 'src="../a%20%3Cb%3E.mp4"' in page
    assert 'href="a.cutout.mov"' in page
    assert "<b>" not in page
    assert "http" not in page
