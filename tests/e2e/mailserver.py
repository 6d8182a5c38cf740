#!/usr/bin/env python3
"""A real Postfix and Dovecot on 127.0.0.1, for the tests of this folder.

    border  ──►  Postfix ──► @phare.test   LMTP, to the program under test
    submission ─►        └─► @jeunes.test  Dovecot's LMTP, to mailboxes that IMAP reads

Everything of one server (queue, mailboxes, keys, log) lives in a folder of its own; /etc and /var stay untouched. Mails that
come in at the border keep their Authentication-Results: the test plays the border filter. Retries come after seconds.
"""
import email
import email.policy
import imaplib
import os
import pathlib
import random
import re
import shutil
import smtplib
import socket
import socketserver
import ssl
import subprocess
import threading
import time

from homeserver import Unavailable

USERS = ("lea", "karim", "boite", "relais")
PASSWORD = "secret"


def require_install():
    here = pathlib.Path(__file__).parent
    asked = subprocess.run([here / "install-mailserver"], capture_output=True, text=True)
    if asked.returncode != 0:
        raise Unavailable((asked.stderr.strip().splitlines() or ["install-mailserver failed"])[-1])


class Policy(socketserver.ThreadingTCPServer):
    """Postfix asks it about each recipient (policy delegation). Who is in `greylisted` is turned away the first time."""
    allow_reuse_address, daemon_threads = True, True

    def __init__(self):
        self.greylisted, self.asked = set(), []
        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answer(socketserver.StreamRequestHandler):
    def handle(self):
        fields = {}
        for line in self.rfile:
            text = line.decode().strip()
            if text:
                name, _, fields[name] = text.partition("=")
                continue
            to, verdict = fields.get("recipient", ""), "DUNNO"
            self.server.asked.append((time.monotonic(), to))
            if to in self.server.greylisted:
                self.server.greylisted.discard(to)
                verdict = "451 4.7.1 Greylisted, try again later"
            self.wfile.write(f"action={verdict}\n\n".encode())
            fields = {}


