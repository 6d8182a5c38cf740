#!/usr/bin/env python3
"""Mail into the bot through Postfix: nothing is lost, nothing is answered twice, a bomb is refused."""
import socket
import sys

from harness import check
from mail_stage import play
from mailserver import text_of

US = "orientation@phare.test"


def delivered_and_answered(stage):
    stage.mail.write("lea@jeunes.test", "Bonjour, j'ai 19 ans, j'habite Rouen et je cherche une formation.")
    answer = stage.box("lea", 1)[0]
    check(answer["In-Reply-To"], "the answer names no mail that it replies to")
    check(answer["Auto-Submitted"] == "auto-replied", f"Auto-Submitted: {answer['Auto-Submitted']}")
    check(len(text_of(answer)) > 40, "the answer says nothing")
    check("sent" in stage.mail.statuses(US), "Postfix does not know that the mail arrived")


def down_then_retried(stage):
    before = len(stage.mail.box("karim"))
    stage.bot.stop()
    stage.mail.write("karim@jeunes.test", "Bonjour, je suis au chômage, j'ai 24 ans, j'habite Évreux.")
    stage.wait("a delivery that is put off", lambda: "deferred" in stage.mail.statuses(US))
    stage.bot.start()
    stage.box("karim", before + 1)


def killed_between_commit_and_250(stage):
    before = len(stage.mail.box("karim"))
    done = []

    def kill():
        stage.bot.kill()
        done.append(True)

    stage.between.at_stored = kill
    stage.mail.write("karim@jeunes.test", "Et si je n'ai pas le permis, il y a une aide ?")
    stage.wait("the kill", lambda: done)
    stage.bot.start()
    stage.wait("the same mail again, recognised", lambda: stage.bot.metric("phare_events_duplicate_total") >= 1)
    stage.box("karim", before + 1)
    stage.quiet(6)
    check(len(stage.mail.box("karim")) == before + 1, "answered twice")


def two_recipients_one_refused(stage):
    stage.mail.write("lea@jeunes.test", "et pour le logement ?", to=(US, "personne@phare.test"))
    stage.wait("the refusal of one recipient", lambda: "bounced" in stage.mail.statuses("personne@phare.test"))
    check("bounced" not in stage.mail.statuses(US), "the good recipient was refused with the bad one")


def a_bomb_is_refused(stage):
    """Six megabytes of empty parts. Time is the process's own, so that a loaded machine changes nothing."""
    def spent():
        fields = open(f"/proc/{stage.bot.process.pid}/stat").read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def peak():
        lines = open(f"/proc/{stage.bot.process.pid}/status").read().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024

    before, peak_before = spent(), peak()
    with socket.create_connection(("127.0.0.1", stage.lmtp), timeout=30) as lmtp:
        talk = lmtp.makefile("rb")
        talk.readline()
        lmtp.sendall(b"LHLO mx.test\r\nMAIL FROM:<a@jeunes.test>\r\nRCPT TO:<orientation@phare.test>\r\nDATA\r\n")
        while not talk.readline().startswith(b"354"):
            pass
        lmtp.sendall(b"From: a@jeunes.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 900_000 + b".\r\n")
        said = talk.readline().decode()
    took, grew = spent() - before, peak() - peak_before
    print(f"bomb: {said.strip()}; {took:.2f} s of processor, {grew:.0f} MB more at the peak", file=sys.stderr)
    check(said.startswith("554"), f"the bomb was answered {said}")
    check(took < 1 and grew < 100, f"the bomb cost {took} s and {grew} MB")


sys.exit(play(delivered_and_answered, down_then_retried, killed_between_commit_and_250, two_recipients_one_refused, a_bomb_is_refused))
