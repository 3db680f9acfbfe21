"""A connection waits for its other end a while: all arrives at who reads, slowly too; who does not, or sends nothing, is reset."""

import contextlib
import socket
import threading
import time

import pytest

from masklet.cli.patient_socket import LEAST, PIECE, PatientSocket, SlowPeers

CONTENT = bytes(range(256)) * 8192  # 2 MiB: more than the system keeps


@pytest.fixture
def pair():
    """A patient end, whose reader has a quarter of a second for each piece, and the reader's."""
    made = []

    def make(readers=None):
        ours, theirs = socket.socketpair()
        patient = PatientSocket(ours, readers or SlowPeers(8, 0.25))
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
    patient, reader = pair(SlowPeers(8, 5.0))
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
    readers = SlowPeers(1, 30.0)
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


def send_slowly(sender, content, pause_s):
    """In a thread, a byte at a time, until all is sent or the other end is gone."""

    def send():
        with contextlib.suppress(OSError):
            for at in range(len(content)):
                sender.send(content[at : at + 1])
                time.sleep(pause_s)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def test_what_is_sent_is_read_and_rests_in_between_cost_nothing(pair):
    patient, sender = pair()
    for _ in range(4):
        sender.send(b"GET /")
        time.sleep(0.2)  # more than a quarter of a second in all, while nobody waits
        assert patient.recv(8192) == b"GET /"
    sender.close()
    assert patient.recv(8192) == b""


def read_until_reset(patient):
    while patient.recv(8192):
        pass


@pytest.mark.parametrize("content", [b"", bytes(200)])
def test_who_sends_nothing_or_a_byte_now_and_then_is_reset_in_time(pair, content):
    patient, sender = pair()
    thread, began = send_slowly(sender, content, 0.02), time.monotonic()
    with pytest.raises(ConnectionResetError):
        read_until_reset(patient)
    assert 0.2 < time.monotonic() - began < 5
    thread.join(20)


def test_a_slow_upload_that_comes_on_is_read_whole(pair):
    patient, sender = pair(SlowPeers(8, 0.25))
    content = bytes(3 * LEAST)
    threading.Thread(target=lambda: [(sender.send(content[:200]), time.sleep(0.02)) for _ in range(15)]).start()
    began, has = time.monotonic(), 0
    while has < 3000:
        has += len(patient.recv(100))
    assert time.monotonic() - began > 0.25


def test_one_slow_sender_too_many_costs_the_one_that_was_waited_for_longest(pair):
    peers = SlowPeers(1, 30.0)
    (first, _), (second, sender) = pair(peers), pair(peers)
    told = {}

    def read(name, patient):
        try:
            told[name] = patient.recv(10)
        except OSError as error:
            told[name] = type(error)

    threads = [threading.Thread(target=read, args=one) for one in (("first", first), ("second", second))]
    for thread in threads:
        thread.start()
        time.sleep(0.3)
    threads[0].join(5)
    assert told["first"] in (b"", ConnectionResetError)
    sender.send(b"here")
    threads[1].join(5)
    assert told["second"] == b"here"


def test_a_look_that_waits_for_nothing_goes_past_all_that(pair):
    patient, sender = pair()
    with pytest.raises(BlockingIOError):
        patient.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    sender.send(b"x")
    assert patient.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b"x"