def quiet_port():
    """A free port below those that outgoing connections get: nobody takes it before the daemon has started."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class MailServer:
    def __init__(self, folder, lmtp_port):
        self.folder, self.lmtp_port = pathlib.Path(folder), lmtp_port
        self.border, self.submission, self.plain, self.wrapped, self.imaps, self.imap = (quiet_port() for _ in range(6))
        self.ca, self.log_file = self.folder / "ca.pem", self.folder / "mail.log"
        self.policy = Policy()
        self.sent = 0

    # --- beginning and end ------------------------------------------------------------------------------------------
    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)    # Postfix and Dovecot give up their rights
        for name in ("postfix", "spool", "data", "dovecot", "run", "state", "boxes"):
            (self.folder / name).mkdir(exist_ok=True)
        shutil.chown(self.folder / "data", "postfix")
        shutil.chown(self.folder / "boxes", "nobody", "nogroup")
        self.make_keys()
        self.configure_dovecot()
        self.configure_postfix()
        self.run("/usr/sbin/dovecot", "-c", self.folder / "dovecot/dovecot.conf")
        self.run("/usr/sbin/postfix", "-c", self.folder / "postfix", "start")
        for port in (self.border, self.submission, self.wrapped, self.imaps, self.imap):
            self.wait_for(port)

    def stop(self):
        for command in (["/usr/sbin/postfix", "-c", str(self.folder / "postfix"), "stop"],
                        ["/usr/bin/doveadm", "-c", str(self.folder / "dovecot/dovecot.conf"), "stop"]):
            subprocess.run(command, capture_output=True, timeout=30)
        self.policy.shutdown()
        self.policy.server_close()

    def run(self, *words):
        with open(self.folder / "start.log", "ab") as log:    # the daemons keep what they are given
            done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if done.returncode != 0:
            raise RuntimeError(f"{words[0]}: {done.returncode} {(self.folder / 'start.log').read_text()[-600:]}")

    def wait_for(self, port, limit=20):
        until = time.monotonic() + limit
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                if time.monotonic() > until:
                    raise RuntimeError(f"nothing listens on {port}: {self.log()[-800:]}") from None
                time.sleep(0.05)

    # --- configuration ----------------------------------------------------------------------------------------------
    def make_keys(self):
        """An authority of our own and a certificate for localhost."""
        here = self.folder
        (here / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        for words in (f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=essai -keyout {here}/ca.key -out {self.ca}",
                      f"req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout {here}/key.pem -out {here}/request.pem",
                      f"x509 -req -in {here}/request.pem -CA {self.ca} -CAkey {here}/ca.key -CAcreateserial -days 2 "
                      f"-extfile {here}/names -out {here}/cert.pem"):
            done = subprocess.run(["openssl", *words.split()], capture_output=True, text=True)
            if done.returncode != 0:
                raise RuntimeError(f"openssl: {done.stderr[-400:]}")

    def configure_postfix(self):
        here = self.folder
        main = {
            "compatibility_level": "3.6", "queue_directory": here / "spool", "data_directory": here / "data",
            "command_directory": "/usr/sbin", "daemon_directory": "/usr/lib/postfix/sbin", "shlib_directory": "/usr/lib/postfix",
            "meta_directory": "/etc/postfix", "mail_owner": "postfix", "setgid_group": "postdrop",
            "maillog_file": self.log_file, "maillog_file_prefixes": here,
            "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4", "myhostname": "mx.phare.test", "mydestination": "",
            "mynetworks": "127.0.0.0/8", "alias_maps": "", "local_recipient_maps": "", "recipient_delimiter": "+",
            "relay_domains": "phare.test, jeunes.test", "local_transport": "error:no local mail",
            "relay_transport": "error:5.1.2 nobody is reached from here", "default_transport": "error:5.1.2 nobody is reached from here",
            "transport_maps": f"inline:{{ phare.test=lmtp:inet:127.0.0.1:{self.lmtp_port}, "
                              f"jeunes.test=lmtp:unix:{here}/run/lmtp }}",
            # retried after seconds, given up after minutes
            "queue_run_delay": "1s", "minimal_backoff_time": "1s", "maximal_backoff_time": "2s", "transport_retry_time": "1s",
            "maximal_queue_lifetime": "5m", "bounce_queue_lifetime": "5m",
            "default_destination_concurrency_failed_cohort_limit": "100", "lmtp_connect_timeout": "5s",
            # each mail on a connection of its own: a bot that was killed leaves no dead one behind
            "lmtp_connection_cache_on_demand": "no",
            "smtpd_recipient_restrictions": f"check_policy_service inet:127.0.0.1:{self.policy.server_address[1]}",
            "smtpd_relay_restrictions": "permit_mynetworks, reject_unauth_destination", "smtputf8_enable": "yes",
            "smtpd_forbid_bare_newline": "yes",
            "smtpd_tls_cert_file": here / "cert.pem", "smtpd_tls_key_file": here / "key.pem", "smtpd_tls_security_level": "may",
            "smtpd_sasl_type": "dovecot", "smtpd_sasl_path": here / "run/auth", "smtpd_peername_lookup": "no"}
        (here / "postfix/main.cf").write_text("".join(f"{name} = {value}\n" for name, value in main.items()))
        master = [f"127.0.0.1:{self.border} inet n - n - - smtpd",
                  f"127.0.0.1:{self.submission} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes"
                  " -o smtpd_relay_restrictions=permit_sasl_authenticated,reject",
                  # TLS from the first byte, as on port 465
                  f"127.0.0.1:{self.wrapped} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes"
                  " -o smtpd_relay_restrictions=permit_sasl_authenticated,reject",
                  # a relay that offers no encryption
                  f"127.0.0.1:{self.plain} inet n - n - - smtpd -o smtpd_tls_security_level=none",
                  "postlog unix-dgram n - n - 1 postlogd", "pickup unix n - n 60 1 pickup", "qmgr unix n - n 1 1 qmgr"]
        for name, program in (("cleanup", ""), ("rewrite", "trivial-rewrite"), ("tlsmgr", ""), ("bounce", ""), ("defer", "bounce"),
                              ("trace", "bounce"), ("flush", ""), ("showq", ""), ("error", ""), ("retry", "error"), ("lmtp", ""),
                              ("anvil", ""), ("scache", ""), ("proxymap", ""), ("smtp", ""), ("discard", "")):
            public = name in ("cleanup", "flush", "showq")
            processes = "0" if name in ("cleanup", "bounce", "defer", "trace", "flush") else "1" if name in ("tlsmgr", "anvil", "scache") else "-"
            master.append(f"{name} unix {'n' if public else '-'} - n - {processes} {program or name}")
        (here / "postfix/master.cf").write_text("\n".join(master) + "\n")

    def configure_dovecot(self):
        here = self.folder
        (here / "dovecot/users").write_text("".join(f"{user}@jeunes.test:{{PLAIN}}{PASSWORD}::::::\n" for user in USERS))
        (here / "dovecot/users").chmod(0o644)
        (here / "dovecot/dovecot.conf").write_text(f"""
