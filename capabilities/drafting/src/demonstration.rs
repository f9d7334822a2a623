//! The people of the demonstration who write and clear reports.

use directory::roles::BOARD_PLACE;
use web::{DemonstrationPart, DemonstrationPerson, DemonstrationPlace};

/// The invented people who write and clear reports.
pub(crate) struct People;

impl DemonstrationPart for People {
    fn after(&self) -> &'static [&'static str] {
        &["boards"]
    }

    fn people(&self) -> &'static [DemonstrationPerson] {
        &[
            DemonstrationPerson {
                name: "Oscar Outline",
                mail: "reporting@demonstration.example",
                part: "Reporting officer",
                roles: &[("reporting-officer", DemonstrationPlace::Named(BOARD_PLACE, "Safer Policy and Performance Board"))],
            },
            DemonstrationPerson {
                name: "Fiona Figures",
                mail: "finance@demonstration.example",
                part: "Clearing officer for finance",
                roles: &[("clearing-officer", DemonstrationPlace::At("clearance/1"))],
            },
            DemonstrationPerson {
                name: "Lewis Lawson-Sample",
                mail: "legal@demonstration.example",
                part: "Clearing officer for legal",
                roles: &[("clearing-officer", DemonstrationPlace::At("clearance/2"))],
            },
            DemonstrationPerson {
                name: "Hedda Service",
                mail: "head-of-service@demonstration.example",
                part: "Head of service, who clears reports first",
                roles: &[("clearing-officer", DemonstrationPlace::At("clearance/4"))],
            },
            DemonstrationPerson {
                name: "Porter Folio",
                mail: "portfolio@demonstration.example",
                part: "Clearing officer for a portfolio",
                roles: &[("clearing-officer", DemonstrationPlace::At("clearance/3"))],
            },
        ]
    }
}
