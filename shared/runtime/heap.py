"""The heap of the C library: what of it a process keeps. Other libraries than glibc do as they like."""

import ctypes
import platform

_M_ARENA_MAX = -8  # of malloc.h


def keep_one_arena() -> None:
    """glibc gives each thread a heap of its own, and keeps it: the few threads here can share one."""
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """What has been freed goes back to the system, in a millisecond or two."""
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).malloc_trim(0)
