//! The findings of one project in several environments, as one list.
//!
//! Takes the diagnostics of each environment, and gives each finding once. One that not all environments have says which
//! ones have it, and only a fix that is right in all of them is kept.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Span;

/// Collects the diagnostics of each environment.
#[derive(Default)]
pub(super) struct PerEnvironment {
    findings: Vec<Finding>,
    /// The index of each finding.
    known: HashMap<Identity, usize>,
    count: usize,
}

/// A finding, and its help in each environment that has it.
struct Finding {
    diagnostic: Diagnostic,
    environments: Vec<(String, Vec<String>)>,
}

impl PerEnvironment {
    /// Adds the diagnostics of an environment.
    pub(super) fn add(&mut self, environment: &str, diagnostics: Diagnostics) {
        self.count += 1;
        for diagnostic in diagnostics {
            let environments = vec![(environment.to_owned(), diagnostic.help.clone())];
            let known = self.known.get(&identity(&diagnostic)).and_then(|index| self.findings.get_mut(*index));
            match known {
                Some(known) => {
                    if known.diagnostic.fixes != diagnostic.fixes {
                        known.diagnostic.fixes.clear();
                    }
                    known.environments.extend(environments);
                }
                None => {
                    self.known.insert(identity(&diagnostic), self.findings.len());
                    self.findings.push(Finding { diagnostic, environments });
                }
            }
        }
    }

    /// All findings, sorted.
    pub(super) fn finish(self) -> Diagnostics {
        let is_everywhere = |finding: &Finding| finding.environments.len() == self.count;
        // A comment that silences something in one environment is used.
        let is_used = |finding: &Finding| finding.diagnostic.code == Code::AllowUnused && !is_everywhere(finding);
        let findings = self.findings.into_iter().filter(|finding| !is_used(finding));
        let mut diagnostics: Diagnostics = findings.map(|finding| finding.merged(self.count)).collect();
        diagnostics.sort();
        diagnostics
    }
}

/// What two diagnostics of one finding have in common.
type Identity = (Code, Severity, Option<Span>, String);

fn identity(diagnostic: &Diagnostic) -> Identity {
    (diagnostic.code, diagnostic.severity, diagnostic.span(), diagnostic.message.clone())
}

impl Finding {
    /// The diagnostic for all `count` environments.
    fn merged(self, count: usize) -> Diagnostic {
        let Finding { mut diagnostic, environments } = self;
        if environments.iter().any(|(_, help)| *help != diagnostic.help) {
            let line = |name: &str, help: &str| format!("in the environment `{name}`: {help}");
            let lines = environments.iter().flat_map(|(name, help)| help.iter().map(|help| line(name, help)));
            diagnostic.help = lines.collect();
        } else if environments.len() < count {
            let names: Vec<String> = environments.iter().map(|(name, _)| format!("`{name}`")).collect();
            let plural = if names.len() == 1 { "" } else { "s" };
            diagnostic.help.push(format!("in the environment{plural} {}", names.join(", ")));
        }
        if environments.len() < count {
            // What is right for one environment may be wrong for the others.
            diagnostic.fixes.clear();
        }
        diagnostic
    }
}
