"""What a test leaves out is said and counted: one prefix in all tests, and .ci/summarise reads it, of tests that passed too."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
wrong = []

OTHER = re.compile(r"""(?:print|echo|log)\W{0,4}f?["'`](?:IGNOR|SKIP(?!PED: ))""")
for file in [*(ROOT / "tests").rglob("*.py"), *(ROOT / "tests").rglob("*.mjs"), *(ROOT / "tests/browser").glob("run")]:
    if "node_modules" in file.parts:
        continue
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if OTHER.search(line):
            wrong.append(f"{file.relative_to(ROOT)}:{number}: says that something is skipped in words that .ci/summarise does not read")

CASES = {"whole": ("<skipped/>", "SKIPPED: chromium absent"), "part": ("", "1 done\nSKIPPED: promtool manque\n2 done"), "good": ("", "no word of SKIPPED: here"),
         "bad": ("<failure/>", "SKIPPED: promtool manque")}
with tempfile.TemporaryDirectory(prefix="phare-summary-") as name:
    folder = pathlib.Path(name)
    (folder / "tests.json").write_text(json.dumps({"tests": [{"name": each, "properties": [{"name": "LABELS", "value": ["unit"]}]} for each in CASES]}))
    (folder / "report.xml").write_text("<testsuite>" + "".join(
        f'<testcase name="{each}" time="1">{mark}<system-out>{said}</system-out></testcase>' for each, (mark, said) in CASES.items()) + "</testsuite>")
    done = subprocess.run([ROOT / ".ci/summarise", folder / "tests.json", folder / "report.xml", "fuzz"], capture_output=True, text=True, check=False)
    told = done.stdout.replace("\u00a0", " ")
    for needed in ("Unité 2 réussis, 1 en échec", "Unité : IGNORÉ, 1 test (chromium absent)", "Unité : IGNORÉ, 1 test (promtool manque)", "2 réussis, 1 échec, 2 ignorés"):
        if needed not in told:
            wrong.append(f"“{needed}” is not said:\n{told}{done.stderr}")
    if done.returncode != 3:
        wrong.append(f"exit {done.returncode}, 3 is wanted")

print("\n".join(wrong), file=sys.stderr)
sys.exit(1 if wrong else 0)
