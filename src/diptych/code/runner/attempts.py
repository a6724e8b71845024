"""Programs that try to get out. Each one fails if it is held, so one that finishes has escaped.

They stop by themselves and aim only at bait, so that they are harmless where nothing holds them. The names in
capitals (`SECRET`, a file that all may read; `OUTSIDE`, a path that all may write; `TCP`, `UDP`, `UNIX`, `ABSTRACT`,
where someone listens; `VICTIM`, a process; `DESCRIPTOR`, an open file) are set before the first line.
"""

ATTEMPTS = {
    "read a host file": """
print(open(SECRET).read())
""",
    "read a host file through a symlink": """
import os
os.symlink(SECRET, "link")
print(open("link").read())
""",
    "read a host file through a hard link": """
import os
os.link(SECRET, "link")
print(open("link").read())
""",
    "list /proc": """
import os
print(os.listdir("/proc"))
""",
    "list the root folder's home": """
import os
assert [name for name in os.listdir("/root") if name != ".pyenv"]
""",
    "write outside": """
open(OUTSIDE, "w").write("written")
""",
    "write into Python itself": """
import os
assert os.access(os.path.dirname(os.__file__), os.W_OK)
path = os.path.join(os.path.dirname(os.__file__), "diptych-attempt")
open(path, "w").close()
os.remove(path)
""",
    "TCP": """
import socket
socket.create_connection(("127.0.0.1", TCP), 1).sendall(b"out")
""",
    "UDP": """
import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"out", ("127.0.0.1", UDP))
""",
    "Unix socket": """
import socket
socket.socket(socket.AF_UNIX).connect(UNIX)
""",
    "abstract Unix socket": """
import socket
socket.socket(socket.AF_UNIX).connect(ABSTRACT)
""",
    "start a process": """
import subprocess, sys
subprocess.run([sys.executable, "-c", "pass"], check=True)
""",
    "fork bomb": """
import os, time
children = []
for _ in range(3):
    child = os.fork()
    if not child:
        time.sleep(1)
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
""",
    "daemonise": """
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open(OUTSIDE, "w").write("still here")
    os._exit(0)
os.wait()
""",
    "exec": """
import os
os.execv("/bin/true", ["true"])
""",
    "threads without end": """
import threading
go = threading.Event()
started = [threading.Thread(target=go.wait, daemon=True) for _ in range(100)]
try:
    for thread in started:
        thread.start()
finally:
    go.set()
""",
    "memory": """
held = [bytearray(1 << 20) for _ in range(256)]
""",
    "endless output": """
for _ in range(4000):
    print("x" * 1000)
""",
    "endless loop": """
import time
start = time.monotonic()
while time.monotonic() - start < 6:
    pass
""",
    "sleep through signals": """
import signal, time
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
start = time.monotonic()
while time.monotonic() - start < 6:
    time.sleep(0.1)
""",
    "deep recursion": """
import sys
sys.setrecursionlimit(10**9)
def down():
    down()
down()
""",
    "a large file": """
with open("large", "wb") as file:
    for _ in range(8):
        file.write(bytes(1 << 20))
        file.flush()
""",
    "many files": """
import time
for number in range(2000):
    open(f"{number}", "w").close()
time.sleep(0.5)
""",
    "fill the disk": """
import time
for number in range(16):
    with open(f"{number}", "wb") as file:
        file.write(bytes(1 << 19))
time.sleep(0.5)
""",
    "kill the victim": """
import os
os.kill(VICTIM, 9)
""",
    "kill the parent": """
import os
os.kill(os.getppid(), 0)
""",
    "a signal to everyone": """
import os
os.kill(-1, 0)
""",
    "signals by file ownership": """
import fcntl, os
read, write = os.pipe()
fcntl.fcntl(read, fcntl.F_SETOWN, VICTIM)
fcntl.fcntl(read, 10, 9)
fcntl.fcntl(read, fcntl.F_SETFL, os.O_ASYNC)
os.write(write, b"x")
""",
    "ptrace": """
import ctypes, os
libc = ctypes.CDLL(None)
assert libc.ptrace(16, VICTIM, 0, 0) == 0
libc.ptrace(17, VICTIM, 0, 0)
""",
    "limits of the victim": """
import resource
resource.prlimit(VICTIM, resource.RLIMIT_NOFILE)
""",
    "raise its own limits": """
import resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40))
""",
    "system calls through ctypes": """
import ctypes, os
libc = ctypes.CDLL(None)
path = ctypes.create_string_buffer(os.fsencode(SECRET))
# A TCP socket, a new user namespace's check, io_uring, process_vm_readv's sibling memfd: numbers alike on machines.
calls = [(425, 1, ctypes.create_string_buffer(120)), (437, -100, path, ctypes.create_string_buffer(24), 24)]
calls += [(434, VICTIM, 0), (428, -100, path, 1)]
results = [libc.syscall(ctypes.c_long(call[0]), *call[1:]) for call in calls]
assert max(results) >= 0, results
""",
    "inherited descriptors": """
import os
found = []
for number in range(3, 4096):
    try:
        found.append(os.pread(number, 100, 0))
    except OSError:
        pass
assert any(found), found
""",
    "environment": """
import os
assert os.environ
""",
    "packages of the host": """
import diptych
""",
    "list the packages of the base Python": """
import os
folder = os.path.dirname(os.__file__)
assert any(os.listdir(os.path.join(folder, name)) for name in os.listdir(folder) if name.endswith("-packages"))
""",
    "import a package of the base Python": """
import os, sys
sys.path += [os.path.join(os.path.dirname(os.__file__), name) for name in ("site-packages", "dist-packages")]
try:
    import pip
except ImportError:
    import setuptools
""",
}

# Each is asked for an answer, which it cannot know; leaving early, printing and writing everywhere must not help.
ASK, RIGHT = "solve(12)", "144"
CHEATS = {
    "sys.exit(0)": """
import sys
sys.exit(0)
""",
    "printed markers": """
print("144", "OK", "1 passed", "finished with exit code 0", sep=chr(10))
""",
    "forged answers and report": """
import os, struct
for number in range(3, 256):
    for forged in (b"30" + bytes([10]), struct.pack("<iiddqd", 0, 0, 0, 0, 0, 0)):
        try:
            os.write(number, forged)
        except OSError:
            pass
os._exit(0)
""",
}
