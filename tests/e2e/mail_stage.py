"""The stage of the mail tests: a real Postfix and Dovecot, and the real `phare serve` behind them. See harness.py for the rules."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

import mailserver
from harness import Bot, Failure, check
from homeserver import Unavailable
from mailserver import PASSWORD, quiet_port


class MailBot(Bot):
    """`phare serve` with mail as its only channel."""

    def __init__(self, folder, settings):
        self.program = os.environ["PHARE_PROGRAM"]
        self.folder, self.process = folder, None
        self.metrics_port = quiet_port()
        self.config, self.log = folder / "config.yaml", folder / "phare.log"
        self.settings = {"data": {"folder": str(folder / "data"), "master_key_file": str(folder / "master.key")},
                         "metrics": {"address": "127.0.0.1", "port": self.metrics_port}, "email": settings}
        self.write_config()

    def metric(self, name):
        from urllib.request import ProxyHandler, build_opener
        page = build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=5).read().decode()
        return sum(float(line.split()[-1]) for line in page.splitlines() if line.startswith(name) and not line.startswith("#"))


class Between(threading.Thread):
    """Stands between Postfix and the bot. `at_stored` is called when the bot has said that it stored a mail, before Postfix
    hears of it; Postfix then hears nothing: the connection ends."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.to, self.at_stored = port, None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start()

    def run(self):
        while True:
            peer, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(peer,), daemon=True).start()

    def carry(self, peer):
        try:
            bot = socket.create_connection(("127.0.0.1", self.to), timeout=5)
        except OSError:
            peer.close()
            return
        bot.settimeout(None)
        threading.Thread(target=self.pump, args=(peer, bot), daemon=True).start()
        try:
            while bytes_said := bot.recv(65536):
                if self.at_stored and b"250 2.0.0 stored" in bytes_said:
                    action, self.at_stored = self.at_stored, None
                    action()
                    break
                peer.sendall(bytes_said)
        except OSError:
            pass
        for end in (peer, bot):
            try:
                end.shutdown(socket.SHUT_RDWR)    # the other thread is reading from it
            except OSError:
                pass
            end.close()

    @staticmethod
    def pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class MailStage:
    def __init__(self, folder, settings):
        self.folder = folder
        self.lmtp = quiet_port()
        self.between = Between(self.lmtp)
        self.mail = mailserver.MailServer(folder / "mail", self.between.port)
        password = folder / "password"
        password.write_text(PASSWORD + "\n")
        password.chmod(0o600)
        self.bot = MailBot(folder, {
            "address": "orientation@phare.test", "authserv_id": "mx.phare.test", "lmtp": {"port": self.lmtp},
            "smtp": {"host": "localhost", "port": self.mail.submission, "user": "relais@jeunes.test", "password_file": str(password),
                     "ca_file": str(self.mail.ca)}, **settings(self, password)})

    def open(self):
        self.mail.start()
        self.bot.start()

    def wait(self, what, wanted, limit=40):
        until = time.monotonic() + limit
        while True:
            found = wanted()
            if found:
                return found
            check(time.monotonic() < until, f"waited {limit} s for {what}")
            time.sleep(0.4)

    def box(self, user, count, limit=40):
        """The mailbox once it holds at least so many mails."""
        self.wait(f"mail {count} of {user}", lambda: len(self.mail.box(user)) >= count, limit)
        return self.mail.box(user)

    def quiet(self, seconds):
        time.sleep(seconds)    # only to show that nothing more comes

    def close(self):
        if self.bot.process:
            self.bot.kill()
        self.mail.stop()

    def tell(self):
        for log in (self.bot.log, self.mail.log_file):
            if log.is_file():
                print(f"--- the end of {log.name}", file=sys.stderr)
                print("\n".join(line[:300] for line in log.read_text(errors="replace").splitlines()[-30:]), file=sys.stderr)


def play(*tests, settings=lambda stage, password: {}):
    """Runs each test(stage) on one stage with the servers up. \\returns ctest's exit code."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="phare-e2e-"))
    folder.chmod(0o755)
    stage, passed = None, False
    try:
        mailserver.require_install()
        stage = MailStage(folder, settings)
        stage.open()
        for test in tests:
            test(stage)
            print(f"ok: {test.__name__}", file=sys.stderr)
        passed = True
        return 0
    except Unavailable as reason:
        print(f"SKIPPED: {reason}", file=sys.stderr)
        return 77
    except (Failure, RuntimeError, OSError, subprocess.TimeoutExpired) as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        if stage:
            stage.tell()
        return 1
    finally:
        if stage:
            stage.close()
        if passed or not os.environ.get("PHARE_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            print(f"kept: {folder}", file=sys.stderr)
