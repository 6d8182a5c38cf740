"""The real `phare serve` under siege on loopback, where no limit by peer helps (there every peer is our own proxy): more
half-open connections than it has places, others that come without end, streams that nobody reads, a flood. Somebody else
asks for the page meanwhile and is answered each time; memory stays under 200 MB.

siege_test.py PHARE [--sanitized]. Python's standard library. Under a sanitizer memory is printed and not judged.
"""
import http.client
import pathlib
import resource
import signal
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from service import serving  # noqa: E402

PLACES = 1024     # Limits::connections of adapters/net/http_server.hpp
HALF_OPEN = 1100
# Not how fast, only whether: without a place it would be ten seconds, the time limit of a header.
PATIENCE = 5
MOST_MEMORY = 200  # MB
HALF = b"GET / HTTP/1.1\r\nHost: x\r\nX-a: "


def peak(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmHWM")


def connected(port):
    s = socket.socket()
    s.settimeout(PATIENCE)
    s.connect(("127.0.0.1", port))
    return s


class Canary:
    """Somebody with an address of her own who opens the page: a new connection each time."""

    def __init__(self, port):
        self.port, self.count = port, 0

    def look(self, cookie=None):
        self.count += 1
        address = f"203.0.{self.count // 250 % 250}.{self.count % 250}"
        headers = {"X-Forwarded-For": address, **({"Cookie": cookie} if cookie else {})}
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200 and b"</html>" in body, (answer.status, body[:200])
        return time.monotonic() - begun, answer.getheader("Set-Cookie")

    def looks(self, times, what, pid):
        took = sorted(self.look()[0] for _ in range(times))
        print(f"{what}: {times} of {times} answered; p50 {took[times // 2] * 1e3:.1f} ms, p99 {took[times * 99 // 100] * 1e3:.1f} ms, "
              f"longest {took[-1] * 1e3:.1f} ms; peak of memory {peak(pid):.0f} MB", flush=True)


def besiege(port, stop, done, begin):
    """Runs `begin` on connection after connection until `stop`; counts them in `done`."""
    held = []
    while not stop.is_set():
        try:
            s = connected(port)
            begin(s)
            held.append(s)
            done[0] += 1
        except OSError:  # turned out before it had said what it wanted
            pass
        if len(held) > 200:
            held.pop(0).close()
    for s in held:
        s.close()


def flood(s):
    s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1\r\n\r\n" * 50)
    s.recv(65536)


def main(phare, sanitized):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8192)), hard))
    with serving(phare, "web", patience=120) as running:
        service, port = running.process, running.port
        canary = Canary(port)
        canary.looks(100, "in peace", service.pid)

        half_open = []
        for _ in range(HALF_OPEN):
            s = connected(port)
            s.sendall(HALF)
            half_open.append(s)
        assert len(half_open) > PLACES
        canary.looks(200, f"beside {HALF_OPEN} half-open connections", service.pid)

        deaf = []
        for i in range(100):
            cookie = canary.look()[1].split(";")[0]
            s = connected(port)
            s.sendall(f"GET /flux HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.{i}.1\r\nCookie: {cookie}\r\n\r\n".encode())
            deaf.append(s)
        canary.looks(100, "and 100 streams that nobody reads", service.pid)

        for what, begin in (("half-open connections that come without end", lambda s: s.sendall(HALF)), ("a flood of requests", flood)):
            stop, done = threading.Event(), [0]
            threads = [threading.Thread(target=besiege, args=(port, stop, done, begin)) for _ in range(2)]
            for t in threads:
                t.start()
            try:
                while done[0] < 50:
                    time.sleep(0.01)
                canary.looks(100, what, service.pid)
            finally:
                stop.set()
                for t in threads:
                    t.join()
            print(f"  ({done[0]} connections of theirs meanwhile)")

        memory = peak(service.pid)
        assert sanitized or memory < MOST_MEMORY, f"{memory:.0f} MB at its peak"
        for s in half_open + deaf:
            s.close()
        service.send_signal(signal.SIGTERM)
        said = service.communicate(timeout=60)[1]
        assert service.returncode == 0, said[-2000:]
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--sanitized" in sys.argv[2:]))
