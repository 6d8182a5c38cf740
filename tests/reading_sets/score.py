"""Scores `phare read` on the reading sets and holds floors on their union.

    score.py PHARE                      all waves, floors held: exit status 1 if one is broken
    score.py PHARE --show wave_2        what was read otherwise than labelled, in one wave

Metrics: message schema §9. The floors are of the union, which was worked on; how well the reader did on each wave when it
first saw it stands in README.md beside this file, and is the honest figure.
"""

import collections
import importlib
import json
import os
import re
import subprocess
import sys
import unicodedata

import form

WAVES = ("wave_1", "wave_2", "wave_3", "wave_4", "wave_5", "wave_6", "wave_7", "families", "voices")
HANDED = ("wave_8", "wave_9")  # strangers' corpora: held by themselves, so that they hide nothing and nothing hides them
FLOORS = {
    "intent macro-F1": 0.90, "slots F1": 0.90, "changed situation exact": 0.78, "kept situation": 0.93,
    "danger recall": 0.97, "danger precision": 0.93, "immediate seen as such": 0.85, "dialogue success": 0.75,
    "out of scope AUROC": 0.95,
}
FLOORS_HANDED = {
    "intent macro-F1": 0.84, "slots F1": 0.92, "changed situation exact": 0.80, "kept situation": 0.93, "danger recall": 0.85,
    "danger precision": 0.87, "immediate seen as such": 0.10, "dialogue success": 0.63, "out of scope AUROC": 0.94,
}
OUT_OF_SCOPE = {"hors_perimetre", "hostile", "injection", "incomprehensible"}


