"""The tokens of our addresses, as adapters/email/reply_token.cpp makes them: written anew, so that a change there shows."""
import base64
import datetime
import hashlib
import hmac

FIRST_DAY = datetime.date(2020, 1, 1)


def token(key, purpose, address, last_day, matter=""):
    expiry = (last_day - FIRST_DAY).days.to_bytes(2, "big")
    text = b"".join(b"%d:" % len(part) + part for part in (purpose.encode(), address.lower().encode(), matter.encode(), expiry))
    return base64.b32encode(expiry + hmac.new(key, text, hashlib.sha256).digest()[:8]).decode().lower()
