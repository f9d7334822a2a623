//! The person of the demonstration who looks after accounts and settings.

use web::{DemonstrationPart, DemonstrationPerson, DemonstrationPlace};

/// The invented people who look after accounts and settings.
pub(crate) struct People;

impl DemonstrationPart for People {
    fn people(&self) -> &'static [DemonstrationPerson] {
        &[DemonstrationPerson {
            name: "Adam Inistrator",
            mail: "administrator@demonstration.example",
            part: "Administrator of accounts and settings",
            roles: &[("administrator", DemonstrationPlace::Everywhere)],
        }]
    }
}
