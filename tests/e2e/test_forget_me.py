#!/usr/bin/env python3
"""`oublie-moi`: our messages are redacted on the homeserver, nothing is held any more, and no file ever had a clear word."""
import sys

from harness import body_of, check, play

MARKER = "zanzibarine"    # a word that stands nowhere else


def clear_words(stage, room, person):
    """Which of the person's words and names stand readable in a file of the bot, its log included."""
    files = [file for file in (stage.folder / "data").rglob("*") if file.is_file()] + [stage.bot.log]
    check(len(files) > 1, "the data folder is empty")
    wanted = {word.encode() for word in (MARKER, room, person.user, "Rouen")}
    return sorted({(file.name, word) for file in files for word in wanted if word in file.read_bytes()})


def redacted(person, room, bot, event):
    return [each for each in person.timeline[room] if each["type"] == "m.room.redaction" and each["sender"] == bot.user
            and event["event_id"] in (each.get("redacts"), each["content"].get("redacts"))]


def forget_me(stage):
    bot = stage.bot
    alice, room, welcome = stage.welcomed("alice")
    _, first = alice.ask(room, bot, f"bonjour, j’ai 19 ans, je suis à Rouen et j’aime la {MARKER}")

    bot.stop()
    check(not clear_words(stage, room, alice), f"clear words before the erasure: {clear_words(stage, room, alice)}")
    held = bot.command("export", "-c", bot.config, "--room", room)
    check(held.returncode == 0 and "19" in held.stdout, f"phare export: {held.returncode} {held.stdout}{held.stderr}")
    bot.start()

    _, sure = alice.ask(room, bot, "oublie-moi")
    said = alice.say(room, "oui")
    alice.wait("the confirmation", lambda: [event for event in alice.answers(room, bot, said) if "effac" in body_of(event).lower()])
    for event in (welcome, first, sure):
        alice.wait("our messages to be redacted", lambda: redacted(alice, room, bot, event))

    bot.stop()
    check(not clear_words(stage, room, alice), f"clear words after the erasure: {clear_words(stage, room, alice)}")
    held = bot.command("export", "-c", bot.config, "--room", room)
    check(held.returncode == 0 and "19" not in held.stdout, f"something is still held: {held.stdout}")


sys.exit(play(forget_me))
