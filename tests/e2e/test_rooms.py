#!/usr/bin/env python3
"""Where the bot goes and where it does not: an encrypted room is told and left, a group only if it is on the list."""
import sys

from harness import body_of, check, play


def rooms(stage):
    alice, bob = stage.person("alice"), stage.person("bob")

    secret = alice.room(stage.bot, encrypted=True)
    alice.wait("the bot to leave the encrypted room", lambda: [
        event for event in alice.timeline[secret] if event["type"] == "m.room.member"
        and event["state_key"] == stage.bot.user and event["content"]["membership"] == "leave"])
    said = alice.answers(secret, stage.bot)
    check(len(said) == 1 and "chiffr" in body_of(said[0]), "it did not say, once, that it cannot read there")

    group = alice.api("POST", "createRoom", {"preset": "public_chat", "invite": [bob.user]})["room_id"]
    bob.api("POST", f"join/{group}")
    alice.api("POST", f"rooms/{group}/invite", {"user_id": stage.bot.user})
    alice.wait("the bot to decline a group that is not on its list", lambda: [
        event for event in alice.timeline[group] if event["type"] == "m.room.member"
        and event["state_key"] == stage.bot.user and event["content"]["membership"] == "leave"])
    check(stage.bot.user not in alice.members(group), "the bot joined a group that nobody allowed")

    turned = alice.room(stage.bot)
    alice.wait("the welcome", lambda: alice.answers(turned, stage.bot))
    alice.api("PUT", f"rooms/{turned}/state/m.room.encryption/", {"algorithm": "m.megolm.v1.aes-sha2"})
    alice.wait("the bot to leave a room that became encrypted", lambda: stage.bot.user not in alice.members(turned))


sys.exit(play(rooms))
