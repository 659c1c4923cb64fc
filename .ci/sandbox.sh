# shellcheck shell=bash
# For scripts that need a sandbox: `start_sandbox BINARY [FLAG …]` sets sandbox_url, sandbox_key and sandbox_pid.

sandbox_pid=

start_sandbox() {
    local program="$1" folder
    shift
    folder="$(mktemp -d)"
    mkfifo "$folder/lines"
    "$program" sandbox "$@" > "$folder/lines" &
    sandbox_pid=$!
    { read -r sandbox_url && read -r sandbox_key; } < "$folder/lines"
    rm -r "$folder"
    export sandbox_url sandbox_key
}

stop_sandbox() {
    [ -z "$sandbox_pid" ] || kill -INT "$sandbox_pid"
    sandbox_pid=
}
