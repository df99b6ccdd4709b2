#!/bin/sh
# Takes the picture of the dossier that examples/ give: docs/dossier.png. Needs Debian's chromium.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sayso=${SAYSO:-.venv/bin/sayso}
"$sayso" read --ledger "$work/examples.db" examples
"$sayso" dossier --ledger "$work/examples.db" --html "$work/dossier.html" --title "North Korean soldiers in Russia: who says what"
chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars --user-data-dir="$work/chromium" \
  --blink-settings=preferredColorScheme=1 --window-size=1100,1700 --screenshot="$work/dossier.png" "file://$work/dossier.html" 2>/dev/null
mv "$work/dossier.png" docs/dossier.png
ls -l docs/dossier.png
