"""What carries no meaning must change nothing (nlu.md §7): over every message of the reading sets, and of the development set
where it is at hand.

    metamorphic.py PHARE

For each change: how many texts are read otherwise (intent, slots, danger). Danger may not be lost by any of them.
"""

import json
import os
import re
import sys
import unicodedata

import form
import score

DEVELOPMENT = os.path.join(os.path.dirname(form.SOURCE), "shared", "fixtures", "nlu", "messages.jsonl")


def without_accents(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not ("\u0300" <= c <= "\u036f"))


def doubled(text):
    """One letter of the longest word, twice: a key held too long."""
    words = re.findall(r"[a-zà-ÿ]{7,}", text)
    if not words:
        return text
    longest = max(words, key=len)
    middle = len(longest) // 2
    return text.replace(longest, longest[:middle] + longest[middle] + longest[middle:], 1)


def swapped(text):
    """Two facts between commas change places. What stands before a colon is a heading, not a fact; "elle", "depuis" and the like
    speak of what stood before them."""
    tied = ("pas ", "non", "pardon", "mais", "si ", " et ", "moi", "pour", "elle ", "ils ", " depuis", "mon fils", "ma fille", "ma nièce")
    if "\n" in text or "?" in text or ":" in text or any(w in text.lower() for w in tied):
        return text
    parts = text.split(", ")
    return ", ".join([parts[1], parts[0], *parts[2:]]) if len(parts) >= 3 else text


def ends(text):
    return "\n" not in text and "://" not in text


# What is changed, how, and how large a share of the messages may be read otherwise.
CHANGES = (
    ("accents removed", without_accents, 0.03),
    ("capitals", lambda t: t.upper(), 0.06),
    ("curly apostrophes", lambda t: t.replace("'", "’"), 0.0),
    ("decomposed letters", lambda t: unicodedata.normalize("NFD", t), 0.0),
    ("svp before", lambda t: "svp " + t if ends(t) else t, 0.04),
    ("svp after", lambda t: t + " svp" if ends(t) else t, 0.04),
    ("politeness before", lambda t: "Bonjour, " + t if ends(t) else t, 0.06),
    ("doubled letter", doubled, 0.10),
    ("two facts swapped", swapped, 0.10),
)


def summary(prediction):
    return prediction["intent"], frozenset(score.pairs(prediction["slots"])), prediction["crisis"]["level"]


def main():
    phare = os.path.abspath(sys.argv[1])
    messages = score.load(score.WAVES + score.HANDED)[0]
    if os.path.exists(DEVELOPMENT):
        with open(DEVELOPMENT, encoding="utf-8") as f:
            messages += [json.loads(line) for line in f]
    else:
        print("the development messages are absent: only our own sets are changed")
    # A greeting or a command is no longer bare with a word beside it.
    bare = {"saluer", "remercier_cloturer", "confirmer", "infirmer", "incomprehensible", "hostile", "injection", "hors_perimetre"}
    before = {k: summary(p) for k, p in score.read_messages(phare, messages).items()}
    broken = False
    for name, change, share in CHANGES:
        changed = []
        for m in messages:
            text = change(m["text"])
            if text != m["text"] and not (m["intent"] in bare and ("svp" in name or "politeness" in name)):
                changed.append({**m, "text": text})
        after = score.read_messages(phare, changed)
        other = [m for m in changed if summary(after[m["id"]]) != before[m["id"]]]
        # A false alarm that goes is no danger lost; it counts as read otherwise.
        lost = [m for m in changed if m["crisis"]["level"] >= 2 and before[m["id"]][2] >= 2 > after[m["id"]]["crisis"]["level"]]
        worse = len(other) > share * len(changed) or (lost and name != "doubled letter" and name != "capitals")
        broken = broken or worse
        print(f"{name:20} {len(other):4} of {len(changed):4} read otherwise (at most {share:.0%}), {len(lost)} dangers lost{'   BROKEN' if worse else ''}")
        for m in (other if "--show" in sys.argv else lost)[:40]:
            print("   ", repr(m["text"][:90]), before[m["id"]][0], "→", after[m["id"]]["intent"],
                  sorted(map(str, before[m["id"]][1] ^ score.pairs(after[m["id"]]["slots"]))))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
