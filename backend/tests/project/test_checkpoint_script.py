"""checkpoints/fetch.sh against a local server that cuts off, resumes and lies about lengths."""

import http.server
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "checkpoints/fetch.sh"
CONTENT = bytes(range(256)) * 400
NAME = "sam2.1_hiera_tiny"


class Publisher(http.server.BaseHTTPRequestHandler):
    """Serves one checkpoint with ranges; `cut_after` breaks the next download, `announced` is what HEAD claims."""

    cut_after: int | None = None
    announced = len(CONTENT)
    ranges: list[str]

    def do_HEAD(self) -> None:
        self.send_response(200 if self.path.endswith(f"/092824/{NAME}.pt") else 404)
        self.send_header("Content-Length", str(type(self).announced))
        self.end_headers()

    def do_GET(self) -> None:
        header = self.headers.get("Range")
        start = int(header.removeprefix("bytes=").rstrip("-")) if header else 0
        type(self).ranges.append(header or "")
        body = CONTENT[start:]
        self.send_response(206 if header else 200)
        if header:
            self.send_header("Content-Range", f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut, type(self).cut_after = type(self).cut_after, None
        self.wfile.write(body[:cut])

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def publisher() -> Iterator[type[Publisher]]:
    handler = type("OnePublisher", (Publisher,), {"ranges": [], "cut_after": None})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        handler.address = f"http://127.0.0.1:{server.server_port}"
        yield handler
        server.shutdown()


def fetch(folder: Path, base: str, *words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"MASKLET_CHECKPOINT_BASE": base, "MASKLET_CHECKPOINTS_DIR": str(folder), "no_proxy": "*"}
    return subprocess.run(["bash", SCRIPT, *words], env=env, capture_output=True, text=True, check=False)


def test_fetches_records_and_verifies(publisher: type[Publisher], tmp_path: Path) -> None:
    assert fetch(tmp_path, publisher.address, "tiny").returncode == 0
    file = tmp_path / f"{NAME}.pt"
    assert file.read_bytes() == CONTENT
    assert fetch(tmp_path, publisher.address, "--verify").returncode == 0
    file.write_bytes(CONTENT[:-1] + b"!")
    damaged = fetch(tmp_path, publisher.address, "--verify")
    assert damaged.returncode != 0
    assert "DAMAGED" in damaged.stdout


def test_resumes_where_it_was_cut(publisher: type[Publisher], tmp_path: Path) -> None:
    publisher.cut_after = 30_000
    cut = fetch(tmp_path, publisher.address, "tiny")
    assert cut.returncode != 0
    assert not (tmp_path / f"{NAME}.pt").exists()
    assert (tmp_path / f"{NAME}.pt.part").stat().st_size == 30_000
    assert fetch(tmp_path, publisher.address, "tiny").returncode == 0
    assert publisher.ranges == ["", "bytes=30000-"]
    assert (tmp_path / f"{NAME}.pt").read_bytes() == CONTENT


def test_a_lie_about_the_length_is_noticed(publisher: type[Publisher], tmp_path: Path) -> None:
    publisher.announced = len(CONTENT) + 5
    lied = fetch(tmp_path, publisher.address, "tiny")
    assert lied.returncode != 0
    assert "announced" in lied.stderr
    assert not (tmp_path / f"{NAME}.pt").exists()


def test_no_network_and_unknown_names_are_sentences(tmp_path: Path) -> None:
    offline = fetch(tmp_path, "http://127.0.0.1:9", "tiny")
    assert offline.returncode != 0
    assert "--help" in offline.stderr
    unknown = fetch(tmp_path, "http://127.0.0.1:9", "huge")
    assert unknown.returncode != 0
    assert "No checkpoint is called 'huge'" in unknown.stderr
