"""A connection waits for its reader a while: all of it arrives at who reads, slowly too; who does not is reset."""

import contextlib
import socket
import threading
import time

import pytest

from masklet.cli.patient_socket import PIECE, PatientSocket, SlowReaders

CONTENT = bytes(range(256)) * 8192  # 2 MiB: more than the system keeps


@pytest.fixture
def pair():
    """A patient end, whose reader has a quarter of a second for each piece, and the reader's."""
    made = []

    def make(readers=None):
        ours, theirs = socket.socketpair()
        patient = PatientSocket(ours, readers or SlowReaders(8, 0.25))
        made.extend((patient, theirs))
        return patient, theirs

    yield make
    for each in made:
        each.close()


def read_all(reader, size, pause_s=0.0, most=65536):
    """In a thread; `join` it and look at what it has."""
    has = bytearray()

    def read():
        with contextlib.suppress(OSError):
            while len(has) < size and (piece := reader.recv(most)):
                has.extend(piece)
                time.sleep(pause_s)

    thread = threading.Thread(target=read)
    thread.start()
    return thread, has


@pytest.mark.parametrize("way", ["sendall", "sendfile"])
@pytest.mark.parametrize("pause_s", [0.0, 0.01])
def test_all_of_it_arrives_at_who_reads(pair, tmp_path, way, pause_s):
    patient, reader = pair()
    thread, has = read_all(reader, len(CONTENT), pause_s)
    if way == "sendall":
        patient.sendall(CONTENT)
    else:
        file = tmp_path / "content"
        file.write_bytes(b"skip" + CONTENT)
        with file.open("rb") as opened:
            assert patient.sendfile(opened, 4, len(CONTENT)) == len(CONTENT)
    thread.join(20)
    assert bytes(has) == CONTENT


@pytest.mark.parametrize("reads", [False, True])
def test_who_reads_nothing_or_a_byte_now_and_then_is_reset_in_time(pair, reads):
    patient, reader = pair()
    if reads:
        thread, _ = read_all(reader, len(CONTENT), 0.05, most=1)
    began = time.monotonic()
    with pytest.raises(ConnectionResetError):
        patient.sendall(CONTENT)
    assert 0.2 < time.monotonic() - began < 5
    if reads:
        reader.close()
        thread.join(60)


def test_a_small_answer_needs_no_reader(pair):
    patient, _ = pair()
    patient.sendall(b"x" * PIECE)


def test_one_slow_reader_too_many_costs_the_one_that_was_waited_for_longest(pair):
    readers = SlowReaders(1, 30.0)
    ended = {}

    def send(name, patient):
        try:
            patient.sendall(CONTENT)
        except OSError as error:
            ended[name] = type(error)

    (first, _), (second, reader) = pair(readers), pair(readers)
    threads = [
        threading.Thread(target=send, args=("first", first)),
        threading.Thread(target=send, args=("second", second)),
    ]
    for thread in threads:
        thread.start()
        time.sleep(0.3)
    threads[0].join(5)
    assert ended == {"first": BrokenPipeError}
    read, has = read_all(reader, len(CONTENT))
    threads[1].join(20)
    read.join(20)
    assert bytes(has) == CONTENT
    assert set(ended) == {"first"}
