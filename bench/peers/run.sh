#!/usr/bin/env bash
# Phare's evaluators beside publicodes and json-rules-engine: same 20 rules, same situations, same minute, one core each.
#
#   bench/peers/run.sh BULK_BENCH [SITUATIONS]      BULK_BENCH: the program, built in release
set -euo pipefail
bench=$(realpath "$1"); count=${2:-2000}
cd "$(dirname "${BASH_SOURCE[0]}")"
[ -d node_modules ] || npm ci --no-audit --no-fund --silent
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
"$bench" --export "$work/rules.json" --rows "$count"
echo "20 rules of the catalogue, 30 % of the facts unknown"
node engines.js "$work/rules.json"
"$bench" --rows 1000000 --prove 0 | sed -n '/^20 rules/,/memory/p'
