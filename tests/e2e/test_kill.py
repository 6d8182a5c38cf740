#!/usr/bin/env python3
"""kill -9 of the bot in the middle of a conversation: every question gets exactly one visible answer, in order."""
import os
import random
import sys
import time

from harness import check, play

QUESTIONS = ("bonjour, j’ai 19 ans", "je suis à Rouen", "je n’ai pas de diplôme", "je suis inscrit à France Travail",
             "aide", "je cherche une formation", "j’ai le permis", "pourquoi")


def kill(stage):
    seed = int(os.environ.get("PHARE_SEED") or random.randrange(1 << 32))
    print(f"PHARE_SEED={seed}")
    chance = random.Random(seed)
    alice, room, _ = stage.welcomed("alice")

    asked = []
    for text in QUESTIONS:
        asked.append(alice.say(room, text))
        # Synapse calls the bot some 30 ms after the send began, an answer takes as long again: aim there.
        time.sleep(chance.uniform(0.0, 0.06))
        stage.bot.kill()
        stage.bot.start()
        alice.wait(f"an answer to “{text}”", lambda: alice.answers(room, stage.bot, asked[-1]), limit=60)
    alice.quiet(5)

    answered = {event: len(alice.answers(room, stage.bot, event)) for event in asked}
    each = [here - after for here, after in zip(answered.values(), [*answered.values()][1:] + [0])]
    check(each == [1] * len(QUESTIONS), f"answers to each question, in order: {each}")


sys.exit(play(kill))
