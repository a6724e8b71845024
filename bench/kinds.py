"""Clips of many kinds in and out, made and judged by ffmpeg's own programs: `python -m bench.kinds`.

Each row is a clip that ffmpeg wrote; in = what we read, beside ffprobe's count, size and time stamps; out = the mask
that we wrote of it, judged by ffprobe alike. Needs ffmpeg and ffprobe on the path. The exit code is 1 if anything
differs.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diptych.errors import Problem
from diptych.scene.predict.media.clip import open_clip
from diptych.scene.predict.methods import Baseline
from diptych.scene.predict.outputs import OutputOptions
from diptych.scene.predict.video import predict_video

SOURCE = "-f lavfi -i testsrc2=s=322x180:r=25:d=1.2"
EVEN = f"{SOURCE} -pix_fmt yuv420p"
ODD = "-f lavfi -i testsrc2=s=322x182:r=25:d=1.2 -vf format=yuv444p,crop=321:181:0:0:exact=1"
LARGE = "-f lavfi -i testsrc2=s=3840x2160:r=25:d=0.2"
UNEVEN = r"-vf setpts=PTS+gt(N\,10)*N*0.013/TB -fps_mode vfr"
KINDS = {
    "H.264, MP4": ("a.mp4", f"{EVEN} -c:v libx264"),
    "H.264, frames out of order, AVI": ("a.avi", f"{EVEN} -c:v libx264 -bf 3"),
    "H.264 4:4:4, odd sides": ("odd.mp4", f"{ODD} -c:v libx264"),
    "H.264, turned by a quarter": ("turned.mp4", "-i {folder}/a.mp4 -c copy -metadata:s:v rotate=90"),
    "H.264, uneven rate, MKV": ("uneven.mkv", f"{SOURCE} {UNEVEN} -pix_fmt yuv420p -c:v libx264"),
    "H.264, 24000/1001, MOV": ("ntsc.mov", f"{EVEN} -r 24000/1001 -c:v libx264"),
    "H.264, interlaced, MP4": ("fields.mp4", f"{EVEN} -vf tinterlace=interleave_top -c:v libx264 -flags +ildct+ilme"),
    "H.264, MTS": ("a.mts", f"{EVEN} -c:v libx264"),
    "H.264, with sound": ("loud.mp4", f"{SOURCE} -f lavfi -i sine=d=1.2 -pix_fmt yuv420p -c:v libx264 -c:a aac"),
    "H.265, 10 bits, MP4": ("deep.mp4", f"{SOURCE} -pix_fmt yuv420p10le -c:v libx265 -x265-params log-level=none"),
    "AV1, MP4": ("av1.mp4", f"{EVEN} -c:v libaom-av1 -cpu-used 8"),
    "VP9, WebM": ("a.webm", f"{EVEN} -c:v libvpx-vp9 -deadline realtime -cpu-used 8"),
    "VP8, WebM": ("eight.webm", f"{EVEN} -c:v libvpx -deadline realtime"),
    "ProRes 4444, 10 bits, MOV": ("a.mov", f"{SOURCE} -pix_fmt yuva444p10le -c:v prores_ks -profile:v 4444"),
    "DNxHR, MOV": ("dnx.mov", f"{SOURCE} -pix_fmt yuv422p -c:v dnxhd -profile:v dnxhr_sq"),
    "MPEG-2, interlaced, MXF": ("a.mxf", f"{EVEN} -c:v mpeg2video -flags +ildct+ilme -top 1"),
    "MPEG-2, TS": ("a.ts", f"{EVEN} -c:v mpeg2video"),
    "FFV1, MKV": ("ffv1.mkv", f"{SOURCE} -pix_fmt yuv444p -c:v ffv1"),
    "FFV1, 16 bits grey, MKV": ("grey.mkv", f"{SOURCE} -pix_fmt gray16le -c:v ffv1"),
    "MJPEG, AVI": ("mjpeg.avi", f"{SOURCE} -pix_fmt yuvj420p -c:v mjpeg"),
    "WMV2, WMV": ("a.wmv", f"{EVEN} -c:v wmv2"),
    "raw, Y4M": ("a.y4m", EVEN),
    "GIF": ("a.gif", SOURCE),
    "APNG": ("a.apng", f"{SOURCE} -plays 0 -f apng"),
    "H.264, 3840×2160": ("large.mp4", f"{LARGE} -pix_fmt yuv420p -c:v libx264 -preset ultrafast"),
}  # fmt: skip
EXACT_SECONDS = 0.00051  # half of the millisecond that some containers count in


@dataclass(frozen=True)
class Shown:
    """What a clip shows: width and height, and the time of each frame, seconds from the first."""

    size: tuple[int, int]
    times: list[float]

    def differs(self, other: "Shown") -> str:
        """How another clip differs from this one; empty where it does not."""
        if self.size != other.size:
            return f"{other.size[0]}×{other.size[1]} px"
        if len(self.times) != len(other.times):
            return f"{len(other.times)} frames"
        apart = max((abs(a - b) for a, b in zip(self.times, other.times, strict=True)), default=0)
        return f"{apart * 1000:.1f} ms off" if apart > EXACT_SECONDS else ""


def probed(path: Path) -> Shown:
    """What ffprobe says of a clip; where a frame has no time, as in AVI, frames follow at its rate."""
    command = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries"]
    entries = "stream=width,height,avg_frame_rate:stream_side_data=rotation:stream_tags=rotate:frame=pts_time"
    done = subprocess.run([*command, entries, "-of", "json", str(path)], capture_output=True, text=True, check=True)
    about: dict[str, Any] = json.loads(done.stdout)
    stream = about["streams"][0]
    turned = any(abs(int(data.get("rotation", 0))) % 180 for data in stream.get("side_data_list", ()))
    size = stream["width"], stream["height"]
    over, under = (int(part) for part in stream["avg_frame_rate"].split("/"))
    times = [frame.get("pts_time") for frame in about["frames"]]
    if path.suffix == ".avi" or None in times:
        times = [number * under / over for number in range(len(times))]
    seconds = [float(time) - float(times[0]) for time in times]
    return Shown(size[::-1] if turned else size, seconds)


def read(path: Path) -> Shown:
    """What we read of a clip."""
    with open_clip(path) as (clip, frames):
        taken = [(frame.picture.levels.shape, float(frame.stamp * clip.time_base)) for frame in frames]
    return Shown(taken[0][0][1::-1], [time - taken[0][1] for _, time in taken])


def judged(path: Path, out: Path) -> tuple[str, str, str]:
    """A clip's facts, what differs in what we read, and in what we write."""
    about = probed(path)
    facts = f"{about.size[0]}×{about.size[1]}, {len(about.times)} frames"
    try:
        with open_clip(path) as (_, frames):
            plate = next(iter(frames)).picture.pixels
        coming = about.differs(read(path))
        wanted = OutputOptions(trust_plate=True)
        written = predict_video(Baseline("difference").against(plate), path, out, path.stem, wanted, 1).written
        return facts, coming or "right", about.differs(probed(out / written[0])) or "right"
    except Problem as problem:
        return facts, str(problem), "refused"


def main() -> None:
    """Print the table."""
    wrong = 0
    print("| clip | | in | out |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for kind, (name, arguments) in KINDS.items():
            path = Path(folder) / name
            done = subprocess.run(
                ["ffmpeg", "-v", "error", "-y", *arguments.replace("{folder}", folder).split(), str(path)],
                stderr=subprocess.PIPE,
            )
            if done.returncode:
                print(f"| {kind} | this ffmpeg cannot write it | – | – |")
                continue
            facts, coming, out = judged(path, Path(folder) / "out" / name)
            wrong += (coming, out) != ("right", "right")
            print(f"| {kind} | {facts} | {coming} | {out} |", flush=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
