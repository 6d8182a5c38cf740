"""The units: every directive is known to this systemd, and what is left open to the service scores at most 1.5 (0 is sealed, 10 is open)."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

UNITS = pathlib.Path(__file__).resolve().parents[2] / "packaging" / "systemd"
MOST = 1.5

if not shutil.which("systemd-analyze"):
    print("SKIPPED: systemd-analyze manque (apt-get install systemd)")
    sys.exit(77)

wrong = []
services = sorted(UNITS.glob("*.service"))
assert len(services) == 2, services
for unit in services:
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", told)
    if not found:
        wrong.append(f"{unit.name}: systemd-analyze gives no figure:\n{told[-300:]}")
    else:
        print(f"{unit.name}: exposure {found[1]}")
        if float(found[1]) > MOST:
            wrong.append(f"{unit.name}: exposure {found[1]}, at most {MOST} is wanted")

# `verify` wants the program to exist, so copies of the units name one that does.
with tempfile.TemporaryDirectory() as folder:
    copies = []
    for unit in sorted(UNITS.iterdir()):
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(encoding="utf-8"), flags=re.M)
        text = re.sub(r"^Documentation=.*$", "", text, flags=re.M)
        copy = pathlib.Path(folder) / unit.name
        copy.write_text(text, encoding="utf-8")
        copies.append(str(copy))
    told = subprocess.run(["systemd-analyze", "verify", *copies], capture_output=True, text=True, check=False)
    about_ours = [line for line in told.stderr.splitlines() if folder in line or "phare" in line]
    if about_ours:
        wrong.append("systemd-analyze verify:\n" + "\n".join(about_ours))

service = (UNITS / "phare.service").read_text(encoding="utf-8")
for needed in ("Type=notify", "WatchdogSec=", "StateDirectory=phare", "LoadCredential=", "LimitNOFILE=16384", "NoNewPrivileges=yes"):
    if f"\n{needed}" not in service:
        wrong.append(f"phare.service: {needed} is missing")

print("\n".join(wrong), file=sys.stderr)
sys.exit(1 if wrong else 0)
