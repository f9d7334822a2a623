//! The only place that asks the operating system for randomness.

/// Returns unpredictable bytes from the operating system.
///
/// # Panics
/// Panics if the operating system has none to give, because nothing that needs a secret may go on without it.
pub fn random_bytes<const COUNT: usize>() -> [u8; COUNT] {
    let mut bytes = [0; COUNT];
    getrandom::fill(&mut bytes).expect("the system gives no randomness");
    bytes
}
