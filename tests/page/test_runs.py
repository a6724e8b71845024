"""Runs: found, read while they grow, and never a way to the file system."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import numpy as np
import pytest
from PIL import Image

from diptych.page.settings import PageSettings
from tests.page.serving import served

pytestmark = pytest.mark.slow


def write_run(folder: Path, lines: list[dict[str, object]], finished: bool) -> None:
    (folder / "pictures").mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps({"name": "scene", "parameters": 1234}))
    (folder / "journal.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for step in (10, 20):
        Image.fromarray(np.full((4, 4, 3), step, np.uint8)).save(folder / "pictures" / f"{step:07d}-0-clean.png")
    if finished:
        (folder / "report.html").write_text("<!doctype html><title>report</title>")
        (folder / "weights.safetensors").touch()


LINES: list[dict[str, object]] = [{"kind": "train", "step": step, "loss": 1 / step} for step in (1, 2, 3)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    write_run(folder / "first", LINES, finished=True)
    write_run(folder / "deep" / "second", LINES, finished=False)
    os.utime(folder / "first" / "journal.jsonl", (0, 0))
    (folder / "no run").mkdir()
    (folder.parent / "outside").mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def url(runs: Path) -> Iterator[str]:
    with served(PageSettings(runs=runs)) as address:
        yield address


def listed(url: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = httpx.get(url + "/api/runs").json()["runs"]
    return found


def test_runs_are_listed_the_newest_first(url: str) -> None:
    second, first = listed(url)
    assert (first["name"], first["task"], first["parameters"]) == ("first", "scene", 1234)
    assert (first["live"], first["report"]) == (False, True)
    assert (second["name"], second["live"], second["report"]) == ("deep/second", True, False)


def test_a_journal_is_read_as_it_grows(url: str, runs: Path) -> None:
    run = f"{url}/api/runs/{listed(url)[0]['id']}"
    found = httpx.get(run).json()
    assert found["lines"] == LINES
    journal = runs / "deep" / "second" / "journal.jsonl"
    with journal.open("a") as file:
        file.write(
            '{"kind": "train", "step": 4, "loss": 0.25}\n{"kind": "tr'
        )  # the writer is in the middle of a line
    more = httpx.get(run, params={"after": found["next"]}).json()
    assert more["lines"] == [{"kind": "train", "step": 4, "loss": 0.25}]
    assert httpx.get(run, params={"after": more["next"]}).json()["lines"] == []
    with journal.open("a") as file:
        file.write('ain", "step": 5, "loss": 0.2}\n')
    assert httpx.get(run, params={"after": more["next"]}).json()["lines"] == [
        {"kind": "train", "step": 5, "loss": 0.2}
    ]


def test_a_run_that_went_back_to_its_checkpoint_is_read_anew(url: str) -> None:
    run = f"{url}/api/runs/{listed(url)[1]['id']}"
    assert httpx.get(run, params={"after": 10**9}).json()["lines"] == LINES


def test_the_pictures_of_the_last_evaluation(url: str) -> None:
    run = f"{url}/api/runs/{listed(url)[0]['id']}"
    assert httpx.get(run).json()["pictures"] == ["0000020-0-clean"]
    answer = httpx.get(run + "/pictures/0")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert httpx.get(run + "/pictures/1").json() == {"problem": "This run has no such picture."}


def test_a_report_may_style_itself_and_no_more(url: str) -> None:
    second, first = (f"{url}/api/runs/{run['id']}/report" for run in listed(url))
    answer = httpx.get(first)
    assert "<title>report</title>" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    refused = httpx.get(second)
    assert refused.status_code == 404
    assert refused.json() == {"problem": "This run has no report yet; it comes when the training ends."}


@pytest.mark.parametrize(
    "path",
    [
        "/api/runs/../../etc/passwd", "/api/runs/..%2f..%2fetc%2fpasswd", "/api/runs/first", "/api/runs/outside",
        "/api/runs/000000000000", "/api/runs/%00", "/..%2fapp.py", "/%2e%2e/app.py", "/examples/../../app.py",
        "//etc/passwd", "/examples/", "/static/index.html", "/index.html",
    ],
)  # fmt: skip
def test_no_path_leads_to_the_file_system(url: str, path: str) -> None:
    answer = httpx.get(url + path)
    assert answer.status_code == 404
    assert list(answer.json()) == ["problem"]


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "", "99999999999999999999", "٣"])
def test_a_wrong_place_is_refused(url: str, after: str) -> None:
    answer = httpx.get(f"{url}/api/runs/{listed(url)[0]['id']}", params={"after": after})
    assert (answer.status_code, answer.json()) == (
        422,
        {"problem": "after must be a whole number, a `next` of before."},
    )


def test_without_a_folder_there_are_none_and_it_is_said() -> None:
    with served(PageSettings()) as address:
        assert listed(address) == []
        state = httpx.get(address + "/api/state").json()["runs"]
    assert state == {
        "state": "missing",
        "why": "No folder of runs was given. Start with: diptych serve --runs FOLDER",
    }


def test_broken_runs_do_not_hide_the_others(tmp_path: Path) -> None:
    write_run(tmp_path / "good", LINES, finished=True)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "run.json").write_text("{")
    (tmp_path / "bad" / "journal.jsonl").write_bytes(b"\xff\n[1]\n")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.utime(tmp_path / "good" / "journal.jsonl", (time.time() + 9, time.time() + 9))
    with served(PageSettings(runs=tmp_path)) as address:
        good, bad = listed(address)
        assert (good["name"], bad["name"], bad["task"]) == ("good", "bad", "unreadable")
        assert httpx.get(f"{address}/api/runs/{bad['id']}").json()["lines"] == []


def test_nothing_outside_the_run_is_served_through_a_link(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    write_run(secret, LINES, finished=True)  # whole and right, but not among the runs
    runs = tmp_path / "runs"
    for name in ("linked files", "linked folder", "pipe"):
        write_run(runs / name, LINES[:1], finished=False)
    files, folder, pipe = (runs / name for name in ("linked files", "linked folder", "pipe"))
    (files / "report.html").symlink_to(secret / "report.html")
    (files / "journal.jsonl").unlink()
    (files / "journal.jsonl").symlink_to(secret / "journal.jsonl")
    (files / "pictures" / "0000030-0-clean.png").symlink_to(secret / "pictures" / "0000010-0-clean.png")
    (folder / "pictures").rename(folder / "moved")
    (folder / "pictures").symlink_to(secret / "pictures")
    (pipe / "journal.jsonl").unlink()
    os.mkfifo(pipe / "journal.jsonl")
    (runs / "linked run").symlink_to(secret)
    with served(PageSettings(runs=runs)) as address:
        known = {run["name"]: f"{address}/api/runs/{run['id']}" for run in listed(address)}
        assert set(known) == {"linked files", "linked folder", "pipe"}
        assert httpx.get(known["linked files"] + "/report").status_code == 404
        found = httpx.get(known["linked files"]).json()
        assert (found["lines"], found["pictures"]) == ([], ["0000020-0-clean"])
        assert httpx.get(known["linked folder"]).json()["pictures"] == []
        assert httpx.get(known["linked folder"] + "/pictures/0").status_code == 404
        assert httpx.get(known["pipe"], timeout=5).json()["lines"] == []


def test_a_file_is_served_for_what_it_is(tmp_path: Path) -> None:
    write_run(tmp_path / "run", LINES, finished=True)
    (tmp_path / "run" / "report.html").write_text("root:x:0:0")
    (tmp_path / "run" / "pictures" / "0000020-0-clean.png").write_text("<script>")
    with served(PageSettings(runs=tmp_path)) as address:
        run = f"{address}/api/runs/{listed(address)[0]['id']}"
        assert httpx.get(run + "/report").status_code == 404
        assert httpx.get(run + "/pictures/0").status_code == 404


def test_a_folder_of_runs_may_itself_be_a_link(tmp_path: Path) -> None:
    write_run(tmp_path / "disk" / "run", LINES, finished=True)
    (tmp_path / "runs").symlink_to(tmp_path / "disk")
    with served(PageSettings(runs=tmp_path / "runs")) as address:
        (run,) = listed(address)
        assert run["name"] == "run"
        assert "<title>report" in httpx.get(f"{address}/api/runs/{run['id']}/report").text


def test_what_is_no_number_in_a_journal_becomes_null(tmp_path: Path) -> None:
    write_run(tmp_path / "run", LINES, finished=True)
    (tmp_path / "run" / "journal.jsonl").write_text(
        '{"kind": "train", "step": 1, "loss": NaN}\n{"kind": "train", "step": 2, "loss": -Infinity, "x": 1e999}\n'
        '{"kind": "train", "step": 3, "loss": 0.5}\n' + "[" * 100_000 + "\n"
    )
    with served(PageSettings(runs=tmp_path)) as address:
        lines = httpx.get(f"{address}/api/runs/{listed(address)[0]['id']}").json()["lines"]
    assert [line["loss"] for line in lines] == [None, None, 0.5]
    assert lines[1]["x"] is None
