#!/usr/bin/env python3
"""Mail into the bot through Postfix: nothing is lost, nothing is answered twice, a bomb is refused."""
import datetime
import socket
import sys
import threading

from harness import check
from mail_stage import play
from mail_token import token
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
    taken = stage.mail.statuses(US).count("sent")
    answers = lambda: [mail for mail in stage.mail.box("lea") if US in str(mail["From"])]    # and not Postfix's report
    before = len(answers())
    stage.mail.write("lea@jeunes.test", "et pour le logement ?", to=(US, "personne@phare.test"))
    stage.wait("the refusal of one recipient", lambda: "bounced" in stage.mail.statuses("personne@phare.test"))
    stage.wait("the delivery to the other", lambda: stage.mail.statuses(US).count("sent") > taken)
    check("bounced" not in stage.mail.statuses(US), "the good recipient was refused with the bad one")
    stage.wait("the answer", lambda: len(answers()) == before + 1)


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


def an_ended_reply_address(stage):
    """Its owner's own server tells them where to write instead."""
    key = (stage.bot.folder / "data" / "mail.key").read_bytes()
    day = datetime.date.today()
    before = len(stage.mail.box("lea"))
    old = "orientation+" + token(key, "reply", "lea@jeunes.test", day - datetime.timedelta(days=2)) + "@phare.test"
    stage.mail.write("lea@jeunes.test", "et maintenant ?", to=(old,))
    stage.wait("the refusal", lambda: "bounced" in stage.mail.statuses(old))
    report = stage.box("lea", before + 1)[before]
    check(b"Ecrivez a orientation@phare.test" in bytes(report), f"the report says not where to write: {bytes(report)[-1500:]}")
    held = "orientation+" + token(key, "reply", "lea@jeunes.test", day + datetime.timedelta(days=2)) + "@phare.test"
    stage.mail.write("lea@jeunes.test", "et pour le permis ?", to=(held,))
    stage.wait("its delivery", lambda: "sent" in stage.mail.statuses(held))


def eight_large_mails_at_once(stage):
    """More than may be held in memory: some are told to come again, none is lost half way, and memory stays bounded."""
    def peak():
        lines = open(f"/proc/{stage.bot.process.pid}/status").read().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024

    # 20 MB: first from robots, which are stored and set aside, then from people, whose whole text is read and answered.
    robots = b"From: a@jeunes.test\r\nAuto-Submitted: auto-generated\r\n\r\n" + (b"x" * 76 + b"\r\n") * 256_000
    people = b"From: b@jeunes.test\r\n\r\n" + (b"bonjour " * 9 + b"\r\n") * 270_000
    before, said = peak(), []

    def send(body):
        with socket.create_connection(("127.0.0.1", stage.lmtp), timeout=120) as lmtp:
            talk = lmtp.makefile("rb")
            talk.readline()
            lmtp.sendall(b"LHLO mx.test\r\nMAIL FROM:<a@jeunes.test>\r\nRCPT TO:<orientation@phare.test>\r\nDATA\r\n")
            while not (line := talk.readline()).startswith((b"354", b"452", b"503")):
                pass
            if line.startswith(b"354"):
                lmtp.sendall(body + b".\r\n")
                line = talk.readline()
            said.append(line[:3].decode())

    # Seen: 313 MB more after the robots' mails, 432 after the people's, of which 60 are what may be held and the rest copies on the way.
    for body, most in ((robots, 400), (people, 512)):
        said.clear()
        threads = [threading.Thread(target=send, args=(body,)) for _ in range(8)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        stage.wait("what was taken to be read", lambda: stage.bot.metric("phare_inbox_pending") == 0, 120)
        grew = peak() - before
        print(f"eight mails of 20 MB at once: {sorted(said)}; {grew:.0f} MB more at the peak", file=sys.stderr)
        check(set(said) <= {"250", "452"} and said.count("250") >= 1 and len(said) == 8, f"answers: {said}")
        check(grew < most, f"eight large mails cost {grew} MB")


sys.exit(play(delivered_and_answered, down_then_retried, killed_between_commit_and_250, two_recipients_one_refused, a_bomb_is_refused, an_ended_reply_address,
              eight_large_mails_at_once))
