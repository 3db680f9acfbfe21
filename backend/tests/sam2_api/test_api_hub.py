"""Checkpoints from a hub on this machine that cuts off, resumes, lies about lengths, or is not there: right weights or a sentence."""

import hashlib
import http.server
import threading
from dataclasses import dataclass, field

import pytest
import torch
from huggingface_hub import constants

import masklet.sam2_api as api
from masklet.domain.errors import CheckpointNotFound, CheckpointUnreadable, MaskletError, NetworkUnavailable

MODEL, PATH = "facebook/sam2.1-hiera-pico", "/facebook/sam2.1-hiera-pico/resolve/main/sam2.1_hiera_pico.pt"


@dataclass
class Hub:
    """What it serves and how it misbehaves. `cuts`: after how many bytes the next answers break off; `ranges`: what was asked."""

    content: bytes = b""
    cuts: list[int] = field(default_factory=list)
    announced: int | None = None  # the length that HEAD claims
    sent: int | None = None  # the length that GET claims
    etag: str | None = None  # None: the checksum, as for large files
    knows_ranges: bool = True
    shift: int = 0  # ranges begin this much later than asked
    status: int | None = None
    is_hub: bool = True
    ranges: list[str] = field(default_factory=list)
    heads: int = 0


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def do_HEAD(self):
        self.hub.heads += 1
        self._answer(None)

    def do_GET(self):
        self.hub.ranges.append(self.headers.get("Range", ""))
        self._answer(self.headers.get("Range", ""))

    def _answer(self, asked):
        hub = self.hub
        if hub.status or self.path != PATH:
            self.send_response(hub.status or 404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        is_head, is_piece = asked is None, bool(asked) and hub.knows_ranges
        start = int(asked.removeprefix("bytes=").partition("-")[0]) if is_piece else 0
        body = hub.content[start + (hub.shift if is_piece else 0) :]
        body += bytes(len(hub.content) - start - len(body))
        self.send_response(206 if is_piece else 200)
        if hub.is_hub:
            self.send_header("ETag", f'"{hub.etag or hashlib.sha256(hub.content).hexdigest()}"')
            self.send_header("X-Repo-Commit", "0123456789" * 4)
        if is_piece:
            self.send_header("Content-Range", f"bytes {start}-{len(hub.content) - 1}/{len(hub.content)}")
        length = hub.announced if is_head else hub.sent
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        if not is_head:
            self.wfile.write(body[: hub.cuts.pop(0) if hub.cuts else None])
            self.close_connection = True

    def log_message(self, *_):
        """Quiet."""


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """Clients that leave are expected."""


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    file = tmp_path_factory.mktemp("hub") / "x.pt"
    tensors = {name: tensor + 0.25 for name, tensor in api.build_sam2("sam2.1_hiera_pico").state_dict().items()}
    torch.save({"model": tensors}, file)
    return file.read_bytes()


@pytest.fixture
def hub(content, tmp_path, monkeypatch):
    hub = Hub(content)
    with Server(("127.0.0.1", 0), type("OneHandler", (Handler,), {"hub": hub})) as server:
        thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
        thread.start()
        monkeypatch.setenv("MASKLET_HUB_ENDPOINT", f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(
            constants, "DOWNLOAD_CHUNK_SIZE", 10_000
        )  # a piece that broke off within it counts for nothing
        monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _: None)
        monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda _: None)
        yield hub
        server.shutdown()
        thread.join()


def kept(folder):
    return [path for path in (folder / "cache").rglob("*") if path.is_file() and path.stat().st_size > 10_000]


def weights():
    return api.build_sam2_hf(MODEL, device="cpu").state_dict()["no_obj_ptr"]


@pytest.fixture
def wanted(content, tmp_path):
    file = tmp_path / "wanted.pt"
    file.write_bytes(content)
    return torch.load(file)["model"]["no_obj_ptr"]


