"""A list of system calls refused for the rest of a process's life: no socket, no program, no look into others. Linux alone.

A seccomp filter needs no right and works in containers, also without capabilities. What is open stays usable.
"""

import ctypes
import os
import platform
import struct
import sys

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # of prctl
# Of the classic packet filter: what linux/bpf_common.h and linux/seccomp.h call BPF_LD|BPF_W|BPF_ABS and so on.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _MACHINE_AT = 0, 4
_ALLOWED, _NOT_PERMITTED = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
_OTHER_NUMBERING = 0x40000000  # x32's calls on x86_64
# socket, execve, execveat, ptrace, process_vm_readv, process_vm_writev, mount, unshare, setns, bpf, perf_event_open, userfaultfd,
# io_uring_setup (whose rings open sockets), pidfd_getfd
_MACHINES = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 310, 311, 165, 272, 308, 321, 298, 323, 425, 438)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 270, 271, 40, 97, 268, 280, 241, 282, 425, 438)),
}


def refuse_system_calls() -> str | None:
    """From now on they fail with EPERM. None, or why this system has no such filter."""
    if not sys.platform.startswith("linux") or platform.machine() not in _MACHINES:
        return f"{platform.system()} on {platform.machine()} has no filter of system calls here"
    program = _program(*_MACHINES[platform.machine()])
    buffer = ctypes.create_string_buffer(program)
    wanted = ctypes.create_string_buffer(struct.pack("HP", len(program) // 8, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    for request, argument, more in (
        (_NO_NEW_PRIVILEGES, 1, 0),
        (_SET_SECCOMP, _FILTER, ctypes.addressof(wanted)),
    ):
        if libc.prctl(request, ctypes.c_ulong(argument), ctypes.c_ulong(more), ctypes.c_ulong(0), ctypes.c_ulong(0)):
            return f"the system refused its filter of system calls: {os.strerror(ctypes.get_errno())}"
    return None


def _program(machine: int, refused: tuple[int, ...]) -> bytes:
    """Jumps count instructions from the next one on; the last is the refusal, the one before it the permission."""
    checks = [(_IF_AT_LEAST, _OTHER_NUMBERING), *((_IF_EQUAL, number) for number in refused)]
    steps = [
        _step(_LOAD, _MACHINE_AT),
        _step(_IF_EQUAL, machine, no=len(checks) + 2),
        _step(_LOAD, _NUMBER_AT),
        *(_step(kind, number, yes=len(checks) - at) for at, (kind, number) in enumerate(checks)),
        _step(_RETURN, _ALLOWED),
        _step(_RETURN, _NOT_PERMITTED),
    ]
    return b"".join(steps)


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)
