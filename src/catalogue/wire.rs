//! Words of flow JSON that belong to no block alone: errors and operators that many have, and the keys of messages and media.

/// The ErrorType of whatever no other branch is for.
pub const ANY_ERROR: &str = "NoMatchingError";

/// The ErrorType of what no condition fits.
pub const NO_CONDITION: &str = "NoMatchingCondition";

/// The ErrorType of a contact who does not answer in time.
pub const NO_ANSWER: &str = "InputTimeLimitExceeded";

/// The branches that every action may have, by the names that the language has for them.
pub const COMMON_BRANCHES: &[(&str, &str)] =
    &[("error", ANY_ERROR), ("no_match", NO_CONDITION), ("timeout", NO_ANSWER)];

/// The operator that compares for equality.
pub const EQUALS: &str = "Equals";

/// The operator that asks whether there is a value at all.
pub const EXISTS: &str = "Exists";

/// The operator that asks whether an object has a key.
pub const HAS_KEY: &str = "KeyExists";

/// The operators on texts.
pub const STARTS_WITH: &str = "TextStartsWith";
/// See [`STARTS_WITH`].
pub const ENDS_WITH: &str = "TextEndsWith";
/// See [`STARTS_WITH`].
pub const CONTAINS: &str = "TextContains";

/// The operators on numbers. Shares of a hundred are [`LESS`] too, than a rising threshold.
pub const GREATER: &str = "NumberGreaterThan";
/// See [`GREATER`].
pub const GREATER_OR_EQUAL: &str = "NumberGreaterOrEqualTo";
/// See [`GREATER`].
pub const LESS: &str = "NumberLessThan";
/// See [`GREATER`].
pub const LESS_OR_EQUAL: &str = "NumberLessOrEqualTo";

/// The operators that have a word or sign in the language.
pub const OPERATORS: &[(&str, &str)] = &[
    ("starts_with", STARTS_WITH),
    ("ends_with", ENDS_WITH),
    ("contains", CONTAINS),
    (">", GREATER),
    (">=", GREATER_OR_EQUAL),
    ("<", LESS),
    ("<=", LESS_OR_EQUAL),
    ("has_key", HAS_KEY),
    ("exists", EXISTS),
];

/// Whether an operator compares numbers.
#[must_use]
pub fn compares_numbers(operator: &str) -> bool {
    operator.starts_with("Number")
}

/// The key of a message that is text.
pub const TEXT: &str = "Text";

/// The key of a message that is a prompt of the instance.
pub const PROMPT: &str = "PromptId";

/// The key of a message that is SSML.
pub const SSML: &str = "SSML";

/// The key of a message that is a recording in S3.
pub const MEDIA: &str = "Media";

/// The keys that a message can be under.
pub const MESSAGE_KEYS: &[&str] = &[TEXT, PROMPT, SSML, MEDIA];

/// The key in [`MEDIA`] that says where the recording lies.
pub const MEDIA_URI: &str = "Uri";

/// What else stands in [`MEDIA`], always.
pub const MEDIA_FIXED: &[(&str, &str)] = &[("SourceType", "S3"), ("MediaType", "Audio")];

/// What says whose audio is streamed: there is one that can be.
pub const PARTICIPANT: (&str, &str) = ("ParticipantType", "Customer");

/// The key of the directions in which audio is streamed.
pub const DIRECTIONS: &str = "MediaDirections";

/// The directions, by the language's words for them.
pub const STREAM_DIRECTIONS: &[(&str, &str)] = &[("from", "From"), ("to", "To")];
