#!/usr/bin/env python3
"""Fourteen months of a bureau, by the real program: figures typed and confirmed, an alert, somebody who takes it on and
promises a pace, the broken promise, the order of the day, recovery. Then the same with kill -9 at random instants.

    bureau_test.py PHARE FAKE_HOMESERVER [--kills 20] [--seed N]

What the rooms show and what the letters say must be the same, word for word, as without a kill: nothing lost, nothing
twice, order kept. The day is libfaketime's; without it the test is skipped and says so. Standard library only.
"""
import argparse, email, email.policy, glob, os, random, sys, tempfile, time

from clock_test import Clock
from world import Failure, SKIPPED, Skip, World, check, until

PREFECT, OWNER, STATISTICIAN, STRANGER = (f"@{who}:phare.test" for who in ("prefete", "responsable", "stat", "passant"))
MEETINGS = ["2020-01-16", "2020-03-12", "2020-05-07", "2020-07-02", "2020-09-10", "2020-11-19", "2020-12-21", "2021-02-11"]
# Months of 2020 as they were typed in the next one; invented. 11 o'clock in Paris on working days.
FIGURES = [("2020-02-12", "janvier", "270"), ("2020-03-12", "février", "265"), ("2020-04-14", "mars", "230"),
           ("2020-05-12", "avril", "120"), ("2020-06-12", "mai", "150"), ("2020-07-15", "juin", "260"),
           ("2020-08-12", "juillet", "250"), ("2020-09-14", "août", "240"), ("2020-10-12", "septembre", "500"),
           ("2020-11-12", "octobre", "2 300"), ("2020-12-14", "novembre", "1 900"), ("2021-01-12", "décembre", "900"),
           ("2021-02-12", "novembre 2020", "2 900"), ("2021-03-12", "décembre 2020", "1 900")]


class Bureau(World):
    """A world whose program knows two rooms of the bureau and writes letters into a folder."""

    rooms = {}

    def write_config(self):
        self.settings = ""
        super().write_config()
        if not self.rooms:
            return
        with open(self.config, encoding="utf-8") as f:
            lines = f.read().replace("matrix:\n", "matrix:\n  rooms: [%s]\n" % ", ".join(f'"{r}"' for r in self.rooms.values()))
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(lines)
            f.write(f"""email: {{address: orientation@phare.test, mail_dir: {self.folder}/mails, lmtp: {{socket: {self.folder}/lmtp.sock}}}}
desk:
  bureau_room: "{self.rooms['bureau']}"
  rooms:
    - {{room: "{self.rooms['aij']}", objectives: [AIJ-2020-NOR], mentions: ["{OWNER}"]}}
  members: ["{PREFECT}"]
  owners: ["{OWNER}"]
  data_owners: ["{STATISTICIAN}"]
  mail: {{secretariat: [secretariat@exemple.fr], owners: [responsable@exemple.fr], dreets: [dreets@exemple.fr]}}
  meetings: [{', '.join(f'"{day} 14:00 Rouen"' for day in MEETINGS)}]
  wait_for_sisters: 1 s
""")

    def letters(self):
        """What each letter says to whom, in the order in which they were written; a Message-ID twice is a failure."""
        seen, said = set(), {}
        for path in sorted(glob.glob(os.path.join(self.folder, "mails", "*.eml"))):
            with open(path, "rb") as f:
                mail = email.message_from_binary_file(f, policy=email.policy.default)
            check(mail["message-id"] not in seen, f"{path}: {mail['message-id']} is there twice")
            seen.add(mail["message-id"])
            body = mail.get_body(("plain",)).get_content()
            said.setdefault(str(mail["to"]), []).append((str(mail["subject"]), body, sorted(p.get_content_type() for p in mail.walk())))
        return said


