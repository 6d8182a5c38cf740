"""What Prometheus rules and the Grafana dashboard ask for is what the running service tells; promtool, where it is, agrees with both."""
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile

from stage import ROOT, Stage

HERE = ROOT / "packaging" / "monitoring"
NAME = re.compile(r"\b(phare_[a-z_]+)\b")
wrong = []


def asked(expressions):
    return {re.sub(r"_(bucket|sum|count)$", "", name) for each in expressions for name in NAME.findall(each)}


spec = importlib.util.spec_from_file_location("dashboard", HERE / "make-dashboard.py")
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
dashboard = json.loads((HERE / "grafana.json").read_text(encoding="utf-8"))
if dashboard != json.loads(json.dumps(made.DASHBOARD)):
    wrong.append("grafana.json is not what make-dashboard.py writes: run it")

rules = (HERE / "phare-rules.yml").read_text(encoding="utf-8")
wanted = {"phare-rules.yml": asked(re.findall(r"expr: (.*)", rules) + re.findall(r'query \\"(\w+)', rules)),
          "grafana.json": asked(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])}
for name, metrics in wanted.items():
    assert len(metrics) >= 5, f"{name}: found only {metrics}"

with tempfile.TemporaryDirectory(prefix="phare-monitoring-") as folder:
    stage = Stage(folder, "\ndesk: {members: [\"@secretariat:phare.exemple\"], examples: oui}\n")
    try:
        stage.start()
        stage.hear("READY=1")
        status, told = stage.ask("/metrics", stage.metrics)
        assert status == 200, status
        stage.stop()
    finally:
        stage.kill()

# ecosystem.md §1.4: one prefix of one word, English, base units, no ms and no days.
for name in re.findall(r"^# TYPE (\S+)", told, flags=re.M):
    if not name.startswith("phare_") or re.search(r"_(jours|days|hours|minutes|ms|millis|milliseconds|micros)(_|$)", name):
        wrong.append(f"{name}: not a name of ours in base units")

told_names = set(re.findall(r"^# TYPE (\S+)", told, flags=re.M))
for name, metrics in wanted.items():
    for metric in sorted(metrics - told_names):
        wrong.append(f"{name} asks for {metric}, which /metrics does not tell")
    print(f"{name}: {len(metrics)} metrics")

# Whoever is woken by one finds in the handbook what it is and what to do.
handbook = (ROOT / "docs" / "guide-exploitant.md").read_text(encoding="utf-8")
alerts = re.findall(r"- alert: (\w+)", rules)
assert len(alerts) >= 5, alerts
wrong += [f"guide-exploitant.md does not name the alert {alert}" for alert in alerts if f"`{alert}`" not in handbook]

for metric in sorted(told_names - set().union(*wanted.values())):
    wrong.append(f"/metrics tells {metric}, which neither rules nor dashboard show")

if shutil.which("promtool"):
    for words, given in ((["check", "rules", str(HERE / "phare-rules.yml")], None), (["check", "config", str(HERE / "prometheus.yml")], None),
                         (["check", "metrics"], told)):
        done = subprocess.run(["promtool", *words], input=given, capture_output=True, text=True, check=False)
        if done.returncode:
            wrong.append(f"promtool {' '.join(words)}:\n{done.stdout}{done.stderr}")
        print("promtool", words[1])
else:
    print("SKIPPED: promtool manque (apt-get install prometheus) ; les noms sont vérifiés")

print("\n".join(wrong), file=sys.stderr)
sys.exit(1 if wrong else 0)
