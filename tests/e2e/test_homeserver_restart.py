#!/usr/bin/env python3
"""Synapse on SQLite counts its transactions from 1 again after a restart: what comes under a used id is no duplicate."""
import collections
import re
import sys

from harness import check, play


def transactions(stage, log_from):
    text = (stage.server.data / "homeserver.log").read_text(errors="replace")[log_from:]
    return {int(number) for number in re.findall(r"/_matrix/app/v1/transactions/(\d+)", text)}, log_from + len(text)


def restart(stage):
    alice, room, _ = stage.welcomed("alice")
    place, times = 0, collections.Counter()
    for text in ("bonjour, j’ai 19 ans", "je suis à Rouen", "je n’ai pas de diplôme"):
        question, _ = alice.ask(room, stage.bot, text)
        alice.quiet(2)
        check(len(alice.answers(room, stage.bot, question)) == 1, f"not exactly one answer to “{text}”")
        used, place = transactions(stage, place)
        times.update(used)
        stage.server.stop()
        stage.server.start()
    check(max(times.values()) > 1, f"Synapse did not use a transaction id again, so nothing was shown: {times}")
    alice.ask(room, stage.bot, "aide")


sys.exit(play(restart))