def folded(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    plain = " ".join(re.sub(r"[-'’_]", " ", plain).split())
    return re.sub(r"^(quartier )?(la |le |les |l )?", "", plain)


def minutes(duration):
    found = re.fullmatch(r"P(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?)?", duration)
    if not found:
        return duration
    months, weeks, days, hours = (int(g or 0) for g in found.groups())
    return f"{months} months {(weeks * 7 + days) * 24 + hours} hours"


def value(name, v):
    if name in ("quartier", "lieu_ambigu"):
        return folded(v)
    if name == "duree":
        return minutes(v)
    if isinstance(v, bool):
        return v
    return float(v) if isinstance(v, (int, float)) else str(v).lower()


def pairs(slots, before=""):
    """Slots as a set of (name, value): list items one by one."""
    out = set()
    for name, v in slots.items():
        if name == "autres":
            for other in v:
                rest = {k: x for k, x in other.items() if k != "beneficiaire"}
                out |= pairs(rest, f"{before}{other.get('beneficiaire', 'autre')}: ")
        elif isinstance(v, dict):
            out |= {(f"{before}{name}.{k}", value(k, x)) for k, xs in v.items() for x in xs}
        elif isinstance(v, list):
            out |= {(before + name, value(name, x)) for x in v}
        else:
            out.add((before + name, value(name, v)))
    return out


def persons(situation):
    return {(person, *pair) for person, facts in situation.items() for pair in pairs(facts)}


def read(phare, option, records, hide):
    lines = "".join(json.dumps({k: v for k, v in r.items() if k not in hide}, ensure_ascii=False) + "\n" for r in records)
    done = subprocess.run([phare, "read", option], input=lines.encode(), stdout=subprocess.PIPE, check=True, cwd=form.SOURCE)
    return {p["id"]: p for p in map(json.loads, done.stdout.decode().splitlines())}


LABELS = ("lang", "intent", "accept", "slots", "situation_after", "crisis", "tags", "notes")


def read_messages(phare, messages):
    return read(phare, "--jsonl", messages, LABELS)


def read_dialogues(phare, dialogues):
    bare = [{**d, "turns": [{k: t[k] for k in ("who", "act", "text") if k in t} for t in d["turns"]]} for d in dialogues]
    return read(phare, "--dialogues", bare, ("situation", "focus", "familles", "crisis_level", "title", "lang", "tags", "notes"))


def f1(right, wrong, missed):
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def auroc(inside, outside):
    better = sum((o > i) + 0.5 * (o == i) for o in outside for i in inside)
    return better / (len(inside) * len(outside)) if inside and outside else 1.0


def score(messages, predicted, dialogues, spoken, show):
    n = collections.Counter()
    intents = collections.defaultdict(collections.Counter)
    scores = {True: [], False: []}
    for gold in messages:
        p = predicted[gold["id"]]
        said = gold["intent"] if p["intent"] in gold["accept"] else p["intent"]
        if said == gold["intent"]:
            intents[said]["right"] += 1
        else:
            intents[said]["wrong"] += 1
            intents[gold["intent"]]["missed"] += 1
        want, have = pairs(gold["slots"]), pairs(p["slots"])
        n["slot right"] += len(want & have)
        n["slot wrong"] += len(have - want)
        n["slot missed"] += len(want - have)
        before = persons((gold["context"] or {}).get("situation", {}))
        after, now = persons(gold["situation_after"]), persons(p["situation"])
        kind = "changed" if after != before else "kept"
        n[kind] += 1
        n[kind + " exact"] += after == now
        level, seen = gold["crisis"]["level"], p["crisis"]["level"]
        if level >= 2:
            n["danger"] += 1
            n["danger seen"] += seen >= 2
        n["immediate"] += level == 3
        n["immediate seen"] += level == 3 and seen == 3
        n["false alarm"] += level == 0 and seen >= 2
        if gold["intent"] != "crise" and not OUT_OF_SCOPE & set(gold["accept"]):
            scores[gold["intent"] in OUT_OF_SCOPE].append(p["oos_score"])
        if show and (said != gold["intent"] or want != have or after != now or (level >= 2) != (seen >= 2)):
            print(gold["id"], repr(gold["text"][:100]), gold["intent"], "→", p["intent"],
                  "| -", sorted(map(str, want - have)), "| +", sorted(map(str, have - want)), f"| {level}/{seen}")
    for gold in dialogues:
        p = spoken[gold["id"]]
        offered, wanted = set(p["familles"]), gold["familles"]
        good = (persons(gold["situation"]) == persons(p["situation"]) and set(wanted["attendues"]) <= offered
                and not set(wanted["exclues"]) & offered and (gold["crisis_level"] >= 2) == (p["crisis_level"] >= 2))
        n["dialogue"] += 1
        n["dialogue good"] += good
        if show and not good:
            print(gold["id"], gold["title"], "| -", sorted(map(str, persons(gold["situation"]) - persons(p["situation"]))),
                  "| +", sorted(map(str, persons(p["situation"]) - persons(gold["situation"]))),
                  "| families missing", sorted(set(wanted["attendues"]) - offered), "forbidden", sorted(set(wanted["exclues"]) & offered))
    named = [i for i in intents.values() if i["right"] + i["missed"]]
    return {
        "intent macro-F1": sum(f1(i["right"], i["wrong"], i["missed"]) for i in named) / len(named),
        "slots F1": f1(n["slot right"], n["slot wrong"], n["slot missed"]),
        "changed situation exact": n["changed exact"] / n["changed"],
        "kept situation": n["kept exact"] / n["kept"],
        "danger recall": n["danger seen"] / max(1, n["danger"]),
        "danger precision": n["danger seen"] / max(1, n["danger seen"] + n["false alarm"]),
        "immediate seen as such": n["immediate seen"] / max(1, n["immediate"]),
        "dialogue success": n["dialogue good"] / max(1, n["dialogue"]),
        "out of scope AUROC": auroc(scores[False], scores[True]),
    }


def load(waves):
    messages, dialogues = [], []
    for name in waves:
        module = importlib.import_module(name)
        more = form.numbered(name, module.M, module.D)
        messages += more[0]
        dialogues += more[1]
    return messages, dialogues


def main():
    phare = os.path.abspath(sys.argv[1])
    showing = len(sys.argv) > 2
    broken = False
    for waves, floors in ((sys.argv[3:], FLOORS),) if showing else ((WAVES, FLOORS), (HANDED, FLOORS_HANDED)):
        messages, dialogues = load(waves)
        figures = score(messages, read_messages(phare, messages), dialogues, read_dialogues(phare, dialogues), showing)
        print(f"{', '.join(waves)}: {len(messages)} messages, {len(dialogues)} dialogues")
        for name, figure in figures.items():
            low = figure < floors[name] and not showing
            broken = broken or low
            print(f"  {name:26} {figure:.4f}   floor {floors[name]:.2f}{'   BROKEN' if low else ''}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
