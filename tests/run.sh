#!/usr/bin/env bash
# Installs what the tests need, builds, and runs everything through one ctest, whose own lines end the output.
# What cannot be had here (the homeserver's packages, say) is skipped by name, with its count and its reason.
#
# Options: --asan --tsan   under a sanitizer instead (unit and integration; a build folder of their own)
#          --fuzz          twenty seconds of each fuzz target instead (clang)
#          --slow          the long tests too
#          --tout          a skipped test is a failure
#          --sans-apt      do not look at packages
# Environment: PHARE_SYNAPSE  where the homeserver lives [~/.cache/phare/synapse]
#              PHARE_SEED     the seed of the random tests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bot/packages.sh

preset=ci slow=no everything=no apt=yes
for option in "$@"; do
    case $option in
        --asan|--tsan|--fuzz) preset=${option#--} ;;
        --slow) slow=yes ;;
        --tout) everything=yes ;;
        --sans-apt) apt=no ;;
        *) give_up 2 "Option inconnue$nb: $option. Connues$nb: --asan, --tsan, --fuzz, --slow, --tout, --sans-apt" ;;
    esac
done

lists=(bot/packages.txt tests/packages.txt)
targets=()
if [ "$preset" = fuzz ]; then
    lists+=(tests/fuzz/packages.txt)
    targets=(phare_fuzz)
fi
[ "$apt" = no ] || install_packages "${lists[@]}"

.ci/check-arrows
.ci/check-coroutines
build "$preset" "build/$preset/compilation.log" "${targets[@]}"
tree=build/$preset

# The groups that this run leaves out are counted with the skipped ones.
choice=()
case $preset in
    ci) [ "$slow" = yes ] || choice=(-LE '^slow$') ;;
    fuzz) choice=(-L '^fuzz$') ;;
    # Kills and faults bend the process from outside (a preloaded clock, limits of time): a sanitizer cannot run under that.
    *) choice=(-L '^(unit|integration)$'); [ "$slow" = yes ] || choice+=(-LE '^slow$') ;;
esac
if [ "$preset" = ci ] && ! tests/e2e/install-synapse 2>"$tree/synapse.log"; then
    tail -n 3 "$tree/synapse.log" >&2
    say "Bout en bout$nb: pas de serveur Matrix, les tests seront IGNORÉS"
fi
if [ "$preset" = ci ] && ! tests/e2e/install-mailserver 2>"$tree/mailserver.log"; then
    tail -n 3 "$tree/mailserver.log" >&2
    say "Bout en bout$nb: pas de serveur de courriel, ses tests seront IGNORÉS"
fi
if [ "$preset" = ci ] && ! tests/browser/install 2>"$tree/browser.log"; then
    tail -n 3 "$tree/browser.log" >&2
    say "Navigateur$nb: pas de navigateur, ses tests seront IGNORÉS"
fi

export ASAN_OPTIONS="detect_stack_use_after_return=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
export UBSAN_OPTIONS="print_stacktrace=1${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}"
export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp${LSAN_OPTIONS:+:$LSAN_OPTIONS}"
export TSAN_OPTIONS="suppressions=$PWD/tests/tsan.supp${TSAN_OPTIONS:+:$TSAN_OPTIONS}"
report=$tree/rapport.xml
rm -f "$report"
# ctest's closing lines are held back until our summary has been said, so that they stay the last ones.
status=0
ctest --test-dir "$tree" -j 2 --output-on-failure --no-tests=error --timeout 300 "${choice[@]}" \
    --test-output-size-passed 65536 --output-junit "$PWD/$report" 2>&1 |
    awk -v closing="$tree/closing.txt" '
        /^[0-9]+% tests passed/ { held = 1; printf "" >closing }
        held { print >closing; next }
        { print; fflush() }' || status=$?
ctest --test-dir "$tree" --show-only=json-v1 >"$tree/tests.json"
skipped=0
.ci/summarise "$tree/tests.json" "$report" "$preset" || skipped=$?
cat "$tree/closing.txt" 2>/dev/null || true
[ "$everything" = no ] || [ "$skipped" = 0 ] || [ "$status" != 0 ] || status=1
exit "$status"
