"""Further hostile programs, beyond those of the self-test; like them, one that finishes has escaped."""

HOSTILE = {
    "change modes outside": """
import os
os.chmod(os.path.dirname(OUTSIDE), 0o700)
""",
    "change modes of Python itself": """
import os
os.chmod(os.__file__, os.stat(os.__file__).st_mode)
""",
    "change times outside": """
import os
os.utime(SECRET)
""",
    "truncate outside": """
import os
os.truncate(SECRET, 0)
""",
    "rename outside": """
import os
os.rename(SECRET, OUTSIDE)
""",
    "remove outside": """
import os
os.remove(SECRET)
""",
    "make a folder outside": """
import os
os.mkdir(OUTSIDE)
""",
    "climb with dots": """
import os
print(open("../" * 20 + SECRET[1:]).read())
""",
    "through /proc/self/root": """
print(open("/proc/self/root" + SECRET).read())
""",
    "memory of the parent": """
import os
open(f"/proc/{os.getppid()}/mem", "r+b").read(1)
""",
    "environment of the first process": """
print(open("/proc/1/environ").read())
assert open("/proc/1/environ").read()
""",
    "shared memory": """
open("/dev/shm/diptych-attempt", "w").close()
import os
os.remove("/dev/shm/diptych-attempt")
""",
    "list /dev, /etc, /home, /tmp": """
import os
found = []
for path in ("/dev", "/etc", "/home", "/tmp"):
    try:
        found += os.listdir(path)
    except OSError:
        pass
assert set(found) - {"null", "zero", "random", "urandom", "ld.so.cache"}
""",
    "datagrams through a socket pair": """
import socket
a, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
""",
    "a stream pair that connects anew": """
import socket
a, _ = socket.socketpair()
a.connect(UNIX)
""",
    "listen": """
import socket
socket.create_server(("127.0.0.1", 0))
""",
    "resolve a name": """
import socket
socket.getaddrinfo("localhost", 80, proto=socket.IPPROTO_TCP)
socket.socket()
""",
    "netlink": """
import socket
socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
""",
    "multiprocessing": """
import multiprocessing
process = multiprocessing.get_context("fork").Process(target=print)
process.start()
process.join()
""",
    "shell": """
import os
assert os.system("true") == 0
""",
    "raw fork through ctypes": """
import ctypes, os
libc = ctypes.CDLL(None)
child = libc.fork()
if child == 0:
    os._exit(0)
assert child > 0
os.waitpid(child, 0)
""",
    "raw kill through ctypes": """
import ctypes
assert ctypes.CDLL(None).kill(VICTIM, 9) == 0
""",
    "signal through a process descriptor": """
import os, signal
signal.pidfd_send_signal(os.pidfd_open(VICTIM), 9)
""",
    "queue a signal": """
import ctypes
assert ctypes.CDLL(None).sigqueue(VICTIM, 9, ctypes.c_void_p(0)) == 0
""",
    "read another process's memory": """
import ctypes
class Part(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("size", ctypes.c_size_t)]
buffer = ctypes.create_string_buffer(8)
part = Part(ctypes.addressof(buffer), 8)
libc = ctypes.CDLL(None, use_errno=True)
libc.process_vm_readv(VICTIM, ctypes.byref(part), 1, ctypes.byref(part), 1, 0)
assert ctypes.get_errno() not in (1, 38)
""",
    "leave by a new namespace": """
import ctypes
assert ctypes.CDLL(None).unshare(0x10000000) == 0
""",
    "a mount": """
import ctypes
assert ctypes.CDLL(None).unshare(0x00020000) == 0
""",
    "the highest system call numbers, of another table": """
import ctypes
libc = ctypes.CDLL(None)
assert libc.syscall(ctypes.c_long(0x40000000 + 39)) > 0 or libc.syscall(ctypes.c_long(434), VICTIM, 0) >= 0
""",
    "memory as files": """
import os
held = [os.memfd_create(str(number)) for number in range(4)]
""",
    "lower the victim's priority": """
import os
os.setpriority(os.PRIO_PROCESS, VICTIM, 5)
""",
    "move the victim to one core": """
import os
os.sched_setaffinity(VICTIM, {0})
""",
    "the group of everyone": """
import os
os.killpg(os.getpgid(VICTIM), 0)
""",
    "a long path of folders": """
import os, time
for _ in range(3000):
    os.mkdir("d")
    os.chdir("d")
time.sleep(0.5)
""",
    "unwinding never ends": """
def again():
    try:
        while True:
            pass
    finally:
        again()
again()
""",
    "a regular expression without end": """
import re
re.match("(a*)*b", "a" * 29)
""",
    "a number without end": """
import sys
sys.set_int_max_str_digits(0)
str(9 ** (9 ** 9))
""",
    "stdout closed, then on and on": """
import os, time
for number in range(64):
    try:
        os.close(number)
    except OSError:
        pass
time.sleep(10)
""",
    "stopped for ever": """
import os
os.kill(os.getpid(), 19)
import time
time.sleep(10)
""",
    "a handler for the CPU signal": """
import signal, time
signal.signal(signal.SIGXCPU, lambda *_: None)
start = time.monotonic()
while time.monotonic() - start < 6:
    pass
""",
    "a crash": """
import ctypes
ctypes.string_at(0)
""",
    "an abort": """
import os
os.abort()
""",
    "a stack of C calls": """
import sys
sys.setrecursionlimit(10**9)
class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")
repr(Deep().y)
""",
}
