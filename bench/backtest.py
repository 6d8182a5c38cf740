#!/usr/bin/env python3
"""Alerts of `phare objectives replay` held against the bars of the project, on the development half and on fresh worlds.

  bench/backtest.py --fixtures DIR --phare build/release/phare [--seeds 2101-2108] [--out DIR]

DIR holds generate.py, backtest.py and reference.py with the development half beside them (they are not part of the
project). The program never sees truth.csv; scoring is the fixtures' own `measure`. Prints every world and the mean;
ends with 1 if the development half, or the mean of the worlds, is beyond a bar.
"""
import argparse, csv, os, shutil, subprocess, sys, tempfile

BARS = {1: (34, 14, 7), 2: (16, 30, 5)}            # level: false alarms %, missed %, lead in months
FLAPS, GAP, COVERED, ENOUGH = 0.02, 0.10, (0.77, 0.87), 50
NAMES = {1: "vigilance", 2: "alerte", 3: "critique"}


def read_alerts(path):
    with open(path, newline="") as file:
        return [(r["objective_id"], int(r["tick"]), int(r["level"]), float(r["p_shortfall"]),
                 float(r["lo80"]), float(r["hi80"])) for r in csv.DictReader(file)]


def replayed(phare, world):
    """Shortfalls and overruns of one world, by the program itself, with truth.csv out of its reach."""
    with tempfile.TemporaryDirectory() as scratch:
        data = os.path.join(scratch, "data")
        os.mkdir(data)
        for name in os.listdir(world):
            if name.endswith(".csv") and name not in ("truth.csv", "golden_dev.csv"):
                shutil.copy(os.path.join(world, name), data)
        out, over = os.path.join(scratch, "alerts.csv"), os.path.join(scratch, "overruns.csv")
        subprocess.run([phare, "objectives", "replay", "--data", data, "--out", out, "--overruns", over], check=True)
        return read_alerts(out), read_alerts(over)


def levels_of(data, rows, level):
    states = {oid: [0] * (objective["H"] - 1) for oid, objective in data.obj.items()}
    for oid, tick, reached, *_ in rows:
        states[oid][tick - 1] = int(reached >= level)
    return states


def graded(data, rows):
    """Ten tenths of P as [told, happened, n] and five fifths of the horizon as [inside, n]."""
    tenths, fifths = [[0.0, 0, 0] for _ in range(10)], [[0, 0] for _ in range(5)]
    for oid, tick, _, p, low, high in rows:
        final, outcome, _ = data.truth[oid]
        tenth = tenths[min(9, int(p * 10))]
        tenth[0] += p
        tenth[1] += outcome == "shortfall"
        tenth[2] += 1
        fifth = fifths[(5 * tick - 1) // data.obj[oid]["H"]]
        fifth[0] += low <= final <= high
        fifth[1] += 1
    return tenths, fifths


def added(total, more):
    for into, one in zip(total, more):
        for i, x in enumerate(one):
            into[i] += x


def judge(name, results):
    """Prints the mean of `results` and returns the bars that it is beyond."""
    beyond = []
    n = len(results)
    print(f"\n{name}: mean of {n} world{'s' if n > 1 else ''}")
    for level in (1, 2, 3):
        mean = {k: sum(r["levels"][level][k] for r in results) / n for k in ("FA", "missed", "lead", "flap")}
        alarms, missed = 100 * mean["FA"], 100 * mean["missed"]
        bar = BARS.get(level)
        print(f"  {NAMES[level]:<10} false alarms {alarms:5.1f} %  missed {missed:5.1f} %  lead {mean['lead']:4.1f} months  "
              f"flaps {mean['flap']:.4f}" + (f"   bars {bar[0]} / {bar[1]} / {bar[2]}" if bar else ""))
        if bar and (alarms > bar[0] or missed > bar[1] or mean["lead"] < bar[2]):
            beyond.append(NAMES[level])
        if mean["flap"] > FLAPS:
            beyond.append(f"flaps of {NAMES[level]}")
    over = {k: sum(r["overrun"][k] for r in results) / n for k in ("FA", "missed", "lead")}
    print(f"  overrun    false alarms {100 * over['FA']:5.1f} %  missed {100 * over['missed']:5.1f} %  lead {over['lead']:4.1f} months   (no bar)")
    tenths, fifths = [[0.0, 0, 0] for _ in range(10)], [[0, 0] for _ in range(5)]
    for result in results:
        added(tenths, result["tenths"])
        added(fifths, result["fifths"])
    gap = max(abs(told - happened) / count for told, happened, count in tenths if count >= ENOUGH)
    cover = [inside / count for inside, count in fifths]
    print("  80 % interval holds " + " ".join(f"{c:.3f}" for c in cover) + f" by fifth   bars {COVERED[0]} to {COVERED[1]}")
    print(f"  largest calibration gap {gap:.3f}   bar {GAP:.2f}")
    if not all(COVERED[0] <= c <= COVERED[1] for c in cover):
        beyond.append("coverage")
    if gap > GAP:
        beyond.append("calibration")
    print("  " + ("beyond: " + ", ".join(beyond) if beyond else "under every bar"))
    return beyond


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fixtures", required=True)
    parser.add_argument("--phare", required=True)
    parser.add_argument("--seeds", default="2101-2108", help="FIRST-LAST")
    parser.add_argument("--out", help="where generated worlds are kept; a temporary folder otherwise")
    options = parser.parse_args()
    if not os.path.exists(os.path.join(options.fixtures, "generate.py")):
        print(f"{options.fixtures}: no generate.py there: NOTHING WAS MEASURED")
        sys.exit(77)  # a skip, to ctest
    sys.path.insert(0, options.fixtures)
    sys.dont_write_bytecode = True
    import backtest

    def measured(folder):
        shortfalls, overruns = replayed(os.path.abspath(options.phare), folder)
        data = backtest.Data(folder)
        levels = {level: backtest.measure(data, levels_of(data, shortfalls, level)) for level in (1, 2, 3)}
        over = backtest.measure(data, levels_of(data, overruns, 2), side="overrun")
        tenths, fifths = graded(data, shortfalls)
        told = levels[2]
        print(f"{os.path.basename(folder.rstrip('/')):<12} vigilance {100 * levels[1]['FA']:5.1f} / {100 * levels[1]['missed']:5.1f} / {levels[1]['lead']:4.1f}   "
              f"alerte {100 * told['FA']:5.1f} / {100 * told['missed']:5.1f} / {told['lead']:4.1f}", flush=True)
        return {"levels": levels, "overrun": over, "tenths": tenths, "fifths": fifths}

    beyond = judge("development half", [measured(options.fixtures)])
    first, last = (int(x) for x in options.seeds.split("-"))
    with tempfile.TemporaryDirectory() as scratch:
        worlds = []
        for seed in range(first, last + 1):
            folder = os.path.join(options.out or scratch, str(seed))
            if not os.path.exists(os.path.join(folder, "truth.csv")):
                subprocess.run([sys.executable, os.path.join(options.fixtures, "generate.py"), "--seed", str(seed), "--out", folder],
                               check=True, stdout=subprocess.DEVNULL)
            worlds.append(measured(folder))
        beyond += judge(f"seeds {options.seeds}", worlds)
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
