"""The product as those see it who look after it: JSON lines with their ids, traces at a receiver, numbers, readiness."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import httpx
import pytest
from otlp_receiver import receiver
from product import CLIP, FRAMES, Product, becomes_true, copy_data, marbles_at, product
from prometheus_client.parser import text_string_to_metric_families
from running import free_port

DEPLOY = Path(__file__).parents[3] / "deploy"


@pytest.fixture(scope="module")
def watched(template, tmp_path_factory):
    """A product with everything on, whose engine was killed once while a session was used; its data, lines and spans."""
    data = copy_data(template, tmp_path_factory.mktemp("watched"))
    with (
        receiver() as received,
        product(data, log_format="json", log_level="debug", traces_endpoint=received.url) as running,
    ):
        studio = running.studio()
        studio.http.headers["X-Request-ID"] = "from-the-proxy"
        session = studio.start(CLIP)
        studio.click(session, 0, 0, *marbles_at(0)[0])
        os.kill(running.children()["engine"].pid, signal.SIGKILL)
        studio.click(session, 0, 0, *marbles_at(0)[0])
        job = studio.track(session)
        assert studio.wait(job)["state"] == "DONE"
        export = studio.export(session, "coco")
        assert studio.wait(export)["state"] == "DONE"
        page = studio.http.get("/metrics").text
        becomes_true(lambda: len(received.named("engine step")) > FRAMES, 10)
        yield running, session, job, received, page


def test_every_line_is_json(watched):
    running, *_ = watched
    said = [line for line in running.lines if line.startswith("{")]
    others = [line for line in running.lines if not line.startswith("{")]
    assert len(said) > 10
    assert all(isinstance(json.loads(line), dict) for line in said)
    assert all("ready at" in line or "sample clips" in line or "Ctrl" in line for line in others), others


def test_lines_say_of_what_request_session_and_job(watched):
    running, session, *_ = watched
    lines = [json.loads(line) for line in running.lines if line.startswith("{")]
    reopened = [line for line in lines if line["event"] == "session_opened"]
    assert reopened
    assert {(line["request_id"], line["session_id"]) for line in reopened} == {("from-the-proxy", session)}
    assert {len(line["trace_id"]) for line in reopened} == {32}
    deaths = [line for line in lines if "died with status" in line["event"]]
    assert [(line["request_id"], line["session_id"]) for line in deaths] == [("from-the-proxy", session)]
    requests = [line for line in lines if line["event"] == "request" and line["address"] == "/graphql"]
    assert requests
    assert {line["request_id"] for line in requests} == {"from-the-proxy"}
    assert all({"method", "status", "ms"} <= set(line) for line in requests)


def test_no_line_holds_a_mask_or_a_path(watched):
    running, *_ = watched
    for line in running.lines:
        assert "counts" not in line
        assert len(line) < 20_000


def test_a_click_s_trace_goes_down_to_the_step(watched):
    _, session, _, received, _ = watched
    assert received.services == {"masklet"}
    clicks = [received.above(span) for span in received.named("engine at work")]
    assert ["engine at work", "engine prompt", "addPoints", "POST /graphql"] in clicks
    assert ["engine at work", "engine open", "addPoints", "POST /graphql"] in clicks  # it was killed between the clicks
    prompt = received.named("engine prompt")[0]
    told = {each.key: each.value.string_value for each in prompt.attributes}
    assert (told["session_id"], told["request_id"]) == (session, "from-the-proxy")
    assert prompt.trace_id.hex() == told["trace_id"]


def test_tracking_belongs_to_the_request_that_began_it(watched):
    _, session, job, received, _ = watched
    steps = received.named("engine step")
    assert len(steps) >= FRAMES
    assert {received.above(span)[-1] for span in steps} == {"POST /graphql"}
    told = {each.key: each.value.string_value for each in steps[0].attributes}
    assert (told["session_id"], told["job_id"]) == (session, job)


def test_an_error_s_span_names_its_class_and_not_its_text(watched):
    _, _, _, received, _ = watched
    kinds = {each.value.string_value for span in received.spans for each in span.attributes if each.key == "error.type"}
    assert kinds == {"SessionNotLoaded"}  # of the engine that had been killed
    assert not any(span.events for span in received.spans)


def test_the_numbers_are_those_of_what_was_done(watched):
    *_, page = watched
    found = {
        (each.name, *sorted(each.labels.items())): each.value
        for family in text_string_to_metric_families(page)
        for each in family.samples
    }
    step = ("call", "step"), ("worker", "engine")
    assert found["masklet_worker_call_seconds_count", *step] >= FRAMES
    assert found["masklet_worker_wait_seconds_count", *step] >= FRAMES
    assert found["masklet_worker_call_seconds_count", ("call", "export"), ("worker", "export")] == 1
    assert found["masklet_operation_seconds_count", ("operation", "addPoints")] == 2
    assert found["masklet_worker_deaths_total", ("worker", "engine")] == 1
    assert found["masklet_sessions", ("state", "known")] == 1
    assert found["masklet_sessions", ("state", "on_device")] == 1
    assert found["masklet_jobs", ("kind", "export"), ("state", "done")] == 1
    assert found["masklet_worker_resident_bytes", ("worker", "engine")] > 30 * 1024**2
    assert found["masklet_stored_bytes", ("part", "videos")] > 10_000
    assert found["process_resident_memory_bytes",] > 30 * 1024**2


def test_the_real_promtool_finds_nothing_wrong(watched):
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed here (apt-get install prometheus)")
    *_, page = watched
    checked = subprocess.run([program, "check", "metrics"], input=page, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.fixture(scope="module")
def prometheus(watched, tmp_path_factory):
    """The real program with the repository's configuration, on this server and faster; its address."""
    program = shutil.which("prometheus")
    if program is None:
        pytest.skip("prometheus is not installed here (apt-get install prometheus)")
    folder, port = tmp_path_factory.mktemp("prometheus"), free_port()
    (folder / "token").write_text("none")
    said = (DEPLOY / "prometheus/prometheus.yml").read_text()
    for ours, here in (
        ("backend:7263", f"127.0.0.1:{watched[0].port}"),
        ("/tmp/metrics-token", str(folder / "token")),
        ("scrape_interval: 15s", "scrape_interval: 1s"),
    ):
        assert ours in said
        said = said.replace(ours, here)
    (folder / "prometheus.yml").write_text(said)
    shutil.copy(DEPLOY / "prometheus/alerts.yml", folder)
    command = [program, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data"]
    running = subprocess.Popen(
        [*command, f"--web.listen-address=127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{port}/api/v1"
    finally:
        running.terminate()
        running.wait(10)


def asked(address, query):
    """What Prometheus answers to a query: its series."""
    answer = httpx.get(f"{address}/query", params={"query": query}, timeout=10)
    assert answer.status_code == 200, (query, answer.text)
    return answer.json()["data"]["result"]


def test_the_real_prometheus_scrapes_it_and_answers_the_dashboard(watched, prometheus):
    """Counters that never moved have no series, and rates of what has ended are none: those may be empty."""

    def is_up():
        try:
            return [each["value"][1] for each in asked(prometheus, 'up{job="masklet"}')] == ["1"]
        except httpx.TransportError:
            return False

    assert becomes_true(is_up, 30)
    assert becomes_true(lambda: len(asked(prometheus, "masklet_sessions")) == 4, 10)
    assert becomes_true(lambda: asked(prometheus, "rate(masklet_requests_total[10s])"), 10)
    dashboard = json.loads((DEPLOY / "grafana/dashboards/masklet.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    empty = [query for query in queries if not asked(prometheus, query.replace("$__rate_interval", "10s"))]
    assert len(queries) > 20
    nothing_of_it = ("device_memory", "uploads", "streams_total", "masklet_errors", "worker_errors")
    assert [query for query in empty if not any(word in query for word in nothing_of_it)] == []
    rules = httpx.get(f"{prometheus}/rules", timeout=10).json()["data"]["groups"][0]["rules"]
    assert len(rules) == 5
    assert [rule["lastError"] for rule in rules if rule.get("lastError")] == []


def test_a_receiver_that_is_away_costs_no_request(template, tmp_path):
    with product(copy_data(template, tmp_path / "data"), traces_endpoint="http://127.0.0.1:9") as running:
        studio = running.studio()
        session = studio.start(CLIP)
        assert studio.click(session, 0, 0, *marbles_at(0)[0])
        assert studio.http.get("/ready").status_code == 200
        took, status = running.end(signal.SIGTERM)
        assert (status, took < 6) == (0, True)


def test_a_disk_below_the_floor_is_alive_and_not_ready(template, tmp_path):
    with product(copy_data(template, tmp_path / "data"), disk_floor_bytes=2**60) as running:
        studio = running.studio()
        assert studio.http.get("/healthy").status_code == 200
        answer = studio.http.get("/ready")
        assert (answer.status_code, answer.json()["ready"]) == (503, False)
        assert "MiB are free" in answer.json()["checks"]["disk"]
        assert str(tmp_path) not in answer.text


def test_traces_without_their_packages_are_refused_in_a_sentence(template, tmp_path, monkeypatch):
    """As in an installation without the extra [traces]."""
    hidden = tmp_path / "opentelemetry" / "exporter"
    hidden.mkdir(parents=True)
    for folder in (hidden.parent, hidden):
        (folder / "__init__.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    running = Product(copy_data(template, tmp_path / "data"), traces_endpoint="http://127.0.0.1:9")
    try:
        assert running.process.wait(20) != 0
        assert becomes_true(lambda: any("pip install 'masklet[traces]'" in line for line in running.lines), 5)
        assert running.tracebacks() == []
    finally:
        running.kill_family()
