"""What a worker gives up before it reads: new programs, sockets, other processes, more rights.

Source: prctl(2) and seccomp(2) of Linux; the numbers of calls are those of its headers
(asm/unistd_64.h, asm-generic/unistd.h).
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Sequence

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_SET, RETURN = 0x20, 0x15, 0x45, 0x06  # classic BPF
NUMBER_AT, MACHINE_AT = 0, 4  # of struct seccomp_data
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # the latter: the call fails with EPERM
OTHER_TABLE = 0x40000000  # numbers of the x32 calls, which are the same calls once more
# what audit.h calls a machine, and which of the numbers below are its own
MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
REFUSED = {  # calls with their numbers on x86_64 and aarch64
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kill": (62, 129),
    "tkill": (200, 130),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "mount": (165, 40),
    "setns": (308, 268),
    "unshare": (272, 97),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "open_by_handle_at": (304, 265),
}


def confine() -> bool:
    """Give up, for good and for every thread and child of this process, what reading does not need;
    False where the system has no such means (it goes on as it was).
    """
    machine = MACHINES.get(os.uname().machine) if sys.platform == "linux" else None
    if machine is None:
        return False
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return False
    code = calls_to_filter(machine[0], [numbers[machine[1]] for numbers in REFUSED.values()])
    kept = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HL", len(code) // 8, ctypes.addressof(kept))
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return int(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0)) == 0


def calls_to_filter(machine: int, refused: Sequence[int]) -> bytes:
    """A filter that refuses some calls of a machine, and all of its other table and of others.

    >>> len(calls_to_filter(1, [2, 3])) // 8
    8
    """
    left = len(refused)  # tests before the last two lines
    lines = [
        (LOAD_WORD, 0, 0, MACHINE_AT),
        (JUMP_IF_EQUAL, 0, left + 3, machine),
        (LOAD_WORD, 0, 0, NUMBER_AT),
        (JUMP_IF_SET, left + 1, 0, OTHER_TABLE),
    ]
    lines += [(JUMP_IF_EQUAL, left - k, 0, number) for k, number in enumerate(refused)]
    lines += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
