//! How many files the system lets the program have open at once. A connection is one, and a stored file that is being sent another.

/// Files open besides those of connections: the database, the index, the program's own.
const BESIDES: u64 = 512;

/// Asks the system for as many open files as so many connections need, and says so when it gives fewer.
#[cfg(unix)]
pub(super) fn make_room(connections: usize) {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let needed = 2 * connections as u64 + BESIDES;
    let mut limit = getrlimit(Resource::Nofile);
    // No limit at all is room enough.
    let Some(allowed) = limit.current.filter(|allowed| *allowed < needed) else { return };
    limit.current = Some(limit.maximum.map_or(needed, |maximum| maximum.min(needed)));
    let allowed = if setrlimit(Resource::Nofile, limit).is_ok() { limit.current.unwrap_or(allowed) } else { allowed };
    if allowed < needed {
        tracing::warn!(
            allowed,
            needed,
            "the system lets this program have too few files open for {connections} connections at once; raise the limit (LimitNOFILE in \
             systemd, `ulimit -n`)"
        );
    }
}

/// Other systems have no such limit that a program could ask for.
#[cfg(not(unix))]
pub(super) fn make_room(_connections: usize) {}
