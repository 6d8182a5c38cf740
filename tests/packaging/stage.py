"""The service as the package sets it up, in a folder of its own: for tests that need it running."""
import contextlib
import http.client
import os
import pathlib
import select
import signal
import socket
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PHARE = os.environ["PHARE_PROGRAM"]
LIMIT = 60  # seconds for anything


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stage:
    def __init__(self, folder, more=""):
        self.folder = pathlib.Path(folder)
        self.page, self.metrics = free_port(), free_port()
        self.config = self.folder / "config.yaml"
        text = (ROOT / "packaging" / "config.yaml").read_text(encoding="utf-8")
        for old, new in (("/var/lib/phare\n", f"{self.folder}/data\n"), ("/var/lib/phare ", f"{self.folder}/data "),
                         ("/var/backups/phare", f"{self.folder}/copies"), ("port: 8080", f"port: {self.page}"),
                         ("port: 9110", f"port: {self.metrics}"), ("keep: 56", "keep: 2"), ("512 MiB", "16 MiB")):
            text = text.replace(old, new)
        (self.folder / "copies").mkdir()
        self.config.write_text(text + more, encoding="utf-8")
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(str(self.folder / "notify"))
        self.service = None

    def start(self):
        environment = dict(os.environ, NOTIFY_SOCKET=str(self.folder / "notify"), WATCHDOG_USEC="1500000")
        self.service = subprocess.Popen([PHARE, "serve", "-c", str(self.config)], env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def hear(self, wanted):
        """Datagrams until one begins with `wanted`."""
        while True:
            ready, _, _ = select.select([self.notify], [], [], LIMIT)
            assert ready, f"{wanted} was never said"
            if self.notify.recv(512).decode().split("\n")[0] == wanted:
                return

    def stop(self):
        self.service.send_signal(signal.SIGTERM)
        self.hear("STOPPING=1")
        assert self.service.wait(LIMIT) == 0, self.service.returncode
        self.service = None

    def run(self, *words):
        done = subprocess.run([PHARE, *words], capture_output=True, text=True, timeout=LIMIT, check=False)
        return done.returncode, done.stdout + done.stderr

    def copies(self):
        return sorted(each.name for each in (self.folder / "copies").iterdir())

    def ask(self, path, port=None):
        """Status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.page, timeout=LIMIT)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def kill(self):
        if self.service:
            self.service.kill()
            self.service.wait()
