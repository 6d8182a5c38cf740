#!/usr/bin/env python3
"""A full disk (reliability.md, I5): the real program with its data on a small tmpfs.

    full_disk_test.py PHARE FAKE_HOMESERVER [--only PART] [--seed N]

Below the floor, and on a disk without a free byte: the homeserver keeps the messages for us (503), /readyz and /metrics say
it, an erasure that was asked for before still comes to its end; when there is space again everything is answered, once and in
order, within 10 s, by itself. Also: started on a full disk, and stopped on one. Needs root for the mount; without, skipped.
"""
import os
import random
import subprocess
import sys
import time

from world import Skip, Twins, check, make_world, play, until

MIB = 1 << 20
BALLAST = 64
FLOOR = 8
LOOK = 1.1  # the free space is looked at once a second: until then it may be believed to be there


def small_disk(folder, stack, size):
    mount = os.path.join(folder, "disk")
    os.mkdir(mount)
    if os.geteuid() != 0:
        raise Skip("only root can mount a small disk (tmpfs)")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size * MIB},mode=0700", "phare-test", mount],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Skip(f"no tmpfs can be mounted here: {done.stderr.strip()}")
    stack.callback(lambda: subprocess.run(["umount", "-l", mount], check=True))
    return mount


def free_bytes(mount):
    info = os.statvfs(mount)
    return info.f_bavail * info.f_frsize


def fill(mount, leave=0):
    """Makes a file that takes all but `leave` bytes of what is free."""
    with open(os.path.join(mount, "filler"), "ab") as f:
        try:
            while (room := free_bytes(mount) - leave) > 0:
                f.write(b"x" * min(room, MIB))
                f.flush()
        except OSError:
            check(leave == 0, "the disk was full before its time")


def make_space(mount):
    os.remove(os.path.join(mount, "filler"))


def stage(options, folder, stack, settings="", floor=FLOOR):
    mount = small_disk(folder, stack, BALLAST + floor + 40)
    world = make_world(stack, options, folder, data=os.path.join(mount, "data"), floor=f"{floor} MiB", unit_ms=5,
                       settings=settings)
    world.start(ready=True)
    check(os.path.getsize(os.path.join(world.data, "ballast")) == BALLAST * MIB, "there is no ballast")
    return world, mount


def refused(world):
    """The homeserver keeps what people write, and those who watch are told."""
    until(lambda: world.state()["last_status"] == 503, lambda: f"503 to the homeserver: {world.state()}")
    check(world.state()["backlog"] > 0, f"the homeserver keeps nothing for us: {world.state()}")
    status, body = world.get("/readyz")
    check(status == 503 and '"intake":false' in body, f"/readyz says {status} {body}")
    check(world.get("/healthz")[0] == 200, "/healthz is not 200")
    check(world.metric("phare_intake_refused_total") > 0, "/metrics counts no refusal")
    until(lambda: world.metric("phare_intake_accepting") == 0, "/metrics says that intake is refused")


def back(world, mount, twins):
    make_space(mount)
    took = twins.complete(10)
    until(lambda: world.get("/readyz")[0] == 200, "/readyz is 200 again")
    until(lambda: world.metric("phare_intake_accepting") == 1, "/metrics says that intake is open")
    check(world.state()["backlog"] == 0, "the homeserver still keeps messages")
    print(f"        all answered {took:.1f} s after there was space", flush=True)


def below_the_floor(options, folder, stack):
    world, mount = stage(options, folder, stack)
    twins = Twins(world, random.Random(options.seed))
    twins.say(2)
    fill(mount, leave=(FLOOR - 2) * MIB)
    twins.say(2)
    time.sleep(LOOK)
    twins.say(2)
    refused(world)
    twins.say(2)
    back(world, mount, twins)


def not_a_byte(options, folder, stack):
    world, mount = stage(options, folder, stack)
    twins = Twins(world, random.Random(options.seed), messages=12)
    for again in range(3):  # in the midst of it, again and again
        twins.say(1)
        fill(mount)
        twins.say(2)
        time.sleep(LOOK)
        fill(mount)
        twins.say(1)
        refused(world)
        if again < 2:
            make_space(mount)
            until(lambda: world.state()["idle"], "the homeserver gets rid of its messages")
    back(world, mount, twins)
    until(lambda: os.path.exists(os.path.join(world.data, "ballast")), "the ballast is there again")


def erasure(options, folder, stack):
    # Every message counts as late here, so a room is given 3 s before its turn: time to fill the disk in between.
    settings = "outage_after: 0 ms\nsettle: 3 s\nfast_reply: 0 ms\n"
    world, mount = stage(options, folder, stack, settings)
    room, user = world.chat("@leaving:phare.test"), "@leaving:phare.test"
    world.exchange(room, user, "19 ans Rouen", 10)
    asked = world.exchange(room, user, "oublie-moi", 10)
    check("Tout effacer" in asked, f"asked to forget: {asked}")
    before = {a["event_id"] for a in world.answers(room)}
    admitted = world.metric("phare_events_admitted_total")
    world.say(room, user, "oui")
    until(lambda: world.metric("phare_events_admitted_total") > admitted, "the “oui” is stored", 2, every=0.01)
    fill(mount)
    check(world.metric("phare_erasures_total") == 0 and free_bytes(mount) == 0, "the disk was not full in time")
    until(lambda: any("C’est effacé" in body for body in world.bodies(room)), lambda: f"erased: {world.bodies(room)}", 15)
    check(world.metric("phare_erasures_total") == 1, "/metrics counts no erasure")
    until(lambda: not before & {a["event_id"] for a in world.answers(room)}, "our messages are taken back", 10)
    other = "@other:phare.test"
    world.ask("chat", {"user": other})
    refused(world)
    make_space(mount)
    until(lambda: world.state()["idle"], "the homeserver gets rid of its messages")
    answer = world.exchange(room, user, "mes données", 10)
    # What is remembered would stand as "19 ans"; a bare 19 may be the hour of the outage.
    check("Rouen" not in answer and "19 ans" not in answer and "aucune réponse sur toi" in answer, f"remembered after erasing: {answer}")


def started_and_stopped(options, folder, stack):
    world, mount = stage(options, folder, stack, floor=BALLAST + 8)
    twins = Twins(world, random.Random(options.seed))
    twins.say(3)
    fill(mount)
    twins.say(1)
    code, took = world.terminate()
    check(code == 0, f"stopped on a full disk: exit code {code} after {took:.1f} s")
    twins.say(1)
    fill(mount)
    world.start(ready=True)
    twins.say(twins.lines_left())
    refused(world)
    back(world, mount, twins)


if __name__ == "__main__":
    play(below_the_floor, not_a_byte, erasure, started_and_stopped)
