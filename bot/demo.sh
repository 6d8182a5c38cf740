#!/usr/bin/env bash
# Builds phare and lets a person talk to it at once: no homeserver, no mail server, nothing leaves this machine.
# First the story of fourteen months is played (what it produced stays in build/demo/), then the page opens and the terminal talks.
# Without a terminal the story and bot/demo/conversation.txt are played, and it ends. All it writes is under build/.
#
# Options: --forcer    go on though this is not Debian 12
#          --sans-apt  do not look at packages
#          --parler    talk, even if standard input is no terminal
#          --pas-a-pas tell the story a step at a time, each explained; in a terminal Enter leads to the next
# Exit codes: 0; 2 wrong usage; 3 something to install; 4 a file of the catalogue is wrong; 5 apt out of reach; 70 our bug.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bot/packages.sh

forced=no apt=yes talk=no steps=no
for option in "$@"; do
    case $option in
        --forcer) forced=yes ;;
        --sans-apt) apt=no ;;
        --parler) talk=yes ;;
        --pas-a-pas) steps=yes ;;
        -h|--help|--aide)
            say "Usage$nb: ./bot/demo.sh [--forcer] [--sans-apt] [--parler] [--pas-a-pas]"; exit 0 ;;
        *) give_up 2 "Option inconnue$nb: $option. Connues$nb: --forcer, --sans-apt, --parler, --pas-a-pas" ;;
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
begun=$SECONDS
play() {
    if [ "$steps" = yes ]; then "$phare" demo --out build/demo --pas-a-pas | tee build/demo/histoire.log; else "$phare" demo --out build/demo >build/demo/histoire.log; fi
}
play || { code=$?; cat build/demo/histoire.log >&2; give_up "$code" "L’histoire n’a pas pu être jouée"; }
say "Histoire de 14 mois ... ($(seconds "$begun"))"
[ "$steps" = yes ] || cat build/demo/histoire.log
say

# Each conversation starts from nothing.
rm -rf build/demo/data
mkdir -p build/demo/data
if [ "$talk" = no ]; then
    "$phare" chat --data build/demo/data --script bot/demo/conversation.txt
    printf '\n%s\n' "Rien n’a été envoyé hors de cette machine. Tout est dans build/demo/."
    printf '%s\n' "Pas de terminal$nb: fin de l’essai. Pour discuter$nb: ./bot/demo.sh --parler"
    exit 0
fi

# The page, beside the conversation in the terminal and only as long as that lasts.
port=8090
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
[ "$port" = 8090 ] || say "Le port 8090 est pris$nb: la page est sur $port"
"$phare" serve --web "127.0.0.1:$port" --data build/demo/donnees --story 2>build/demo/page.log &
page=$!
trap 'kill "$page" 2>/dev/null || true; wait "$page" 2>/dev/null || true' EXIT

# The bureau of the story asks for its link, as anybody of a bureau does; the mail with it is a file.
link='' who="qui=secretariat@phare.exemple" asked=no
ask() {
    exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
    printf 'POST /bureau/lien HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' \
        "$port" "${#who}" "$who" >&3 && cat <&3 >/dev/null
    exec 3>&-
}
for _ in {1..50}; do
    if [ "$asked" = no ] && ask 2>/dev/null; then asked=yes; fi
    link=$(cat build/demo/donnees/courrier/*.eml 2>/dev/null | tr -d '\r' | sed ':more;/=$/{N;s/=\n//;bmore};s/=3D/=/g' | grep -oE "http://127\.0\.0\.1:$port/bureau/entrer\?lien=[A-Za-z0-9_-]+" | tail -n 1) || true
    [ -z "$link" ] || break
    kill -0 "$page" 2>/dev/null || break
    sleep 0.2
done
say "À vous$nb: page web http://127.0.0.1:$port/ (ouverte tant que dure cette conversation$nb; elle répond comme le 15 mars 2021, dernier jour de l’histoire)"
[ -z "$link" ] || say "Tableau de bord du bureau de l’histoire, au 15 mars 2021$nb: $link (sert une fois, dans les 15 minutes)"
say "Ou ici même$nb: écrivez comme un jeune l’écrirait. Rien ne sort de cette machine. Pour finir$nb: Ctrl-D."
say
"$phare" chat --data build/demo/data
