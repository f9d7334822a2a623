//! Invented people, and how papers print their names.

use crate::Random;
use crate::truth::Standing;

const SURNAMES: &[&str] = &[
    "Dummy",
    "Foil",
    "Proxy",
    "Stand",
    "Mock",
    "Straw",
    "Decoy",
    "Token",
    "Sample",
    "Model",
    "Figment",
    "Pretend",
    "Specimen",
    "Mannequin",
    "Example",
    "Fable",
    "Fiction",
    "Template",
    "Prototype",
    "Placeholder",
    "Mirage",
    "Phantom",
    "Puppet",
    "Stencil",
    "Silhouette",
    "Double",
    "Understudy",
    "Stooge",
    "Dummy-Foil",
    "O’Sample",
    "MacToken",
    "Van Proxy",
    "St Figment",
];

const GIVEN: &[(&str, &str)] = &[
    ("Mr", "Adam"),
    ("Mrs", "Beryl"),
    ("Mr", "Clive"),
    ("Ms", "Dora"),
    ("Mr", "Edgar"),
    ("Miss", "Freda"),
    ("Mr", "Giles"),
    ("Mrs", "Hester"),
    ("Dr", "Ivor"),
    ("Ms", "Joan"),
    ("Mr", "Kit"),
    ("Mrs", "Lorna"),
    ("Mr", "Miles"),
    ("Ms", "Nora"),
    ("Mr", "Oswald"),
    ("Mrs", "Pearl"),
    ("Mr", "Quentin"),
    ("Ms", "Rhoda"),
    ("Mr", "Saul"),
    ("Mrs", "Thora"),
];

pub(crate) const WARDS: &[&str] = &["Upper Fabling", "Mockham", "Barn End", "Weir", "St Swithin", "Long Sampling"];

pub(crate) const PARTIES: &[&str] = &["Lab", "Con", "LD", "Ind", "Green"];

pub(crate) const POSTS: &[&str] = &[
    "Director of Place",
    "Head of Community Safety",
    "Chief Executive",
    "Monitoring Officer",
    "Democratic Services Officer",
    "Head of Finance Policy, Planning and Strategy",
    "Senior Solicitor",
    "Licensing Manager",
];

const GUESTS: &[&str] =
    &["Wexcombe Fire Service", "Mockshire Police", "Friends of the Weir", "Figment Housing Trust", "Mockshire County Council"];

/// A person.
#[derive(Clone, Debug)]
pub(crate) struct Someone {
    /// `Mr`, `Dr`.
    pub(crate) title: &'static str,
    pub(crate) given: &'static str,
    /// One or two letters.
    pub(crate) initials: String,
    pub(crate) surname: &'static str,
    pub(crate) standing: Standing,
    /// What is printed about the person: a post, an organisation.
    pub(crate) post: &'static str,
    pub(crate) honour: Option<&'static str>,
    pub(crate) ward: &'static str,
    pub(crate) party: &'static str,
    /// A remark that is printed in brackets, such as `remote`.
    pub(crate) remark: Option<String>,
}

/// The people at a meeting. The first of the members presides.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cast {
    pub(crate) members: Vec<Someone>,
    pub(crate) apologies: Vec<Someone>,
    pub(crate) officers: Vec<Someone>,
    pub(crate) guests: Vec<Someone>,
}

impl Cast {
    /// Invents people: this many members, and some of each other kind.
    pub(crate) fn invent(random: &mut Random, members: usize) -> Self {
        let mut surnames: Vec<&'static str> = SURNAMES.to_vec();
        let mut someone = |random: &mut Random, standing: Standing| {
            let surname = surnames.remove(random.below(surnames.len()));
            let (title, given) = GIVEN[random.below(GIVEN.len())];
            let mut initials: String = given.chars().take(1).collect();
            if random.in_hundred(30) {
                initials.push(char::from(b"ABCDEFGHJKLMPRSTW"[random.below(17)]));
            }
            Someone {
                title,
                given,
                initials,
                surname,
                standing,
                post: match standing {
                    Standing::Other => random.one_of(GUESTS),
                    _ => random.one_of(POSTS),
                },
                honour: random.in_hundred(12).then(|| random.one_of(&["OBE", "MBE", "JP"])),
                ward: random.one_of(WARDS),
                party: random.one_of(PARTIES),
                remark: None,
            }
        };
        let mut cast = Self::default();
        for at in 0..members {
            let standing = match at {
                0 => Standing::Chair,
                1 if random.in_hundred(60) => Standing::ViceChair,
                _ => Standing::Member,
            };
            cast.members.push(someone(random, standing));
        }
        for _ in 0..random.below(4) {
            cast.apologies.push(someone(random, Standing::Apology));
        }
        for _ in 0..random.between(1, 4) {
            cast.officers.push(someone(random, Standing::Officer));
        }
        for _ in 0..random.below(3) {
            cast.guests.push(someone(random, Standing::Other));
        }
        cast
    }

