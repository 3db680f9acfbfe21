"""The containers are confined, the monitoring asks for what is there: compose files, Dockerfiles, nginx, dashboards, alerts."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from masklet.api.schema.build import schema_shape
from masklet.service.health_interfaces import StudioState
from masklet.settings import Settings
from masklet.watch import state
from masklet.watch.device_memory import DeviceMemory
from masklet.watch.metrics import Metrics
from masklet.workers.roles import ROLES

ROOT = Path(__file__).parents[3]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yaml").read_text())
GPU = yaml.safe_load((ROOT / "docker-compose.gpu.yaml").read_text())
SERVICES = COMPOSE["services"]
DASHBOARD = json.loads((ROOT / "deploy/grafana/dashboards/masklet.json").read_text())
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())
SCRAPING = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]] + [
    rule["expr"] for group in ALERTS["groups"] for rule in group["rules"]
]


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_confined(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert [each.split(":")[0] for each in service["tmpfs"]] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"cap_add", "privileged", "devices", "network_mode", "pid", "ipc"} & set(service)
    for limit in ("mem_limit", "pids_limit"):
        assert re.fullmatch(r"\$\{[A-Z_]+:-\w+\}", service[limit]), (name, limit)


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_runs_as_root(name):
    service = SERVICES[name]
    if "build" in service:
        users = re.findall(r"^USER (\S+)$", (ROOT / service["build"]["dockerfile"]).read_text(), re.MULTILINE)
        assert users[-1] not in ("root", "0")
    else:
        assert int(service["user"].split(":")[0]) > 0


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_published_on_this_machine_alone(name):
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name]["ports"])


def test_every_setting_reaches_the_container():
    own = {"host", "port", "data_dir", "client_dir"}  # the image's: its address, its volume, no client
    own |= {"import_folder"}  # a folder of the host, which would have to be mounted first
    handed_on = {name.removeprefix("MASKLET_").lower() for name in SERVICES["backend"]["environment"]}
    assert handed_on == set(Settings.model_fields) - own


def test_nothing_of_the_host_can_be_written_to():
    mounted = [each for service in SERVICES.values() for each in service.get("volumes", ()) if each.startswith(".")]
    assert len(mounted) == 4
    assert all(each.endswith(":ro") for each in mounted)


def test_the_override_for_a_gpu_takes_nothing_back():
    assert set(GPU["services"]) == {"backend"}
    assert set(GPU["services"]["backend"]) == {"build", "environment", "deploy"}
    [device] = GPU["services"]["backend"]["deploy"]["resources"]["reservations"]["devices"]
    assert device["capabilities"] == ["gpu"]


def test_images_that_are_not_ours_are_of_one_version():
    images = [service["image"] for service in SERVICES.values() if "image" in service]
    assert len(images) == 2
    assert all(re.fullmatch(r"[a-z]+/[a-z]+:v?\d+\.\d+\.\d+", image) for image in images)


def test_the_monitoring_is_started_when_it_is_asked_for():
    assert {name for name, service in SERVICES.items() if service.get("profiles") == ["monitoring"]} == {
        "prometheus",
        "grafana",
    }
    grafana = SERVICES["grafana"]["environment"]
    assert grafana["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"
    assert grafana["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"] == "true"


def test_prometheus_may_ask_under_the_name_that_it_knows():
    [job] = SCRAPING["scrape_configs"]
    [address] = job["static_configs"][0]["targets"]
    assert address == "backend:7263"
    assert SERVICES["backend"]["environment"]["MASKLET_ALLOWED_HOSTS"].split(",")[0] == "backend"
    assert job["authorization"]["credentials_file"] in SERVICES["prometheus"]["entrypoint"][-1]


def test_compose_waits_for_a_server_that_can_work_and_the_image_asks_whether_it_lives():
    assert "/ready" in SERVICES["backend"]["healthcheck"]["test"][-1]
    assert "/healthy" in (ROOT / "backend.Dockerfile").read_text()


def test_nginx_hands_readiness_on_and_keeps_numbers_to_itself():
    said = (ROOT / "frontend/nginx.conf").read_text()
    [handed_on] = re.findall(r"location ~ (\S+) \{", said)
    assert re.search(handed_on, "/ready")
    assert not re.search(handed_on, "/readyness")
    assert not re.search(handed_on, "/metrics")
    assert re.search(r"location = /metrics \{\s+return 404;", said)


@pytest.mark.parametrize("files", [("docker-compose.yaml",), ("docker-compose.yaml", "docker-compose.gpu.yaml")])
def test_compose_reads_its_files(files):
    program = shutil.which("docker")
    if program is None or subprocess.run([program, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker compose is not installed here")
    named = [word for file in files for word in ("-f", str(ROOT / file))]
    command = [program, "compose", *named, "--profile", "monitoring", "config", "--quiet"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


@pytest.fixture(scope="module")
def exported():
    """Every name that a scrape can have, with the names of its labels."""
    metrics = Metrics()
    jobs = {("export", "done"): 1}
    collector = state.StateCollector(lambda: StudioState(1, 1, 0, 1, jobs, {"videos": 1}, 1), {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "device_memory", lambda: [DeviceMemory("0", 1, 2)])
        found = {family.name: ("device",) for family in collector.collect()}
    found |= {f"process_{name}": () for name in ("resident_memory_bytes", "cpu_seconds_total")} | {"up": ()}
    for each in vars(metrics).values():
        name = getattr(each, "_name", None)
        if name is not None:
            ends = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",), "gauge": ("",)}[each._type]
            found |= {name + end: each._labelnames for end in ends}
    return found


def names_in(query):
    without_values = re.sub(r"\{[^}]*\}|\"[^\"]*\"|\[[^\]]*\]|\bby \([^)]*\)", "", query)
    words = re.findall(r"[a-z_]+", without_values)
    return {word for word in words if word == "up" or word.startswith(("masklet_", "process_"))}


@pytest.mark.parametrize("query", QUERIES)
def test_every_number_that_is_asked_for_is_told(query, exported):
    assert names_in(query)
    assert names_in(query) <= set(exported)


def test_every_number_that_is_told_is_shown(exported):
    """What is only useful by hand is named here."""
    asked = set().union(*map(names_in, QUERIES))
    shown = {re.sub(r"_(bucket|count|sum)$", "", name) for name in asked}
    told = {re.sub(r"_(bucket|count|sum)$", "", name) for name in exported}
    assert told - shown == {"process_cpu_seconds_total", "masklet_videos"}


def test_operations_and_workers_of_the_queries_exist():
    shape = schema_shape()
    fields = {field for root in (shape.query_type, shape.mutation_type) for field in root.fields}
    operations = {
        word for query in QUERIES for said in re.findall(r'operation=~?"([^"]*)"', query) for word in said.split("|")
    }
    workers = {
        word for query in QUERIES for said in re.findall(r'worker=~?"([^"]*)"', query) for word in said.split("|")
    }
    assert operations
    assert operations <= fields
    assert workers
    assert workers <= set(ROLES)


def test_the_dashboard_is_provisioned_where_grafana_looks():
    providers = yaml.safe_load((ROOT / "deploy/grafana/provisioning/dashboards/masklet.yaml").read_text())["providers"]
    sources = yaml.safe_load((ROOT / "deploy/grafana/provisioning/datasources/prometheus.yaml").read_text())[
        "datasources"
    ]
    mounts = dict(
        each.removesuffix(":ro").split(":") for each in SERVICES["grafana"]["volumes"] if each.endswith(":ro")
    )
    assert mounts["./deploy/grafana/dashboards"] == providers[0]["options"]["path"]
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {sources[0]["uid"]}
    assert sources[0]["url"] == "http://prometheus:9090"


def test_promtool_reads_the_rules():
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed here (apt-get install prometheus)")
    for what in (
        ["check", "rules", "deploy/prometheus/alerts.yml"],
        ["check", "config", "--syntax-only", "deploy/prometheus/prometheus.yml"],
    ):
        told = subprocess.run([program, *what], cwd=ROOT, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr
