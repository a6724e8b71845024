"""The page as a folder of files: for any web host, offline, with the scene net at work in the browser itself.

What is too large to ship, ONNX Runtime for the web, is taken from its npm package and checked by its digest.
"""

import base64
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from diptych import __version__
from diptych.errors import Problem
from diptych.files import atomic, write_text
from diptych.page.app import static
from diptych.page.guard import POLICY
from diptych.page.methods import Methods
from diptych.page.scene import answered
from diptych.progress import console
from diptych.scene.predict.net import SceneGraph, weights_file

PACKAGE, VERSION = "onnxruntime-web", "1.30.0"
DIGEST = (
    "q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02Vb7QmRMDs1SigqR4CXAfKYQ=="  # sha512 of the .tgz
)
# A registry that is slow or stumbles: asked again by npm itself, what was fetched before first, and not for ever.
PATIENCE = ("--prefer-offline", "--fetch-retries=4", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000")
PATIENCE_SECONDS = 240
RUNTIME = ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm")
WEBGPU = ("ort.webgpu.min.mjs", "ort-wasm-simd-threaded.asyncify.mjs", "ort-wasm-simd-threaded.asyncify.wasm")
HERO = "lemur"  # the example whose answer is there before the net is
# As the server's, but the net is WebAssembly and a worker; a page of files has no header, so it stands in the page.
SITE_POLICY = "; ".join(
    part
    for part in POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'").split(
        "; "
    )
    if not part.startswith("frame-ancestors")  # counts in headers alone
)
SITE = """// Where the page stands: a folder of files. The scene net works in the browser; there is no server to ask.
const ANSWERS = {answers};
export const site = {{
  parts: ["scene"],
  methods: ["net"],
  privacy: "Your photos never leave this browser.",
  prepared: (name) => (ANSWERS[name] ? fetch(ANSWERS[name]).then((answer) => answer.json()) : null),
}};
export const state = async () => ({{ version: "{version}", scene: {{ state: "ready", why: "" }} }});
export * as engine from "./browser/engine.js";
"""


def export(site: Path, weights: Path | None = None, runtime: Path | None = None, webgpu: bool = False) -> None:
    """Write the page into the folder `site`, which must be new or empty.

    weights: a scene net or a run; None for the shipped ones, best for photos and fast for a camera. runtime: the npm
    package of ONNX Runtime for the web, as .tgz or unpacked; None fetches it with npm. webgpu: take the larger build
    that can use a GPU, too.
    """
    if site.exists() and (not site.is_dir() or any(site.iterdir())):
        raise Problem(f"{site}: is there already. Give a folder that is new or empty.")
    path = weights_file(weights)
    SceneGraph(path)  # a Problem where it is none of ours
    with tempfile.TemporaryDirectory() as folder:
        dist = runtime_files(runtime, Path(folder))
        wanted = (*RUNTIME, *(WEBGPU if webgpu else ()))
        if missing := [name for name in wanted if not (dist / name).is_file()]:
            raise Problem(f"{dist}: {missing[0]} is not there. Give version {VERSION} of {PACKAGE} as --runtime.")
        site.mkdir(parents=True, exist_ok=True)
        for name in wanted:
            _copy(dist / name, site / "net" / name)
    _copy(path, site / "net" / "scene.onnx")
    about = {"webgpu": webgpu, "photo": "scene.onnx", "live": "scene.onnx"}
    if weights is None:  # a browser has one thread for it
        _copy(weights_file(Path("fast")), site / "net" / "live.onnx")
        about["live"] = "live.onnx"
    write_text(site / "net" / "net.json", json.dumps(about) + "\n")
    _write_page(site, Methods.load(weights, 0))
    size = sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) / 1e6
    console.print(f"{site}: {size:.0f} MB. Put it on any web host, or try it: python -m http.server -d {site}")


def _write_page(site: Path, methods: Methods) -> None:
    files = {path.removeprefix("/") or "index.html": body for path, (body, _) in static().items()}
    page = files["index.html"].decode()
    meta = f'<meta http-equiv="Content-Security-Policy" content="{SITE_POLICY}">'
    files["index.html"] = page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{meta}', 1).encode()
    files[f"answers/{HERO}.json"] = json.dumps(hero(methods)).encode()
    answers = json.dumps({HERO: f"answers/{HERO}.json"})
    files["site.js"] = SITE.format(answers=answers, version=__version__).encode()
    for name, body in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        with atomic(site / name) as partial:
            partial.write_bytes(body)


def hero(methods: Methods) -> Mapping[str, object]:
    """The net's own answer for the example that is shown on load, as the API gives it."""
    folder = resources.files("diptych.page") / "static" / "examples"
    plate, frame = ((folder / f"{HERO}.{kind}.webp").read_bytes() for kind in ("plate", "frame"))
    return answered(methods, plate, frame, "net", depth=False)


def runtime_files(source: Path | None, folder: Path) -> Path:
    """The folder that holds the runtime's files: of a package that was given, or of one that npm fetches."""
    if source is None:
        source = _fetched(folder)
    if source.is_dir():
        return source / "dist" if (source / "dist").is_dir() else source
    try:
        data = source.read_bytes()
    except OSError as error:
        raise Problem(f"{source}: cannot be read ({error.strerror}). Give the .tgz that npm pack writes.") from None
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != DIGEST:
        raise Problem(f"{source}: is not {PACKAGE} {VERSION}. Fetch it: npm pack {PACKAGE}@{VERSION}")
    with tarfile.open(fileobj=io.BytesIO(data)) as files:
        files.extractall(folder, filter="data")
    return folder / "package" / "dist"


def _fetched(folder: Path) -> Path:
    """The package as npm fetches it."""
    npm = shutil.which("npm")
    by_hand = f"Fetch it where npm is, npm pack {PACKAGE}@{VERSION}, and give the .tgz as --runtime."
    if npm is None:
        raise Problem(f"The page needs {PACKAGE} {VERSION}, and there is no npm here. {by_hand}")
    command = [npm, "pack", f"{PACKAGE}@{VERSION}", "--silent", *PATIENCE, "--pack-destination", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        raise Problem(
            f"npm could not fetch {PACKAGE} {VERSION} within {PATIENCE_SECONDS} s. Try again later, or: {by_hand}"
        ) from None
    archive = next(folder.glob("*.tgz"), None)
    if done.returncode or archive is None:
        raise Problem(f"npm could not fetch {PACKAGE} {VERSION}: {done.stderr.strip()[-200:]}\n{by_hand}")
    return archive


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic(target) as partial:
        shutil.copyfile(source, partial)
