"""A checkpoint is fetched from a server that cuts off, resumes, lies about lengths: what came is kept, what is wrong never counts."""

import errno
import hashlib
import shutil
import threading
import time
from collections import namedtuple
from pathlib import Path

import pytest
from checkpoint_maker import PICO, write_checkpoint
from wayward_server import Ways, wayward_server

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import (
    Cancelled,
    CheckpointNotFound,
    CheckpointUnreadable,
    DownloadRunning,
    EngineUnavailable,
    MaskletError,
    NetworkUnavailable,
    StorageFull,
)
from masklet.engine.sam2 import download, fetching
from masklet.engine.sam2.published import PUBLISHED, Published

NAME = "sam2.1_hiera_tiny"


def sound(file: Path, name: str) -> None:
    """Everything is."""


def unsound(file: Path, name: str) -> None:
    raise CheckpointUnreadable("2 tensors are missing, a, b.")


class Fetch:
    """One folder and one server; `told` is the progress."""

    def __init__(self, folder: Path, ways: Ways) -> None:
        self.ways, self.folder, self.told = ways, folder / "downloads", []
        self.verified: list[tuple[str, bytes]] = []
        self.options = EngineOptions((str(folder / "own"), str(self.folder)), str(self.folder), ways.address)
        self.record = self.folder / f"{NAME}.pt.sha256"
        self.part, self.file = self.folder / f"{NAME}.pt.part", self.folder / f"{NAME}.pt"

    def __call__(self, verify=None, name=NAME, is_cancelled=lambda: False) -> None:
        fetching.fetch(name, self.options, self.on_progress, is_cancelled, verify or self.verify)

    def on_progress(self, done: int, total: int) -> None:
        self.told.append((done, total))

    def verify(self, file: Path, name: str) -> None:
        self.verified.append((name, file.read_bytes()))

    def fails(self, kind: type[MaskletError], **how: object) -> str:
        with pytest.raises(kind) as caught:
            self(**how)  # type: ignore[arg-type]
        assert type(caught.value) is kind
        assert str(self.folder) not in caught.value.message
        return caught.value.message


@pytest.fixture
def fetch(tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with wayward_server() as ways:
        yield Fetch(tmp_path, ways)


def test_comes_whole_is_verified_and_put_in_its_place(fetch):
    fetch()
    content = fetch.ways.content
    assert fetch.file.read_bytes() == content
    assert fetch.verified == [(NAME, content)]
    assert not fetch.part.exists()
    assert fetch.told[0] == (0, len(content))
    assert fetch.told[-1] == (len(content), len(content))  # from here on it is checked
    assert fetch.ways.paths == [f"/092824/{NAME}.pt"]


def test_goes_on_where_it_was_cut(fetch):
    fetch.ways.cut_after = 300_000
    assert "0.3 MB of 1.0 MB came and are kept" in fetch.fails(NetworkUnavailable)
    assert fetch.part.stat().st_size == 300_000
    assert not fetch.file.exists()
    fetch()
    assert fetch.ways.ranges == ["", "bytes=300000-"]
    assert fetch.file.read_bytes() == fetch.ways.content


def test_a_server_that_ignores_ranges_sends_all_of_it_again(fetch):
    fetch.ways.cut_after = 300_000
    fetch.fails(NetworkUnavailable)
    fetch.ways.knows_ranges = False
    fetch()
    assert fetch.file.read_bytes() == fetch.ways.content


def test_one_that_announces_more_than_it_sends_is_not_believed(fetch):
    fetch.ways.announced = len(fetch.ways.content) + 5
    assert "broke off" in fetch.fails(NetworkUnavailable)
    assert fetch.part.read_bytes() == fetch.ways.content
    fetch.ways.announced = None
    fetch()  # all of it is here: the server has nothing to add
    assert fetch.ways.ranges[-1] == f"bytes={len(fetch.ways.content)}-"
    assert fetch.file.read_bytes() == fetch.ways.content


def test_one_that_announces_less_gives_a_file_that_does_not_verify(fetch):
    fetch.ways.announced = 1000
    assert "2 tensors are missing" in fetch.fails(CheckpointUnreadable, verify=unsound)
    assert list(fetch.folder.iterdir()) == []


def test_one_that_announces_more_than_a_checkpoint_can_be(fetch):
    fetch.ways.announced = 5 * 1024**3
    assert "more than" in fetch.fails(NetworkUnavailable)


def test_one_that_sends_without_end(fetch, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 500_000)
    fetch.ways.is_chunked = True
    assert "more than" in fetch.fails(NetworkUnavailable)


@pytest.mark.parametrize("cut_after", [None, 300_000])
def test_one_that_says_no_length_at_all(fetch, cut_after):
    fetch.ways.is_chunked, fetch.ways.cut_after = True, cut_after
    if cut_after:
        assert "0.3 MB came and are kept" in fetch.fails(NetworkUnavailable)
    fetch()
    assert fetch.file.read_bytes() == fetch.ways.content
    assert fetch.told[-1] == (len(fetch.ways.content),) * 2


def test_one_that_sends_another_piece(fetch):
    fetch.ways.cut_after = 300_000
    fetch.fails(NetworkUnavailable)
    fetch.ways.sends_from = 100
    assert "another piece" in fetch.fails(NetworkUnavailable)
    assert fetch.part.stat().st_size == 300_000


def test_a_part_that_is_longer_than_the_file_is_begun_anew(fetch):
    fetch.folder.mkdir()
    fetch.part.write_bytes(b"x" * (len(fetch.ways.content) + 9))
    fetch()
    assert fetch.ways.ranges == [f"bytes={len(fetch.ways.content) + 9}-", ""]
    assert fetch.file.read_bytes() == fetch.ways.content


def test_a_web_page_in_between_leaves_what_came(fetch):
    fetch.ways.cut_after = 300_000
    fetch.fails(NetworkUnavailable)
    fetch.ways.content_type, fetch.ways.knows_ranges = "text/html; charset=utf-8", False
    assert "web page" in fetch.fails(NetworkUnavailable)
    assert fetch.part.stat().st_size == 300_000


@pytest.mark.parametrize(
    ("status", "kind"), [(404, CheckpointNotFound), (403, NetworkUnavailable), (503, NetworkUnavailable)]
)
def test_a_refusal(fetch, status, kind):
    fetch.ways.status = status
    assert str(status) in fetch.fails(kind)


def test_no_network(fetch):
    fetch.options = EngineOptions(fetch.options.checkpoint_dirs, fetch.options.download_dir, "http://127.0.0.1:9")
    assert "no network connection to 127.0.0.1" in fetch.fails(NetworkUnavailable)


def test_a_server_that_falls_silent_is_given_up(fetch, monkeypatch):
    monkeypatch.setattr(download, "TIMEOUT_S", 0.2)
    fetch.ways.cut_after = 300_000
    fetch.ways.held.clear()
    assert "broke off" in fetch.fails(NetworkUnavailable)
    assert fetch.part.stat().st_size == 300_000


def test_a_disk_that_is_too_small_is_known_before(fetch, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1000))
    assert "room" in fetch.fails(StorageFull)


