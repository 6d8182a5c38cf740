"""Pictures of the terminal in the handbooks: the commands are run, and what they say is the picture, word for word. A picture in
docs/pictures that differs from what the program says today is a failure; PHARE_PICTURES=docs/pictures writes them anew.

The same run checks that the catalogue guide's transcript is what the program says of the guide's own example."""
import html
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PHARE = os.environ["PHARE_PROGRAM"]
PICTURES = SOURCE / "docs" / "pictures"
COLUMNS, LETTERS, LINE = 100, 16, 22
wrong = []


def expect(good, what):
    if not good:
        wrong.append(what)


def said(folder, *command, code):
    done = subprocess.run([PHARE, *command], cwd=folder, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL)
    expect(done.returncode == code, f"phare {' '.join(command)} ends with {done.returncode}, not {code}: {done.stderr}")
    return (done.stdout + done.stderr).replace(str(folder), "/essai").rstrip("\n").split("\n")


def picture(name, title, screens):
    """Commands and what they said, as an SVG with real text; compared, or written."""
    lines = []
    for command, answer in screens:
        lines.append(("c", "$ " + command))
        for line in answer:
            lines += [("t", part) for part in textwrap.wrap(line, COLUMNS, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False) or [""]]
    width, height = 24 + round(COLUMNS * LETTERS * 0.602), 24 + LINE * len(lines)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
           f'font-family="\'DejaVu Sans Mono\', monospace" font-size="{LETTERS}">',
           f"<title>{html.escape(title)}</title>", f'<rect width="{width}" height="{height}" rx="6" fill="#16202a"/>']
    for n, (kind, text) in enumerate(lines):
        colour, weight = ("#ffffff", ' font-weight="bold"') if kind == "c" else ("#d5dee6", "")
        out.append(f'<text x="12" y="{12 + LINE * n + LETTERS}" fill="{colour}"{weight} xml:space="preserve">{html.escape(text)}</text>')
    drawn = "\n".join([*out, "</svg>"]) + "\n"
    where = os.environ.get("PHARE_PICTURES")
    if where:
        (pathlib.Path(where) / f"{name}.svg").write_text(drawn, encoding="utf-8")
        return
    kept = PICTURES / f"{name}.svg"
    expect(kept.is_file(), f"{kept} is missing: PHARE_PICTURES=docs/pictures tests/packaging/test_pictures.py")
    if kept.is_file():
        expect(kept.read_text(encoding="utf-8") == drawn, f"{name}.svg shows what the program does not say any more:\n" + "\n".join(text for _, text in lines))
    shown = [guide.name for guide in (SOURCE / "docs").glob("guide-*.md") if f"pictures/{name}.svg" in guide.read_text(encoding="utf-8")]
    expect(shown, f"{name}.svg is in no handbook")


def catalogue(folder):
    guide = (SOURCE / "docs" / "guide-catalogue.md").read_text(encoding="utf-8")
    sheet = re.search(r"```yaml\n(mesure: aide_velo_exemple.*?)```", guide, re.S)[1]
    for name in ("ancien", "catalogue"):
        shutil.copytree(SOURCE / "rules" / "catalogue", folder / name)
    file = folder / "catalogue" / "mesures" / "aide_velo_exemple.yaml"
    file.write_text(sheet, encoding="utf-8")
    refused = said(folder, "check", "catalogue", code=4)
    told = re.search(r"\$ phare check catalogue\n(.*?)```", guide, re.S)[1].rstrip("\n").split("\n")
    expect(len(refused) == len(told), f"the guide shows {len(told)} lines of phare check, the program says {len(refused)}: {refused}")
    plain = lambda text: re.sub("[\u00a0\u202f]", " ", text)
    for here, there in zip(map(plain, refused), map(plain, told)):
        expect(here.startswith(there.split("…")[0]), f"the guide says “{there}”, the program “{here}”")
    picture("catalogue-verifier", "phare check dit le fichier, la ligne, la colonne et ce qu’il faut écrire", [("phare check catalogue", refused)])

    mended = sheet.replace("au moin $", "au moins $").replace("stagiaire_fp", "stagiaire_formation").replace(", a_confirmer: oui", "").replace("statut: brouillon ", "statut: verifie   ")
    file.write_text(mended, encoding="utf-8")
    expect(said(folder, "check", "catalogue", code=0)[-1].find("0 faute") > 0, "the guide's mended example is refused")
    picture("catalogue-comparer", "phare catalogue diff dit pour qui la nouvelle mesure change quelque chose",
            [("phare catalogue diff ancien catalogue", said(folder, "catalogue", "diff", "ancien", "catalogue", code=0))])


def operator(folder):
    (folder / "config.yaml").write_text(
        "data: {folder: /var/lib/phare, free_space_floor: 512}\nmatrx:\n  homeserver: http://127.0.0.1:8008\nweb:\n  listen: {adress: 127.0.0.1, port: 80800}\n  forget_after: 120\n",
        encoding="utf-8")
    picture("exploitant-configuration", "Chaque faute de la configuration : fichier, ligne, colonne, et ce qu’il faut écrire",
            [("phare doctor -c config.yaml", said(folder, "doctor", "-c", "config.yaml", code=3))])


with tempfile.TemporaryDirectory(prefix="phare-pictures-") as name:
    for part in (catalogue, operator):
        folder = pathlib.Path(name) / part.__name__
        folder.mkdir()
        part(folder)
print("\n".join(wrong), file=sys.stderr)
sys.exit(1 if wrong else 0)
