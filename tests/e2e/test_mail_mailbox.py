#!/usr/bin/env python3
"""A hosted mailbox that is polled: mails are stored, then marked; a second start reads nothing twice."""
import sys

from harness import check
from mail_stage import play


def polled_and_answered(stage):
    stage.mail.write("lea@jeunes.test", "Bonjour, j'ai 18 ans et j'habite Le Havre, je cherche un apprentissage.", to=("boite@jeunes.test",))
    stage.box("lea", 1)
    check(all(mail.seen for mail in stage.wait("the mark of what was read", lambda: [m for m in stage.mail.box("boite") if m.seen])), "not marked")


def nothing_twice(stage):
    stage.bot.kill()
    stage.bot.start()
    stage.mail.write("karim@jeunes.test", "Bonjour, j'ai 22 ans, je suis à Caen.", to=("boite@jeunes.test",))
    stage.box("karim", 1)
    stage.quiet(6)
    check(len(stage.mail.box("lea")) == 1, "an old mail was answered again")


def by_starttls_out_by_port_465_and_put_away(stage):
    """The other two ways to encrypt, and a folder whose name has an accent."""
    stage.bot.stop()
    mail = stage.bot.settings["email"]
    mail["imap"].update(port=stage.mail.imap, security="starttls", move_to="Traités")
    mail["smtp"].update(port=stage.mail.wrapped, security="tls")
    stage.bot.write_config()
    asked = stage.bot.command("doctor", "-c", stage.bot.config)
    check(asked.returncode == 83 and "Traités" in asked.stdout + asked.stderr, f"doctor, no such folder: {asked.returncode} {asked.stdout}{asked.stderr}")
    stage.mail.make_folder("boite", "Traités")
    asked = stage.bot.command("doctor", "-c", stage.bot.config)
    check(asked.returncode == 0, f"doctor, STARTTLS and 465: {asked.returncode} {asked.stdout}{asked.stderr}")
    stage.bot.start()
    before = len(stage.mail.box("lea"))
    stage.mail.write("lea@jeunes.test", "Et le permis, il y a une aide ?", to=("boite@jeunes.test",))
    stage.box("lea", before + 1)
    moved = stage.wait("the mail in its folder", lambda: stage.mail.box("boite", "Trait&AOk-s"))
    check(len(moved) == 1, f"{len(moved)} mails were put away")


def settings(stage, password):
    return {"address": "boite@jeunes.test",
            "imap": {"host": "localhost", "port": stage.mail.imaps, "user": "boite@jeunes.test", "password_file": str(password),
                     "ca_file": str(stage.mail.ca), "every": "5 s"}}


sys.exit(play(polled_and_answered, nothing_twice, by_starttls_out_by_port_465_and_put_away, settings=settings))