def test_a_disk_that_is_full_keeps_what_came(fetch, monkeypatch):
    def write(part, piece):
        if part.tell() > 200_000:
            raise download._storage(OSError(errno.ENOSPC, "No space left on device"))
        part.write(piece)

    monkeypatch.setattr(download, "_write", write)
    assert "full" in fetch.fails(StorageFull)
    assert fetch.part.stat().st_size > 200_000


def test_a_folder_that_cannot_be_made(fetch):
    fetch.folder.write_text("a file is in its way")
    assert "cannot be written" in fetch.fails(StorageFull)


def test_a_cancelled_one_goes_on_later(fetch):
    answers = iter([False, True])
    fetch.fails(Cancelled, is_cancelled=lambda: next(answers))
    came = fetch.part.stat().st_size
    assert 0 < came < len(fetch.ways.content)
    fetch()
    assert fetch.ways.ranges[-1] == f"bytes={came}-"
    assert fetch.file.read_bytes() == fetch.ways.content


def test_two_at_once(fetch):
    fetch.ways.cut_after = 300_000
    fetch.ways.held.clear()
    first = threading.Thread(target=lambda: fetch.fails(NetworkUnavailable))
    first.start()
    while not fetch.part.exists() or fetch.part.stat().st_size < 300_000:
        time.sleep(0.01)
    fetch.fails(DownloadRunning)
    fetch.ways.held.set()
    first.join()
    fetch()


def test_what_is_here_is_checked_and_not_fetched_again(fetch):
    fetch()
    shutil.copy(write_checkpoint(fetch.folder), fetch.file)
    fetch.record.unlink()
    fetch()
    assert len(fetch.ways.ranges) == 1
    assert len(fetch.verified) == 2


def test_what_changed_since_it_came_is_fetched_again(fetch):
    fetch()
    sha256 = hashlib.sha256(fetch.ways.content).hexdigest()
    assert fetch.record.read_text() == f"{sha256}  {NAME}.pt\n"
    shutil.copy(write_checkpoint(fetch.folder), fetch.file)  # right in itself
    fetch()
    assert fetch.file.read_bytes() == fetch.ways.content


def test_a_wrong_file_among_the_downloads_is_replaced(fetch):
    shutil.copy(write_checkpoint(fetch.folder), fetch.file)

    def verify(file, name):
        if file == fetch.file:
            unsound(file, name)

    fetch(verify=verify)
    assert fetch.file.read_bytes() == fetch.ways.content


def test_a_wrong_file_of_the_person_is_theirs_to_remove(fetch):
    own = write_checkpoint(fetch.folder.parent / "own", NAME, weights_of=PICO)
    assert "remove it first" in fetch.fails(CheckpointUnreadable, verify=unsound)
    assert own.exists()


@pytest.mark.parametrize("name", ["huge", PICO, "../../etc/passwd"])
def test_names_that_nobody_published(fetch, name):
    fetch.fails(CheckpointNotFound, name=name)
    assert fetch.ways.paths == []


def test_without_pytorch_nothing_is_fetched(fetch, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EngineUnavailable, match="make sam2"):
        fetching.fetch(NAME, fetch.options, fetch.on_progress, lambda: False)
    assert fetch.ways.paths == []


def test_it_is_verified_by_its_tensors(fetch, tmp_path, monkeypatch):
    monkeypatch.setitem(PUBLISHED, PICO, Published(PICO, "Pico", "092824", 1))
    fetch.ways.content = write_checkpoint(tmp_path).read_bytes()
    fetching.fetch(PICO, fetch.options, fetch.on_progress, lambda: False)
    assert (fetch.folder / f"{PICO}.pt").read_bytes() == fetch.ways.content
    with pytest.raises(CheckpointUnreadable, match="thrown away"):  # the weights of another configuration
        fetching.fetch(NAME, fetch.options, fetch.on_progress, lambda: False)
    assert not fetch.file.exists()
    assert not fetch.part.exists()
