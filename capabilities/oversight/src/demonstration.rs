//! The people of the demonstration who watch over what others do.

use web::{DemonstrationPart, DemonstrationPerson, DemonstrationPlace};

/// The invented people who watch over what others do.
pub(crate) struct People;

impl DemonstrationPart for People {
    fn people(&self) -> &'static [DemonstrationPerson] {
        &[
            DemonstrationPerson {
                name: "Mona Standard",
                mail: "monitoring@demonstration.example",
                part: "Monitoring officer",
                roles: &[("monitoring-officer", DemonstrationPlace::Everywhere)],
            },
            DemonstrationPerson {
                name: "Audrey Ledger",
                mail: "auditor@demonstration.example",
                part: "Auditor: reads the ledger and no records",
                roles: &[("auditor", DemonstrationPlace::Everywhere)],
            },
        ]
    }
}
