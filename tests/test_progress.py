"""Progress in plain lines, as logs get it."""

import pytest

from diptych import progress


def test_plain_lines_say_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = iter([0.0, 5.0, 20.0, 20.0])
    monkeypatch.setattr("diptych.progress.time.perf_counter", lambda: next(now))
    with progress.progress("plan", 100, "samples") as advance:
        advance(10, "")  # after 5 s: too early for a line
        advance(30, "loss 0.5")  # after 20 s
    assert capsys.readouterr().err.splitlines() == [
        "plan: 40/100 samples, 2.0/s, 30 s left loss 0.5",
        "plan: 40 samples in 20.0 s",
    ]


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress.track([1, 2], "quick", 2, "things")) == [1, 2]
    assert capsys.readouterr().err == ""