class Hurt:
    """Kills the program a given number of times, spread over the story."""

    def __init__(self, world, rng, kills, moments):
        self.world, self.rng, self.left, self.moments = world, rng, kills, moments

    def moment(self):
        """Something was just done: here it may die, more than once."""
        while self.left and self.rng.random() < self.left / max(self.moments, 1):
            time.sleep(self.rng.uniform(0.002, 2.6) ** 2 / 2.6)  # mostly at once; sometimes when the alert is written
            if self.rng.random() < 0.3:
                self.world.fault(lose_replies=1)
            self.world.kill()
            self.left -= 1
            self.world.start()
            if self.rng.random() < 0.7:
                break
        self.moments -= 1


def seen(world):
    return {name: [a["body"] for a in world.answers(room)] for name, room in world.rooms.items()}


def at_rest(world, quiet=3.5, limit=60):
    """The look comes two seconds after figures began to count, or after the start that finds them: nothing new for longer."""
    until(lambda: world.alive() and world.get("/healthz")[0] == 200, "phare is up", 30)
    begin, since, before = time.monotonic(), time.monotonic(), None
    while time.monotonic() - since < quiet:
        check(time.monotonic() - begin < limit, "the rooms do not come to rest")
        check(world.process.poll() is None, f"phare serve ended by itself with {world.process.returncode}")
        now = (seen(world), len(glob.glob(os.path.join(world.folder, "mails", "*.eml"))), world.state()["idle"])
        if now != before or not now[2]:
            before, since = now, time.monotonic()
        time.sleep(0.1)


def heard(world, room, words, known):
    return lambda: any(words in a["body"] for a in world.answers(world.rooms[room])[known:])


def day(world, clock, date, hurt, act):
    clock.set_date(date + "T10:00:00+00:00")
    world.start(ready=True)
    act()
    at_rest(world)
    code, _ = world.terminate()
    check(code == 0, f"phare ended with {code}")


def bring(world, hurt, month, number):
    known = len(world.answers(world.rooms["aij"]))
    world.say(world.rooms["aij"], STATISTICIAN, f"AIJ {month} : {number}")
    hurt.moment()
    until(heard(world, "aij", "Répondez", known), f"the figure of {month} is shown back", 30)
    world.say(world.rooms["aij"], STATISTICIAN, "OUI")
    hurt.moment()
    until(heard(world, "aij", "à partir de maintenant", known), f"the figure of {month} counts", 30)
    hurt.moment()


def take_on(world, hurt):
    alerts = [a for a in world.answers(world.rooms["aij"]) if "ALERTE" in a["body"] or "CRITIQUE" in a["body"]]
    check(alerts, "no alert was said until September")
    known = len(world.answers(world.rooms["aij"]))
    world.ask("react", {"room": world.rooms["aij"], "user": STRANGER, "event": alerts[-1]["event_id"], "key": "👀"})
    hurt.moment()
    until(heard(world, "aij", "se traite par un membre", known), "a stranger is refused", 30)
    world.ask("react", {"room": world.rooms["aij"], "user": OWNER, "event": alerts[-1]["event_id"], "key": "👀"})
    hurt.moment()
    until(heard(world, "aij", "Pris en charge par", known), "it is taken on", 30)
    world.ask("reply", {"room": world.rooms["aij"], "user": OWNER, "to": alerts[-1]["event_id"],
                        "text": "900 par mois à partir de septembre"})
    hurt.moment()
    until(heard(world, "aij", "Engagement noté", known), "the promise is noted", 30)


