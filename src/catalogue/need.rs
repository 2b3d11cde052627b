//! When a part of a block is required, optional or refused.

use serde::Serialize;

/// A condition on an action's parameters, by their paths in flow JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Always true.
    Always,
    /// The parameter is present.
    Present(&'static str),
    /// At least one of the parameters is present.
    AnyPresent(&'static [&'static str]),
    /// The parameter is absent.
    Absent(&'static str),
    /// The parameter has one of these values, ignoring case.
    Is(&'static str, &'static [&'static str]),
    /// The parameter is absent, or has none of these values.
    IsNot(&'static str, &'static [&'static str]),
    /// The parameter is a list that contains this item.
    Has(&'static str, &'static str),
}

/// When a parameter or branch is required, and when it is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Always required.
    Required,
    /// Always optional.
    Optional,
    /// Required if this holds, refused otherwise.
    RequiredWhen(When),
    /// Optional if this holds, refused otherwise.
    OptionalWhen(When),
    /// Required if this holds, optional otherwise.
    OptionalUnless(When),
    /// Required if this holds; otherwise it has no effect, and [`Parameter::default`] is emitted.
    IgnoredUnless(When),
}
