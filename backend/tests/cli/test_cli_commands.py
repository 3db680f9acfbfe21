"""The program's commands and the settings they read."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError
from running import free_port

from masklet.api.schema.build import printed
from masklet.cli.announcing import address
from masklet.cli.main import COMMANDS, main
from masklet.domain.engine_options import EngineOptions, from_json, to_json
from masklet.settings import Settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    import os

    for name in [name for name in os.environ if name.startswith("MASKLET_")]:
        monkeypatch.delenv(name)


def test_help_lists_every_command():
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for name, sentence in COMMANDS.items():
        assert name in result.output
        assert sentence in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_explains_itself(name):
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output


def test_an_unknown_command_is_an_error():
    assert CliRunner().invoke(main, ["nothing"]).exit_code == 2


def test_schema_prints_the_contract():
    assert CliRunner().invoke(main, ["schema"]).output == printed()


def test_engines_lists_what_can_run_here():
    result = CliRunner().invoke(main, ["engines"])
    assert result.exit_code == 0
    assert "flow: " in result.output
    assert "ready on" in result.output


def test_engines_for_programs():
    result = CliRunner().invoke(main, ["engines", "--json"])
    assert result.exit_code == 0
    about = json.loads(result.stdout)
    assert about["default"] == "flow"
    assert [one["name"] for one in about["engines"]][:2] == ["flow", "sam2.1_hiera_tiny"]
    assert about["engines"][0]["available"] is True
    assert {"title", "device", "reason", "needs", "image_sizes"} <= set(about["engines"][0])


def test_defaults():
    settings = Settings()
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 3000, Path.cwd() / "data")
    assert settings.limits().max_upload_bytes == 2 * 1024**3
    assert settings.limits().max_duration_s == 600
    assert settings.cors_origins == ("http://localhost:7262",)
    assert settings.folders().imports is None


def test_the_environment_changes_them(monkeypatch, tmp_path):
    values = {
        "PORT": "4000",
        "DATA_DIR": str(tmp_path / "d"),
        "IMPORT_FOLDER": str(tmp_path),
        "CORS_ORIGINS": "http://a.example, https://b.example:8443",
        "PUBLIC_URL": "https://studio.example/",
        "MAX_DURATION_S": "60",
        "IMAGE_RATE": "24000/1001",
        "CLIENT_DIR": "",
        "ENGINE": "",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"MASKLET_{name}", value)
    settings = Settings()
    assert (settings.port, settings.data_dir, settings.import_folder) == (4000, tmp_path / "d", tmp_path)
    assert settings.cors_origins == ("http://a.example", "https://b.example:8443")
    assert settings.public_url == "https://studio.example"
    assert settings.limits().image_rate == Fraction(24000, 1001)
    assert (settings.client_dir, settings.engine) == (None, None)


@pytest.mark.parametrize(
    ("values", "known"),
    [
        ({}, {"127.0.0.1"}),
        ({"HOST": "0.0.0.0", "ALLOWED_HOSTS": ""}, set()),
        ({"HOST": "::"}, set()),
        ({"HOST": "10.0.0.5"}, {"10.0.0.5"}),
        ({"HOST": "0.0.0.0", "ALLOWED_HOSTS": "Studio.LAN, [FE80::1]"}, {"studio.lan", "fe80::1"}),
        ({"HOST": "0.0.0.0", "PUBLIC_URL": "https://Studio.example:8443/a"}, {"studio.example"}),
    ],
)
def test_names_that_the_server_goes_by(monkeypatch, values, known):
    for name, value in values.items():
        monkeypatch.setenv(f"MASKLET_{name}", value)
    assert Settings().known_hosts() == known


def test_weights_that_join_in_clicks(monkeypatch, tmp_path):
    weights = tmp_path / "proposals.safetensors"
    monkeypatch.setenv("MASKLET_PROPOSALS", str(weights))
    with pytest.raises(ValueError, match="there is no such file"):
        Settings()
    weights.write_bytes(b"")
    assert Settings().engine_options().proposals == str(weights)
    monkeypatch.setattr("masklet.settings.find_spec", lambda _: None)
    with pytest.raises(ValueError, match="needs PyTorch"):
        Settings()
    monkeypatch.setenv("MASKLET_PROPOSALS", "")
    assert Settings().engine_options().proposals is None


def test_what_the_engines_are_told(monkeypatch, tmp_path):
    downloads = str(Path.cwd() / "data" / "checkpoints")
    own = str(Path(__file__).parents[3] / "checkpoints")
    assert Settings().engine_options() == EngineOptions((own, downloads), downloads)
    values = {
        "CHECKPOINTS_DIR": "",
        "DATA_DIR": str(tmp_path),
        "CHECKPOINT_BASE": "http://mirror.example/",
        "DEVICE": "cuda:1",
        "PRECISION": "float16",
        "IMAGE_SIZE": "512",
        "FEATURE_CACHE_BYTES": "0",
        "CORRECTIONS_CONDITION": "false",
        "DEVICE_SESSIONS": "3",
        "SESSION_IDLE_S": "5",
        "WORKER_MEMORY_BYTES": "1000000000",
        "DEVICE_MEMORY_BYTES": "2000000000",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"MASKLET_{name}", value)
    folder = str(tmp_path / "checkpoints")
    told = EngineOptions(
        (folder,), folder, "http://mirror.example", "cuda:1", "float16", 512, 0, False, 3, 5, 10**9, 2 * 10**9
    )
    assert Settings().engine_options() == told
    assert from_json(to_json(told)) == told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEVICE", "gpu"),
        ("DEVICE", "cuda:x"),
        ("PRECISION", "float8"),
        ("IMAGE_SIZE", "640"),
        ("CHECKPOINT_BASE", "file:///etc"),
        ("HUB_ENDPOINT", "hub"),
        ("FEATURE_CACHE_BYTES", "-1"),
        ("DEVICE_SESSIONS", "0"),
        ("SESSION_IDLE_S", "0"),
        ("WORKER_MEMORY_BYTES", "1000"),
        ("DEVICE_MEMORY_BYTES", "1000"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("MAX_UPLOAD_BYTES", "-1"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "http://a.example/path"),
        ("PUBLIC_URL", "studio"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "http://studio.lan"),
        ("ALLOWED_HOSTS", "studio.lan:3000"),
        ("ALLOWED_HOSTS", "10.0.0.5:3000"),
        ("INTROSPECTION", "perhaps"),
        ("LOG_LEVEL", "loud"),
        ("THREADS", "1"),
        ("MAX_STREAMS", "377"),
        ("STREAMS_PER_CLIENT", "0"),
        ("SESSION_WEIGHTS", "ada"),
        ("SESSION_WEIGHTS", "ada=0"),
        ("STALLED_READER_S", "0"),
        ("IMAGE_RATE", "fast"),
    ],
)
def test_values_that_do_not_fit(monkeypatch, name, value):
    monkeypatch.setenv(f"MASKLET_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "localhost"), ("0.0.0.0", "localhost"), ("10.0.0.5", "10.0.0.5"), ("::1", "localhost")],
)
def test_the_address_is_one_that_a_person_can_open(host, shown):
    assert address(Settings(host=host)) == f"http://{shown}:3000"


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("PORT", "a", "MASKLET_PORT"),
        ("MAX_STREAMS", "377", "max_streams"),
        ("CORS_ORIGINS", "localhost", "MASKLET_CORS_ORIGINS"),
    ],
)
def test_starting_with_settings_that_do_not_fit_says_which(monkeypatch, name, value, word):
    monkeypatch.setenv(f"MASKLET_{name}", value)
    result = CliRunner().invoke(main, ["start"])
    assert result.exit_code == 2
    assert word in result.output
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(("given", "port"), [(None, 7263), ("4001", 4001)])
def test_serve_is_the_api_alone_on_its_own_port(monkeypatch, given, port):
    served = []
    monkeypatch.setattr("masklet.cli.hosting.host_or_exit", lambda settings, *_: served.append(settings))
    if given:
        monkeypatch.setenv("MASKLET_PORT", given)
    assert CliRunner().invoke(main, ["serve"]).exit_code == 0
    assert (served[0].port, served[0].client_dir) == (port, None)


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_a_data_folder_that_is_none_is_one_sentence(monkeypatch, tmp_path, folder):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("MASKLET_DATA_DIR", str(tmp_path / folder))
    monkeypatch.setenv("MASKLET_PORT", str(free_port()))
    result = CliRunner().invoke(main, ["start"])
    assert result.exit_code == 1
    assert result.output.startswith(f"The data folder {tmp_path / folder} cannot be used: ")
    assert result.output.count("\n") == 1
