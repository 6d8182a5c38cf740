# Sourced by bot/demo.sh and tests/run.sh: what both do before they can build, and how they speak about it.
# shellcheck shell=bash
#
# Everything that a person reads is French and goes to stderr; exit codes are those of the program:
# 3 something to install or configure, 5 something out of reach, 70 our own bug.

nb=$'\u00a0'   # French puts a no-break space before : ; ! ?

say() { printf '%s\n' "$*" >&2; }
give_up() { local code=$1; shift; say "$*"; exit "$code"; }
seconds() { printf '%d s' "$((SECONDS - $1))"; }

# require_debian_12 FORCED
require_debian_12() {
    local found
    # shellcheck disable=SC1091
    found=$(. /etc/os-release 2>/dev/null && printf '%s %s' "${NAME:-?}" "${VERSION_ID:-}" || uname -sr)
    case $found in 'Debian GNU/Linux 12') return ;; esac
    [ "$1" != yes ] || return 0
    give_up 3 "Ce n’est pas Debian 12 (trouvé${nb}: $found). Essayé seulement sur Debian 12. Continuer quand même${nb}: --forcer"
}

# packages_in FILE…: one name a line, # begins a comment.
packages_in() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$@"; }

# missing_packages FILE…
missing_packages() {
    local name
    for name in $(packages_in "$@"); do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s\n' "$name"
    done
}

# install_packages FILE…: as root, or through sudo; asks first only where somebody can answer.
install_packages() {
    local missing answer line elevate=() log=build/paquets.log
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || { say "Paquets Debian ........ tous là"; return 0; }
    line="apt-get install --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
            elevate=(sudo)
        else
            give_up 3 "$line"
        fi
    fi
    say "Paquets Debian ........ ${#missing[@]} à installer (liste$nb: $*)"
    say "      Commande$nb: $line"
    if [ -t 0 ]; then
        read -r -p "      Les installer maintenant$nb? [O/n] " answer
        case $answer in [nN]*) give_up 3 "$line" ;; esac
    fi
    mkdir -p build
    local apt=("${elevate[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300)
    if ! { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
        tail -n 5 "$log" >&2
        give_up 5 "apt ne répond pas. Les paquets déjà là suffisent-ils$nb? Relancez avec --sans-apt (détail$nb: $log)"
    fi
}

# Megabytes that a compiler may still take: the machine's, or the container's if that is less.
free_megabytes() {
    local free limit used
    free=$(awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo)
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
    if [ "$limit" != max ]; then
        used=$(awk '$1 == "anon" {print $2}' /sys/fs/cgroup/memory.stat)
        limit=$(((limit - used) / 1048576))
        [ "$limit" -ge "$free" ] || free=$limit
    fi
    printf '%s' "$free"
}

# build_jobs: how many files to compile at once; a Beast file takes up to 1 GB.
build_jobs() {
    local free; free=$(free_megabytes)
    if [ "$free" -lt 3072 ]; then
        say "$(awk -v m="$free" 'BEGIN {s = sprintf("%.1f", m / 1024); sub(/\./, ",", s); print s}') Go libres$nb: je compile un fichier à la fois (environ 6 min)"
        printf 1
    else
        nproc
    fi
}

# build PRESET LOG TARGET…: configures if needed, compiles, shows a counter where there is a terminal.
build() {
    local preset=$1 log=$2 jobs line last='' begun=$SECONDS; shift 2
    mkdir -p "$(dirname "$log")"
    jobs=$(build_jobs)
    # cmake writes build.ninja last: it is there only after a configuration that succeeded.
    if [ ! -f "build/$preset/build.ninja" ] && ! cmake --preset "$preset" >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        give_up 70 "La préparation de la compilation a échoué. Un paquet manque peut-être (bot/packages.txt)${nb}; sinon, bogue chez nous. Joignez $log"
    fi
    if ! NINJA_STATUS='%f/%t ' ninja -C "build/$preset" -j "$jobs" "$@" 2>&1 | tee "$log" | while IFS= read -r line; do
        case $line in
            [0-9]*/[0-9]*' '*)
                last=${line%% *}
                [ ! -t 2 ] || printf '\rCompilation ........... %s ' "$last" >&2 ;;
        esac
    done; then
        tail -n 30 "$log" >&2
        give_up 70 "Bogue chez nous. Joignez $log"
    fi
    last=$(grep -oE '^[0-9]+/[0-9]+' "$log" | tail -n 1 || true)
    [ ! -t 2 ] || printf '\r' >&2
    say "Compilation ........... ${last:-rien à refaire} ($(seconds "$begun"))"
}
