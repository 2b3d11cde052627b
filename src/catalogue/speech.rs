//! Spoken text: the tags of SSML, and the voices of Amazon Polly with their engines.
//!
//! Constant tables. What callflow does not find here is not necessarily wrong: AWS adds voices.

/// A tag of SSML.
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/supported-ssml-tags.html>,
/// <https://docs.aws.amazon.com/polly/latest/dg/supportedtags.html>
#[derive(Clone, Copy, Debug)]
pub struct SsmlTag {
    /// Its name: `break`.
    pub name: &'static str,
    /// Whether Connect supports it. It ignores the others, even those that Polly supports.
    pub is_supported: bool,
    /// Whether HTML has a tag of this name too.
    pub is_in_html: bool,
}

const fn tag(name: &'static str) -> SsmlTag {
    SsmlTag { name, is_supported: true, is_in_html: false }
}

const fn also_in_html(name: &'static str) -> SsmlTag {
    SsmlTag { is_in_html: true, ..tag(name) }
}

const fn only_in_polly(name: &'static str) -> SsmlTag {
    SsmlTag { is_supported: false, ..tag(name) }
}

/// The tags.
pub static SSML_TAGS: &[SsmlTag] = &[
    tag("speak"),
    tag("break"),
    tag("lang"),
    also_in_html("mark"),
    also_in_html("p"),
    tag("phoneme"),
    tag("prosody"),
    also_in_html("s"),
    tag("say-as"),
    also_in_html("sub"),
    tag("w"),
    tag("amazon:effect"),
    tag("amazon:domain"),
    only_in_polly("emphasis"),
    only_in_polly("amazon:auto-breaths"),
    only_in_polly("amazon:breath"),
];

/// The tag of this name.
#[must_use]
pub fn ssml_tag(name: &str) -> Option<&'static SsmlTag> {
    SSML_TAGS.iter().find(|tag| tag.name == name)
}

/// A voice of Polly.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    /// Its name without accents, which is its id: `Joanna`.
    pub id: &'static str,
    /// Its name, where it differs from the id: `Céline`.
    pub name: &'static str,
    /// The engines that can speak with it and that Connect can use, by their values in flow JSON.
    pub engines: &'static [&'static str],
}

/// The engine that is used if none is set.
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/set-voice.html>
pub const DEFAULT_ENGINE: &str = STANDARD;

const STANDARD: &str = "Standard";
const NEURAL: &str = "Neural";
const GENERATIVE: &str = "Generative";

// Polly's fourth engine, long-form, is not available in Connect.
const S: &[&str] = &[STANDARD];
const N: &[&str] = &[NEURAL];
const G: &[&str] = &[GENERATIVE];
const SN: &[&str] = &[STANDARD, NEURAL];
const SG: &[&str] = &[STANDARD, GENERATIVE];
const NG: &[&str] = &[NEURAL, GENERATIVE];
const SNG: &[&str] = &[STANDARD, NEURAL, GENERATIVE];
const NONE: &[&str] = &[];

const fn voice(id: &'static str, engines: &'static [&'static str]) -> Voice {
    Voice { id, name: id, engines }
}

const fn accented(name: &'static str, id: &'static str, engines: &'static [&'static str]) -> Voice {
    Voice { id, name, engines }
}

/// The voices, by language.
///
/// Editions of the page disagree about the standard engine of Justin, Kevin and Matthew: they have it here.
///
/// <https://docs.aws.amazon.com/polly/latest/dg/available-voices.html>
pub static VOICES: &[Voice] = &[
    voice("Zeina", S),
    voice("Hala", N),
    voice("Zayd", N),
    voice("Lisa", NG),
    voice("Arlet", N),
    voice("Jitka", N),
    voice("Hiujin", N),
    voice("Zhiyu", SN),
    voice("Naja", S),
    voice("Mads", S),
    voice("Sofie", N),
    voice("Laura", NG),
    voice("Lotte", S),
    voice("Ruben", S),
    voice("Nicole", S),
    voice("Olivia", NG),
    voice("Russell", S),
    voice("Amy", SNG),
    voice("Emma", SN),
    voice("Brian", SNG),
    voice("Arthur", N),
    voice("Aditi", S),
    voice("Raveena", S),
    voice("Kajal", NG),
    voice("Niamh", NG),
    voice("Aria", NG),
    voice("Jasmine", NG),
    voice("Ayanda", NG),
    voice("Danielle", NG),
    voice("Gregory", N),
    voice("Ivy", SN),
    voice("Joanna", SNG),
    voice("Kendra", SN),
    voice("Kimberly", SN),
    voice("Salli", SNG),
    voice("Joey", SN),
    voice("Justin", SN),
    voice("Kevin", SN),
    voice("Matthew", SNG),
    voice("Ruth", NG),
    voice("Stephen", NG),
    voice("Tiffany", G),
    voice("Patrick", NONE),
    voice("Geraint", S),
    voice("Suvi", N),
    voice("Ambre", G),
    accented("Céline", "Celine", SG),
    voice("Florian", G),
    accented("Léa", "Lea", SNG),
    voice("Mathieu", S),
    accented("Rémi", "Remi", NG),
    voice("Isabelle", NG),
    voice("Chantal", S),
    voice("Gabrielle", NG),
    voice("Liam", NG),
    voice("Marlene", S),
    voice("Vicki", SNG),
    voice("Hans", S),
    voice("Daniel", NG),
    voice("Lennart", G),
    voice("Hannah", NG),
    voice("Sabrina", NG),
    accented("Dóra", "Dora", S),
    voice("Karl", S),
    voice("Beatrice", G),
    voice("Carla", S),
    voice("Bianca", SNG),
    voice("Lorenzo", G),
    voice("Giorgio", S),
    voice("Adriano", N),
    voice("Mizuki", S),
    voice("Takumi", SN),
    voice("Kazuha", N),
    voice("Tomoko", N),
    voice("Seoyeon", SNG),
    voice("Jihye", N),
    voice("Liv", S),
    voice("Ida", N),
    voice("Ewa", SG),
    voice("Maja", S),
    voice("Jacek", S),
    voice("Jan", S),
    voice("Ola", NG),
    voice("Camila", SNG),
    accented("Vitória", "Vitoria", SN),
    voice("Ricardo", S),
    voice("Thiago", N),
    accented("Inês", "Ines", SN),
    voice("Cristiano", S),
    voice("Carmen", S),
    voice("Tatyana", S),
    voice("Maxim", S),
    voice("Conchita", S),
    voice("Lucia", SNG),
    voice("Alba", NONE),
    voice("Enrique", S),
    voice("Sergio", NG),
    accented("Raúl", "Raul", NONE),
    accented("Mía", "Mia", SNG),
    accented("Andrés", "Andres", NG),
    voice("Lupe", SNG),
    accented("Penélope", "Penelope", S),
    voice("Miguel", S),
    voice("Pedro", NG),
    voice("Astrid", S),
    voice("Elin", N),
    voice("Filiz", S),
    voice("Burcu", N),
    voice("Gwyneth", S),
];

/// The voice of this name or id.
#[must_use]
pub fn find_voice(name: &str) -> Option<&'static Voice> {
    VOICES.iter().find(|voice| voice.id == name || voice.name == name)
}
