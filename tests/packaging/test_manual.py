"""phare(1) and the completion name every command and every option that --help knows, and no other."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PHARE = os.environ["PHARE_PROGRAM"]
wrong = []


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def helped(words=()):
    """{command: options} as --help tells them."""
    text = run(PHARE, *words, "--help")
    below = re.search(r"^Commandes\u00a0:\n((?:  .*\n?)+)", text, flags=re.M)
    if not below:
        return {" ".join(words): set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", "\n".join(
            line for line in text.splitlines() if re.match(r"\s+-", line))))}
    found = {}
    for name in re.findall(r"^  ([a-z-]+) ", below[1], flags=re.M):
        found.update(helped((*words, name)))
    return found


commands = helped()
assert len(commands) >= 15, commands
page = "".join([(ROOT / "packaging" / "man" / "head.roff").read_text(encoding="utf-8"), run(PHARE, "reference", "man"),
                (ROOT / "packaging" / "man" / "tail.roff").read_text(encoding="utf-8")])
plain = page.replace("\\-", "-")
sections = {part.split("\n", 1)[0].removeprefix("phare ").strip(): part for part in re.split(r"^\.SS ", plain, flags=re.M)[1:]}
for command, options in commands.items():
    if command not in sections:
        wrong.append(f"phare.1 does not know phare {command}")
        continue
    written = set(re.findall(r"^\.B .*", sections[command].split("\n.SH ")[0], flags=re.M))
    written = {option for line in written for option in re.findall(r"--[a-z][a-z-]+", line)}
    options = options - {"--help"}
    if written != options:
        wrong.append(f"phare {command}: phare.1 and --help differ: {sorted(written ^ options)}")
for section in set(sections) - set(commands):
    wrong.append(f"phare.1 knows phare {section}, --help does not")

# No secret on a command line: others read those with ps.
for command, options in commands.items():
    for option in options:
        if re.search(r"password|secret|token", option):
            wrong.append(f"phare {command} {option}: a secret would stand in the list of processes")

with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "phare.1"
    file.write_text(page, encoding="utf-8")
    if shutil.which("man"):
        told = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(file)], capture_output=True, text=True, check=False)
        if told.returncode or told.stderr.strip():
            wrong.append("man --warnings: " + told.stderr)
    completion = pathlib.Path(folder) / "phare.bash"
    completion.write_text(run(PHARE, "reference", "bash"), encoding="utf-8")

    def offers(*words):
        script = f"source {completion}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _phare; echo \"${{COMPREPLY[*]}}\""
        return run("bash", "-c", script).split()

    for words, expected in ((("phare", "dem"), ["demo"]), (("phare", "catalogue", "d"), ["diff"]), (("phare", "serve", "--conf"), ["--config"])):
        if offers(*words) != expected:
            wrong.append(f"completion of {' '.join(words)}: {offers(*words)} instead of {expected}")

for words, advice in ((["serv"], "Vouliez-vous dire «\u00a0serve\u00a0»\u00a0?"), (["serve", "--cnfig", "x"], "Vouliez-vous dire «\u00a0--config\u00a0»\u00a0?"), (["catalogue", "dif"], "Vouliez-vous dire «\u00a0diff\u00a0»\u00a0?"),
                      (["doctor", "--token=abc"], "aucune option ne s’appelle «\u00a0--token\u00a0»")):
    done = subprocess.run([PHARE, *words], capture_output=True, text=True, check=False)
    if done.returncode != 2 or advice not in done.stderr:
        wrong.append(f"phare {' '.join(words)}: exit {done.returncode}, {done.stderr!r}")

# What is for programs is JSON on standard output, and nothing else there.
with tempfile.TemporaryDirectory() as folder:
    config = pathlib.Path(folder) / "config.yaml"
    config.write_text(f"data: {{folder: {folder}/data}}\nweb: {{listen: {{port: 0}}, proxies: [127.0.0.1]}}\nmetrics: {{port: 0}}\n", encoding="utf-8")
    for words, code in ((["check"], 0), (["check", folder], 4), (["doctor", "-c", str(config)], 96), (["doctor", "-c", folder + "/none"], 3)):
        done = subprocess.run([PHARE, *words, "--json"], capture_output=True, text=True, check=False)
        try:
            told = json.loads(done.stdout)
        except json.JSONDecodeError as error:
            wrong.append(f"phare {' '.join(words)} --json: {error}: {done.stdout!r}")
            continue
        if done.returncode != code or told["ok"] != (code == 0) or told.get("code", code) != code:
            wrong.append(f"phare {' '.join(words)} --json: exit {done.returncode} instead of {code}, {done.stdout}{done.stderr}")

# What could not be said is not taken for said.
with open("/dev/full", "w", encoding="utf-8") as full:
    done = subprocess.run([PHARE, "config", "example"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
if done.returncode != 3 or "la sortie ne s’écrit pas" not in done.stderr:
    wrong.append(f"phare config example > /dev/full: exit {done.returncode}, {done.stderr!r}")

print("\n".join(wrong), file=sys.stderr)
print(f"{len(commands)} commands, {sum(map(len, commands.values()))} options")
sys.exit(1 if wrong else 0)
