#!/bin/sh
# Run every test. Finds a Chromium for the browser tests, or fetches Playwright's own where that is allowed.
set -eu
bin=${1:-.venv/bin}
found=""
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then found=$(command -v "$name"); break; fi
done
if [ -z "$found" ]; then
    echo "No Chromium on this machine: asking Playwright for its own."
    "$bin/playwright" install chromium || {
        echo "Install Chromium (on Debian: apt-get install chromium), then run make test again." >&2
        exit 1
    }
fi
exec "$bin/pytest" -n "${WORKERS:-2}" --dist loadgroup tests