    /// Lets a few members arrive late, leave early, attend from elsewhere or come instead of another.
    pub(crate) fn with_remarks(mut self, random: &mut Random) -> Self {
        let absent = self.apologies.first().map(|absent| absent.surname);
        for member in self.members.iter_mut().skip(2) {
            member.remark = match random.below(12) {
                0 => Some("arrived at 7.10 pm".to_owned()),
                1 => Some("left before the vote".to_owned()),
                2 => Some("remote".to_owned()),
                3 => Some("items 2 to 5".to_owned()),
                4 => absent.map(|absent| format!("substitute for Cllr {absent}")),
                _ => None,
            };
            if member.remark.as_ref().is_some_and(|remark| remark.starts_with("substitute")) {
                member.standing = Standing::Substitute;
            }
        }
        self
    }

    pub(crate) fn chair(&self) -> Option<&Someone> {
        self.members.first()
    }
}

/// How names are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Naming {
    pub(crate) form: NameForm,
    /// What is printed before each name.
    pub(crate) title: NameTitle,
    /// The word for who presides, in brackets after the name; empty if it is not printed there.
    pub(crate) chair: &'static str,
    /// The word for the vice-chair.
    pub(crate) vice_chair: &'static str,
    pub(crate) honours: bool,
    pub(crate) after: After,
}

/// The form of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameForm {
    /// `A. Dummy`.
    Dotted,
    /// `A Dummy`.
    Initials,
    /// `Adam Dummy`.
    Full,
    /// `Dummy`.
    Surname,
}

/// What is printed before a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameTitle {
    None,
    /// `Mr`.
    Own,
    /// `Councillor` or `Cllr`.
    Word(&'static str),
}

/// What is printed after a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    Nothing,
    Ward,
    Party,
    Remark,
}

impl Naming {
    /// Returns a way to print names that has nothing but the names.
    pub(crate) const fn plain(form: NameForm, title: NameTitle) -> Self {
        Self { form, title, chair: "Chair", vice_chair: "Vice-Chair", honours: false, after: After::Nothing }
    }

    /// Returns the name as a truth has it.
    pub(crate) fn name(self, person: &Someone) -> String {
        let separated = |by: &str| person.initials.chars().map(String::from).collect::<Vec<_>>().join(by);
        match self.form {
            NameForm::Dotted => format!("{}. {}", separated("."), person.surname),
            NameForm::Initials => format!("{} {}", separated(" "), person.surname),
            NameForm::Full => format!("{} {}", person.given, person.surname),
            NameForm::Surname => person.surname.to_owned(),
        }
    }

    /// Returns the name with the title before it.
    pub(crate) fn titled(self, person: &Someone) -> String {
        let name = self.name(person);
        match self.title {
            NameTitle::None => name,
            NameTitle::Own => format!("{} {name}", person.title),
            NameTitle::Word(word) => format!("{word} {name}"),
        }
    }

    /// Returns the name with all that is printed around it.
    pub(crate) fn printed(self, person: &Someone) -> String {
        let mut printed = self.titled(person);
        if let Some(honour) = person.honour.filter(|_| self.honours) {
            printed.push_str(", ");
            printed.push_str(honour);
        }
        let role = match person.standing {
            Standing::Chair => self.chair,
            Standing::ViceChair => self.vice_chair,
            _ => "",
        };
        let after = match self.after {
            After::Nothing => None,
            After::Ward => Some(person.ward.to_owned()),
            After::Party => Some(person.party.to_owned()),
            After::Remark => person.remark.clone(),
        };
        for bracketed in [Some(role.to_owned()), after].into_iter().flatten().filter(|words| !words.is_empty()) {
            printed.push_str(" (");
            printed.push_str(&bracketed);
            printed.push(')');
        }
        printed
    }
}

/// Joins names as a sentence does: `A, B and C`.
pub(crate) fn joined(names: &[String]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
