#!/usr/bin/env python3
"""score.py PHARE FOLDER…: `phare mail inspect` on each mail of FOLDER/expected.json, field by field.

Prints every miss, a line of totals, and what French replies gave (exact, leaks, losses). Exit status 1 below the bars:
98 % of all fields, 97 % of French replies exact without leak or loss, never a wrong may_answer:true.
"""
import json, re, subprocess, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FIELDS = ["cls", "may_answer", "visible", "forwarded", "forwarded_from", "status", "hard", "action", "final_recipient",
          "original_message_id", "recipients", "verp", "attachments", "auth", "trusted_sender", "token", "thread_ids",
          "answer_to", "method", "uid", "subject", "sender", "from_name", "message_id"]
LEAK = "il nous manque votre âge"


def plain(text):
    return re.sub(r"[\s\u00a0\u202f\ufeff]+", " ", text or "").strip()


def same(field, expected, got, want):
    if field in ("visible", "forwarded", "subject", "from_name"):
        if plain(got) == plain(expected) or (field == "visible" and "visible_alt" in want and plain(got) == plain(want["visible_alt"])):
            return True
        if want.get("family") == "reply-html":
            return re.sub(r"\s", "", got or "") == re.sub(r"\s", "", expected)
        return False
    return got == expected


def main():
    phare, folders = sys.argv[1], [Path(f) for f in sys.argv[2:]]
    right = total = wrong_true = replies = exact = leaks = losses = 0
    seconds = 0.0

    def inspect(job):
        folder, name, want = job
        command = [phare, "mail", "inspect", str(folder / name), "--json", "--now", "1741000000"]
        if "envelope_from" in want:
            command += ["--envelope-from", want["envelope_from"]]
        if "authserv_id" in want:
            command += ["--authserv-id", want["authserv_id"]]
        ran = subprocess.run(command, capture_output=True)
        try:
            return json.loads(ran.stdout)
        except ValueError:
            return {"broken": ran.stderr.decode(errors="replace")}

    jobs = [(f, n, w) for f in folders for n, w in json.loads((f / "expected.json").read_text()).items()]
    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(inspect, jobs))
    seconds = time.monotonic() - began
    for (folder, name, want), got in zip(jobs, results):
        if "broken" in got:
            print(f"{name}: no JSON: {got['broken']}")
        for field in FIELDS:
            if field not in want or want.get("optional") and field == "optional":
                continue
            total += 1
            if same(field, want[field], got.get(field), want):
                right += 1
            else:
                print(f"{name}: {field}\n    want {want[field]!r}\n    got  {got.get(field)!r}")
                if field == "may_answer" and got.get(field):
                    wrong_true += 1
        if "reply/" in name and "visible" in want and not name.startswith("public"):
            replies += 1
            text, wanted = plain(got.get("visible")), plain(want["visible"])
            exact += same("visible", want["visible"], got.get("visible"), want)
            leaks += LEAK in text
            losses += any(w not in text for w in plain(want.get("visible_alt", want["visible"])).split())
    print(f"{right}/{total} fields = {100 * right / max(total, 1):.2f} %, wrong may_answer:true {wrong_true}; "
          f"French replies {exact}/{replies} exact, {leaks} leaks, {losses} losses; {len(jobs)} mails in {seconds:.1f} s")
    good = right >= 0.98 * total and not wrong_true and exact >= 0.97 * replies and not leaks and not losses
    sys.exit(0 if good else 1)


main()
