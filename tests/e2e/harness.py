"""The stage of the end-to-end tests: a real Synapse, the real `phare serve`, and people who write to it.

A test is a function of a Stage, handed to play(). play() returns ctest's exit code: 0, 1, or 77 (skipped, with the reason)
where Synapse cannot be had. Nothing is faked here and the clock is real: a test waits for what it wants to see, with a
limit, and only to show that *nothing* comes does it wait a fixed time (Stage.quiet).
"""
import collections
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

import homeserver
from homeserver import ApiError, SERVER_NAME, call


class Failure(Exception):
    pass


def check(truth, what):
    if not truth:
        raise Failure(what)


def body_of(event):
    return event["content"].get("body", "")


def is_edit(event):
    return event["content"].get("m.relates_to", {}).get("rel_type") == "m.replace"


class Bot:
    """`phare serve` with a configuration, data folder and ports of its own."""

    def __init__(self, folder, server, settings):
        self.program = os.environ["PHARE_PROGRAM"]
        self.folder, self.server, self.process = folder, server, None
        self.port, self.metrics_port = homeserver.free_port(), homeserver.free_port()
        self.config, self.registration = folder / "config.yaml", folder / "registration.yaml"
        self.log = folder / "phare.log"
        self.settings = {
            "data": {"folder": str(folder / "data"), "master_key_file": str(folder / "master.key")},
            "matrix": {"homeserver": server.url, "server_name": SERVER_NAME, "registration": str(self.registration),
                       "listen": {"address": "127.0.0.1", "port": self.port}, "url": f"http://127.0.0.1:{self.port}"},
            "metrics": {"address": "127.0.0.1", "port": self.metrics_port}}
        for path, value in settings.items():    # {"matrix.rooms": […]}
            *parents, leaf = path.split(".")
            place = self.settings
            for parent in parents:
                place = place.setdefault(parent, {})
            place[leaf] = value
        self.write_config()
        made = self.command("matrix", "registration", "-c", self.config, "-o", self.registration)
        check(made.returncode == 0, f"phare matrix registration: {made.returncode} {made.stdout}{made.stderr}")
        localpart = re.search(r"^sender_localpart:\s*[\"']?([^\"'\s]+)", self.registration.read_text(), re.M)
        check(localpart, "the registration names no sender_localpart")
        self.user = f"@{localpart[1]}:{SERVER_NAME}"

    def write_config(self):
        self.config.write_text(json.dumps(self.settings, indent=1))    # JSON is YAML

    def command(self, *words, timeout=60):
        return subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, timeout=timeout,
                              stdin=subprocess.DEVNULL)

    def start(self, limit=30):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([self.program, "serve", "-c", str(self.config)], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)
        until = time.monotonic() + limit
        while time.monotonic() < until:
            check(self.process.poll() is None, f"phare serve ended at its start with {self.process.returncode}")
            try:
                return call("GET", f"http://127.0.0.1:{self.metrics_port}/readyz", timeout=5)
            except (ApiError, OSError):
                time.sleep(0.05)
        raise Failure(f"phare serve was not ready within {limit} s")

    def stop(self):
        """As systemd does. A polite end takes 0 as exit code and leaves nothing behind."""
        if self.process is None:
            return
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.process = None
        check(code == 0, f"phare serve ended with {code} after SIGTERM")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None


