//! What a conversion loses around the actions: keys of the metadata and of a module's settings that no source has.
//!
//! Takes the JSON and gives a diagnostic for each such key, at its first place. Silent about the keys of the designer:
//! a build writes them, or the designer makes them again from the parameters.

use smol_str::SmolStr;

use super::json::{Json, Member};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// The keys of the metadata of a flow.
const METADATA: &[&str] = &[
    "ActionMetadata",
    "Annotations",
    "description",
    "entryPointPosition",
    "hash",
    "name",
    "settings",
    "snapToGrid",
    "status",
    "type",
];

/// The keys of a note.
const NOTE: &[&str] = &["actionId", "content", "id", "isFolded", "position", "size", "type"];

/// The keys of an entry of `ActionMetadata`, in which the designer keeps what it shows of a block.
const ACTION: &[&str] = &[
    "ContactFlow",
    "CountryCode",
    "Hours",
    "action",
    "adjustUnit",
    "audio",
    "callerIdSource",
    "children",
    "claimedPhoneNumber",
    "conditionMetadata",
    "conditions",
    "contactFlow",
    "contactFlowModuleName",
    "countryCodePrefix",
    "customerOrAgent",
    "customerProfilesAction",
    "defaultVoice",
    "dynamicMetadata",
    "dynamicParams",
    "fragments",
    "fraudDetectionUseDynamic",
    "fromCustomer",
    "isFriendlyName",
    "lexV2BotAliasName",
    "lexV2BotName",
    "overrideConsoleVoice",
    "overrideLanguageAttribute",
    "parameters",
    "position",
    "promptName",
    "queue",
    "requestFieldsOptions",
    "requiredFieldsOptions",
    "responseFieldsOptions",
    "setOptionalCallerId",
    "templateName",
    "timeoutUnit",
    "toCustomer",
    "useLexBotDropdown",
];

/// How the keys begin and end with which the designer notes that a value is contact data.
const DYNAMIC: [&str; 2] = ["useDynamic", "UseDynamic"];

/// The keys of the settings of a module's content, and of their transitions.
const SETTINGS: &[&str] = &["InputParameters", "OutputParameters", "Transitions"];
const TRANSITION: &[&str] = &["DisplayName", "ReferenceName", "Description"];

/// The keys of the settings of a module, of their parts, and of a branch.
const CONTRACT: &[&str] = &["input", "resultData", "transitions"];
const SCHEMA: &[&str] = &["schema"];
const RESULTS: &[&str] = &["results"];
const BRANCH: &[&str] = &["name", "description"];

/// Reports what of the metadata is lost.
pub(super) fn of_metadata(metadata: &Json, found: &mut Diagnostics) {
    let mut keys = Keys::default();
    keys.unknown(metadata, "the metadata of a flow", METADATA);
    for entry in metadata.get("ActionMetadata").map(Json::members).unwrap_or_default() {
        let [begin, end] = DYNAMIC;
        let is_known = |key: &str| ACTION.contains(&key) || key.starts_with(begin) || key.ends_with(end);
        keys.others(&entry.value, "the metadata of an action", is_known);
    }
    for note in metadata.get("Annotations").map(Json::items).unwrap_or_default() {
        keys.unknown(note, "a note", NOTE);
    }
    keys.report(found);
}

/// Reports what of the settings in a module's content is lost, apart from what makes them others than every module has.
pub(super) fn of_settings(settings: &Json, found: &mut Diagnostics) {
    let mut keys = Keys::default();
    keys.unknown(settings, "the settings of a module", SETTINGS);
    for transition in settings.get("Transitions").map(Json::items).unwrap_or_default() {
        keys.unknown(transition, "a transition in the settings of a module", TRANSITION);
        keys.text(transition, "Description", "a transition in the settings of a module");
    }
    keys.report(found);
}

/// Reports what of a module's contract is lost. `head` takes the place of what another file has.
pub(super) fn of_contract(contract: &Json, head: Span, found: &mut Diagnostics) {
    let mut keys = Keys { head: Some(head), ..Keys::default() };
    keys.unknown(contract, "the settings of a module", CONTRACT);
    for key in ["input", "resultData"] {
        contract.get(key).into_iter().for_each(|schema| keys.unknown(schema, "the settings of a module", SCHEMA));
    }
    let Some(transitions) = contract.get("transitions") else { return keys.report(found) };
    keys.unknown(transitions, "the settings of a module", RESULTS);
    for branch in transitions.get("results").map(Json::items).unwrap_or_default() {
        keys.unknown(branch, "a branch in the settings of a module", BRANCH);
        keys.text(branch, "description", "a branch in the settings of a module");
    }
    keys.report(found);
}

/// The keys that are lost, each with where it is, its first place, and how often it is there.
#[derive(Default)]
struct Keys {
    found: Vec<(SmolStr, &'static str, Span, usize)>,
    head: Option<Span>,
}

impl Keys {
    fn unknown(&mut self, json: &Json, place: &'static str, known: &[&str]) {
        self.others(json, place, |key| known.contains(&key));
    }

    fn others(&mut self, json: &Json, place: &'static str, is_known: impl Fn(&str) -> bool) {
        json.members().iter().filter(|member| !is_known(&member.key)).for_each(|member| self.add(member, place));
    }

    /// A key with a text that no source has.
    fn text(&mut self, json: &Json, key: &str, place: &'static str) {
        let is_it = |member: &&Member| member.key == key && member.value.text().is_none_or(|text| !text.is_empty());
        json.members().iter().filter(is_it).for_each(|member| self.add(member, place));
    }

    fn add(&mut self, member: &Member, place: &'static str) {
        match self.found.iter_mut().find(|(key, known, ..)| *key == member.key && *known == place) {
            Some((.., count)) => *count += 1,
            None => self.found.push((member.key.clone(), place, member.key_span, 1)),
        }
    }

    fn report(self, found: &mut Diagnostics) {
        for (key, place, span, count) in self.found {
            let span = self.head.filter(|head| head.file != span.file).unwrap_or(span);
            let message = format!("the key `{key}` in {place} cannot be converted");
            let diagnostic = Diagnostic::new(Code::NotTakenOver, span, message);
            found.push(match count {
                1 => diagnostic,
                _ => diagnostic.primary_label(format!("the first of {count} places")),
            });
        }
    }
}
