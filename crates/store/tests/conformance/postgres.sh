# Runs a PostgreSQL of its own in a temporary folder until standard input ends: so it is gone when the tests
# are, however they end. Prints the folder of its socket when it is ready. $1: the folder of its programs.
set -eu
cd /
folder=$(mktemp -d)
server=
trap 'test -z "$server" || { kill -INT "$server" 2>/dev/null; wait "$server" || true; }; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
"$1/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; exit 1; }
"$1/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off -c max_connections=300 \
    >>"$folder/log" 2>&1 &
server=$!
until "$1/pg_isready" -q -h "$folder"; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.05
done
echo "$folder"
cat >/dev/null
