"""Short facts told to a bot, one or a few a line, by strangers: `bank_*.jsonl`. Floors on what is read exactly, and on false alarms.

    banks.py PHARE            exit status 1 if a floor is broken
    banks.py PHARE --show     what is read otherwise than labelled

The lines were used for mending and, where calm, for training: they keep what was reached and say nothing of strangers.
How they were read when first seen stands in README.md.
"""

import json
import os
import sys

import score

# exact lines, and alarms on lines that are calm (a roof that somebody has not is danger by the bot's own rules)
FLOORS = {"bank_occupation": (0.78, 6), "bank_person": (0.76, 16)}


def main():
    phare, showing = os.path.abspath(sys.argv[1]), "--show" in sys.argv[2:]
    broken = False
    for name, (floor, most_alarms) in FLOORS.items():
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".jsonl"), encoding="utf-8") as f:
            rows = [json.loads(line) for line in f]
        records = []
        for i, row in enumerate(rows):
            focus = "moi" if row["role"] == "jeune" else "usager"
            context = {"situation": {}, "focus": focus, "bot_act": "demande:" + row["asked"]} if row["asked"] else None
            records.append({"id": str(i), "text": row["text"], "channel": "matrix", "role": row["role"], "now": "2026-05-20", "context": context})
        predicted = score.read(phare, "--jsonl", records, ())
        exact = alarms = 0
        for record, row in zip(records, rows):
            read = predicted[record["id"]]
            want, have = ({k: v for k, v in slots.items() if k != "corrige"} for slots in (row["slots"], read["slots"]))
            want, have = score.pairs(want), score.pairs(have)
            exact += want == have
            alarm = read["crisis"]["level"] >= 2
            alarms += alarm
            if showing and (want != have or alarm):
                print(repr(row["text"]), row["asked"] or "", "| -", sorted(map(str, want - have)), "| +", sorted(map(str, have - want)), "ALARM" if alarm else "")
        share = exact / len(rows)
        low = share < floor or alarms > most_alarms
        broken = broken or low
        print(f"{name}: {len(rows)} lines, exact {share:.4f} (floor {floor}), alarms {alarms} (at most {most_alarms}){'   BROKEN' if low else ''}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
