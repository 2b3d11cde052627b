//! The properties of a code: its row in the table.
//!
//! Pure data. Every decision about all findings of a code (`--level`, allow comments, drafts, the exit code, the docs)
//! reads the row. No other module keeps a list of codes.

use super::{Ground, Severity};
use crate::evidence::{Probe, Source};

/// The row of a code.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The number, such as `F0201`.
    pub number: &'static str,
    /// A short noun phrase that says what the code is about.
    pub title: &'static str,
    /// The default severity. It may be lowered at a location.
    pub severity: Severity,
    /// What a finding depends on.
    pub topic: Topic,
    /// Whether a draft may have it although no page says that the service refuses it: then it is only a warning there.
    pub is_unfinished: bool,
    /// Whether it is reported only if the user sets a level for it: a matter of taste, or of facts that callflow cannot
    /// see.
    pub is_off_by_default: bool,
    /// The reasons that may lower its severity.
    pub lowered_by: &'static [Lowering],
    /// Why its findings may be errors.
    pub ground: Ground,
    /// Whether it is about the request that creates a resource (its name, type, tags, lengths), which the service
    /// validates for a draft too.
    pub is_of_request: bool,
}

/// What a finding depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Only on the text at its location.
    Content,
    /// On what exists, how it is nested and what follows what. A misplaced bracket can cause it.
    Structure,
    /// On the contents of the instance: one environment may have the finding and another may not.
    Instance,
    /// On a command that could not do its work, which is not an error in a source.
    Command,
}

/// Why the severity of a finding is lower than that of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lowering {
    /// The finding is in a draft, which the service does not validate.
    Draft,
    /// A limit is close but not exceeded.
    NearLimit,
    /// The tables do not have it and nothing similar to it. Connect may have added it since.
    NotInTables,
    /// The service accepts it and uses a part of it.
    PartUnused,
    /// The flow is only converted, and this part is preserved as far as possible.
    Converted,
    /// The user did not name the file, so it need not contain what seems to be missing.
    NotNamed,
    /// The fact that it rests on is uncertain.
    Uncertain,
    /// The second says the same as the first.
    Same,
}

impl Lowering {
    /// Every reason.
    #[cfg(test)]
    pub(super) const ALL: &[Lowering] = &[
        Lowering::NearLimit,
        Lowering::NotInTables,
        Lowering::PartUnused,
        Lowering::Converted,
        Lowering::NotNamed,
        Lowering::Uncertain,
        Lowering::Same,
    ];
}

impl Row {
    pub(super) const fn new(number: &'static str, title: &'static str, severity: Severity, topic: Topic) -> Row {
        Row {
            number,
            title,
            severity,
            topic,
            is_unfinished: false,
            is_off_by_default: false,
            lowered_by: &[],
            ground: Ground::None,
            is_of_request: false,
        }
    }

    /// Nothing can be emitted for it, but a draft may be unfinished there.
    pub(super) const fn unfinished(self) -> Row {
        Row { is_unfinished: true, ..self }
    }

    pub(super) const fn language(self) -> Row {
        Row { ground: Ground::Language, ..self }
    }

    /// A page of AWS says that it is refused.
    pub(super) const fn refused(self, page: &'static str) -> Row {
        Row { ground: Ground::Refused(Source::Page(page)), ..self }
    }

    /// A probe of the service showed that it is refused.
    pub(super) const fn probed(self, probe: Probe) -> Row {
        Row { ground: Ground::Refused(Source::Probe(probe)), ..self }
    }

    pub(super) const fn chosen(self, reason: &'static str) -> Row {
        Row { ground: Ground::Chosen(reason), ..self }
    }

    /// Each finding says what it rests on, which may be uncertain.
    pub(super) const fn by_finding(self) -> Row {
        Row { ground: Ground::ByFinding, ..self }
    }

    pub(super) const fn of_request(self) -> Row {
        Row { is_of_request: true, ..self }
    }

    pub(super) const fn off(self) -> Row {
        Row { is_off_by_default: true, ..self }
    }

    pub(super) const fn lowered(self, lowered_by: &'static [Lowering]) -> Row {
        Row { lowered_by, ..self }
    }

    /// Whether `reason` may lower its severity.
    #[must_use]
    pub fn is_lowered_by(&self, reason: Lowering) -> bool {
        match reason {
            Lowering::Draft => true,
            Lowering::Uncertain if self.ground == Ground::ByFinding => true,
            reason => self.lowered_by.contains(&reason),
        }
    }

    /// Whether a level may be set for it: some of its findings can be lowered.
    #[must_use]
    pub fn takes_levels(&self) -> bool {
        let of_the_finding =
            |reason: &Lowering| !matches!(reason, Lowering::Converted | Lowering::NotNamed | Lowering::Same);
        !matches!(self.ground, Ground::Language | Ground::Refused(_)) || self.lowered_by.iter().any(of_the_finding)
    }
}
