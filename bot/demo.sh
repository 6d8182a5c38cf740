#!/usr/bin/env bash
# Builds phare and lets a person talk to it at once: no homeserver, no mail server, nothing leaves this machine.
# Without a terminal it plays bot/demo/conversation.txt and ends. All it writes is under build/.
#
# Options: --forcer    go on though this is not Debian 12
#          --sans-apt  do not look at packages
#          --parler    talk, even if standard input is no terminal
# Exit codes: 0; 2 wrong usage; 3 something to install; 4 a file of the catalogue is wrong; 5 apt out of reach; 70 our bug.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bot/packages.sh

forced=no apt=yes talk=no
for option in "$@"; do
    case $option in
        --forcer) forced=yes ;;
        --sans-apt) apt=no ;;
        --parler) talk=yes ;;
        -h|--help|--aide)
            say "Usage$nb: ./bot/demo.sh [--forcer] [--sans-apt] [--parler]"; exit 0 ;;
        *) give_up 2 "Option inconnue$nb: $option. Connues$nb: --forcer, --sans-apt, --parler" ;;
    esac
done
[ ! -t 0 ] || talk=yes

say "phare · essai complet, sans serveur Matrix ni messagerie"
require_debian_12 "$forced"
[ "$apt" = no ] || install_packages bot/packages.txt
build program build/demo/compilation.log phare
phare=build/program/phare

begun=$SECONDS
"$phare" check rules/catalogue >build/demo/catalogue.log 2>&1 || { cat build/demo/catalogue.log >&2; exit 4; }
say "Catalogue ............. $(tail -n 1 build/demo/catalogue.log) ($(seconds "$begun"))"
say

# Each demonstration starts from nothing.
rm -rf build/demo/data
mkdir -p build/demo/data
if [ "$talk" = yes ]; then
    say "À vous$nb: écrivez comme un jeune l’écrirait. Rien ne sort de cette machine. Pour finir$nb: Ctrl-D."
    say
    exec "$phare" chat --data build/demo/data
fi
"$phare" chat --data build/demo/data --script bot/demo/conversation.txt
printf '\n%s\n' "Rien n’a été envoyé hors de cette machine. Tout est dans build/demo/."
printf '%s\n' "Pas de terminal$nb: fin de l’essai. Pour discuter$nb: ./bot/demo.sh --parler"
