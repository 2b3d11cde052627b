//! The words that names are made without. Rules of naming, as data.
//!
//! They are of English, the language of the keywords that stand beside the names; a word of another language stays.

/// Words that carry no meaning in a name: articles, pronouns, forms of *be*, *have* and *do*, politeness.
pub(super) const EMPTY: &[&str] = &[
    "a",
    "about",
    "again",
    "all",
    "also",
    "am",
    "an",
    "any",
    "are",
    "as",
    "be",
    "been",
    "being",
    "but",
    "calling",
    "can",
    "could",
    "currently",
    "dear",
    "did",
    "do",
    "does",
    "each",
    "experienced",
    "experiencing",
    "for",
    "get",
    "goes",
    "going",
    "good",
    "has",
    "have",
    "having",
    "he",
    "hello",
    "her",
    "here",
    "hey",
    "hi",
    "his",
    "how",
    "i",
    "id",
    "if",
    "ill",
    "im",
    "is",
    "it",
    "its",
    "ive",
    "just",
    "kindly",
    "let",
    "lets",
    "like",
    "may",
    "me",
    "might",
    "must",
    "my",
    "now",
    "ok",
    "okay",
    "only",
    "our",
    "ours",
    "please",
    "quite",
    "reached",
    "shall",
    "she",
    "should",
    "so",
    "some",
    "sorry",
    "such",
    "than",
    "thank",
    "thanks",
    "that",
    "thats",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "today",
    "too",
    "try",
    "trying",
    "us",
    "very",
    "want",
    "was",
    "we",
    "well",
    "were",
    "weve",
    "what",
    "when",
    "where",
    "which",
    "who",
    "will",
    "wish",
    "would",
    "you",
    "youll",
    "your",
    "youre",
    "yours",
    "youve",
];

/// Words that say something only between two others.
pub(super) const LINKING: &[&str] = &[
    "after", "and", "at", "before", "by", "during", "for", "from", "in", "into", "of", "on", "or", "per", "to",
    "until", "via", "with", "without",
];

/// Words with which another clause begins. What comes before it is enough, if it is more than one word.
pub(super) const CLAUSE: &[&str] =
    &["and", "because", "but", "if", "or", "regarding", "since", "so", "that", "when", "which", "while", "who"];

/// Words that leave a name open if they are its last.
pub(super) const OPEN: &[&str] =
    &["cannot", "cant", "couldnt", "didnt", "doesnt", "dont", "isnt", "no", "not", "unable", "wasnt", "wont"];

/// Words that say how something went, often at the end of a sentence.
pub(super) const OUTCOMES: &[&str] = &[
    "accepted",
    "busy",
    "canceled",
    "cancelled",
    "closed",
    "completed",
    "confirmed",
    "declined",
    "expired",
    "failed",
    "incorrect",
    "invalid",
    "missing",
    "rejected",
    "required",
    "scheduled",
    "successful",
    "unavailable",
    "unsuccessful",
    "wrong",
];

/// Words of a prompt that ask for a key, in the languages of most prompts.
pub(super) const PRESS: &[&str] = &[
    "press",
    "pressing",
    "dial",
    "marque",
    "oprima",
    "presione",
    "pulse",
    "appuyez",
    "tapez",
    "drücken",
    "wählen",
    "digite",
    "pressione",
    "prema",
];

/// Words of a prompt that ask for input, which a name with `ask` says already.
pub(super) const ASKING: &[&str] = &["enter", "provide", "say", "speak", "tell", "type", "key", "followed"];

/// The keys of a phone as a prompt may call them.
pub(super) const KEYS: &[(&str, &str)] = &[
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("zero", "0"),
    ("star", "*"),
    ("pound", "#"),
    ("hash", "#"),
];

/// Words that say how something is stored or sent, and nothing about what it is. None is a name by itself.
pub(super) const FORMATS: &[&str] = &[
    "arn",
    "attribute",
    "attributes",
    "content",
    "data",
    "false",
    "input",
    "json",
    "message",
    "mp3",
    "null",
    "number",
    "output",
    "prompt",
    "result",
    "ssml",
    "string",
    "text",
    "true",
    "type",
    "uri",
    "url",
    "value",
    "wav",
    "xml",
];

/// Endings of resource names that say only of what kind the resource is.
pub(super) const KINDS: &[&str] =
    &["arn", "bot", "flow", "function", "id", "intent", "lambda", "module", "mp3", "prompt", "queue", "view", "wav"];

/// Words that a program puts into identifiers.
pub(super) const MACHINE: &[&str] =
    &["action", "actions", "block", "contact", "flow", "guid", "id", "identifier", "node", "start", "step", "uuid"];

/// Words for the operators of the language that are signs.
pub(super) const COMPARISONS: &[(&str, &[&str])] =
    &[(">", &["over"]), (">=", &["at", "least"]), ("<", &["under"]), ("<=", &["at", "most"])];
