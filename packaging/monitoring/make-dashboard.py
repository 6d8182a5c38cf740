#!/usr/bin/env python3
"""Writes grafana.json beside itself: the dashboard is a list of panels here, and forty times as much JSON there."""
import json
import pathlib

PANELS = [
    ("Répond", "stat", "none", [("up{job=\"phare\"}", "")]),
    ("Accepte les messages", "stat", "none", [("phare_intake_accepting", "")]),
    ("Réponse la plus ancienne en attente", "stat", "s", [("phare_outbox_age_seconds", "")]),
    ("Dernière copie des données", "stat", "s", [("phare_backup_age_seconds", "")]),
    ("Messages reçus et réponses", "timeseries", "ops", [
        ("rate(phare_events_admitted_total[5m])", "reçus"), ("rate(phare_turns_total[5m])", "réponses faites"),
        ("rate(phare_delivered_total[5m])", "réponses livrées"), ("rate(phare_turns_absorbed_total[5m])", "répondus avec un autre"),
        ("rate(phare_events_duplicate_total[5m])", "déjà connus"), ("rate(phare_events_ignored_total[5m])", "pas pour Phare")]),
    ("Files d’attente", "timeseries", "none", [("phare_inbox_pending", "à lire"), ("phare_outbox_pending", "à livrer")]),
    ("Délai de réponse (95 % sous)", "timeseries", "s", [
        ("histogram_quantile(0.95, sum by (le) (rate(phare_answer_seconds_bucket[5m])))", "réponse"),
        ("histogram_quantile(0.95, sum by (le) (rate(phare_commit_seconds_bucket[5m])))", "écriture"),
        ("histogram_quantile(0.95, sum by (le) (rate(phare_acknowledge_seconds_bucket[5m])))", "accusé au serveur Matrix"),
        ("histogram_quantile(0.95, sum by (le) (rate(phare_deliver_seconds_bucket[5m])))", "livraison")]),
    ("Place libre", "timeseries", "bytes", [("phare_free_bytes", "octets")]),
    ("Mis de côté, refusés, reportés", "timeseries", "none", [
        ("increase(phare_events_quarantined_total[1h])", "en quarantaine"), ("increase(phare_delivery_refused_total[1h])", "refusés"),
        ("increase(phare_delivery_retries_total[1h])", "reportés"), ("increase(phare_turns_failed_total[1h])", "échoués"),
        ("increase(phare_delivery_expired_total[1h])", "réponses trop vieilles"), ("increase(phare_mails_held_total[1h])", "courriels retenus"),
        ("increase(phare_intake_refused_total[1h])", "refusés, faute de place"), ("increase(phare_transactions_garbage_total[1h])", "illisibles"),
        ("increase(phare_pings_failed_total[1h])", "serveur Matrix sans réponse"), ("phare_quarantined", "en quarantaine en ce moment")]),
    ("Connexions HTTP", "timeseries", "none", [
        ("phare_connections_open", "ouvertes"), ("increase(phare_http_timed_out_total[1h])", "trop lentes"),
        ("increase(phare_http_refused_peers_total[1h])", "trop nombreuses"), ("increase(phare_http_too_large_total[1h])", "trop grosses"),
        ("increase(phare_http_refused_framing_total[1h])", "mal formées"), ("increase(phare_http_refused_admission_total[1h])", "jeton refusé"),
        ("increase(phare_http_failures_total[1h])", "erreurs 500")]),
    ("Ce que Phare a fait", "timeseries", "none", [
        ("increase(phare_leads_given_total[1d])", "pistes données"), ("increase(phare_hand_overs_total[1d])", "passées à une personne"),
        ("increase(phare_dangers_total[1d])", "dangers vus"), ("increase(phare_erasures_total[1d])", "effacements")]),
    ("Niveau des objectifs (0 rien, 3 critique)", "timeseries", "none", [("phare_objective_level", "{{objective}}")]),
    ("Risque de manquer l’objectif", "timeseries", "percentunit", [("phare_objective_shortfall_ratio", "{{objective}}")]),
    ("Objectifs\u00a0: connu, prévu, fin", "timeseries", "none", [
        ("phare_objective_known", "{{objective}} connu"), ("phare_objective_expected", "{{objective}} prévu"),
        ("phare_objective_landing", "{{objective}} à la fin {{bound}}")]),
    ("Requêtes HTTP et transactions Matrix", "timeseries", "ops", [
        ("rate(phare_http_requests_total[5m])", "requêtes"), ("rate(phare_transactions_total[5m])", "transactions")]),
    ("Version", "timeseries", "none", [("phare_build_info", "{{version}}")]),
]


def panel(number, title, kind, unit, queries):
    small = kind == "stat"
    column, row = (number % 4, 0) if small else ((number - 4) % 2, 1 + (number - 4) // 2)
    return {
        "id": number + 1, "title": title, "type": kind, "datasource": {"type": "prometheus", "uid": "${source}"},
        "gridPos": {"x": column * (6 if small else 12), "y": 0 if small else 4 + (row - 1) * 8, "w": 6 if small else 12, "h": 4 if small else 8},
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
        "targets": [{"refId": chr(65 + i), "expr": expression, "legendFormat": legend} for i, (expression, legend) in enumerate(queries)],
    }


DASHBOARD = {
    "title": "Phare", "uid": "phare", "schemaVersion": 37, "version": 1, "editable": True, "refresh": "1m", "tags": ["phare"],
    "time": {"from": "now-24h", "to": "now"}, "timezone": "Europe/Paris",
    "templating": {"list": [{"name": "source", "label": "Source", "type": "datasource", "query": "prometheus"}]},
    "panels": [panel(number, *each) for number, each in enumerate(PANELS)],
}

if __name__ == "__main__":
    target = pathlib.Path(__file__).with_name("grafana.json")
    target.write_text(json.dumps(DASHBOARD, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
