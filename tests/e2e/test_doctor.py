#!/usr/bin/env python3
"""`phare doctor` against the real server: 0 when all is well, and an exit code and a line of its own for each trouble."""
import json
import re
import sys

from harness import check, play


def doctor(stage):
    bot, seen = stage.bot, {}

    def ask(case, config=None):
        answer = bot.command("doctor", "-c", config or bot.config)
        check(answer.stdout.strip() or answer.stderr.strip(), f"{case}: not a word")
        seen[case] = answer.returncode
        return answer

    def variant(name, change):
        """The configuration with another registration file in it."""
        registration = stage.folder / f"{name}-registration.yaml"
        registration.write_text(change(bot.registration.read_text()))
        settings = json.loads(bot.config.read_text())
        settings["matrix"]["registration"] = str(registration)
        config = stage.folder / f"{name}.yaml"
        config.write_text(json.dumps(settings))
        return config

    well = ask("all is well")
    check(well.returncode == 0, f"all is well, but: {well.returncode} {well.stdout}{well.stderr}")
    ask("as_token refused", variant("token", lambda text: re.sub(
        r"^(as_token:\s*[\"']?)([^\"'\s]+)", lambda found: found[1] + found[2][::-1], text, flags=re.M)))
    ask("namespace without the bot", variant("namespace", lambda text: re.sub(
        r"^(sender_localpart:\s*[\"']?)([^\"'\s]+)", r"\1somebody", text, flags=re.M)))
    bot.stop()
    ask("homeserver cannot reach us")
    stage.server.stop()
    ask("homeserver down")

    print(seen)
    codes = [code for case, code in seen.items() if case != "all is well"]
    check(0 not in codes and len(set(codes)) == len(codes), f"the exit codes do not tell the cases apart: {seen}")


sys.exit(play(doctor))
