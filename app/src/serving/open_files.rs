//! The system's limit on files that the program may have open at once. A connection is one, and a stored file being sent is
//! another.

/// Files open in addition to connections: the database, the index and the program's own files.
const BESIDES: u64 = 512;

/// Raises the limit on open files to what this number of connections needs, and logs a warning if the system allows fewer.
#[cfg(unix)]
pub(super) fn make_room(connections: usize) {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let needed = 2 * connections as u64 + BESIDES;
    let mut limit = getrlimit(Resource::Nofile);
    // Without a limit there is nothing to do.
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

/// Does nothing: other systems have no such limit that a program could raise.
#[cfg(not(unix))]
pub(super) fn make_room(_connections: usize) {}
