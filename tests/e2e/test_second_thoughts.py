#!/usr/bin/env python3
"""What a person does to messages that are already there: edits a question, takes one back, taps a numbered choice."""
import re
import sys

from harness import body_of, check, is_edit, play


def second_thoughts(stage):
    alice, room, _ = stage.welcomed("alice")
    question, answer = alice.ask(room, stage.bot, "bonjour, j’ai 19 ans")

    alice.edit(room, question, "bonjour, j’ai 17 ans")
    changed = alice.wait("our answer to be edited", lambda: [
        event for event in alice.timeline[room] if event["sender"] == stage.bot.user and is_edit(event)])
    check(changed[0]["content"]["m.relates_to"]["event_id"] == answer["event_id"], "another message than the answer was edited")
    check("17" in changed[0]["content"]["m.new_content"]["body"], "the edited answer still goes by the old age")

    choice = None
    for text in ("je suis à Rouen", "je cherche un métier", "aide"):
        _, answer = alice.ask(room, stage.bot, text)
        if re.search(r"^1\. ", body_of(answer), re.M):
            choice = answer
            break
    check(choice, "no question with numbered choices came")
    mark = alice.react(room, choice["event_id"], "1️⃣")
    alice.wait("an answer to the tapped choice", lambda: alice.answers(room, stage.bot, mark))

    question, answer = alice.ask(room, stage.bot, "je veux passer le permis")
    alice.redact(room, question)
    alice.wait("our answer to be redacted", lambda: [
        event for event in alice.timeline[room] if event["type"] == "m.room.redaction" and event["sender"] == stage.bot.user
        and answer["event_id"] in (event.get("redacts"), event["content"].get("redacts"))])


sys.exit(play(second_thoughts))
