//! What is known of a code: the row of the table that it has.
//!
//! Pure data. Whoever decides something about all findings of a code (`--level`, comments that allow it, drafts, the exit
//! code, the docs) reads it here, and nowhere a list of codes stands beside.

use super::Severity;

/// The row of a code.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// `F0201`
    pub number: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// How bad it is, unless its place says otherwise.
    pub severity: Severity,
    /// What it depends on.
    pub topic: Topic,
    /// Whether a draft may have it: then it is a warning there.
    pub is_allowed_in_drafts: bool,
    /// Whether it is reported only to those who ask for it with a level: a matter of taste, or of what callflow cannot see.
    pub is_off_by_default: bool,
    /// What may make it less bad at its place.
    pub lowered_by: &'static [Lowering],
    /// What it rests on: who refuses it, and where that is published.
    pub ground: &'static str,
}

/// What a finding depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Nothing but what is written at its place.
    Content,
    /// What there is, what stands in what, and what follows what: it may come of a bracket in the wrong place.
    Structure,
    /// What the instance has, so that one environment has the finding and another has not.
    Instance,
    /// A command could not do its work, which is no fault of a source.
    Command,
}

/// Why a finding is less bad at its place than its code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lowering {
    /// It is in a draft, which the service does not validate.
    Draft,
    /// A limit is near, not passed.
    NearLimit,
    /// The tables do not have it, and nothing that they have is near: Connect may have got it since.
    NotInTables,
    /// The service takes it and uses a part of it.
    PartUnused,
    /// What decides is outside of the build.
    OutOfSight,
    /// The flow is only converted, and the place is kept as well as it can be.
    Converted,
    /// Nobody named the file: it need not hold what seems to be missing in it.
    NotNamed,
}

impl Lowering {
    /// Every reason.
    #[cfg(test)]
    pub(super) const ALL: &[Lowering] = &[
        Lowering::NearLimit,
        Lowering::NotInTables,
        Lowering::PartUnused,
        Lowering::OutOfSight,
        Lowering::Converted,
        Lowering::NotNamed,
    ];
}

impl Row {
    pub(super) const fn new(number: &'static str, title: &'static str, severity: Severity, topic: Topic) -> Row {
        Row {
            number,
            title,
            severity,
            topic,
            is_allowed_in_drafts: false,
            is_off_by_default: false,
            lowered_by: &[],
            ground: "",
        }
    }

    pub(super) const fn draft(self) -> Row {
        Row { is_allowed_in_drafts: true, ..self }
    }

    pub(super) const fn off(self) -> Row {
        Row { is_off_by_default: true, ..self }
    }

    pub(super) const fn lowered(self, lowered_by: &'static [Lowering]) -> Row {
        Row { lowered_by, ..self }
    }

    /// Whether `reason` may make it less bad.
    #[must_use]
    pub fn is_lowered_by(&self, reason: Lowering) -> bool {
        match reason {
            Lowering::Draft => self.is_allowed_in_drafts,
            reason => self.lowered_by.contains(&reason),
        }
    }

    /// Whether a level may be set for it: an error that is one everywhere stays one.
    #[must_use]
    pub fn takes_levels(&self) -> bool {
        let of_the_finding = |reason: &Lowering| !matches!(reason, Lowering::Converted | Lowering::NotNamed);
        self.severity != Severity::Error || self.lowered_by.iter().any(of_the_finding)
    }
}
