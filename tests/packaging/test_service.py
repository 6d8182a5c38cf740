"""The program as the unit runs it: says READY=1 once the page answers, pings the watchdog, copies its data while it runs and while it
is stopped, says STOPPING=1, and starts again from a copy."""
import contextlib
import http.client
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PHARE = os.environ["PHARE_PROGRAM"]
LIMIT = 60  # seconds for anything


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stage:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.page, metrics = free_port(), free_port()
        self.config = self.folder / "config.yaml"
        text = (ROOT / "packaging" / "config.yaml").read_text(encoding="utf-8")
        for old, new in (("/var/lib/phare\n", f"{self.folder}/data\n"), ("/var/lib/phare ", f"{self.folder}/data "),
                         ("/var/backups/phare", f"{self.folder}/copies"), ("port: 8080", f"port: {self.page}"),
                         ("port: 9110", f"port: {metrics}"), ("keep: 56", "keep: 2"), ("512 MiB", "16 MiB")):
            text = text.replace(old, new)
        (self.folder / "copies").mkdir()
        self.config.write_text(text, encoding="utf-8")
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(str(self.folder / "notify"))
        self.service = None

    def start(self):
        environment = dict(os.environ, NOTIFY_SOCKET=str(self.folder / "notify"), WATCHDOG_USEC="1500000")
        self.service = subprocess.Popen([PHARE, "serve", "-c", str(self.config)], env=environment, stderr=subprocess.DEVNULL)

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

    def ask(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.page, timeout=LIMIT)
        connection.request("GET", path)
        return connection.getresponse().status


with tempfile.TemporaryDirectory(prefix="phare-service-") as folder:
    stage = Stage(folder)
    try:
        stage.start()
        stage.hear("READY=1")
        assert stage.ask("/") == 200
        for _ in range(3):
            stage.hear("WATCHDOG=1")

        code, said = stage.run("backup", "-c", str(stage.config))
        assert code == 0 and "bonne copie" in said, (code, said)
        assert len(stage.copies()) == 1 and re.fullmatch(r"phare-\d{8}T\d{6}Z", stage.copies()[0]), stage.copies()
        assert stage.ask("/") == 200, "the copy ended the service"
        second = subprocess.run([PHARE, "serve", "-c", str(stage.config)], capture_output=True, text=True, timeout=LIMIT, check=False)
        assert second.returncode == 3, "a second instance starts on the same folder"
        stage.stop()

        code, said = stage.run("backup", "-c", str(stage.config))
        assert code == 0 and "bonne copie" in said, (code, said)
        code, said = stage.run("backup", "-c", str(stage.config))
        assert code == 0, (code, said)
        assert len(stage.copies()) == 2, f"more copies than backup.keep: {stage.copies()}"

        # The machine is lost but for the key, which was kept apart.
        youngest = stage.folder / "copies" / stage.copies()[-1]
        os.rename(stage.folder / "data" / "master.key", stage.folder / "kept.key")
        os.rename(stage.folder / "data", stage.folder / "lost")
        (stage.folder / "data").mkdir(mode=0o700)
        os.rename(stage.folder / "kept.key", stage.folder / "data" / "master.key")
        code, said = stage.run("restore", "-c", str(stage.config), str(youngest))
        assert code == 0, (code, said)
        stage.start()
        assert stage.service.wait(LIMIT) == 3, "a copy serves although erasures were not replayed"
        code, said = stage.run("restore", "-c", str(stage.config), "--accept", "--later-keys", str(stage.folder / "lost" / "keys.db"))
        assert code == 0, (code, said)
        stage.start()
        stage.hear("READY=1")
        assert stage.ask("/") == 200
        stage.stop()
    finally:
        if stage.service:
            stage.service.kill()
            stage.service.wait()
print("ready, alive, copied, stopped, restored")
sys.exit(0)
