//! The words that the lists of people are made of.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A set of words or phrases.
pub(super) type Listed = LazyLock<HashSet<&'static str>>;

/// Splits words or phrases at commas.
pub(super) fn listed(words: &'static str) -> HashSet<&'static str> {
    words.split(',').map(str::trim).collect()
}

/// What a word may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Titles before a name that are part of it.
    Title,
    /// Titles that are also surnames, so that they only count before another word and never begin a name in the middle of a line.
    SurnameToo,
    /// Ranks of the police, who attend without being members.
    Police,
    /// The ways in which councils write `Councillor`, in the singular.
    Councillor,
    /// The ways in which they write `Councillors`.
    Councillors,
    /// Words before `Councillor` that say of which council.
    Council,
    /// Small words inside surnames.
    Particle,
    /// Letters after a name.
    Honour,
    /// Words for what somebody is employed or chosen to do; each can be a post by itself or end one.
    Post,
    /// Words that stand before a post: `Interim Corporate Director`, `Democratic Services Officer`.
    BeforePost,
    /// Posts of a council's staff.
    Staff,
    /// Words of organisations.
    Organisation,
    /// Words of organisations and posts that are also surnames: alone after a given name they make a name.
    NameToo,
    /// Words of what councils look after, which are in the names of posts and in no names of people.
    Subject,
    /// Words for people who are counted and not named.
    Unnamed,
    /// Numbers in words.
    Number,
    /// Words that titles of items have and names have not.
    Heading,
    /// Verbs and other small words of sentences, which lists of people do not have.
    Verb,
    /// Words for members, who may be of the public.
    MemberWord,
    /// Words that end like verbs in the past and are in the names of posts.
    NoVerb,
}

impl Kind {
    /// Returns the kind as a bit.
    const fn bit(self) -> u32 {
        match self {
            Self::Title => 1 << 0,
            Self::SurnameToo => 1 << 1,
            Self::Police => 1 << 2,
            Self::Councillor => 1 << 3,
            Self::Councillors => 1 << 4,
            Self::Council => 1 << 5,
            Self::Particle => 1 << 6,
            Self::Honour => 1 << 7,
            Self::Post => 1 << 8,
            Self::BeforePost => 1 << 9,
            Self::Staff => 1 << 10,
            Self::Organisation => 1 << 11,
            Self::NameToo => 1 << 12,
            Self::Subject => 1 << 13,
            Self::Unnamed => 1 << 14,
            Self::Number => 1 << 15,
            Self::Heading => 1 << 16,
            Self::Verb => 1 << 17,
            Self::NoVerb => 1 << 18,
            Self::MemberWord => 1 << 19,
        }
    }
}

const WORDS: &[(Kind, &str)] = &[
    (
        Kind::Title,
        "mr mrs ms m/s miss mx dr sir dame rev revd reverend prof professor canon father fr lord lady baroness baron capt \
         captain col colonel major cdr commander lt alderman ald hon pc pcso cpo sgt sergeant insp inspector \
         superintendent supt constable messrs mesdames",
    ),
    (Kind::SurnameToo, "lord lady baron major canon father dean constable sergeant captain colonel commander col"),
    (Kind::Police, "pc pcso cpo sgt sergeant insp inspector superintendent supt constable"),
    (Kind::Councillor, "councillor councilor cllr clr coun cllor cyng cynghorydd cmhlr comhairleoir"),
    (Kind::Councillors, "councillors councilors cllrs clrs cynghorwyr comhairleoirí"),
    (Kind::Council, "county borough district city town parish community unitary ward local cabinet independent"),
    (
        Kind::Particle,
        "de del della der den van von la le du da dos di ap ab al el bin ibn uí ui ó ní nic mac mc st st. ter ten y na o \
         ua",
    ),
    (
        Kind::Honour,
        "obe mbe cbe bem kbe dbe gbe cb kcb cmg kcmg lvo mvo cvo jp dl qc kc qpm qfsm td rd dso dfc mc phd dphil msp mep \
         mla mp fca frics mrics frsa cpfa ba bsc msc llb ftcl ret'd retd esq snr jnr pilc cilca fslcc pslcc",
    ),
    (
        Kind::Post,
        "clerk director officer officers manager head executive solicitor solicitors barrister engineer planner secretary \
         treasurer accountant auditor surveyor architect administrator adviser advisor assistant leader lead coordinator \
         co-ordinator commissioner consultant technician librarian warden groundsman caretaker steward registrar counsel \
         lawyer analyst specialist trainee apprentice superintendent inspector member members holder representative \
         observer chair chairman co-chair governor trustee editor reporter journalist headteacher teacher principal vicar \
         rector curate office councillor councillors cllr minutes taker ranger supervisor controller president \
         vice-president guest speaker facilitator developer applicant agent practitioner nurse doctor physician chaplain \
         ombudsman monitor partner delegate deputy liaison associate coroner commander candidate rfo ceo cfo coo",
    ),
    (
        Kind::BeforePost,
        "deputy assistant acting interim temporary chief senior principal corporate strategic operational executive \
         general group service services team democratic governance legal finance financial monitoring committee \
         committees parish town borough county district city community cabinet portfolio planning housing environmental \
         highways area project programme policy communications administrative admin clerical responsible proper returning \
         electoral licensing scrutiny support business public youth neighbourhood regeneration development estates estate \
         property neighbourhoods meetings staff managing regional national divisional locum joint associate independent \
         honorary hon footpath footpaths tree flood snow allotment allotments cemetery vice co-opted lead human press \
         information head director operations performance adult children's education social health a/director \
         a/administrative a/staff a/senior trainee crime police fire ward bilingual translator",
    ),
    (
        Kind::Staff,
        "clerk director officer manager executive solicitor engineer planner accountant auditor surveyor architect \
         administrator adviser advisor assistant counsel lawyer head coordinator co-ordinator registrar office treasurer \
         secretary rfo groundsman caretaker lead commissioner analyst specialist consultant",
    ),
    (
        Kind::Organisation,
        "council councils police constabulary service services trust association society group company ltd limited plc \
         llp partnership partnerships partners forum board committee authority agency union club charity friends nhs \
         university college network federation foundation institute institution alliance consortium commission department \
         directorate ministry church school academy hospital housing homes press news gazette times radio bbc team centre \
         associates consulting consultants architects solicitors developments estates residents tenants ward wardens \
         scouts guides legion division unit enterprise fund project programme initiative watch circle brigade rescue",
    ),
    (
        Kind::NameToo,
        "church head bishop warden parish dean park house school times press steward ranger clerk chambers hall ward \
         marshall town friend friends homes group guest proctor priest nurse forum partner lead principal rector \
         chancellor major constable commander associate divine watch",
    ),
    (
        Kind::Subject,
        "services finance environment regeneration development planning housing education health wellbeing communities \
         children children's adults families people skills culture leisure tourism transport transportation highways \
         infrastructure economy economic growth governance democracy procurement resources technology digital property \
         neighbourhoods safety licensing strategy policy performance operations recreation sports sport mobility \
         regulatory enforcement waste recycling climate planners care public protection safeguarding standards \
         partnerships commissioning improvement delivery place parks play libraries heritage arts sustainability energy \
         countryside business enterprise estates administration communications engagement participation assurance audit \
         risk change transformation customer inclusion equality equalities learning schools young community corporate \
         facilities",
    ),
    (
        Kind::Unnamed,
        "public press resident residents parishioner parishioners elector electors observer observers villager villagers \
         visitors guests students pupils others staff officers representatives representative people persons person \
         citizens spectators onlookers tenants householders neighbours media reporter reporters cyhoedd aelod aelodau \
         attendees participants ratepayers locals individuals audience scouts",
    ),
    (
        Kind::Number,
        "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
         eighteen nineteen twenty thirty forty fifty sixty seventy eighty several some many various numerous about \
         approximately approx around over circa c dozen",
    ),
    (
        Kind::Heading,
        "apologies absence minutes declarations declaration interest interests matters arising welcome introductions \
         forum questions question correspondence agenda urgent announcements election notification update updates items \
         item unrestricted business report reports planning finance accounts applications motion petitions disclosures \
         disclosure presentation opening chairman's chair's chairman’s chair’s mayor's mayor’s action venue date time \
         contact membership substitutes exempt part prayers previous meeting meetings terms",
    ),
    (
        Kind::Verb,
        "was were had has have is are be been took gave said left read made began rose spoke would will could may should \
         being met led sent asked told put sat stood became it this there that which he she they",
    ),
    (
        Kind::NoVerb,
        "retired united appointed elected associated limited combined integrated related unrestricted need bed shed seed \
         feed invited delegated shared named listed red based dedicated deed breed speed",
    ),
    (Kind::MemberWord, "member members aelod aelodau"),
];

