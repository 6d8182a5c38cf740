#!/usr/bin/env python3
"""kill -9 at random instants: the real program against the fake homeserver, people writing in many rooms.

    kill_test.py PHARE FAKE_HOMESERVER [--kills 25] [--rooms N] [--messages N] [--seed N]

The same seed is first played without a kill. What people see in the end must be the same, line for line, in every
room: nothing lost, nothing twice, order kept. Python's standard library only.
"""
import argparse, os, random, sys, tempfile, time

from world import World, lines_of_one


def play(world, rng, rooms, messages, kills):
    users = [f"@user{i}:phare.test" for i in range(rooms)]
    plan = [lines_of_one(rng, messages) for _ in range(rooms)]
    world.start()
    names = [world.ask("chat", {"user": u})["room"] for u in users]
    world.settle(names, least=1)  # what is written before the bot is in the room never reaches it
    todo = [(r, m) for m in range(messages) for r in range(rooms)]
    hurt = random.Random(rng.random())  # kills and pauses; the plan above is the same with and without them
    left = kills
    for at, (r, m) in enumerate(todo):
        world.ask("say", {"room": names[r], "user": users[r], "text": plan[r][m]})
        if left and hurt.random() < kills * 1.3 / len(todo):
            time.sleep(hurt.uniform(0.003, 0.25))
            fault = hurt.choice([None, None, {"lose_replies": 2}, {"lose_acknowledgements": 1}, {"duplicate_events": 1},
                                 {"limit_requests": 3, "wait_ms": 100}])
            if fault:
                world.ask("fault", fault)
            world.kill()
            left -= 1
            world.start(ready=hurt.random() < 0.75)
    while left > 0:
        time.sleep(hurt.uniform(0.003, 0.25))
        world.kill()
        left -= 1
        world.start(ready=hurt.random() < 0.75)
    world.settle(names, least=messages // 2, limit=120.0)
    return [[(a["body"]) for a in world.answers(n)] for n in names], [[a["key"] for a in world.answers(n)] for n in names]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("phare")
    parser.add_argument("fake")
    parser.add_argument("--kills", type=int, default=int(os.environ.get("PHARE_KILLS", "25")))
    parser.add_argument("--rooms", type=int)
    parser.add_argument("--messages", type=int, help="in each room (default: as many messages a kill as with 25 kills and 8)")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("PHARE_SEED", "0")) or random.randrange(1, 10**9))
    o = parser.parse_args()
    # Killed faster than it can start it answers nothing, and what the homeserver is told to lose piles up.
    o.messages = o.messages or min(39, max(8, o.kills * 8 // 25))
    o.rooms = o.rooms or max(30, o.kills * 10 // o.messages)
    print(f"seed {o.seed}, {o.kills} kills, {o.rooms} rooms, {o.messages} messages each", flush=True)
    seen = []
    for kills in (0, o.kills):
        with tempfile.TemporaryDirectory(prefix="phare-kill-") as folder:
            world = World(o.phare, o.fake, folder)
            begin = time.monotonic()
            try:
                bodies, keys = play(world, random.Random(o.seed), o.rooms, o.messages, kills)
            except Exception:
                with open(os.path.join(folder, "phare.log"), encoding="utf-8") as log:
                    print("".join(log.readlines()[-40:]), file=sys.stderr)
                raise
            finally:
                world.stop()
            print(f"{kills} kills, {world.starts} starts: {sum(map(len, bodies))} answers in {time.monotonic() - begin:.1f} s", flush=True)
            for room, room_keys in enumerate(keys):
                if len(set(room_keys)) != len(room_keys):
                    print(f"room {room}: a message is there twice")
                    return 1
            seen.append(bodies)
    wrong = [r for r in range(o.rooms) if seen[0][r] != seen[1][r]]
    for r in wrong[:3]:
        print(f"--- room {r}, without kills:", *seen[0][r], f"--- room {r}, with kills:", *seen[1][r], sep="\n")
    print(f"{len(wrong)} of {o.rooms} rooms differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
