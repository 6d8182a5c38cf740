"""The form of the reading sets: short lines of labels become records of the message schema.

`situation_after` is computed here, from the schema's section 5 and not from the program: a second opinion on
bot/reading/situation.cpp.
"""

import csv
import datetime
import os

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLACES = os.path.join(SOURCE, "rules", "catalogue", "lieux")

LISTS = {"secteur", "souhait", "mesure_en_cours", "mesure_passee"}
OF_A_PLACE = ("commune", "code_postal", "departement", "quartier", "qpv", "lieu_ambigu", "hors_normandie")
OF_A_MESSAGE = {
    "beneficiaire", "autres", "mesure", "mesure_exclue", "structure", "lieu", "hypothese", "corrige", "nie",
    "grandeur", "territoire", "date_ref", "periode", "operateur", "groupe_par", "alerte_id", "duree", "jusqu_au",
    "seuil_pct", "frequence", "jour", "format", "langue",
}
ROLES = {"j": "jeune", "p": "partenaire", "b": "bureau"}
DEFAULT = {"jeune": "moi", "partenaire": "usager", "bureau": "usager"}


def _communes():
    by_name, by_postal, departement = {}, {}, {}
    with open(os.path.join(PLACES, "communes.csv"), encoding="utf-8") as f:
        for row in csv.DictReader(f):
            by_name.setdefault(row["nom"], []).append(row["code_insee"])
            departement[row["code_insee"]] = row["departement"]
            for code in row["codes_postaux"].split("|"):
                by_postal.setdefault(code, []).append(row["code_insee"])
    return by_name, by_postal, departement


BY_NAME, BY_POSTAL, DEPARTEMENT = _communes()


def C(name, departement=None):
    """The INSEE code of the commune of exactly that name."""
    codes = [c for c in BY_NAME.get(name, []) if departement is None or c.startswith(departement)]
    if len(codes) != 1:
        raise ValueError(f"{name}: {len(codes)} communes")
    return codes[0]


def _born(facts, today):
    parts = [int(p) for p in facts["date_naissance"].split("-")]
    if len(parts) == 1:
        if "age" not in facts:
            facts["age_min"], facts["age_max"] = today.year - parts[0] - 1, today.year - parts[0]
        return
    month, day = parts[1], parts[2] if len(parts) == 3 else None
    if day is None and month == today.month:
        return
    to_come = month > today.month or (month == today.month and day is not None and day > today.day)
    facts["age"] = today.year - parts[0] - (1 if to_come else 0)


def take(facts, said, nie, today):
    """Section 5 for one person, in place."""
    moves = False
    if said.get("commune") and facts.get("commune") not in (None, said["commune"]):
        moves = True
    where = said.get("departement") or (DEPARTEMENT.get(said["commune"]) if "commune" in said else None)
    if where is None and "code_postal" in said:
        where = said["code_postal"][:2]
    if where and facts.get("departement") not in (None, where):
        moves = True
    if where and facts.get("hors_normandie"):
        moves = True
    if said.get("hors_normandie") and not facts.get("hors_normandie"):
        moves = True
    if "code_postal" in said and "commune" in facts and facts["commune"] not in BY_POSTAL.get(said["code_postal"], []):
        moves = True
    if moves:
        for name in OF_A_PLACE:
            facts.pop(name, None)
    if "age" in said and "date_naissance" not in said:
        facts.pop("date_naissance", None)
    if "date_naissance" in said and "age" not in said:
        facts.pop("age", None)
    kept = facts.setdefault("nie", {})
    for name, values in nie.items():
        for value in values:
            if value not in kept.setdefault(name, []):
                kept[name].append(value)
            if name in LISTS:
                facts[name] = [v for v in facts.get(name, []) if v != value]
                if not facts[name]:
                    del facts[name]
            elif facts.get(name) == value:
                del facts[name]
                if name == "commune":
                    facts.pop("departement", None)
    for name, value in said.items():
        if name in LISTS:
            facts[name] = sorted(set(facts.get(name, [])) | set(value))
            kept[name] = [v for v in kept.get(name, []) if v not in value]
        else:
            facts[name] = value
    if "date_naissance" in facts:
        _born(facts, today)
    if "age" in facts:
        facts.pop("age_min", None)
        facts.pop("age_max", None)
    if "code_postal" in facts:
        of_code = BY_POSTAL.get(facts["code_postal"], [])
        if len(of_code) == 1:
            facts.setdefault("commune", of_code[0])
        facts.setdefault("departement", facts["code_postal"][:2])
    if "commune" in facts:
        facts["departement"] = DEPARTEMENT[facts["commune"]]
        facts.pop("lieu_ambigu", None)
    if facts.get("rqth") in ("oui", "en_cours"):
        facts["handicap"] = True
    elif facts.get("rqth") == "non":
        facts.pop("handicap", None)
    for name in list(kept):
        if not kept[name] or (name not in LISTS and name in facts):
            del kept[name]
    if not kept:
        del facts["nie"]


