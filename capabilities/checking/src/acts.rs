//! The Acts named in papers on community safety, by their short titles (legislation.gov.uk), and the dates on which duties began.

use chrono::NaiveDate;

/// An Act of Parliament.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// Its short title without the year.
    pub title: &'static str,
    /// The years of the Acts with this title.
    pub years: &'static [i32],
    /// Whether there are Acts with this title from other years, so that a year not listed here is not reported.
    pub has_others: bool,
}

const fn act(title: &'static str, years: &'static [i32]) -> Act {
    Act { title, years, has_others: false }
}

const fn one_of_many(title: &'static str, years: &'static [i32]) -> Act {
    Act { title, years, has_others: true }
}

/// The Acts.
pub const ACTS: &[Act] = &[
    act("Animal Welfare Act", &[2006]),
    act("Anti-social Behaviour Act", &[2003]),
    act("Anti-social Behaviour, Crime and Policing Act", &[2014]),
    act("Care Act", &[2014]),
    one_of_many("Children Act", &[1989, 2004]),
    act("Children and Families Act", &[2014]),
    act("Children and Social Work Act", &[2017]),
    act("Civil Contingencies Act", &[2004]),
    act("Clean Neighbourhoods and Environment Act", &[2005]),
    act("Climate Change Act", &[2008]),
    act("Control of Pollution (Amendment) Act", &[1989]),
    act("Control of Pollution Act", &[1974]),
    act("Counter-Terrorism Act", &[2008]),
    act("Counter-Terrorism and Border Security Act", &[2019]),
    act("Counter-Terrorism and Security Act", &[2015]),
    act("Counter-Terrorism and Sentencing Act", &[2021]),
    act("Crime and Disorder Act", &[1998]),
    act("Crime and Policing Act", &[2026]),
    act("Crime and Security Act", &[2010]),
    act("Criminal Damage Act", &[1971]),
    one_of_many("Criminal Justice Act", &[1988, 1991, 2003]),
    act("Criminal Justice and Courts Act", &[2015]),
    act("Criminal Justice and Immigration Act", &[2008]),
    act("Criminal Justice and Police Act", &[2001]),
    act("Criminal Justice and Public Order Act", &[1994]),
    act("Dangerous Dogs Act", &[1991]),
    act("Data Protection Act", &[1984, 1998, 2018]),
    act("Domestic Abuse Act", &[2021]),
    act("Domestic Violence, Crime and Victims Act", &[2004]),
    act("Drugs Act", &[2005]),
    one_of_many("Environment Act", &[1995, 2021]),
    act("Environmental Protection Act", &[1990]),
    act("Equality Act", &[2006, 2010]),
    act("Female Genital Mutilation Act", &[2003]),
    act("Fire and Rescue Services Act", &[2004]),
    one_of_many("Firearms Act", &[1968]),
    act("Forced Marriage (Civil Protection) Act", &[2007]),
    act("Freedom of Information Act", &[2000]),
    act("Gambling Act", &[2005]),
    act("Health and Care Act", &[2022]),
    act("Health and Safety at Work etc. Act", &[1974]),
    one_of_many("Health and Social Care Act", &[2008, 2012]),
    act("Highways Act", &[1980]),
    act("Homelessness Reduction Act", &[2017]),
    act("Human Rights Act", &[1998]),
    act("Immigration and Asylum Act", &[1999]),
    act("Investigatory Powers Act", &[2016]),
    act("Legal Aid, Sentencing and Punishment of Offenders Act", &[2012]),
    one_of_many("Licensing Act", &[1964, 2003]),
    act("Local Government (Miscellaneous Provisions) Act", &[1976, 1982]),
    one_of_many("Local Government Act", &[1972, 1974, 1999, 2000, 2003]),
    act("Local Government and Housing Act", &[1989]),
    act("Local Government and Public Involvement in Health Act", &[2007]),
    act("Localism Act", &[2011]),
    act("Mental Capacity Act", &[2005]),
    act("Misuse of Drugs Act", &[1971]),
    act("Modern Slavery Act", &[2015]),
    act("Nationality and Borders Act", &[2022]),
    act("Noise Act", &[1996]),
    act("Offender Management Act", &[2007]),
    act("Offensive Weapons Act", &[1996, 2019]),
    act("Online Safety Act", &[2023]),
    act("Police and Criminal Evidence Act", &[1984]),
    act("Police and Justice Act", &[2006]),
    act("Police Reform Act", &[2002]),
    act("Police Reform and Social Responsibility Act", &[2011]),
    act("Police, Crime, Sentencing and Courts Act", &[2022]),
    act("Policing and Crime Act", &[2009, 2017]),
    act("Prevention of Social Housing Fraud Act", &[2013]),
    act("Proceeds of Crime Act", &[1995, 2002]),
    act("Procurement Act", &[2023]),
    act("Protection from Eviction Act", &[1977]),
    act("Protection from Harassment Act", &[1997]),
    act("Protection of Freedoms Act", &[2012]),
    act("Psychoactive Substances Act", &[2016]),
    act("Public Order Act", &[1936, 1986, 2023]),
    act("Public Services (Social Value) Act", &[2012]),
    act("Racial and Religious Hatred Act", &[2006]),
    act("Refuse Disposal (Amenity) Act", &[1978]),
    act("Regulation of Investigatory Powers Act", &[2000]),
    act("Rehabilitation of Offenders Act", &[1974]),
    one_of_many("Road Traffic Act", &[1988, 1991]),
    act("Road Traffic Regulation Act", &[1967, 1984]),
    act("Safeguarding Vulnerable Groups Act", &[2006]),
    act("Sentencing Act", &[2020, 2026]),
    act("Serious Crime Act", &[2007, 2015]),
    act("Serious Organised Crime and Police Act", &[2005]),
    one_of_many("Sexual Offences Act", &[1956, 2003]),
    act("Stalking Protection Act", &[2019]),
    one_of_many("Terrorism Act", &[2000, 2006]),
    act("Terrorism (Protection of Premises) Act", &[2025]),
    one_of_many("Town and Country Planning Act", &[1990]),
    act("Victims and Prisoners Act", &[2024]),
    act("Violent Crime Reduction Act", &[2006]),
    act("Voyeurism (Offences) Act", &[2019]),
];

/// A duty that began on a particular date.
#[derive(Clone, Copy, Debug)]
pub struct Commencement {
    /// Words that all occur where it is mentioned.
    pub words: &'static [&'static str],
    /// The name of the duty.
    pub duty: &'static str,
    /// Year, month and day.
    day: (i32, u32, u32),
    /// The provision that sets the date.
    pub citation: &'static str,
}

impl Commencement {
    /// Returns the day on which it began.
    pub fn day(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.day.0, self.day.1, self.day.2)
    }
}

/// The dates on which community safety duties began.
pub const COMMENCEMENTS: &[Commencement] = &[Commencement {
    words: &["serious", "violence"],
    duty: "the Serious Violence Duty",
    day: (2023, 1, 31),
    citation: "Police, Crime, Sentencing and Courts Act 2022, Part 2, Chapter 1",
}];
