#!/usr/bin/env python3
"""A young person invites the bot, is greeted, writes in French and gets leads after three messages at most."""
import sys

from harness import body_of, check, play


def conversation(stage):
    alice, room, welcome = stage.welcomed("alice")
    check("assistant automatique" in body_of(welcome), "the welcome does not say that this is a machine")
    check("112" in body_of(welcome), "the welcome has no emergency number")
    check("m.mentions" in welcome["content"], "the welcome has no m.mentions")

    said = []
    for text in ("bonjour, j’ai 19 ans", "je suis à Rouen", "je ne fais rien depuis juin, ni école ni travail"):
        said.append(alice.ask(room, stage.bot, text)[1])
    leads = [event for event in said if "mission locale" in body_of(event).lower()]
    check(leads, "three messages brought no lead")
    for event in said:
        check(event["content"]["msgtype"] in ("m.text", "m.notice"), "an answer is no text")
        check("<table" not in event["content"].get("formatted_body", ""), "an answer has a table")

    alice.quiet(3)
    check(len(alice.answers(room, stage.bot)) == 1 + len(said), "not exactly one answer to each message, or an answer to an own echo")


sys.exit(play(conversation))
