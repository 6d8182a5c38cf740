#!/usr/bin/env python3
"""The wall's clock jumps (reliability.md, I8): libfaketime around the real program; the steady clock goes on as it is.

    clock_test.py PHARE FAKE_HOMESERVER [--only PART] [--seed N]

An hour, a day, a year forward and back, in traffic, with answers waiting to be sent again, and over a restart; the nights
in which the hour changes, and the 29th of February. No answer is lost, doubled or late, and nothing is forgotten early.
"""
import datetime
import glob
import itertools
import os
import random
import time

from world import Skip, Twins, check, make_world, play, until

HOUR, DAY = 3600, 86400
YEAR = 365 * DAY
JUMPS = [HOUR, -HOUR, DAY, -DAY, YEAR, -YEAR]
DATED = ("mes données",)  # shows dates, which jump rightly
PROMPT = 5.0  # s: the longest that somebody waits for an answer


class Clock:
    """Shifts the clock of the programs that get `environment`."""

    def __init__(self, folder, shift=0):
        found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        if not found:
            raise Skip("libfaketime cannot be found (package faketime)")
        self.file = os.path.join(folder, "clock")
        self.environment = {"LD_PRELOAD": found[0], "FAKETIME_TIMESTAMP_FILE": self.file, "FAKETIME_NO_CACHE": "1",
                            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
        self.set(shift)

    def set(self, shift):
        with open(self.file + ".new", "w", encoding="ascii") as f:
            f.write(f"{shift:+.3f}\n")
        os.rename(self.file + ".new", self.file)

    def set_date(self, when):
        self.set(datetime.datetime.fromisoformat(when).timestamp() - time.time())


def stage(options, folder, stack, today="2026-11-22", shift=0):
    clock = Clock(folder, shift)
    world = make_world(stack, options, folder, unit_ms=5, environment=clock.environment, today=today)
    world.start(ready=True)
    return world, clock


def name(shift):
    unit, word = next((u, w) for u, w in [(YEAR, "year"), (DAY, "day"), (HOUR, "hour")] if abs(shift) >= u)
    return f"{shift // unit:+d} {word}"


def stays_prompt(twins, what):
    until(lambda: not twins.behind(), lambda: f"an answer for everybody, {what}: {twins.behind()}", PROMPT)


def in_traffic(options, folder, stack):
    world, clock = stage(options, folder, stack)
    rng = random.Random(options.seed)
    twins = Twins(world, rng, people=4, messages=4 * len(JUMPS), without=DATED)
    for shift in JUMPS:
        for to in (shift, 0):
            twins.say(1)
            time.sleep(rng.uniform(0.0, 0.05))
            clock.set(to)
            twins.say(1)
            stays_prompt(twins, f"{name(shift)}{'' if to else ' and back'}")
    twins.complete(5)


def while_sending_again(options, folder, stack):
    """Answers wait for their next try when the clock jumps: they wait by the steady clock."""
    world, clock = stage(options, folder, stack)
    rng = random.Random(options.seed)
    twins = Twins(world, rng, people=3, messages=2 * len(JUMPS), without=DATED)
    for shift in JUMPS:
        for to in (shift, 0):
            tried = world.metric("phare_delivery_retries_total")
            world.fault(fail_requests=5, status=503)
            twins.say(1)
            until(lambda: world.metric("phare_delivery_retries_total") > tried, "an answer waits for its next try")
            clock.set(to)
            stays_prompt(twins, f"{name(shift)}{'' if to else ' and back'} with answers waiting")
    twins.complete(5)


def date_of_erasure(answer):
    check("Rouen" in answer, f"forgotten: {answer}")
    line = next(line for line in answer.replace("\N{NO-BREAK SPACE}", " ").splitlines() if "efface tout le" in line)
    return line.split("efface tout le ")[1].split(" si ")[0]


def held(world, room, user, spellings=itertools.cycle(["mes données", "Mes données", "MES DONNEES", "mes donnees", "mes données !"])):
    """The date until which what was said is kept. Never the same text four times: that is what machines do."""
    return date_of_erasure(world.exchange(room, user, next(spellings), PROMPT))


def remembered(options, folder, stack):
    world, clock = stage(options, folder, stack, today="")
    room, user = world.chat("@kept:phare.test"), "@kept:phare.test"
    world.exchange(room, user, "19 ans Rouen", PROMPT)
    first = held(world, room, user)
    for shift in JUMPS:
        clock.set(shift)
        then = held(world, room, user)
        check(abs(shift) < DAY or then != first, f"{name(shift)} is not felt: {first}, {then}")
        time.sleep(5.2)  # upkeep looks every 5 s
        clock.set(0)
        back = held(world, room, user)
        check(back == first, f"{name(shift)} and back: {first} has become {back}")


def over_a_restart(options, folder, stack):
    """Ended in one time and started in another: nobody can tell how long that was, so what is kept for weeks stays kept."""
    world, clock = stage(options, folder, stack, today="")
    room, user = world.chat("@kept:phare.test"), "@kept:phare.test"
    world.exchange(room, user, "19 ans Rouen", PROMPT)
    for shift in (HOUR, -HOUR, DAY, -DAY, -YEAR):
        for to in (shift, 0):
            if to == 0:
                world.terminate()
            else:
                world.kill()
            clock.set(to)
            world.start(ready=True)
            time.sleep(0.5)
            held(world, room, user)


def restart_with_answers_waiting(options, folder, stack):
    """Answers that wait to be sent again when phare ends, and a clock that is another when it starts."""
    world, clock = stage(options, folder, stack)
    rng = random.Random(options.seed)
    twins = Twins(world, rng, people=3, messages=2 * 5, without=DATED)
    for shift in (HOUR, -HOUR, DAY, -DAY, -YEAR):
        for to in (shift, 0):
            world.fault(fail_requests=500, status=503)
            twins.say(1)
            until(lambda: world.metric("phare_delivery_retries_total") >= 3, "answers wait for their next try")
            world.terminate()
            clock.set(to)
            world.ask("fault", {"fail_requests": 1, "status": 503})
            world.start(ready=True)
            stays_prompt(twins, f"started {name(shift)}{' off' if to else ' back'}, with answers waiting")
    twins.complete(5)


def started_a_year_ahead(options, folder, stack):
    """A machine that starts with a wrong date, and gets the right one a moment later."""
    world, clock = stage(options, folder, stack, today="")
    room, user = world.chat("@kept:phare.test"), "@kept:phare.test"
    world.exchange(room, user, "19 ans Rouen", PROMPT)
    world.terminate()
    clock.set(YEAR)
    world.start(ready=True)
    time.sleep(2)
    clock.set(0)
    held(world, room, user)


def nights(options, folder, stack, cases):
    for at, (when, before, after) in enumerate(cases):
        own = os.path.join(folder, str(at))
        os.mkdir(own)
        clock = Clock(own)
        clock.set_date("2026-06-01T12:00:00+00:00")
        world = make_world(stack, options, own, unit_ms=5, environment=clock.environment, today="")
        clock.set_date(when)
        world.start()
        begin = time.monotonic()
        room, user = world.chat("@awake:phare.test"), "@awake:phare.test"
        world.exchange(room, user, "17 ans Rouen", PROMPT)  # kept for 7 days
        first = held(world, room, user)
        check(time.monotonic() - begin < 7.5, "this machine is too slow for this test")
        for line in ("aide", "pourquoi", "vie privée", "pas de diplôme", "je cherche une formation"):
            world.exchange(room, user, line, PROMPT)
            time.sleep(0.5)
        time.sleep(max(0.0, begin + 9.5 - time.monotonic()))
        second = held(world, room, user)
        check((first, second) == (before, after), f"around {when}: {first}, then {second}")
        check(len({a["key"] for a in world.answers(room)}) == len(world.answers(room)), "a message is there twice")


def nights_of_another_hour(options, folder, stack):
    nights(options, folder, stack, [("2027-03-28T00:59:51+00:00", "4 avril 2027", "4 avril 2027"),
                                    ("2026-10-25T00:59:51+00:00", "1er novembre 2026", "1er novembre 2026")])


def leap_day(options, folder, stack):
    nights(options, folder, stack, [("2028-02-28T22:59:51+00:00", "6 mars 2028", "7 mars 2028"),
                                    ("2028-02-29T22:59:51+00:00", "7 mars 2028", "8 mars 2028")])


if __name__ == "__main__":
    play(in_traffic, while_sending_again, remembered, over_a_restart, restart_with_answers_waiting, started_a_year_ahead,
         nights_of_another_hour, leap_day)
