"""The program as the unit runs it: says READY=1 once the page answers, pings the watchdog, copies its data while it runs and while it
is stopped, says STOPPING=1, and starts again from a copy."""
import os
import re
import signal
import subprocess
import sys
import tempfile

from stage import LIMIT, PHARE, Stage

with tempfile.TemporaryDirectory(prefix="phare-service-") as folder:
    stage = Stage(folder)
    try:
        stage.start()
        stage.hear("READY=1")
        assert stage.ask("/")[0] == 200
        for _ in range(3):
            stage.hear("WATCHDOG=1")

        code, said = stage.run("backup", "-c", str(stage.config))
        assert code == 0 and "bonne copie" in said, (code, said)
        assert len(stage.copies()) == 1 and re.fullmatch(r"phare-\d{8}T\d{6}Z", stage.copies()[0]), stage.copies()
        assert stage.ask("/")[0] == 200, "the copy ended the service"
        stage.service.send_signal(signal.SIGHUP)  # systemd would take that for a wanted end and leave it at that
        for _ in range(2):
            stage.hear("WATCHDOG=1")
        assert stage.ask("/")[0] == 200, "a hangup ended the service"
        second = subprocess.run([PHARE, "serve", "-c", str(stage.config)], capture_output=True, text=True, timeout=LIMIT, check=False)
        assert second.returncode == 3, "a second instance starts on the same folder"
        stage.stop()

        code, said = stage.run("backup", "-c", str(stage.config))
        assert code == 0 and "bonne copie" in said, (code, said)
        assert len(stage.copies()) == 2, stage.copies()
        stage.start()
        stage.hear("READY=1")
        code, said = stage.run("backup", "-c", str(stage.config))
        assert code == 0 and "bonne copie" in said, (code, said)
        stage.stop()
        # A running service lets no copy go before its clock has held for an hour; this one does.
        code, said = stage.run("backup", "-c", str(stage.config))
        assert code == 0, (code, said)
        assert len(stage.copies()) == 2, f"more copies than backup.keep: {stage.copies()}"

        # A wrong key, a damaged base: what keeps the service from starting is what doctor says.
        data = stage.folder / "data"
        assert stage.run("doctor", "-c", str(stage.config))[0] == 0, stage.run("doctor", "-c", str(stage.config))
        right, whole = (data / "master.key").read_bytes(), (data / "phare.db").read_bytes()
        (data / "master.key").write_bytes(bytes(32))
        code, said = stage.run("doctor", "-c", str(stage.config))
        assert code == 23 and "n’est pas celle" in said, (code, said)
        (data / "master.key").write_bytes(right)
        (data / "phare.db").write_bytes(whole[:4096] + b"x" * 16384 + whole[20480:])
        code, said = stage.run("doctor", "-c", str(stage.config))
        assert code == 28 and "abîmée" in said, (code, said)
        stage.start()
        assert stage.service.wait(LIMIT) == 3, "a damaged base serves"
        (data / "phare.db").write_bytes(whole)

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
        assert stage.ask("/")[0] == 200
        stage.stop()
    finally:
        stage.kill()
print("ready, alive, copied, stopped, restored")
sys.exit(0)
