//! A first check of a question against the rules of Public Question Time: whether it is in time and the only one, and what a
//! person should look at. Wording alone never causes a rejection.

use foundation::text::title_key;

/// Something in a question that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// It mentions a planning application.
    Planning,
    /// It mentions a licensing application.
    Licensing,
    /// It mentions exempt or confidential information.
    Exempt,
    /// It mentions an item that is taken in private.
    PrivateItem(String),
}

impl Hint {
    /// Returns the message for the questioner.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Planning => "Your question may be about a planning application. You cannot ask about one here.".to_owned(),
            Self::Licensing => "Your question may be about a licensing application. You cannot ask about one here.".to_owned(),
            Self::Exempt => {
                "Your question may ask for exempt or confidential information. A question that needs it may be rejected."
                    .to_owned()
            }
            Self::PrivateItem(title) => {
                format!("Your question may be about “{title}”, which is a private item.")
            }
        }
    }
}

/// Returns what a person should look at in `text`; `private` are the titles of the items taken in private.
pub(crate) fn hints(text: &str, private: &[String]) -> Vec<Hint> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says = |beginning: &str| words.iter().any(|word| word.starts_with(beginning));
    let applies =
        says("applicat") || says("applied") || says("appeal") || says("objection") || says("permission") || says("consent");
    let mut hints = Vec::new();
    if says("planning") && applies {
        hints.push(Hint::Planning);
    }
    let is_licence = says("licen") || says("licence");
    if is_licence && (applies || says("premises") || says("taxi") || says("alcohol")) {
        hints.push(Hint::Licensing);
    }
    if says("exempt") || says("confidential") {
        hints.push(Hint::Exempt);
    }
    let whole = title_key(text);
    for title in private {
        let key = title_key(title);
        if key.chars().count() >= 4 && whole.contains(&key) {
            hints.push(Hint::PrivateItem(title.clone()));
        }
    }
    hints
}

/// A questioner, as far as relevant to the limit on questions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Who {
    pub name: String,
    pub address: String,
    pub organisation: Option<String>,
    pub mail: String,
}

/// Checks whether two questioners are the same person or speak for the same organisation: the email address, the organisation,
/// or name and address match.
pub(crate) fn is_same_asker(one: &Who, other: &Who) -> bool {
    let organisations = (one.organisation.as_deref().map(organisation_key), other.organisation.as_deref().map(organisation_key));
    let same_organisation = matches!(&organisations, (Some(a), Some(b)) if !a.is_empty() && a == b);
    let same_person = title_key(&one.name) == title_key(&other.name) && title_key(&one.address) == title_key(&other.address);
    one.mail == other.mail || same_organisation || (same_person && !title_key(&one.name).is_empty())
}

/// Normalises an organisation's name by removing words that people leave out or add.
fn organisation_key(name: &str) -> String {
    let name = name.to_lowercase();
    let words = name.split_whitespace().filter(|word| !["the", "ltd", "ltd.", "limited"].contains(word));
    title_key(&words.collect::<Vec<_>>().join(" "))
}

/// The minutes planned or taken, and the minutes available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Budget {
    pub used: i64,
    pub most: i64,
}

impl Budget {
    pub(crate) fn is_over(self) -> bool {
        self.used > self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_point_at_what_a_question_cannot_be_about() {
        let private = ["Lease of the quay".to_owned()];
        let of = |text: &str| hints(text, &private);
        assert_eq!(of("Why was planning application 24/00123 approved?"), [Hint::Planning]);
        assert_eq!(of("Who objects to the PLANNING permission in Heron Lane?"), [Hint::Planning]);
        assert_eq!(of("Will the premises licence of the Lantern be reviewed?"), [Hint::Licensing]);
        assert_eq!(of("What does the exempt report say?"), [Hint::Exempt]);
        assert_eq!(of("What is the rent in the LEASE OF THE QUAY?"), [Hint::PrivateItem(private[0].clone())]);
        for innocent in ["What is the Council planning for the winter?", "How many dogs are licensed?", "", "Application forms"] {
            assert_eq!(of(innocent), [], "{innocent}");
        }
        assert!(hints("anything at all", &[String::new(), "!".to_owned()]).is_empty());
    }

    #[test]
    fn one_person_and_one_organisation_are_known_again() {
        let wanda = Who {
            name: "Wanda Wharf".into(),
            address: "1 Heron Lane, Ashmere".into(),
            organisation: None,
            mail: "wanda@wharf.example".into(),
        };
        let again = Who { mail: "other@wharf.example".into(), name: "WANDA  WHARF".into(), ..wanda.clone() };
        assert!(is_same_asker(&wanda, &again), "name and address");
        let neighbour = Who { name: "Nora Newcomer".into(), mail: "nora@wharf.example".into(), ..wanda.clone() };
        assert!(!is_same_asker(&wanda, &neighbour), "another person at the address");
        let namesake = Who { address: "9 Quay Street".into(), mail: "x@wharf.example".into(), ..wanda.clone() };
        assert!(!is_same_asker(&wanda, &namesake), "a namesake elsewhere");
        assert!(is_same_asker(&wanda, &Who { mail: wanda.mail.clone(), ..neighbour.clone() }), "the same mail address");
        let friends = |name: &str| Some(name.to_owned());
        let one = Who { organisation: friends("The Friends of Lantern Park"), ..wanda };
        let other = Who { organisation: friends("friends of lantern park Ltd"), ..neighbour };
        assert!(is_same_asker(&one, &other), "the same organisation");
    }

    #[test]
    fn the_last_minute_is_not_over() {
        assert!(!Budget { used: 30, most: 30 }.is_over());
        assert!(Budget { used: 31, most: 30 }.is_over());
    }
}