/// What is printed where a list has nobody.
pub(super) static NOBODY: Listed = Listed::new(|| {
    listed(
        "none, nil, n/a, na, dim, neb, nobody, noone, no one, no-one, no apologies, none received, none recorded, none \
         given, none reported, none declared, none noted, dim un, not applicable, no absences, no members, no apologies \
         received, no apologies were received, no apologies for absence, no apologies given, there were none, there were \
         no apologies, no officers, none present, no other members, none at this meeting, nothing to report, there were \
         no apologies for absence, no apologies had been received, no apologies for absence were received, none submitted",
    )
});

/// All words, with the kinds of each as bits, and which first and last letters and lengths they have.
struct Vocabulary {
    kinds: HashMap<&'static str, u32>,
    shapes: Vec<bool>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary { kinds: HashMap::new(), shapes: vec![false; SHAPES] };
    for (kind, words) in WORDS {
        for word in words.split_ascii_whitespace() {
            *vocabulary.kinds.entry(word).or_default() |= kind.bit();
            if let Some(shape) = shape(word).and_then(|shape| vocabulary.shapes.get_mut(shape)) {
                *shape = true;
            }
        }
    }
    vocabulary
});

/// How many shapes of words are told apart.
const SHAPES: usize = 32 * 32 * 32;

/// Returns a number for the first and last letter and the length of a word, whatever its case. `None` if it has other letters there.
fn shape(word: &str) -> Option<usize> {
    let letter = |byte: &u8| byte.is_ascii_alphabetic().then_some(usize::from(byte & 31));
    let (first, last) = (word.as_bytes().first().and_then(letter)?, word.as_bytes().last().and_then(letter)?);
    Some((first * 32 + last) * 32 + word.len().min(31))
}

/// Returns the word in lower case, without the signs around it.
pub(super) fn bare(word: &str) -> String {
    trimmed(word).chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Checks whether a word, in any case and with signs around it, is of a kind.
pub(super) fn is(word: &str, kind: Kind) -> bool {
    kinds(word) & kind.bit() != 0
}

/// Checks whether a word is of any of the kinds.
pub(super) fn is_any(word: &str, of: &[Kind]) -> bool {
    let found = kinds(word);
    found != 0 && of.iter().any(|kind| found & kind.bit() != 0)
}

/// Returns the kinds of a word as bits.
fn kinds(word: &str) -> u32 {
    let word = trimmed(word);
    // Most words are names, and few of them look like any of these.
    if shape(word).is_some_and(|shape| !VOCABULARY.shapes.get(shape).copied().unwrap_or_default()) || word.len() > 40 {
        return 0;
    }
    VOCABULARY.kinds.get(bare(word).as_str()).copied().unwrap_or_default()
}
