#!/usr/bin/env python3
"""A copy of the data is good, comes back into an empty folder, and the conversation goes on where it was."""
import sys

from harness import body_of, check, play


def backup(stage):
    bot, copy = stage.bot, stage.folder / "copy"

    def phare(*words):
        answer = bot.command(*words)
        check(answer.returncode == 0, f"phare {' '.join(map(str, words))}: {answer.returncode} {answer.stdout}{answer.stderr}")

    alice, room, _ = stage.welcomed("alice")
    alice.ask(room, bot, "bonjour, j’ai 19 ans et je suis à Rouen")
    bot.stop()
    phare("backup", "-c", bot.config, copy)
    phare("restore", "--check", copy, "--key", stage.folder / "master.key")

    bot.settings["data"]["folder"] = str(stage.folder / "new-data")
    bot.write_config()
    phare("restore", "-c", bot.config, copy)
    phare("restore", "-c", bot.config, "--accept", "--later-keys", stage.folder / "data" / "keys.db")
    bot.start()
    _, held = alice.ask(room, bot, "mes données")
    check("19" in body_of(held), "the restored bot does not know what it knew")

    # A copy with a changed byte is not good.
    victim = max((file for file in copy.rglob("*") if file.is_file()), key=lambda file: file.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[100] ^= 0xFF    # in the header of the database
    victim.write_bytes(data)
    check(bot.command("restore", "--check", copy).returncode != 0, "a spoiled copy is called good")


sys.exit(play(backup))
