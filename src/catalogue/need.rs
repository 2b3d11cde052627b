//! When a part of a block is there.

use serde::Serialize;

/// A condition on an action's parameters, by wire path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// In any case.
    Always,
    /// Where the parameter is there.
    Present(&'static str),
    /// Where at least one of the parameters is there.
    AnyPresent(&'static [&'static str]),
    /// Where it is not.
    Absent(&'static str),
    /// Where the parameter has one of these values, whatever the case of their letters.
    Is(&'static str, &'static [&'static str]),
    /// Where it is not there, or has none of these values.
    IsNot(&'static str, &'static [&'static str]),
    /// Where the list that is the parameter has this item.
    Has(&'static str, &'static str),
}

/// When something has to be there, and when it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Always.
    Required,
    /// It may.
    Optional,
    /// It has to where this holds, and is refused where not.
    RequiredWhen(When),
    /// It may where this holds, and is refused where not.
    OptionalWhen(When),
    /// It may; where this holds, it has to.
    OptionalUnless(When),
    /// It has to where this holds; elsewhere it does nothing, and [`Parameter::default`] is written.
    IgnoredUnless(When),
}
