"""Media files as an attacker would write them, made by code: references to other files, and small files that claim to be large."""

import io
import struct
import zlib
from fractions import Fraction

import numpy as np
from numbered_clip import write_clip

PICTURE = np.full((48, 64, 3), 90, np.uint8)


def box(kind, *parts):
    """An atom of MP4."""
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def short_clip(path, frames=8, **more):
    """A few frames of 64 by 48, its bytes."""
    pictures = [np.full((48, 64, 3), 25 * at, np.uint8) for at in range(frames)]
    write_clip(path, pictures, Fraction(25), **more)
    return path.read_bytes()


def grown(data, kind, before, after):
    """The MP4 with `before` inside its one `kind` exchanged, and every atom around it as long as it should be. The index must be last."""
    at = data.index(before, data.index(kind) - 4)
    result = bytearray(data[:at] + after + data[at + len(before) :])
    _lengthen(result, 0, len(data), at, len(after) - len(before))
    return bytes(result)


def _lengthen(result, start, end, at, by):
    while start < end:
        size = int.from_bytes(result[start : start + 4], "big")
        name = bytes(result[start + 4 : start + 8])
        if start < at < start + size:
            result[start : start + 4] = (size + by).to_bytes(4, "big")
            if name in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl"):
                _lengthen(result, start + 8, start + size, at, by)
            return
        start += size


def with_reference(data, target):
    """The MP4 whose pictures are said to lie in another file, as QuickTime's aliases do."""
    path = str(target).encode()
    path += b"\0" * (len(path) % 2)
    alias = bytes(10) + bytes(28) + bytes(12) + bytes(64) + bytes(16) + struct.pack(">hh", 1, 1) + bytes(16)
    alias += struct.pack(">HH", 2, len(path)) + path + struct.pack(">hH", -1, 0)
    own = box(b"url ", b"\0\0\0\1")
    return grown(data, b"dref", own, box(b"alis", bytes(4), alias))


def many_frames(data, count):
    """The MP4 with a table of times that tells of so many frames, each of one byte."""
    for kind in (b"stts", b"stsz", b"stsc"):
        at = data.index(kind)
        size = int.from_bytes(data[at - 4 : at], "big")
        told = {
            b"stts": struct.pack(">IIII", 0, 1, count, 1),
            b"stsz": struct.pack(">III", 0, 1, count),
            b"stsc": struct.pack(">IIIII", 0, 1, 1, count, 1),
        }[kind]
        data = grown(data, kind, data[at - 4 : at - 4 + size], box(kind, told))
    return data


def png(width, height, filled=True):
    """A PNG of one colour: of all its pixels, packed to almost nothing, or of a head alone."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer, row, pieces = zlib.compressobj(9), bytes(1 + width), []
    for _ in range(height if filled else 0):
        pieces.append(packer.compress(row))
    pixels = b"".join(pieces) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def tiff(width, height):
    """A TIFF that claims a size and holds one byte."""
    entries = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 200), (277, 1), (278, height), (279, 1)]
    listed = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    return (b"II*\0" + struct.pack("<IH", 8, len(entries)) + listed + bytes(4)).ljust(200, b"\0") + b"x"


def large_gif(width, height):
    """A GIF of one frame of that size on its canvas, in a few bytes."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\0;"


def much_told(path, count):
    """An AVI with so many words about itself, each under a name of its own: FFmpeg looks through all of them for each."""
    data = short_clip(path, codec="mjpeg", pixel_format="yuvj420p", container="avi")
    words = b"".join(b"%04X" % at + struct.pack("<I", 2) + b"x\0" for at in range(count))
    at = data.index(b"movi") - 8
    return data[:at] + b"LIST" + struct.pack("<I", 4 + len(words)) + b"INFO" + words + data[at:]


def deep(levels):
    """MP4 atoms in one another."""
    data = b""
    for at in range(levels):
        data = box(b"moov" if at % 2 else b"trak", data)
    return box(b"ftyp", b"isom\0\0\2\0isom") + data


def zip_with_list(bytes_listed):
    """A zip whose list of files has so many bytes."""
    data = io.BytesIO()
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0) + b"name"
    count = bytes_listed // len(entry)
    data.write(b"PK\3\4" + bytes(26))
    start = data.tell()
    data.write(entry * count)
    size = data.tell() - start
    data.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, size, start, 0))
    return data.getvalue()
