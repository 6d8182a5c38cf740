"""The stage of the fault tests: the real `phare serve`, the fake homeserver as a program, and one folder for both.

A test is a function of its own that is handed to `play`; `check` fails it with a sentence. Everybody writes in two rooms:
one before the fault and one in its midst, and must see the same in both (`Twins`). Python's standard library only.
"""
import contextlib
import http.client
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
LINES = ["salut", "g 19 ans", "j'habite à Rouen", "pas de diplôme", "1", "pourquoi", "aide", "non 20 ans pas 19",
         "c'est quoi le CEJ ?", "mes données", "2", "17 ans", "Le Havre", "je cherche une formation", "vie privée",
         "passer", "je suis à Dieppe"]


class Failure(Exception):
    pass


class Skip(Exception):
    """Something that the test needs cannot be had here."""


def check(truth, what):
    if not truth:
        raise Failure(what)


def until(said, what, limit=10.0, every=0.05):
    """Waits for `said()` to be true. \returns it, and how long it took in `until.took`."""
    begin = time.monotonic()
    while True:
        value = said()
        until.took = time.monotonic() - begin
        if value:
            return value
        check(until.took < limit, f"not within {limit:g} s: {what() if callable(what) else what}")
        time.sleep(every)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class World:
    """One fake homeserver, one phare, one folder.

    unit_ms: a second of Synapse's pauses (2ⁿ of them, n ≤ 9); limit_ms: its 60 s. data: the data folder, if it is to lie
    elsewhere. settings: further lines of the configuration. environment: what phare gets besides ours.
    """

    def __init__(self, phare, fake, folder, *, unit_ms=20, limit_ms=5000, data=None, floor="16 MiB", settings="",
                 environment=None, today="2026-11-22"):
        self.phare, self.folder, self.process, self.starts = phare, folder, None, 0
        self.data = data or os.path.join(folder, "data")
        self.floor, self.settings, self.environment, self.today = floor, settings, environment or {}, today
        self.port, self.health = free_port(), free_port()
        self.config = os.path.join(folder, "config.yaml")
        self.registration = os.path.join(folder, "registration.yaml")
        self.log = os.path.join(folder, "phare.log")
        self.url, self.connection = "http://127.0.0.1:1", None
        self.write_config()
        subprocess.run([phare, "matrix", "registration", "-c", self.config], check=True, stdout=subprocess.DEVNULL)
        self.fake = subprocess.Popen(
            [fake, "--registration", self.registration, "--unit-ms", str(unit_ms), "--limit-ms", str(limit_ms)],
            stdout=subprocess.PIPE, text=True)
        self.url = self.fake.stdout.readline().strip()
        self.write_config()

    def write_config(self):
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(f"""data: {{folder: {self.data}, free_space_floor: {self.floor}}}
matrix:
  homeserver: {self.url}
  server_name: phare.test
  registration: {self.registration}
  listen: {{address: 127.0.0.1, port: {self.port}}}
metrics: {{address: 127.0.0.1, port: {self.health}}}
""")
            f.write(self.settings or "outage_after: 24 h\nfast_reply: 0 ms\n")

    # ── The homeserver and the people on it ──────────────────────────────────────────────────────────────────────────

    def ask(self, verb, body=None):
        host = urllib.parse.urlsplit(self.url)
        if body is not None:
            body = {**body, "once": uuid.uuid4().hex}
        for attempt in range(5):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection(host.hostname, host.port, timeout=20)
                self.connection.request("POST" if body is not None else "GET", "/control/" + verb,
                                        json.dumps(body) if body is not None else None)
                reply = self.connection.getresponse()
                answer = json.loads(reply.read())
                if reply.status != 200:
                    raise RuntimeError(f"{verb}: {answer}")
                return answer
            except (http.client.HTTPException, OSError):
                self.connection = None
                if attempt == 4:
                    raise
                time.sleep(0.02)  # to lose a reply it cuts all connections and listens anew: refused in between

    def state(self):
        return self.ask("state")

    def fault(self, **what):
        self.ask("fault", what)

    def chat(self, user):
        """A room with the bot in it, which has greeted: what is written earlier never reaches it."""
        room = self.ask("chat", {"user": user})["room"]
        until(lambda: self.answers(room), f"the bot greets {user}", 20)
        return room

    def say(self, room, user, text):
        return self.ask("say", {"room": room, "user": user, "text": text})["event"]

    def answers(self, room):
        return self.ask("answers?room=" + urllib.parse.quote(room, safe=""))["answers"]

    def bodies(self, room):
        return [a["body"] for a in self.answers(room)]

    def settle(self, rooms, least, limit=60.0):
        """Waits until nothing moves any more."""
        deadline, still, before = time.monotonic() + limit, 0, None
        while time.monotonic() < deadline:
            counts = [len(self.answers(r)) for r in rooms]
            quiet = self.ask("state")["idle"] and counts == before and all(c >= least for c in counts)
            still = still + 1 if quiet else 0
            if still >= 6:
                return
            before = counts
            time.sleep(0.1)
        raise RuntimeError(f"did not come to rest: {before}")

    def exchange(self, room, user, text, limit=5.0):
        """Writes and waits for what is answered. \returns the new answer's body."""
        known = len(self.answers(room))
        self.say(room, user, text)
        until(lambda: len(self.answers(room)) > known, f"an answer to “{text}”", limit)
        return self.bodies(room)[known]

    # ── phare ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self, ready=False):
        self.starts += 1
        with open(self.log, "a", encoding="utf-8") as log:
            today = ["--today", self.today] if self.today else []
            self.process = subprocess.Popen([self.phare, "serve", "-c", self.config, *today], stderr=log,
                                            env={**os.environ, **self.environment})
        if ready:
            until(lambda: self.alive() and self.get("/healthz")[0] == 200, "phare is up", 30)

    def alive(self):
        check(self.process.poll() is None, f"phare serve ended by itself with {self.process.returncode}")
        return True

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def terminate(self, limit=30.0):
        """SIGTERM. \returns exit code and how long it took."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            raise Failure(f"phare serve still ran {limit:g} s after SIGTERM") from None
        self.process = None
        return code, time.monotonic() - begin

    def stop(self):
        """The end of the test: both programs are gone after it, whatever happens."""
        try:
            if self.process:
                code, _ = self.terminate()
                if code != 0:
                    raise RuntimeError(f"phare ended with {code}")
        finally:
            if self.process and self.process.poll() is None:
                self.process.send_signal(signal.SIGCONT)
                self.process.kill()
                self.process.wait()
            self.fake.terminate()
            self.fake.wait()

    def get(self, path):
        """From the port of the metrics. \returns (status, body), status 0 if nobody listens."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.health, timeout=30)
            connection.request("GET", path)
            reply = connection.getresponse()
            return reply.status, reply.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def metric(self, name):
        for line in self.get("/metrics")[1].splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        raise Failure(f"/metrics has no {name}")

    def log_lines(self):
        with open(self.log, encoding="utf-8") as log:
            return log.read().splitlines()

    def token(self, which="hs_token"):
        for line in open(self.registration, encoding="utf-8"):
            if line.startswith(which + ":"):
                return line.split(":", 1)[1].strip().strip("\"'")
        raise Failure(f"the registration has no {which}")


