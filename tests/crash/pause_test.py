#!/usr/bin/env python3
"""Pauses and polite ends in the midst of traffic (reliability.md, I13): SIGSTOP and SIGCONT, SIGTERM, SIGTERM again.

    pause_test.py PHARE FAKE_HOMESERVER [--only PART] [--seed N]

A process that stood still for 5 s goes on as if nothing had been. One that is asked to end does so with 0 within 15 s, also
while the homeserver hangs, and what was under way goes on at the next start: everybody sees what they would have seen anyway.
"""
import random
import signal
import time

from world import Twins, check, make_world, play, until


def stage(options, folder, stack, **more):
    world = make_world(stack, options, folder, unit_ms=5, **more)
    world.start(ready=True)
    return world, random.Random(options.seed)


def standstill(options, folder, stack):
    world, rng = stage(options, folder, stack, limit_ms=2000)  # the homeserver gives up waiting meanwhile
    twins = Twins(world, rng, people=10)
    for _ in range(2):
        twins.say(3)
        time.sleep(rng.uniform(0.0, 0.15))
        world.process.send_signal(signal.SIGSTOP)
        twins.say(1)
        time.sleep(5)
        check(world.state()["backlog"] > 0, "the homeserver should have something for a process that stands still")
        world.process.send_signal(signal.SIGCONT)
    print(f"        all answered {twins.complete(10):.1f} s after the second pause", flush=True)
    check(world.state()["transactions_failed"] > 0, "no transaction was given up: the pause was not felt")


def polite_end(options, folder, stack):
    world, rng = stage(options, folder, stack)
    twins = Twins(world, rng, people=10)
    longest = 0.0
    while twins.lines_left():
        twins.say(1)
        time.sleep(rng.uniform(0.0, 0.1))
        code, took = world.terminate()
        longest = max(longest, took)
        check(code == 0 and took < 15, f"SIGTERM in traffic: exit code {code} after {took:.1f} s")
        world.start(ready=True)
    twins.complete(10)
    print(f"        8 ends in traffic, the longest took {longest:.2f} s", flush=True)


def said_twice(options, folder, stack):
    world, rng = stage(options, folder, stack)
    twins = Twins(world, rng, people=10, messages=4)
    for gap in (0.0, 0.02, 0.3):
        twins.say(1)
        time.sleep(rng.uniform(0.0, 0.1))
        world.process.send_signal(signal.SIGTERM)
        time.sleep(gap)
        code, took = world.terminate()  # the second
        check(code == 0 and took < 15, f"SIGTERM twice, {gap} s apart: exit code {code} after {took:.1f} s")
        world.start(ready=True)
    twins.say(1)
    twins.complete(10)
    world.process.send_signal(signal.SIGINT)
    check(world.process.wait(timeout=15) == 0, "SIGINT: exit code is not 0")
    world.process = None


def homeserver_hangs(options, folder, stack):
    world, rng = stage(options, folder, stack)
    twins = Twins(world, rng, people=6, messages=4)
    world.fault(hang_requests=1000, hang_ms=60000)
    twins.say(2)
    until(lambda: world.metric("phare_turns_total") >= 6 * 6, "the turns are done, the answers under way")
    code, took = world.terminate()
    check(code == 0 and took < 15, f"SIGTERM while the homeserver hangs: exit code {code} after {took:.1f} s")
    print(f"        ended after {took:.1f} s", flush=True)
    world.ask("fault", {"hang_requests": 1, "hang_ms": 1})
    world.start(ready=True)
    twins.say(2)
    twins.complete(15)


if __name__ == "__main__":
    play(standstill, polite_end, said_twice, homeserver_hangs)
