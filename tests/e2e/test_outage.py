#!/usr/bin/env python3
"""The bot was away while somebody wrote three messages: afterwards one answer, with a word about the outage."""
import sys

from harness import body_of, check, play


def outage(stage):
    alice, room, _ = stage.welcomed("alice")
    alice.ask(room, stage.bot, "bonjour, j’ai 19 ans")

    stage.bot.stop()
    first = alice.say(room, "tu es là ?")
    for text in ("j’habite Rouen", "je cherche une formation"):
        alice.say(room, text)
    alice.quiet(4)
    stage.bot.start()

    answers = alice.wait("an answer after the outage", lambda: alice.answers(room, stage.bot, first))
    check("panne" in body_of(answers[0]), "the answer has no word about the outage")
    alice.quiet(5)
    check(len(alice.answers(room, stage.bot, first)) == 1, "not exactly one answer to what was written during the outage")

    _, answer = alice.ask(room, stage.bot, "aide")
    check("panne" not in body_of(answer), "the outage is mentioned again")


sys.exit(play(outage, outage_after="3 s"))
