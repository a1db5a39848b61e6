"""A worker tries to get out: to the network, to others' files and processes, to more processes than it may have."""

from __future__ import annotations

import ctypes
import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.isolation import holding
from extractors.isolation.holding import Holding, what_holds
from extractors.isolation.landlock import ASK_VERSION, CREATE_RULESET, SINCE_SCOPES
from extractors.isolation.sandbox import has_bubblewrap
from extractors.settings import Sandbox

LANDLOCK = ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, ASK_VERSION)
needs_landlock = pytest.mark.skipif(LANDLOCK < 1, reason="this kernel has no Landlock; bubblewrap does it there")


def test_a_worker_is_kept_in_without_bubblewrap() -> None:
    """What a kernel lacks is lacking here too; where it has all of it, only root may start as much as it likes."""
    held = what_holds(Sandbox.OFF)
    assert held.connecting
    assert held.reading is held.writing is (LANDLOCK >= 1)
    if LANDLOCK >= SINCE_SCOPES:
        assert held.signalling
    if os.geteuid() == 0:
        assert not held.multiplying


def test_what_holds_in_bubblewrap() -> None:
    if not has_bubblewrap():
        pytest.skip("bubblewrap is not installed, or does not work here")
    held = what_holds(Sandbox.REQUIRED)
    assert (held.connecting, held.reading, held.writing, held.signalling) == (True, True, True, True)


def test_a_worker_that_is_not_kept_in_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "PROBE", "tests.unconfined_probe")
    assert what_holds(Sandbox.OFF) == Holding(
        connecting=False, reading=False, writing=False, signalling=False, multiplying=False
    )


def tried(program: str, *arguments: object) -> str:
    run = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, check=True, timeout=120
    )
    return run.stdout.strip()


NO_SOCKETS = """
import os, socket, sys
from extractors.isolation.system_calls import refuse_system_calls
ours, theirs = socket.socketpair()
if not refuse_system_calls():
    sys.exit(print("not done"))
for kind in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
    try:
        socket.socket(kind, socket.SOCK_DGRAM)
        print("a socket")
    except PermissionError:
        pass
ours.send(b"what was open ")
child = os.fork()
if not child:
    ours.send(b"still speaks")
    os._exit(0)
os.waitpid(child, 0)
print(theirs.recv(99).decode())
"""


def test_no_socket_can_be_opened_and_what_was_open_still_speaks() -> None:
    said = tried(NO_SOCKETS)
    if said == "not done":
        pytest.skip("libseccomp is not installed")
    assert said == "what was open still speaks"


ONLY_ONE_FOLDER = """
import os, sys
from pathlib import Path
from extractors.isolation.landlock import restrict_files
own, other = Path(sys.argv[1]), Path(sys.argv[2])
known = (other / "known").open()
assert restrict_files([Path("/usr")], [own])
(own / "deeper").mkdir()
(own / "deeper" / "file").write_text("written")
(own / "deeper" / "file").rename(own / "moved")
os.truncate(own / "moved", 3)
def out():
    yield lambda: (other / "new").write_text("no")
    yield lambda: (other / "known").read_text()
    yield lambda: (other / "known").unlink()
    yield lambda: (own / "moved").rename(other / "moved")
    yield lambda: (other / "link").symlink_to(own)
    yield lambda: list(other.iterdir())
    yield lambda: os.truncate(other / "known", 0)
for attempt in out():
    try:
        attempt()
        print("got out")
    except OSError:
        pass
print((own / "moved").read_text(), known.read())
"""


@needs_landlock
def test_files_are_written_to_one_folder_only(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    other.mkdir()
    (other / "known").write_text("handed over open")
    assert tried(ONLY_ONE_FOLDER, own, other) == "wri handed over open"
    assert [path.name for path in other.iterdir()] == ["known"]


AS_ANOTHER_USER = """
import os, sys
from pathlib import Path
from extractors.isolation import confine, probe
from extractors.settings import Limits
os.setgroups([])
os.setgid(int(sys.argv[1]))
os.setuid(int(sys.argv[1]))
apart, move = [], confine._into_namespaces_of_its_own
confine._into_namespaces_of_its_own = lambda: apart.append(move()) or apart[-1]
confine.confine(Limits(), Path("/nowhere"))
if not apart[-1]:
    sys.exit(print("not done"))
print(probe._multiplies(confine.most_processes()))
"""


def test_a_worker_of_a_common_user_cannot_start_processes_without_end() -> None:
    if os.geteuid() != 0:
        assert what_holds(Sandbox.OFF).multiplying
        return
    said = tried(AS_ANOTHER_USER, pwd.getpwnam("nobody").pw_uid)
    if said == "not done":
        pytest.skip("this kernel gives common users no namespaces of their own")
    assert said == "False"