def play(world, clock, hurt):
    world.rooms = {name: world.ask("room", {"user": PREFECT})["room"] for name in ("bureau", "aij")}
    world.write_config()
    clock.set_date("2020-01-20T10:00:00+00:00")
    world.start(ready=True)
    for room in world.rooms.values():
        for who in (OWNER, STATISTICIAN, STRANGER):
            world.ask("enter", {"room": room, "user": who})
        world.ask("invite", {"room": room, "by": PREFECT, "user": "@_phare_bot:phare.test"})
    at_rest(world)
    check(world.terminate()[0] == 0, "phare ended badly")
    for at, (date, month, number) in enumerate(FIGURES):
        day(world, clock, date, hurt, lambda: bring(world, hurt, month, number))
        if date == "2020-09-14":
            day(world, clock, "2020-09-16", hurt, lambda: take_on(world, hurt))
    while hurt.left:  # what chance left over
        clock.set_date("2021-03-15T10:00:00+00:00")
        world.start(ready=True)
        hurt.moments = 0
        hurt.moment()
        at_rest(world)
        check(world.terminate()[0] == 0, "phare ended badly")
    return seen(world), world.letters(), {name: [a["key"] for a in world.answers(room)] for name, room in world.rooms.items()}


def story(phare, fake, kills, seed):
    with tempfile.TemporaryDirectory(prefix="phare-bureau-") as folder:
        clock = Clock(folder)
        world = Bureau(phare, fake, folder, unit_ms=5, environment=clock.environment, today="")
        begin = time.monotonic()
        try:
            rooms, letters, keys = play(world, clock, Hurt(world, random.Random(seed), kills, moments=3 * len(FIGURES) + 3))
        except Exception:
            with open(os.path.join(folder, "phare.log"), encoding="utf-8") as log:
                print("".join(log.readlines()[-40:]), file=sys.stderr)
            raise
        finally:
            world.process = world.process if world.process and world.process.poll() is None else None
            world.stop()
        print(f"{kills} kills, {world.starts} starts: {sum(map(len, rooms.values()))} lines in the rooms, "
              f"{sum(map(len, letters.values()))} letters in {time.monotonic() - begin:.0f} s", flush=True)
        for name, all_keys in keys.items():
            check(len(set(all_keys)) == len(all_keys), f"room {name}: a message is there twice")
        return rooms, letters


def what_happened(rooms, letters):
    """The story as it must have gone, whatever was killed."""
    room, bureau = "\n".join(rooms["aij"]), "\n".join(rooms["bureau"])
    for words in ("ALERTE", "Pris en charge par", "Engagement noté", "Rouverte", "FIN D’ALERTE"):
        check(words in room, f"the measure's room never read “{words}”")
    check("Bureau du 19" in bureau.replace("\u00a0", " "), "the bureau got no order of the day")
    subjects = [subject for all_of in letters.values() for subject, _, _ in all_of]
    check(any("ALERTE" in s or "CRITIQUE" in s for s in subjects), "no alert went out by mail")
    digests = [kinds for all_of in letters.values() for s, _, kinds in all_of if "ordre du jour" in s]
    check(digests and all("text/calendar" in kinds for kinds in digests), "an order of the day without its calendar")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("phare", type=os.path.abspath)
    parser.add_argument("fake", type=os.path.abspath)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("PHARE_SEED", "0")) or random.randrange(1, 10**9))
    o = parser.parse_args()
    print(f"seed {o.seed}, {o.kills} kills", flush=True)
    try:
        calm = story(o.phare, o.fake, 0, o.seed)
        what_happened(*calm)
        hurt = story(o.phare, o.fake, o.kills, o.seed)
    except Skip as reason:
        print(f"SKIPPED: {reason}")
        return SKIPPED
    except Failure as failure:
        print(f"FAILED: {failure}")
        return 1
    wrong = 0
    for kind, before, after in (("room", calm[0], hurt[0]), ("letters to", calm[1], hurt[1])):
        for name in sorted(set(before) | set(after)):
            a, b = before.get(name, []), after.get(name, [])
            if a == b:
                continue
            wrong += 1
            at = next((n for n, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            print(f"--- {kind} {name}, differs at {at} of {len(a)} / {len(b)}", "without kills:", *a[at:at + 2], "with kills:", *b[at:at + 2], sep="\n")
    print("word for word the same" if not wrong else f"{wrong} places differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
