//! Words of flow JSON that several blocks share: errors, operators, and the keys of messages and media.

/// The `ErrorType` of the catch-all error branch.
pub const ANY_ERROR: &str = "NoMatchingError";

/// The `ErrorType` of the branch that is taken if no condition matches.
pub const NO_CONDITION: &str = "NoMatchingCondition";

/// The `ErrorType` of the branch that is taken if the contact does not answer in time.
pub const NO_ANSWER: &str = "InputTimeLimitExceeded";

/// The `ErrorType` of the branch that is taken if a queue is full.
pub const AT_CAPACITY: &str = "QueueAtCapacity";

/// The `ErrorType` of the branch that is taken if a page is not answered in time.
pub const NO_TIME: &str = "TimeLimitExceeded";

/// The `ErrorType` of a phone number that is not valid.
pub const INVALID_NUMBER: &str = "InvalidPhoneNumber";

/// The `ErrorType` of a callback number that is not valid.
pub const INVALID_CALLBACK: &str = "InvalidCallbackNumber";

/// The branches that every action may have, by their names in the language.
pub const COMMON_BRANCHES: &[(&str, &str)] =
    &[("error", ANY_ERROR), ("no_match", NO_CONDITION), ("timeout", NO_ANSWER)];

/// The operator that compares for equality.
pub const EQUALS: &str = "Equals";

/// The operator that tests whether a value exists.
pub const EXISTS: &str = "Exists";

/// The operator that tests whether an object has a key.
pub const HAS_KEY: &str = "KeyExists";

/// The operators on text.
pub const STARTS_WITH: &str = "TextStartsWith";
/// See [`STARTS_WITH`].
pub const ENDS_WITH: &str = "TextEndsWith";
/// See [`STARTS_WITH`].
pub const CONTAINS: &str = "TextContains";

/// The operators on numbers. Percentages also use [`LESS`], with rising thresholds.
pub const GREATER: &str = "NumberGreaterThan";
/// See [`GREATER`].
pub const GREATER_OR_EQUAL: &str = "NumberGreaterOrEqualTo";
/// See [`GREATER`].
pub const LESS: &str = "NumberLessThan";
/// See [`GREATER`].
pub const LESS_OR_EQUAL: &str = "NumberLessOrEqualTo";

/// The operators that have a word or symbol in the language.
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

/// The key in [`MEDIA`] with the location of the recording.
pub const MEDIA_URI: &str = "Uri";

/// The keys that [`MEDIA`] always contains as well, with their values.
pub const MEDIA_FIXED: &[(&str, &str)] = &[("SourceType", "S3"), ("MediaType", "Audio")];

/// The key and value that select whose audio is streamed; there is only one possible value.
pub const PARTICIPANT: (&str, &str) = ("ParticipantType", "Customer");

/// The key of the directions in which audio is streamed.
pub const DIRECTIONS: &str = "MediaDirections";

/// The directions, by their words in the language.
pub const STREAM_DIRECTIONS: &[(&str, &str)] = &[("from", "From"), ("to", "To")];