def lines_of_one(rng, messages, without=()):
    """Each line at most three times: whoever repeats himself more, or writes more than 40, is a machine to phare."""
    lines = [line for line in LINES if line not in without] * 3
    check(messages <= 39, "nobody writes that much")
    rng.shuffle(lines)
    return lines[:messages]


class Twins:
    """People who write the same lines twice: in calm, and in the midst of a fault. What they see must be the same."""

    def __init__(self, world, rng, people=6, messages=8, without=()):
        self.world = world
        self.users = [f"@user{i}:phare.test" for i in range(people)]
        self.plan = [lines_of_one(rng, messages, without) for _ in range(people)]
        calm = [world.chat(u) for u in self.users]
        self.rooms = [world.chat(u) for u in self.users]
        for m in range(len(self.plan[0])):
            for room, user, plan in zip(calm, self.users, self.plan):
                world.say(room, user, plan[m])
        world.settle(calm, least=1)
        self.expected = [world.bodies(room) for room in calm]
        self.next = 0

    def lines_left(self):
        return len(self.plan[0]) - self.next

    def say(self, count=1):
        """Everybody writes their next lines."""
        for _ in range(min(count, self.lines_left())):
            for room, user, plan in zip(self.rooms, self.users, self.plan):
                self.world.say(room, user, plan[self.next])
            self.next += 1

    def behind(self):
        """Who has fewer answers than lines written."""
        short = []
        for at, room in enumerate(self.rooms):
            seen = self.world.bodies(room)
            if len(seen) <= self.next:
                wrong = next((n for n, (a, b) in enumerate(zip(seen, self.expected[at])) if a != b), len(seen))
                short.append(f"room {at} has {len(seen) - 1} answers to {self.plan[at][:self.next]}, right up to {wrong}")
        return "; ".join(short)

    def difference(self):
        for at, room in enumerate(self.rooms):
            answers = self.world.answers(room)
            if len({a["key"] for a in answers}) != len(answers):
                return f"room {at}: a message is there twice"
            if [a["body"] for a in answers] != self.expected[at]:
                heads = lambda all_of: [body.split("\n")[0][:50] for body in all_of]
                return f"room {at} ({self.plan[at]}): seen {heads(a['body'] for a in answers)}, expected {heads(self.expected[at])}"
        return ""

    def complete(self, limit=10.0):
        """Everything that was written is answered once and in order, and that stays so."""
        check(self.lines_left() == 0, "the test has not said all its lines")
        until(lambda: not self.difference(), self.difference, limit, every=0.1)
        took = until.took
        time.sleep(0.7)
        check(not self.difference(), "more came later: " + self.difference())
        return took


def play(*parts):
    """Runs each `part(options, folder, stack)` and ends the process with ctest's exit code."""
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument("phare", type=os.path.abspath)
    parser.add_argument("fake", type=os.path.abspath)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("PHARE_SEED", "0")) or random.randrange(1, 10**9))
    parser.add_argument("--only", choices=[part.__name__ for part in parts], help="this part alone")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    failed = 0
    for part in parts:
        if options.only not in (None, part.__name__):
            continue
        begin = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="phare-fault-") as folder, contextlib.ExitStack() as stack:
            try:
                part(options, folder, stack)
                stack.close()
                print(f"ok      {part.__name__} ({time.monotonic() - begin:.1f} s)", flush=True)
            except Skip as reason:
                print(f"SKIPPED: {part.__name__}: {reason}", flush=True)
                sys.exit(SKIPPED)
            except Exception as failure:
                failed += 1
                print(f"FAILED  {part.__name__} ({time.monotonic() - begin:.1f} s): "
                      f"{'' if isinstance(failure, Failure) else type(failure).__name__ + ': '}{failure}", flush=True)
                with contextlib.suppress(OSError):
                    with open(os.path.join(folder, "phare.log"), encoding="utf-8") as log:
                        print("".join(log.readlines()[-25:]), file=sys.stderr)
    sys.exit(1 if failed else 0)


def make_world(stack, options, folder, **more):
    world = World(options.phare, options.fake, folder, **more)
    stack.callback(world.stop)
    return world
