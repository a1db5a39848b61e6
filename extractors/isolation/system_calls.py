"""System calls that reading never needs are refused to a worker, where libseccomp is installed (as on Debian it is).

What a stranger's document makes of a parser it makes with system calls: without new sockets there is no network, and
without these others there are fewer ways into the kernel.
"""

from __future__ import annotations

import ctypes
import errno

LIBRARY = "libseccomp.so.2"
# SCMP_ACT_ALLOW and SCMP_ACT_ERRNO(EPERM) of seccomp.h.
ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | errno.EPERM
# New sockets, also by the ring that system calls can be put into unseen; other processes; keys; namespaces and mounts;
# the kernel itself.
REFUSED = (
    *("socket", "io_uring_setup"),
    *("ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp"),
    *("add_key", "request_key", "keyctl"),
    *("unshare", "setns", "mount", "umount2", "pivot_root", "chroot"),
    *("open_tree", "move_mount", "fsopen", "fsmount", "open_by_handle_at"),
    *("bpf", "perf_event_open", "userfaultfd", "kexec_load", "kexec_file_load"),
    *("init_module", "finit_module", "delete_module"),
)


def refuse_system_calls() -> bool:
    """Refuse them to this process and its children for good; say whether that is done."""
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        return False
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(ALLOW)))
    if not rules:
        return False
    try:
        refused = [_refuse(library, rules, name) for name in REFUSED]
        # Sockets must be among what is refused; of the others an older library may not know some.
        return refused[0] and library.seccomp_load(rules) == 0
    finally:
        library.seccomp_release(rules)


def _refuse(library: ctypes.CDLL, rules: ctypes.c_void_p, name: str) -> bool:
    """Add a rule; a call that this kernel's library does not know yet has none."""
    number = library.seccomp_syscall_resolve_name(name.encode())
    added: int = library.seccomp_rule_add(rules, ctypes.c_uint32(REFUSE), ctypes.c_int(number), ctypes.c_uint(0))
    return added == 0