base_dir = {here}/run
state_dir = {here}/state
instance_name = phare-e2e-{os.getpid()}
log_path = {here}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = required
ssl_cert = <{here}/cert.pem
ssl_key = <{here}/key.pem
auth_mechanisms = plain login
mail_location = maildir:{here}/boxes/%u
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
first_valid_gid = 1
recipient_delimiter = +
passdb {{
  driver = passwd-file
  args = username_format=%Lu {here}/dovecot/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%Lu {here}/dovecot/users
  override_fields = uid=nobody gid=nogroup home={here}/boxes/%Lu
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.imap}
  }}
  inet_listener imaps {{
    port = {self.imaps}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0666
  }}
}}
service auth {{
  unix_listener auth {{
    mode = 0666
  }}
}}
protocol lmtp {{
  auth_username_format = %Lu
}}
""")

    # --- what tests do with it --------------------------------------------------------------------------------------
    def log(self):
        return self.log_file.read_text(errors="replace") if self.log_file.is_file() else ""

    def raw(self, sender, text, subject="question", to="orientation@phare.test", more=""):
        self.sent += 1
        domain = sender.rpartition("@")[2]
        return (f"Authentication-Results: mx.phare.test; dmarc=pass header.from={domain}\r\n"
                f"From: <{sender}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nMessage-ID: <{self.sent}.{os.getpid()}@{domain}>\r\n"
                f"Date: Sun, 29 Nov 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                f"Content-Transfer-Encoding: 8bit\r\n{more}\r\n{text}\r\n").encode()

    def write(self, sender, text, to=("orientation@phare.test",), **more):
        """Puts a mail in at the border, as another server would."""
        with smtplib.SMTP("127.0.0.1", self.border, local_hostname="ailleurs.test", timeout=30) as smtp:
            smtp.sendmail(sender, list(to), self.raw(sender, text, to=to[0], **more), mail_options=["BODY=8BITMIME"])

    def make_folder(self, user, name):
        self.run("/usr/bin/doveadm", "-c", self.folder / "dovecot/dovecot.conf", "mailbox", "create", "-u", f"{user}@jeunes.test", name)

    def box(self, user, folder="INBOX"):
        """The mails of a mailbox, oldest first, as EmailMessage. `folder`: as on the wire (modified UTF-7)."""
        context = ssl.create_default_context(cafile=self.ca)
        imap = imaplib.IMAP4_SSL("localhost", self.imaps, ssl_context=context)
        try:
            imap.login(f"{user}@jeunes.test", PASSWORD)
            imap.select(f'"{folder}"', readonly=True)
            _, found = imap.search(None, "ALL")
            mails = []
            for number in found[0].split():
                _, parts = imap.fetch(number, "(FLAGS BODY.PEEK[])")
                mail = email.message_from_bytes(parts[0][1], policy=email.policy.default)
                mail.seen = rb"\Seen" in parts[0][0] or any(isinstance(part, bytes) and rb"\Seen" in part for part in parts)
                mails.append(mail)
            return mails
        finally:
            imap.logout()

    def statuses(self, to):
        """What became of mails to this address, in Postfix's words: sent, deferred, bounced."""
        return re.findall(rf"to=<{re.escape(to)}>.*?status=(\w+)", self.log())


def text_of(mail):
    return mail.get_body(("plain",)).get_content()
