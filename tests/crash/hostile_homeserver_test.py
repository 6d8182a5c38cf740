#!/usr/bin/env python3
"""Bad input and bad peers (issue 2, "Bad input"; reliability.md, I10): the real program, raw requests, a homeserver in bad days.

    hostile_homeserver_test.py PHARE FAKE_HOMESERVER [--only PART] [--seed N]
"""
import http.client
import json
import os
import random
import resource
import shutil
import socket
import subprocess
import threading
import time

from world import SOURCE, Failure, Twins, check, make_world, play, until

TRANSACTIONS = "/_matrix/app/v1/transactions/"


def stage(options, folder, stack, **more):
    world = make_world(stack, options, folder, unit_ms=5, **more)
    world.start(ready=True)
    return world, random.Random(options.seed)


def put(world, path, body, token=None, method="PUT", limit=30):
    connection = http.client.HTTPConnection("127.0.0.1", world.port, timeout=limit)
    try:
        connection.request(method, path, body, {"Authorization": f"Bearer {token or world.token()}",
                                                "Content-Type": "application/json"})
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def raw(world, head, limit=5.0):
    """Sends what is given and reads until the other end closes or a whole header is there. \\returns first line, time."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", world.port), timeout=limit) as s:
        s.sendall(head.encode())
        seen = b""
        while b"\r\n\r\n" not in seen:
            more = s.recv(4096)
            if not more:
                break
            seen += more
    return seen.split(b"\r\n")[0].decode(), time.monotonic() - begin


def garbage(options, folder, stack):
    world, rng = stage(options, folder, stack)
    twins = Twins(world, rng, people=3)
    pieces = [b"", b"garbage", b"{", b'{"events":', b"[]", b"null", b'"x"', b'{"events":null}', b'{"events":{}}', b"\xff\xfe\x00",
              b'{"events":[' + b"[" * 50000, b'{"a":' * 20000, b'{"events":[1,2,"x",null,{},[]]}',
              b'{"events":[{"type":"m.room.message","room_id":7,"event_id":{},"sender":[],"content":3}]}',
              rng.randbytes(100000), b'{"events":[{"type":"m.room.message","content":{"body":"\xc3\x28"}}]}']
    def counted():
        return world.metric("phare_transactions_garbage_total") + world.metric("phare_events_quarantined_total") + \
            world.metric("phare_events_ignored_total")
    begin = world.metric("phare_transactions_garbage_total")
    for number, piece in enumerate(pieces):
        before = counted()
        status, body = put(world, f"{TRANSACTIONS}bad{number}", piece)
        check((status, body) == (200, b"{}"), f"{piece[:40]!r}: {status} {body!r}")
        if piece not in (b'{"events":{}}',):
            check(counted() > before, f"{piece[:40]!r} is acknowledged but not counted")
        twins.say(1)
    twins.say(twins.lines_left())
    check(world.metric("phare_transactions_garbage_total") >= begin + 8, "garbage is not counted as such")
    until(lambda: world.metric("phare_quarantined") > 0, "the quarantine shows in /metrics")
    twins.complete()


def doors(options, folder, stack):
    """Tokens, methods, paths: all decided before the body."""
    world, rng = stage(options, folder, stack)
    twins = Twins(world, rng, people=3)
    host, big = f"Host: 127.0.0.1:{world.port}\r\n", f"Content-Length: {20 << 20}\r\n"
    for authorization, status in [("Authorization: Bearer wrong\r\n", 403), ("", 401), ("Authorization: Basic x\r\n", 403),
                                  (f"Authorization: Bearer {world.token()}x\r\n", 403),
                                  (f"Authorization: Bearer {world.token('as_token')}\r\n", 403)]:
        line, took = raw(world, f"PUT {TRANSACTIONS}1 HTTP/1.1\r\n{host}{big}{authorization}\r\n")
        check(f" {status} " in line and took < 2, f"{authorization.strip()!r}, no body: “{line}” after {took:.1f} s")
    admitted = world.metric("phare_events_admitted_total")
    event = {"type": "m.room.message", "event_id": "$forged", "room_id": twins.rooms[0], "sender": twins.users[0],
             "content": {"msgtype": "m.text", "body": "oublie-moi"}, "origin_server_ts": 1}
    status, body = put(world, TRANSACTIONS + "forged", json.dumps({"events": [event]}), token="wrong")
    check(status == 403 and json.loads(body)["errcode"] == "M_FORBIDDEN", f"a bad token: {status} {body}")
    check(world.metric("phare_events_admitted_total") == admitted, "an event came in with a bad token")
    for method, path, status in [("POST", TRANSACTIONS + "1", 405), ("GET", TRANSACTIONS + "1", 405), ("GET", "/_matrix/app/v1/ping", 405),
                                 ("PUT", "/", 404), ("PUT", "/_matrix/app/v1/transaction/1", 404), ("GET", "/metrics", 404),
                                 ("PUT", TRANSACTIONS, 404), ("GET", "/_matrix/app/v1/users/%40nobody%3Aphare.test", 404),
                                 ("GET", "/_matrix/app/v1/rooms/%23x%3Aphare.test", 404)]:
        got, body = put(world, path, None if method == "GET" else "{}", method=method)
        check(got == status and "errcode" in json.loads(body), f"{method} {path}: {got} {body!r} instead of {status}")
    for head in [f"PUT {TRANSACTIONS}1 HTTP/1.1\r\n\r\n", f"PUT {TRANSACTIONS}1 HTTP/1.1\r\n{host}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}",
                 f"PUT {TRANSACTIONS}1 HTTP/1.1\r\n{host}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{{}}", "\x00\x01\x02\r\n\r\n",
                 f"GET / HTTP/1.1\r\n{host}" + "X: y\r\n" * 100 + "\r\n"]:
        line, took = raw(world, head)
        check((line == "" or line.startswith("HTTP/1.1 4")) and took < 2, f"{head[:60]!r}: “{line}” after {took:.1f} s")
    twins.say(twins.lines_left())
    twins.complete()


def large(options, folder, stack):
    """20 MB in one transaction: 100 events with all that Synapse may put into them."""
    world, rng = stage(options, folder, stack)
    twins = Twins(world, rng, people=3)
    people = [f"@large{i}:phare.test" for i in range(10)]
    rooms = [world.chat(user) for user in people]
    known = [len(world.answers(room)) for room in rooms]
    def event(number):
        text = "je cherche une formation à Rouen " * 1700
        return {"type": "m.room.message", "event_id": f"$large{number}", "room_id": rooms[number % 10], "sender": people[number % 10],
                "origin_server_ts": int(time.time() * 1000),
                "content": {"msgtype": "m.text", "body": text, "formatted_body": text, "format": "org.matrix.custom.html"},
                "unsigned": {"age": 12, "prev_content": {"body": text}, "x": "y" * 40000}}
    body = json.dumps({"events": [event(n) for n in range(100)]})
    check(20 << 20 <= len(body) < 32 << 20, f"the transaction has {len(body)} bytes")
    admitted = world.metric("phare_events_admitted_total")
    begin = time.monotonic()
    result = put(world, TRANSACTIONS + "large", body)
    took = time.monotonic() - begin
    check(result == (200, b"{}"), f"20 MB: {result}")
    check(world.metric("phare_events_admitted_total") == admitted + 100, "not every event of the 20 MB came in")
    check(put(world, TRANSACTIONS + "large", body) == (200, b"{}"), "20 MB again")
    check(world.metric("phare_events_admitted_total") == admitted + 100, "an event came in twice")
    twins.say(twins.lines_left())
    until(lambda: all(len(world.answers(r)) > k for r, k in zip(rooms, known)), "each of the ten rooms is answered", 20)
    twins.complete(20)
    line, _ = raw(world, f"PUT {TRANSACTIONS}huge HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {world.token()}\r\nContent-Length: {64 << 20}\r\n\r\n")
    check(" 413 " in line, f"64 MB are announced: “{line}”")
    print(f"        {len(body) >> 20} MB acknowledged after {took:.2f} s", flush=True)


def slow(options, folder, stack):
    """Header and body that drip: closed, while others are served."""
    world, rng = stage(options, folder, stack)
    twins = Twins(world, rng, people=3)
    ended = {}

    def drip(name, start, limit):
        begin = time.monotonic()
        with socket.create_connection(("127.0.0.1", world.port), timeout=1) as s:
            s.sendall(start.encode())
            seen = b""
            while time.monotonic() - begin < limit:
                try:
                    more = s.recv(4096)
                    if not more:
                        break
                    seen += more
                except TimeoutError:
                    try:
                        s.sendall(b"x")
                    except OSError:
                        break
                except OSError:
                    break
            else:
                return
        ended[name] = (time.monotonic() - begin, seen.split(b"\r\n")[0].decode())

    good = f"PUT {TRANSACTIONS}1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {world.token()}\r\n"
    threads = [threading.Thread(target=drip, args=args) for args in
               [("body", good + "Content-Length: 5000\r\n\r\n", 20), ("header", good, 20)]]
    for thread in threads:
        thread.start()
    twins.say(twins.lines_left())
    twins.complete(5)
    for thread in threads:
        thread.join()
    for name in ("body", "header"):
        check(name in ended, f"a slow {name} is still listened to after 20 s")
        took, line = ended[name]
        check(line == "" or " 408 " in line, f"a slow {name} is answered “{line}”")
        print(f"        slow {name} closed after {took:.1f} s", flush=True)


def bad_days(options, folder, stack):
    """What the homeserver does to our requests: nothing is lost, nothing is there twice, order holds."""
    world, rng = stage(options, folder, stack)
    days = [("429 storm", {"limit_requests": 60, "wait_ms": 50}),
            ("429 storm with a header", {"limit_requests": 20, "wait_ms": 60000, "retry_after": "1"}),
            ("200 without a body", {"empty_replies": 8}), ("replies lost", {"lose_replies": 3}), ("hangs", {"hang_requests": 10, "hang_ms": 1500}),
            ("HTML with 502", {"fail_requests": 10, "status": 502}), ("500", {"fail_requests": 6, "status": 500}),
            ("acknowledgements lost, transactions repeated, events again",
             {"lose_acknowledgements": 3, "repeat_transactions": 3, "duplicate_events": 3})]
    twins = Twins(world, rng, people=5, messages=2 * len(days))
    for name, day in days:
        begin = time.monotonic()
        world.fault(**day)
        twins.say(2)
        until(lambda: world.state()["idle"] and world.metric("phare_outbox_pending") == 0 and
              sum(len(world.answers(r)) for r in twins.rooms) == 5 * (1 + twins.next), f"after “{name}” all is answered", 20)
        print(f"        {name}: {time.monotonic() - begin:.1f} s", flush=True)
    twins.complete()


def token_refused(options, folder, stack):
    world, rng = stage(options, folder, stack)
    twins = Twins(world, rng, people=5)
    world.ask("refuse_token", {"yes": True})
    twins.say(3)
    time.sleep(3)
    check(world.alive(), "")
    seen = [len(world.answers(r)) for r in twins.rooms]
    check(seen == [1] * 5, f"answers although the token is refused: {seen}")
    world.ask("refuse_token", {"yes": False})
    twins.say(twins.lines_left())
    # Those that were refused are tried again after 60 s, spread over 6 more.
    print(f"        all answered {twins.complete(75):.1f} s after the token was good again", flush=True)


def installed_copy(options, folder):
    """The program with files of its own beside it, which may be broken."""
    program, share = os.path.join(folder, "bin", "phare"), os.path.join(folder, "share", "phare")
    os.mkdir(os.path.join(folder, "bin"))
    shutil.copy(options.phare, program)
    beside = os.path.join(os.path.dirname(os.path.dirname(options.phare)), "share", "phare")
    installed = os.path.isdir(os.path.join(beside, "catalogue"))
    for name, where in [("catalogue", "rules/catalogue"), ("lexicons", "bot/reading/lexicons"), ("texts", "bot/wording/texts")]:
        shutil.copytree(os.path.join(beside, name) if installed else SOURCE / where, os.path.join(share, name))
    return program, share


def broken_files(options, folder, stack):
    program, share = installed_copy(options, folder)
    good = options.phare
    options.phare = program
    try:
        world = make_world(stack, options, folder)
    finally:
        options.phare = good
    def first(part):
        return next(os.path.join(at, f) for at, _, files in sorted(os.walk(os.path.join(share, part))) for f in sorted(files)
                    if f.endswith(".yaml"))
    for part in ("catalogue", "lexicons", "texts"):
        file = first(part)
        short = os.path.basename(file)
        with open(file, encoding="utf-8") as f:
            text = f.read()
        for name, broken in [("not YAML", text + "\n  ]: {\n"), ("a tab", text + "\n\tx: y\n"), ("an unknown key", text + "\nInvention: {x: y}\n"),
                             ("empty", ""), ("cut in the midst of a text", text[:len(text) // 2].rsplit("\n", 1)[0] + "\nx: \"cut")]:
            with open(file, "w", encoding="utf-8") as f:
                f.write(broken)
            try:
                done = subprocess.run([program, "serve", "-c", world.config], capture_output=True, text=True, timeout=10)
            except subprocess.TimeoutExpired:
                raise Failure(f"{part}/…/{short}, {name}: phare serve starts all the same") from None
            said = done.stderr.strip()
            check(done.returncode == 4, f"{short}, {name}: exit code {done.returncode}, “{said[:200]}”")
            line = next((l for l in said.splitlines() if short in l), "")
            check(line, f"{short}, {name}: the file is not named: “{said[:300]}”")
            check(name == "empty" or line.split(short)[1].lstrip(":").split(":")[0].strip().isdigit(),
                  f"{short}, {name}: no line is named: “{line}”")
        with open(file, "w", encoding="utf-8") as f:
            f.write(text)
    world.start(ready=True)


def second_instance(options, folder, stack):
    world, rng = stage(options, folder, stack)
    twins = Twins(world, rng, people=3)
    fastest = 60.0
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([options.phare, "serve", "-c", world.config], capture_output=True, text=True, timeout=20)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # Time on the processor: how loaded this machine is says nothing about the program.
        fastest = min(fastest, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        check(done.returncode == 3, f"a second instance ended with {done.returncode}")
        check("Un autre phare se sert de" in done.stderr, f"a second instance says “{done.stderr[-300:]}”")
        twins.say(1)
    check(fastest < 1, f"a second instance is refused after {fastest:.1f} s only")
    print(f"        refused after {fastest:.2f} s", flush=True)
    twins.say(twins.lines_left())
    twins.complete()


if __name__ == "__main__":
    play(garbage, doors, large, slow, bad_days, token_refused, broken_files, second_instance)
