//! The tests of this crate through its public side, as one program: linking one for each file took longer than compiling them all.

mod row_seals;
mod scopes;
