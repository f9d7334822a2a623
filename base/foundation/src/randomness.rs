//! The only place that asks the machine for randomness.

/// Bytes that nobody can guess, from the system's source.
///
/// # Panics
/// Where the system has none to give: nothing that needs a secret may go on then.
pub fn random_bytes<const COUNT: usize>() -> [u8; COUNT] {
    let mut bytes = [0; COUNT];
    getrandom::fill(&mut bytes).expect("the system gives no randomness");
    bytes
}