class Person:
    """Somebody with an ordinary account and a plain client that remembers each room's timeline."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.user, self.token = server.register_user(name, "a long enough password")
        self.since, self.sent, self.heard_at = None, 0, 0.0
        self.timeline = collections.defaultdict(list)
        self.seen = set()

    def api(self, method, path, body=None, **query):
        url = f"{self.server.url}/_matrix/client/v3/{path}"
        if query:
            url += "?" + urllib.parse.urlencode(query)
        return call(method, url, body, self.token)

    def room(self, bot, encrypted=False, **more):
        """A direct chat that invites the bot."""
        state = [{"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]
        return self.api("POST", "createRoom", {
            "preset": "trusted_private_chat", "is_direct": True, "invite": [bot.user],
            "initial_state": state if encrypted else [], **more})["room_id"]

    def send(self, room, content, kind="m.room.message"):
        self.sent += 1
        place = f"rooms/{urllib.parse.quote(room)}/send/{kind}/{self.name}-{os.getpid()}-{self.sent}"
        return self.api("PUT", place, content)["event_id"]

    def say(self, room, text):
        # Nobody types an answer faster than this; the bot's loop breaker takes whoever does for a machine.
        time.sleep(max(0.0, self.heard_at + 0.9 - time.monotonic()))
        return self.send(room, {"msgtype": "m.text", "body": text})

    def edit(self, room, event, text):
        return self.send(room, {"msgtype": "m.text", "body": "* " + text,
                                "m.new_content": {"msgtype": "m.text", "body": text},
                                "m.relates_to": {"rel_type": "m.replace", "event_id": event}})

    def react(self, room, event, key):
        return self.send(room, {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": key}}, "m.reaction")

    def redact(self, room, event):
        self.sent += 1
        return self.api("PUT", f"rooms/{urllib.parse.quote(room)}/redact/{urllib.parse.quote(event)}/r{self.sent}", {})

    def members(self, room):
        return self.api("GET", f"rooms/{urllib.parse.quote(room)}/joined_members")["joined"]

    def look(self, wait_ms=0):
        """One /sync; appends what is new."""
        query = {"timeout": wait_ms, "filter": json.dumps({"room": {"timeline": {"limit": 500}}})}
        if self.since:
            query["since"] = self.since
        answer = self.api("GET", "sync", **query)
        self.since = answer["next_batch"]
        for kind in ("join", "leave"):
            for room, news in answer.get("rooms", {}).get(kind, {}).items():
                for event in news.get("timeline", {}).get("events", []):
                    if event["event_id"] not in self.seen:
                        self.seen.add(event["event_id"])
                        self.timeline[room].append(event)
                        if event["sender"] != self.user:
                            self.heard_at = time.monotonic()

    def wait(self, what, wanted, limit=30):
        """Looks until wanted() gives something, and returns it."""
        until = time.monotonic() + limit
        while True:
            self.look(wait_ms=200)
            found = wanted()
            if found:
                return found
            check(time.monotonic() < until, f"waited {limit} s for {what}")

    def answers(self, room, bot, after=None):
        """What the bot said in the room, oldest first, edits apart; `after` an event of the timeline."""
        events = self.timeline[room]
        if after is not None:
            places = [n for n, event in enumerate(events) if event["event_id"] == after]
            events = events[places[0] + 1:] if places else []
        return [event for event in events if event["type"] == "m.room.message" and event["sender"] == bot.user
                and event["content"] and not is_edit(event)]

    def ask(self, room, bot, text, limit=30):
        """\\returns (the question's event id, the first answer after it)."""
        question = self.say(room, text)
        found = self.wait(f"an answer to “{text}”", lambda: self.answers(room, bot, question), limit)
        return question, found[0]

    def quiet(self, seconds):
        """Lets `seconds` pass while looking, to show that nothing more comes."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.look(wait_ms=200)


class Stage:
    def __init__(self, folder, settings):
        self.folder, self.people = folder, []
        self.server = homeserver.Homeserver(folder / "synapse")
        self.bot = Bot(folder, self.server, settings)
        self.server.registrations = [str(self.bot.registration)]

    def open(self):
        self.server.start()
        self.bot.start()

    def person(self, name):
        self.people.append(Person(self.server, name))
        return self.people[-1]

    def welcomed(self, name, **room):
        """A person in a direct chat with the bot that has just greeted. \\returns (person, room id, the greeting)."""
        person = self.person(name)
        place = person.room(self.bot, **room)
        found = person.wait("the welcome", lambda: person.answers(place, self.bot))
        return person, place, found[0]

    def close(self):
        if self.bot.process:
            self.bot.kill()
        self.server.stop()

    def tell(self):
        """What a person needs who reads a failure: the rooms as the people saw them, and the last log lines."""
        for person in self.people:
            for room, events in person.timeline.items():
                print(f"--- {room} as {person.name} sees it", file=sys.stderr)
                for event in events:
                    content = json.dumps(event["content"], ensure_ascii=False)
                    print(f"  {event['sender']:24} {event['type']:18} {content[:400]}", file=sys.stderr)
        for log in (self.bot.log, self.server.data / "homeserver.log"):
            if log.is_file():
                lines = log.read_text(errors="replace").splitlines()
                if log.name == "homeserver.log":    # it tells every step; only what went wrong is of use
                    lines = [line for line in lines if " WARNING " in line or " ERROR " in line or "transactions/" in line]
                print(f"--- the end of {log.name}", file=sys.stderr)
                print("\n".join(line[:300] for line in lines[-25:]), file=sys.stderr)


def play(test, **settings):
    """Runs test(stage) with the servers up. Settings go into the bot's configuration: matrix__rooms=[…]."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="phare-e2e-"))
    stage, passed = None, False
    try:
        homeserver.require_install()
        stage = Stage(folder, {key.replace("__", "."): value for key, value in settings.items()})
        stage.open()
        test(stage)
        passed = True
        return 0
    except homeserver.Unavailable as reason:
        print(f"SKIPPED: {reason}", file=sys.stderr)
        return 77
    except (Failure, ApiError, RuntimeError, subprocess.TimeoutExpired) as failure:
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
