"""The handbooks: every link, picture and named example stands where it is said to, in the sources and once installed; no picture lies unused."""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
wrong = []


def follow(folder, files, shown):
    seen = set()
    for file in files:
        text = file.read_text(encoding="utf-8")
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):
                continue
            there = (file.parent / link).resolve()
            seen.add(there)
            beside = shown == "installed" and (ROOT / "packaging" / there.relative_to(folder)).exists() if folder in there.parents else False
            if not beside and (not there.exists() or folder not in (there, *there.parents)):
                wrong.append(f"{shown}/{file.relative_to(folder)}: {link} leads nowhere")
    return seen


sources = [file for file in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "rules").rglob("README.md"), *(ROOT / "adapters").rglob("README.md"))]
seen = follow(ROOT, sources, "sources")
for picture in (ROOT / "docs/pictures").iterdir():
    if picture not in seen:
        wrong.append(f"{picture.relative_to(ROOT)}: no handbook shows it")

with tempfile.TemporaryDirectory(prefix="phare-docs-") as name:
    target = pathlib.Path(name).resolve() / "doc"
    subprocess.run([ROOT / "packaging/installed-docs", ROOT, target], check=True)
    installed = list(target.rglob("*.md"))
    assert len(installed) >= 10, installed
    follow(target, installed, "installed")
    for file in installed:
        for named in re.findall(r"/usr/share/doc/phare/([\w./-]*\w)", file.read_text(encoding="utf-8")):
            if not (target / named).exists() and not (ROOT / "packaging" / named).exists():
                wrong.append(f"installed/{file.name}: /usr/share/doc/phare/{named} is not installed")
    for file in target.glob("guide-*.md"):
        for named in re.findall(r"`((?:bot|tests|docs)/[\w./-]+\.(?:csv|txt|yaml|md))`", file.read_text(encoding="utf-8")):
            if named != "bot/packages.txt":  # of a machine that compiles
                wrong.append(f"installed/{file.name}: {named} is of the sources")

print(f"{len(sources)} texts, {len(seen)} links")
print("\n".join(wrong), file=sys.stderr)
sys.exit(1 if wrong else 0)
