//! Forms as typed values: what was submitted is read once, field by field, into a value or into the faults that the form is shown
//! with again.

pub(crate) mod answers;
pub(crate) mod submitted_form;
