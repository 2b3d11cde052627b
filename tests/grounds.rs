//! The grounds of errors: every error has one, a published ground has an address, and what is uncertain is a warning.

use callflow::catalogue::{self, Aspect, Kind, Parameter, REFUSED_PARAMETERS, REFUSED_TYPES};
use callflow::diagnostic::{Code, Diagnostic, Ground, Lowering, Severity};
use callflow::evidence::{Evidence, Probe, Source};
use serde_json::Value;

use crate::support::all;
use crate::support::case::{Case, cases};
use crate::support::run::callflow;

const ASPECTS: &[Aspect] = &[
    Aspect::All,
    Aspect::Presence,
    Aspect::Type,
    Aspect::Dynamic,
    Aspect::Range,
    Aspect::Length,
    Aspect::Words,
    Aspect::Count,
    Aspect::FlowTypes,
    Aspect::Modules,
    Aspect::Conditions,
    Aspect::Entries,
    Aspect::Groups,
    Aspect::Channels,
    Aspect::Accepted,
];

fn is_address(source: Source) -> bool {
    let address = source.address();
    let of_aws = address.starts_with("https://docs.aws.amazon.com/");
    matches!(source, Source::Page(_)) == of_aws && address.len() > "https://docs.aws.amazon.com/".len()
}

#[test]
fn every_code_that_is_an_error_has_a_ground_and_no_other_has() {
    for code in Code::ALL {
        let row = code.row();
        assert_eq!(row.severity == Severity::Error, row.ground != Ground::None, "{code}");
        if let Ground::Refused(source) = row.ground {
            assert!(is_address(source), "{code}: {source}");
        }
    }
}

#[test]
fn few_errors_are_chosen_and_the_page_of_each_says_why() {
    let chosen: Vec<Code> =
        Code::ALL.iter().copied().filter(|code| matches!(code.row().ground, Ground::Chosen(_))).collect();
    assert!(chosen.len() <= 10, "{chosen:?}");
    for code in chosen {
        assert!(code.row().takes_levels(), "{code}");
        assert!(code.page().0.contains("lower"), "{code}: its page does not say that it can be lowered");
    }
}

#[test]
fn every_fact_of_the_catalogue_is_published_or_uncertain() {
    fn check(block: &catalogue::Block, parameters: &[Parameter]) {
        for parameter in parameters {
            for aspect in ASPECTS {
                assert!(block.source_of(parameter, *aspect).is_none_or(is_address), "{}", block.keyword);
            }
            if let Kind::Objects { fields, .. } | Kind::ObjectMap(fields) = parameter.kind {
                check(block, fields);
            }
        }
    }
    for block in catalogue::blocks() {
        check(block, block.parameters);
        for aspect in ASPECTS {
            assert!(block.source(*aspect).is_none_or(is_address), "{}", block.keyword);
            let of_branches = block.branches.iter().filter_map(|branch| block.source_of_branch(branch, *aspect));
            of_branches.for_each(|source| assert!(is_address(source), "{}", block.keyword));
        }
        assert_eq!(block.resolve(Evidence::Uncertain("why")), None);
    }
}

#[test]
fn refused_names_are_published_and_lead_to_names_that_exist() {
    for refused in REFUSED_TYPES {
        assert!(is_address(refused.source), "{}", refused.name);
        assert_eq!(catalogue::by_action(refused.name).count(), 0, "{}", refused.name);
        for meant in refused.meant {
            assert!(catalogue::by_action(meant).next().is_some(), "{}: {meant}", refused.name);
        }
    }
    for refused in REFUSED_PARAMETERS {
        let blocks = || catalogue::by_action(refused.action);
        let has = |key: &str| blocks().any(|block| block.parameters.iter().any(|parameter| parameter.wire == key));
        assert!(blocks().next().is_some() && !has(refused.key), "{}.{}", refused.action, refused.key);
        if let catalogue::Replacement::Parameter(key) = refused.instead {
            assert!(
                has(key) || blocks().any(|block| block.parameters.iter().any(|it| it.wire.starts_with(key))),
                "{key}"
            );
        }
    }
}

#[test]
fn what_is_uncertain_is_never_an_error() {
    for code in Code::ALL.iter().filter(|code| code.row().ground == Ground::ByFinding) {
        let uncertain = Diagnostic::unlocated(*code, "found").rests_on(None);
        assert_eq!((uncertain.severity, uncertain.ground), (Severity::Warning, Ground::None), "{code}");
        let known = Diagnostic::unlocated(*code, "found").rests_on(Some(Source::Probe(Probe::Pulumi)));
        assert_eq!(known.severity, Severity::Error, "{code}");
        assert_eq!(known.clone().in_draft().severity == Severity::Warning, !code.row().is_of_request, "{code}");
        assert!(known.is_fixed() && known.may_be_allowed(true) && !known.may_be_allowed(false), "{code}");
        let of_language = Diagnostic::unlocated(*code, "found").of_language();
        assert!(of_language.is_fixed() && !of_language.may_be_allowed(true), "{code}");
        let lowered = Diagnostic::unlocated(*code, "found").lowered(Lowering::Uncertain);
        assert_eq!(lowered.severity, Severity::Warning, "{code}");
    }
}

/// Every error of every case says its ground, and a refusal its source.
#[test]
fn every_error_says_its_ground() {
    all(
        &cases(),
        |case| case.display().to_string(),
        |case| {
            let Case { command, files } = Case::read(case);
            if !command.starts_with("check ") || command.contains("--format") {
                return;
            }
            let output = callflow(&files, &format!("{command} --format json"));
            let Ok(report) = serde_json::from_str::<Value>(&output.stdout) else { return };
            for diagnostic in report["diagnostics"].as_array().unwrap() {
                let ground = diagnostic["ground"].as_str();
                let is_error = diagnostic["severity"] == "error";
                assert!(is_error == ground.is_some() || command.contains("--level"), "{diagnostic}");
                assert_eq!(ground == Some("refused"), diagnostic["source"].is_string(), "{diagnostic}");
            }
        },
    );
}