def test_both_predictors_and_both_builders(hub, wanted):
    built = [
        api.build_sam2_hf(MODEL, device="cpu"),
        api.build_sam2_video_predictor_hf(MODEL, device="cpu"),
        api.SAM2ImagePredictor.from_pretrained(MODEL, device="cpu").model,
        api.SAM2VideoPredictor.from_pretrained(MODEL, device="cpu"),
    ]
    assert all(torch.equal(each.state_dict()["no_obj_ptr"], wanted) for each in built)
    assert hub.ranges == [""]  # the rest came from the cache


@pytest.mark.parametrize("cuts", [[1000], [300_000, 5, 100_000], [0, 70_000]], ids=str)
def test_cut_off_and_resumed(hub, wanted, cuts):
    hub.cuts = list(cuts)
    assert torch.equal(weights(), wanted)
    assert len(hub.ranges) == len(cuts) + 1
    assert any(hub.ranges) == (max(cuts) > 10_000)


def test_a_server_that_knows_no_ranges_begins_anew(hub, wanted):
    hub.cuts, hub.knows_ranges = [50_000], False
    assert torch.equal(weights(), wanted)


@pytest.mark.parametrize("etag", [None, "no-checksum"])
def test_another_piece_than_asked_for_is_found_out(hub, tmp_path, wanted, etag):
    hub.cuts, hub.shift, hub.etag = [500_000], 64, etag
    with pytest.raises(CheckpointUnreadable, match="thrown away"):
        weights()
    assert kept(tmp_path) == []
    hub.shift = 0
    assert torch.equal(weights(), wanted)


def test_cut_off_for_good(hub, tmp_path, wanted):
    hub.cuts = [0] * 50
    with pytest.raises(NetworkUnavailable, match=r"127\.0\.0\.1"):
        weights()
    assert kept(tmp_path) == []
    hub.cuts = []
    assert torch.equal(weights(), wanted)


@pytest.mark.parametrize("etag", [None, "no-checksum"])
@pytest.mark.parametrize("wrong", ["head", "body", "both"])
@pytest.mark.parametrize("by", [-100_000, 100_000])
def test_lies_about_lengths(hub, tmp_path, wanted, wrong, by, etag):
    length, hub.etag = len(hub.content) + by, etag
    hub.announced = length if wrong != "body" else None
    hub.sent = length if wrong != "head" else None
    with pytest.raises(MaskletError) as caught:
        weights()
    assert isinstance(caught.value, NetworkUnavailable | CheckpointUnreadable)
    assert kept(tmp_path) == []
    hub.announced = hub.sent = None
    assert torch.equal(weights(), wanted)


def test_a_foreign_file_is_not_kept(hub, tmp_path):
    file = tmp_path / "foreign.pt"
    torch.save({"model": {"head.weight": torch.ones(100, 100)}}, file)
    hub.content = file.read_bytes()
    with pytest.raises(CheckpointUnreadable, match=r"tensors are missing, .* The copy from the hub was thrown away\."):
        weights()
    assert kept(tmp_path) == []


def test_what_spoiled_in_the_cache_is_found_out(hub, tmp_path, wanted):
    weights()
    (file,) = {path.resolve() for path in kept(tmp_path)}
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 255
    file.chmod(0o644)
    file.write_bytes(content)
    with pytest.raises(CheckpointUnreadable, match="thrown away"):
        weights()
    assert torch.equal(weights(), wanted)


@pytest.mark.parametrize("status", [404, 401, 403, 500, 503])
def test_refusals(hub, status):
    hub.status = status
    with pytest.raises((CheckpointNotFound, NetworkUnavailable), match=r"127\.0\.0\.1"):
        weights()


def test_an_address_that_is_no_hub(hub):
    hub.is_hub = False
    with pytest.raises(NetworkUnavailable, match="does not answer as a hub"):
        weights()


def test_without_a_network(hub, monkeypatch):
    monkeypatch.setenv("MASKLET_HUB_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(NetworkUnavailable, match=r"no network connection to 127\.0\.0\.1.*named by its path"):
        weights()


def test_without_a_network_the_cache_serves(hub, monkeypatch, wanted):
    weights()
    monkeypatch.setenv("MASKLET_HUB_ENDPOINT", "http://127.0.0.1:9")
    assert torch.equal(weights(), wanted)
