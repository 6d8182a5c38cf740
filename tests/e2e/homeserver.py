#!/usr/bin/env python3
"""A real Synapse on 127.0.0.1, for the tests of this folder and for trying things out by hand.

    homeserver.py start --data DIR [--port N] [--registration FILE]   prints the base URL, leaves the server running
    homeserver.py register-user --data DIR NAME PASSWORD              prints user id and access token
    homeserver.py stop --data DIR

The program comes from tests/e2e/install-synapse. Only the standard library is used. Everything of one server (database,
keys, logs) lives in DIR; several servers may run from one install.
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

SERVER_NAME = "phare.test"
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Unavailable(Exception):
    """There is no Synapse on this machine; the text says why."""


class ApiError(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status, self.body = status, body


def install_folder():
    cache = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(os.environ.get("PHARE_SYNAPSE") or pathlib.Path(cache) / "phare" / "synapse")


def require_install():
    """\\returns the runner of the unpacked Python, or raises Unavailable with install-synapse's own reason."""
    folder = install_folder()
    if (folder / "version").is_file() and (folder / "python").is_file():
        return folder / "python"
    reason = folder / "unavailable"
    raise Unavailable(reason.read_text().strip() if reason.is_file() else
                      f"no Synapse in {folder}: run tests/e2e/install-synapse")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(method, url, body=None, token=None, timeout=60):
    """One HTTP exchange with JSON on both sides, past any proxy. Raises ApiError on anything but 2xx."""
    request = urllib.request.Request(url, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with _direct.open(request, timeout=timeout) as answer:
            return json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        text = error.read()
        try:
            raise ApiError(error.code, json.loads(text)) from None
        except json.JSONDecodeError:
            raise ApiError(error.code, text[:200]) from None


class Homeserver:
    def __init__(self, data, port=None, registrations=()):
        self.data = pathlib.Path(data).resolve()
        self.settings = self.data / "settings.json"
        if self.settings.is_file():
            known = json.loads(self.settings.read_text())
            self.port, self.secret = known["port"], known["secret"]
            self.registrations = list(registrations) or known["registrations"]
        else:
            self.port, self.secret = port or free_port(), secrets.token_hex(32)
            self.registrations = list(registrations)
        self.registrations = [str(pathlib.Path(file).resolve()) for file in self.registrations]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def _write_configuration(self):
        self.data.mkdir(parents=True, exist_ok=True)
        os.chmod(self.data, 0o700)
        self.settings.write_text(json.dumps(
            {"port": self.port, "secret": self.secret, "registrations": self.registrations}))
        key = self.data / "signing.key"
        if not key.is_file():
            seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
            key.write_text(f"ed25519 a_test {seed}\n")
        plenty = {"per_second": 10000, "burst_count": 10000}
        # JSON is YAML. Loopback only, no federation, no key servers, no push: the server never leaves this machine.
        configuration = {
            "server_name": SERVER_NAME, "public_baseurl": self.url + "/", "report_stats": False,
            "pid_file": str(self.data / "synapse.pid"), "log_config": str(self.data / "log.json"),
            "signing_key_path": str(key), "media_store_path": str(self.data / "media"),
            "listeners": [{"port": self.port, "type": "http", "bind_addresses": ["127.0.0.1"],
                           "resources": [{"names": ["client"]}]}],
            "database": {"name": "sqlite3", "args": {"database": str(self.data / "homeserver.db")}},
            "registration_shared_secret": self.secret, "macaroon_secret_key": self.secret[::-1],
            "form_secret": self.secret[16:], "federation_domain_whitelist": [], "trusted_key_servers": [],
            "suppress_key_server_warning": True, "url_preview_enabled": False, "push": {"enabled": False},
            "app_service_config_files": self.registrations,
            "rc_message": plenty, "rc_registration": plenty, "rc_room_creation": plenty, "rc_joins_per_room": plenty,
            "rc_login": {"address": plenty, "account": plenty, "failed_attempts": plenty},
            "rc_joins": {"local": plenty, "remote": plenty}, "rc_admin_redaction": plenty,
            "rc_invites": {"per_room": plenty, "per_user": plenty, "per_issuer": plenty}}
        (self.data / "homeserver.yaml").write_text(json.dumps(configuration, indent=1))
        (self.data / "log.json").write_text(json.dumps({
            "version": 1, "disable_existing_loggers": False,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {"file": {"class": "logging.FileHandler", "formatter": "line",
                                  "filename": str(self.data / "homeserver.log")}},
            "root": {"level": "INFO", "handlers": ["file"]}}))

    def start(self, limit=90):
        python = require_install()
        self._write_configuration()
        with open(self.data / "console.log", "ab") as console:
            self.process = subprocess.Popen(
                [str(python), "-m", "synapse.app.homeserver", "--config-path", str(self.data / "homeserver.yaml")],
                cwd=self.data, stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True)
        (self.data / "pid").write_text(str(self.process.pid))
        until = time.monotonic() + limit
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"Synapse ended while starting:\n{self.last_words()}")
            try:
                call("GET", self.url + "/_matrix/client/versions", timeout=5)
                return self.url
            except (ApiError, OSError):
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"Synapse did not answer within {limit} s:\n{self.last_words()}")

    def _ours(self, pid):
        """Process ids are used again: only one whose command line names our configuration is ours."""
        try:
            return str(self.data / "homeserver.yaml").encode() in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False

    def stop(self, how=signal.SIGTERM):
        file = self.data / "pid"
        if not file.is_file():
            return
        pid = int(file.read_text())
        for sign, patience in ((how, 15), (signal.SIGKILL, 5)):
            if self._ours(pid):
                os.kill(pid, sign)
            until = time.monotonic() + patience
            while time.monotonic() < until and self._alive(pid):
                time.sleep(0.05)
        file.unlink()
        self.process = None

    def _alive(self, pid):
        return self.process.poll() is None if self.process else self._ours(pid)

    def last_words(self, lines=15):
        text = (self.data / "console.log").read_text(errors="replace") if (self.data / "console.log").is_file() else ""
        return "\n".join(text.strip().splitlines()[-lines:])

    def register_user(self, name, password):
        """Creates the user by the shared secret, or logs in if there is one. \\returns (user id, access token)."""
        path = self.url + "/_synapse/admin/v1/register"
        nonce = call("GET", path)["nonce"]
        mac = hmac.new(self.secret.encode(), "\0".join((nonce, name, password, "notadmin")).encode(), hashlib.sha1)
        try:
            made = call("POST", path, {"nonce": nonce, "username": name, "password": password, "admin": False,
                                       "mac": mac.hexdigest()})
        except ApiError as error:
            if error.status != 400 or error.body.get("errcode") != "M_USER_IN_USE":
                raise
            made = call("POST", self.url + "/_matrix/client/v3/login", {
                "type": "m.login.password", "identifier": {"type": "m.id.user", "user": name}, "password": password})
        return made["user_id"], made["access_token"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    start = verbs.add_parser("start")
    start.add_argument("--port", type=int)
    start.add_argument("--registration", action="append", default=[])
    user = verbs.add_parser("register-user")
    user.add_argument("name")
    user.add_argument("password")
    for verb in (start, user, verbs.add_parser("stop")):
        verb.add_argument("--data", required=True)
    wanted = parser.parse_args()
    try:
        server = Homeserver(wanted.data, getattr(wanted, "port", None), getattr(wanted, "registration", ()))
        if wanted.verb == "start":
            print(server.start())
        elif wanted.verb == "stop":
            server.stop()
        else:
            print(*server.register_user(wanted.name, wanted.password))
    except Unavailable as reason:
        print(f"homeserver: {reason}", file=sys.stderr)
        return 77
    except (RuntimeError, ApiError, OSError) as error:
        print(f"homeserver: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
