"""How the program starts and ends: fast, on loopback, in plain words, leaving no process."""

import signal
import threading
import time
import uuid

import psutil
import pytest
from product import CLIP, Product, becomes_true, is_gone, marbles_at, product

pytestmark = pytest.mark.alone


def test_a_second_start_on_the_same_data_is_ready_in_five_seconds(data_dir, figure):
    with product(data_dir) as first:
        first.end(signal.SIGTERM)
    second = Product(data_dir)
    try:
        took = second.wait_ready()
    finally:
        second.kill_family()
    figure(f"second start: ready after {took:.1f} s")
    assert took < 5
    assert not any("sample clips" in line for line in second.lines)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_it_and_every_child_in_the_middle_of_everything(data_dir, long_clip, number, figure):
    with product(data_dir) as running:
        studio, sender = running.studio(), running.studio()
        upload_id = str(uuid.uuid4())
        sending = threading.Thread(target=send, args=(sender, long_clip, upload_id), daemon=True)
        session = studio.start(CLIP)
        studio.click(session, 0, 0, *marbles_at(0)[0])
        sending.start()
        stream = running.studio().follow_track(session)
        next(stream)
        studio.http.get(f"/frames/{CLIP}/5.jpg")
        assert becomes_true(lambda: {"engine", "prepare", "frames"} <= set(running.children()), 10)
        family = [running.process.pid, *(one.pid for one in psutil.Process(running.process.pid).children(True))]
        began = time.monotonic()
        running.process.send_signal(number)
        status = running.process.wait(15)
        took = time.monotonic() - began
        assert becomes_true(lambda: all(is_gone(pid) for pid in family), 2), "a process is left"
    figure(f"{number.name}: {len(family)} processes gone after {took:.1f} s")
    assert (status, running.tracebacks()) == (0, [])
    assert took < 8
    stream.close()


def send(studio, clip, upload_id):
    """An upload that the server's end interrupts."""
    try:
        studio.upload_file(clip, upload_id)
    except Exception:  # noqa: BLE001 - however the connection breaks: the server went
        return


def test_a_busy_port_is_one_sentence_and_status_1(shared, tmp_path):
    second = Product(tmp_path, port=shared.port)
    try:
        assert second.process.wait(20) == 1
    finally:
        second.kill_family()
    second._reader.join(5)
    [line] = second.lines
    assert f"Port {shared.port} on 127.0.0.1 cannot be opened" in line
    assert list(tmp_path.iterdir()) == []


def test_it_listens_on_loopback_only(shared):
    listening = {
        (connection.laddr.ip, connection.laddr.port)
        for pid in shared.family()
        for connection in psutil.Process(pid).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {("127.0.0.1", shared.port)}
