#!/usr/bin/env python3
"""`phare doctor` against the real server: 0 when all is well, and an exit code and a line of its own for each trouble."""
import json
import re
import sys

from harness import check, play

# adapters/matrix/doctor.hpp: codes stay what they are once given out.
EXPECTED = {"all is well": 0, "as_token refused": 60, "namespace without the bot": 32, "homeserver cannot reach us": 71,
            "homeserver down": 50}


def doctor(stage):
    bot, seen = stage.bot, {}

    def ask(case, config=None):
        answer = bot.command("doctor", "-c", config or bot.config)
        check(answer.stdout.strip() or answer.stderr.strip(), f"{case}: not a word")
        seen[case] = answer.returncode
        return answer

    def variant(name, pattern, change):
        """A configuration whose registration file says something else where the pattern is."""
        registration = stage.folder / f"{name}-registration.yaml"
        text, changes = re.subn(pattern, change, bot.registration.read_text(), flags=re.M)
        check(changes, f"nothing to change for {name}")
        registration.write_text(text)
        registration.chmod(0o600)
        settings = json.loads(bot.config.read_text())
        settings["matrix"]["registration"] = str(registration)
        config = stage.folder / f"{name}.yaml"
        config.write_text(json.dumps(settings))
        return config

    well = ask("all is well")
    program = json.loads(bot.command("doctor", "-c", bot.config, "--json").stdout)
    check(program["ok"] and program["code"] == 0 and len(program["constats"]) >= 5, f"--json: {program}")
    check(well.returncode == 0, f"all is well, but: {well.returncode} {well.stdout}{well.stderr}")
    ask("as_token refused", variant("token", r"^(as_token:\s*[\"']?)([^\"'\s]+)", lambda found: found[1] + found[2][::-1]))
    ask("namespace without the bot", variant("namespace", "@_phare_", lambda found: "@_somebody_"))
    bot.stop()
    ask("homeserver cannot reach us")
    stage.server.stop()
    ask("homeserver down")
    check(seen == EXPECTED, f"exit codes: {seen}, not {EXPECTED}")


sys.exit(play(doctor))
