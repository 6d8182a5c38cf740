#!/usr/bin/env python3
"""Answers by mail through a real relay: a conversation in French, greylisting, a bounce to VERP, TLS that is required."""
import subprocess
import sys

from harness import check
from mail_stage import play
from mailserver import text_of

US = "orientation@phare.test"


def swaks(stage, sender, text, to=US, subject="aide", *headers):
    words = ["swaks", "--server", f"127.0.0.1:{stage.mail.border}", "--helo", "ailleurs.test", "--from", sender, "--to", to,
             "--h-Subject", subject, "--add-header", "Content-Type: text/plain; charset=utf-8",
             "--add-header", f"Authentication-Results: mx.phare.test; dmarc=pass header.from={sender.rpartition('@')[2]}",
             "--body", text, "--hide-all"]
    for header in headers:
        words += ["--add-header", header]
    done = subprocess.run(words, capture_output=True, text=True, timeout=30)
    check(done.returncode == 0, f"swaks: {done.returncode} {done.stdout[-300:]}{done.stderr[-300:]}")


def reply(stage, sender, to_mail, text):
    """As a mail program does: to Reply-To, with the thread's ids and the answer quoted below."""
    quoted = "\n".join("> " + line for line in text_of(to_mail).splitlines())
    swaks(stage, sender, f"{text}\n\nLe dim. 29 nov. 2026 à 10:00, Phare <{US}> a écrit :\n{quoted}", str(to_mail["Reply-To"]).strip("<> "),
          f"Re: {to_mail['Subject']}", f"In-Reply-To: {to_mail['Message-ID']}", f"References: {to_mail['Message-ID']}")


def a_conversation(stage):
    swaks(stage, "lea@jeunes.test", "Bonjour, je suis perdue, je ne sais pas quoi faire, vous pouvez m'aider ?")
    first = stage.box("lea", 1)[0]
    reply(stage, "lea@jeunes.test", first, "J'ai 17 ans, j'habite Rouen, j'ai arrêté le lycée en juin, sans diplôme, je ne travaille pas.")
    second = stage.box("lea", 2)[1]
    check("voici 3 pistes" in text_of(second), f"no lead after the facts were given: {text_of(second)[:300]}")
    check(first["Message-ID"] in (second["References"] or ""), "the second answer is in another thread")


def greylisted(stage):
    stage.mail.policy.greylisted.add("karim@jeunes.test")
    stage.mail.write("karim@jeunes.test", "Bonjour, j'ai 20 ans, je cherche un emploi à Caen.")
    stage.wait("the first try", lambda: "karim@jeunes.test" not in stage.mail.policy.greylisted)
    check(not stage.mail.box("karim"), "greylisting turned nobody away")
    stage.box("karim", 1, limit=120)    # the second try comes after a minute
    stage.quiet(3)
    check(len(stage.mail.box("karim")) == 1, "the answer arrived twice")


def a_bounce_is_learned_from(stage):
    stage.mail.write("inconnue@jeunes.test", "Bonjour, j'ai 18 ans, je suis à Dieppe.")
    stage.wait("Postfix's report", lambda: any("bounced" == status for status in stage.mail.statuses("inconnue@jeunes.test")))
    stage.wait("its delivery to us", lambda: any("+verp-" in line and "status=sent" in line for line in stage.mail.log().splitlines()))
    stage.quiet(2)
    stage.bot.stop()
    asked = stage.bot.command("mail", "suppressed", "-c", stage.bot.config, "inconnue@jeunes.test")
    check(asked.returncode == 1, f"the dead address still gets mail: {asked.returncode} {asked.stdout}{asked.stderr}")


def tls_is_required(stage):
    """A relay without STARTTLS, then one whose certificate nobody vouches for: nothing leaves, and the doctor says which."""
    relay, good = stage.bot.settings["email"]["smtp"], dict(stage.bot.settings["email"]["smtp"])
    before = len(stage.mail.box("lea"))
    relay["port"] = stage.mail.plain
    stage.bot.write_config()
    asked = stage.bot.command("doctor", "-c", stage.bot.config)
    check(asked.returncode == 85, f"doctor, without STARTTLS: {asked.returncode} {asked.stdout}{asked.stderr}")
    stage.bot.start()
    stage.mail.write("lea@jeunes.test", "Et pour le permis ?")
    stage.wait("the refusal", lambda: stage.bot.log.read_text().count("peer_refuses_us") >= 1)
    stage.bot.stop()

    relay.clear(), relay.update({**good, "ca_file": "/etc/ssl/certs/ca-certificates.crt"})
    stage.bot.write_config()
    asked = stage.bot.command("doctor", "-c", stage.bot.config)
    check(asked.returncode == 85, f"doctor, certificate of a stranger: {asked.returncode} {asked.stdout}{asked.stderr}")
    check(len(stage.mail.box("lea")) == before, "a mail left without TLS")

    relay.clear(), relay.update(good)
    stage.bot.write_config()
    stage.bot.start()
    stage.box("lea", before + 1)    # what waited goes
    asked = stage.bot.command("doctor", "-c", stage.bot.config)
    check(asked.returncode == 0, f"doctor, all well: {asked.returncode} {asked.stdout}{asked.stderr}")


sys.exit(play(a_conversation, greylisted, a_bounce_is_learned_from, tls_is_required))
