"""The OpenAPI document says what the API does: Schemathesis tries to prove the contrary."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from diptych.page.app import static
from diptych.page.settings import PageSettings
from tests.page.serving import served, write_net

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("page")
    with served(PageSettings(scene=write_net(folder / "scene.onnx"), runs=folder)) as address:
        yield address


@pytest.fixture(scope="module")
def schema(url: str) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(url + "/api/openapi.json")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_every_call_keeps_its_word(schema: schemathesis.BaseSchema, mode: GenerationMode) -> None:
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        # What is a picture, a signature or an example, no schema can say.
        unsaid = operation.path in ("/api/scene/answer", "/api/code/write", "/api/code/stream")
        excluded = [positive_data_acceptance] if unsaid else []
        try:
            keep_word(operation.as_strategy(generation_mode=mode), excluded)
        except Unsatisfiable:  # nothing can be wrong with a call that takes nothing
            assert mode is GenerationMode.NEGATIVE
            assert operation.path in ("/api/state", "/api/runs")


def keep_word(cases: SearchStrategy[schemathesis.Case[Any]], excluded: list[Any]) -> None:
    @settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=[*HealthCheck])
    @given(case=cases)
    def keeps_its_word(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=excluded)

    keeps_its_word()


def test_every_call_is_described(url: str) -> None:
    paths = httpx.get(url + "/api/openapi.json").json()["paths"]
    assert sorted(paths) == [
        "/api/code/run", "/api/code/stream", "/api/code/write", "/api/runs", "/api/runs/{id}",
        "/api/runs/{id}/pictures/{picture}", "/api/runs/{id}/report", "/api/scene/answer", "/api/state",
    ]  # fmt: skip


def test_no_picture_of_the_page_is_large() -> None:
    sizes = {path: len(body) for path, (body, _) in static().items() if path.endswith(".webp")}
    assert {path: size for path, size in sizes.items() if size > 70_000} == {}


def test_nothing_of_the_page_writes_html_or_styles_inline() -> None:
    folder = Path(__file__).parents[2] / "src/diptych/page/static"
    for path in (*folder.rglob("*.js"), folder / "index.html"):
        text = path.read_text()
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
                          "style=", "onclick=", "javascript:"):  # fmt: skip
            assert forbidden not in text, path.name


def test_who_has_a_file_already_is_sent_nothing(url: str) -> None:
    first = httpx.get(url + "/main.js")
    again = httpx.get(url + "/main.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "no-cache"
