"""docs/api.md as written: a real `phare serve`, a token as `phare token` makes it, and every curl line of the document in
a shell, in its order. None may fail, be a problem, or answer nothing. Then the token is taken away, and the next is 401.

docs_test.py PHARE. Python's standard library, and curl (77: there is none).
"""
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "tests" / "support"))
from service import serving  # noqa: E402

SKIPPED = 77


def blocks():
    text = (SOURCE / "docs" / "api.md").read_text(encoding="utf-8")
    return [block for block in re.findall(r"```sh\n(.*?)```", text, re.S) if "curl" in block]


def commands(block):
    """One command a line; a line that ends in \\ or | goes on."""
    joined = re.sub(r"(\\|\|)\n\s*", lambda m: "| " if m[1] == "|" else "", block)
    return [line for line in joined.splitlines() if line.strip()]


def main(phare):
    if not shutil.which("curl"):
        print("SKIPPED: curl is not installed, so docs/api.md was not tried")
        return SKIPPED
    with serving(phare, "api", "--today", "2020-11-25", settings="desk: {examples: oui}\n") as running:
        service, port, config = running.process, running.port, running.config

        def token(*more):
            return subprocess.run([phare, "token", *more, "-c", config], capture_output=True, text=True, check=True)
        scopes = "eligibility,measures,objectives:read,imports:write,alerts:read"
        secret = token("create", "--name", "Mission locale de Rouen", "--scope", scopes).stdout.strip()
        environment = {"TOKEN": secret, "API": f"http://127.0.0.1:{port}/api/v1", "PATH": "/usr/bin:/bin"}
        tried = 0
        for block in blocks():
            for command in commands(block):
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], capture_output=True, text=True, env=environment, cwd=SOURCE, timeout=60)
                said = f"{command}\n→ {done.returncode} {done.stdout[:500]} {done.stderr[:500]}"
                assert done.returncode == 0 and done.stdout.strip(), said
                for line in done.stdout.splitlines():
                    answer = json.loads(line)
                    assert "urn:phare:problem" not in json.dumps(answer), said
                    if isinstance(answer, dict) and "import" in answer:
                        environment["IMPORT"] = answer["import"]
                tried += 1
        assert tried >= 10, f"only {tried} commands were found in docs/api.md"

        named = token("list").stdout
        assert "Mission locale de Rouen" in named and secret not in named, named
        assert "utilisé le 2020-11-25" in named, named
        token("revoke", named.split()[0])
        refused = subprocess.run(["curl", "-s", "-H", f"Authorization: Bearer {secret}", environment["API"] + "/measures"], capture_output=True, text=True, timeout=60)
        assert json.loads(refused.stdout)["status"] == 401, refused.stdout
        service.send_signal(signal.SIGTERM)
        log = service.communicate(timeout=30)[1]
        assert service.returncode == 0, log
        for word in (secret, secret[6:], "Mission locale", "neet"):
            assert word not in log, f"“{word}” stands in the log"
        print(f"{tried} commands of docs/api.md, each answered")
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
