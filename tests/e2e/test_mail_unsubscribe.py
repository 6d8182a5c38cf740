#!/usr/bin/env python3
"""One-click unsubscribing (RFC 8058) against the real program: a scanner's GET changes nothing, a POST does, and stays done."""
import datetime
import sys
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from harness import check
from mail_stage import play
from mail_token import token
from mailserver import quiet_port

LEA = "lea@jeunes.test"


def link(stage, made_for, days=1, address=LEA):
    key = (stage.bot.folder / "data" / "mail.key").read_bytes()
    last_day = datetime.date.today() + datetime.timedelta(days=days)
    port = stage.bot.settings["email"]["listen"]["port"]
    return f"http://127.0.0.1:{port}/desabonnement/{address.encode().hex()}/{token(key, 'unsubscribe', made_for, last_day)}"


def ask(url, data=None):
    try:
        reply = build_opener(ProxyHandler({})).open(Request(url, data), timeout=10)
        return reply.status, reply.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def suppressed(stage):
    stage.bot.stop()
    asked = stage.bot.command("mail", "suppressed", "-c", stage.bot.config, LEA)
    stage.bot.start()
    check(asked.returncode in (0, 1), f"mail suppressed: {asked.returncode} {asked.stdout}{asked.stderr}")
    return asked.returncode == 1


def a_get_changes_nothing(stage):
    for _ in range(3):    # scanners come more than once
        status, page = ask(link(stage, LEA))
        check(status == 200 and "<button" in page, f"GET: {status} {page[:200]}")
    check(not suppressed(stage), "a GET unsubscribed somebody")


def a_foreign_or_old_link_does_nothing(stage):
    for url in (link(stage, "karim@jeunes.test"), link(stage, LEA, days=-2), link(stage, LEA)[:-1] + "!"):
        status, _ = ask(url, b"List-Unsubscribe=One-Click")
        check(status == 404, f"POST to a link that is none: {status}")
    check(not suppressed(stage), "a link that is none unsubscribed somebody")


def one_click_is_enough(stage):
    status, page = ask(link(stage, LEA), b"List-Unsubscribe=One-Click")
    check(status == 200 and "noté" in page, f"POST: {status} {page[:200]}")
    check(suppressed(stage), "the POST changed nothing")
    status, _ = ask(link(stage, LEA), b"List-Unsubscribe=One-Click")
    check(status == 200, "twice is no error")


def questions_are_still_answered(stage):
    stage.mail.write(LEA, "Bonjour, j'ai 18 ans et j'habite Le Havre, je cherche un apprentissage.")
    stage.box("lea", 1)


def settings(stage, password):
    return {"listen": {"address": "127.0.0.1", "port": quiet_port()}, "public_url": "https://phare.test"}


sys.exit(play(a_get_changes_nothing, a_foreign_or_old_link_does_nothing, one_click_is_enough, questions_are_still_answered, settings=settings))
