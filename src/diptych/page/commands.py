"""`diptych serve`. Heavy imports stay inside."""

from pathlib import Path


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    scene: Path | None = None,
    code: Path | None = None,
    runs: Path | None = None,
    threads: int = 0,
    show: bool = False,
    export: Path | None = None,
    runtime: Path | None = None,
    webgpu: bool = False,
) -> None:
    """Open the page: both nets at work in a browser, live from a camera too. Or write it as a folder of files.

    Example: diptych serve --runs runs --show

    Parameters
    ----------
    host
        Where to listen. Anywhere but on this machine alone, the page asks for the token in the address it prints.
    port
        The port; 0 takes any that is free.
    scene
        Weights or a run of the scene task, instead of those that are shipped.
    code
        Weights or a run of the code task, instead of those that are shipped.
    runs
        A folder with training runs to show.
    threads
        Threads that a net uses; 0: one per core.
    show
        Open the page in the browser.
    export
        Serve nothing; write the page with its scene net into this new folder instead, for any web host.
    runtime
        For --export: ONNX Runtime for the web, the .tgz of `npm pack onnxruntime-web`; otherwise npm fetches it.
    webgpu
        For --export: add the larger runtime that uses a GPU where a browser has one.
    """
    if export is not None:
        from diptych.page.export import export as write

        return write(export, scene, runtime, webgpu)
    from diptych.page.serve import serve as start
    from diptych.page.settings import PageSettings

    return start(PageSettings(host, port, scene, code, runs, threads), show)