def after(situation, intent, slots, focus, today):
    if intent == "recommencer":
        return {}
    situation = {person: _copy(facts) for person, facts in situation.items()}
    if slots.get("hypothese"):
        return situation
    persons = [(slots.get("beneficiaire") or focus, slots)]
    persons += [(other["beneficiaire"], other) for other in slots.get("autres", [])]
    for person, said in persons:
        facts = {k: v for k, v in said.items() if k not in OF_A_MESSAGE}
        if not facts and not said.get("nie"):
            continue
        known = situation.setdefault(person, {})
        take(known, facts, said.get("nie", {}), today)
        if not known:
            del situation[person]
    return situation


def _copy(value):
    if isinstance(value, dict):
        return {k: _copy(v) for k, v in value.items()}
    return list(value) if isinstance(value, list) else value


def m(text, intent, r="j", ch="matrix", now="2026-03-16", sit=None, act=None, focus=None, acc=(), cr=0, ty=None,
      tiers=False, lang="fr", tags=(), **slots):
    """One message with its labels."""
    role = ROLES[r]
    focus = focus or (None if role == "bureau" else DEFAULT[role])
    context = None if act is None and sit is None else {"situation": sit or {}, "focus": focus, "bot_act": act or "accueil"}
    today = datetime.date.fromisoformat(now)
    return {
        "id": "", "text": text, "channel": ch, "role": role, "now": now, "context": context, "lang": lang,
        "intent": intent, "accept": list(acc), "slots": slots,
        "situation_after": after(sit or {}, intent, slots, focus or "usager", today),
        "crisis": {"level": cr, "type": ty, "tiers": tiers}, "tags": list(tags), "notes": "",
    }


def user(text):
    return {"who": "user", "text": text, "intent": "donner_info", "slots": {}, "crisis_level": 0}


def bot(act):
    return {"who": "bot", "act": act, "text": "…"}


def d(title, r, *turns, situation, focus, att=(), exc=(), crisis=0, now="2026-03-16"):
    return {
        "id": "", "title": title, "role": ROLES[r], "channel": "matrix", "lang": "fr", "now": now, "turns": list(turns),
        "situation": situation, "focus": focus, "familles": {"attendues": list(att), "exclues": list(exc)},
        "crisis_level": crisis, "tags": [], "notes": "",
    }


def numbered(name, messages, dialogues):
    for prefix, records in (("M", messages), ("D", dialogues)):
        for i, record in enumerate(records, 1):
            record["id"] = f"{name}-{prefix}{i:04}"
    return messages, dialogues


def known(**facts):
    """The facts of one person at a dialogue's end, with what section 5 derives from them."""
    if "commune" in facts:
        facts["departement"] = DEPARTEMENT[facts["commune"]]
    if facts.get("rqth") in ("oui", "en_cours"):
        facts["handicap"] = True
    return facts
