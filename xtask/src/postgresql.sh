# A PostgreSQL server for one run of the tests, in a folder of its own that goes with it.
#
# It lives as long as standard input stays open: when the task that started it ends, in whatever way, Ctrl-C and `kill -9` included,
# the input closes and the server is stopped. For the same reason the signals of a terminal do not end it.
#
# PROGRAMS: the folder with initdb and pg_ctl; FOLDER: where the server lives; PORT: where it listens.
trap '' HUP INT TERM
cd "$FOLDER" || exit 1
if "$PROGRAMS/initdb" --pgdata=data --username=moothall --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 >log 2>&1 &&
    "$PROGRAMS/pg_ctl" start --pgdata=data --wait --silent --log=log --options="-c listen_addresses=127.0.0.1 -c port=$PORT \
        -c unix_socket_directories= -c max_connections=300 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" >>log 2>&1
then
    echo ready
    cat >/dev/null
    "$PROGRAMS/pg_ctl" stop --pgdata=data --mode=immediate --silent >>log 2>&1
else
    cat log >&2
fi
cd / && rm -rf "$FOLDER"
