//! The tests of the database, as one program.

mod rows;
mod sqlite_files;
