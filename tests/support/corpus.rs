//! Material outside of the project, in the folder that `CALLFLOW_SHARED` names: real flows, and a reference of Connect's
//! actions that was written independently of the catalogue. Without it, the tests that use it print that they are
//! skipped, and pass.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder, if there is one.
pub fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("CALLFLOW_SHARED").map(PathBuf::from);
    if folder.is_none() {
        // Not `eprintln!`, whose output is hidden for a passing test.
        let _ = writeln!(std::io::stderr(), "skipped: CALLFLOW_SHARED names no folder with reference material");
    }
    folder
}

/// The entries of the reference, one for each action; `None` if there is no reference.
pub fn reference() -> Option<Vec<serde_json::Value>> {
    let path = shared()?.join("reference/actions.json");
    if !path.is_file() {
        let _ = writeln!(std::io::stderr(), "skipped: CALLFLOW_SHARED names no folder with reference/actions.json");
        return None;
    }
    Some(serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
}

/// The grades of flows that were exported, or follow the published rules.
pub const GOOD: &[&str] = &["console-export", "valid-with-positions", "valid-handwritten"];

/// A row of the corpus' index.
type Entry = BTreeMap<String, serde_json::Value>;

fn index(shared: &Path) -> Vec<Entry> {
    serde_json::from_slice(&fs::read(shared.join("corpus/index.json")).unwrap()).unwrap()
}

fn flow(shared: &Path, entry: &Entry) -> (String, String) {
    let path = entry["file"].as_str().unwrap().to_owned();
    let text = fs::read_to_string(shared.join("corpus").join(&path)).unwrap();
    (path, text)
}

/// The flows with one of these grades: path in the corpus and text.
pub fn flows(shared: &Path, grades: &[&str]) -> Vec<(String, String)> {
    let is_of_grade = |entry: &&Entry| grades.iter().any(|grade| entry["quality"] == *grade);
    index(shared).iter().filter(is_of_grade).map(|entry| flow(shared, entry)).collect()
}

/// The flows of each repository, whatever their grade.
pub fn flows_by_repository(shared: &Path) -> Vec<Vec<(String, String)>> {
    let mut repositories: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for entry in index(shared) {
        repositories.entry(entry["repo"].as_str().unwrap().to_owned()).or_default().push(flow(shared, &entry));
    }
    repositories.into_values().collect()
}

/// A good flow that nevertheless breaks a published rule: it can be saved as a draft but not published.
pub struct RuleBreaker {
    /// The end of its file name.
    pub name: &'static str,
    /// The codes that report it.
    pub codes: &'static [&'static str],
    /// The rule, and its source.
    pub rule: &'static str,
}

const fn breaker(name: &'static str, codes: &'static [&'static str], rule: &'static str) -> RuleBreaker {
    RuleBreaker { name, codes, rule }
}

const NO_EMPTY: &str = "no value is empty (probed: the service refuses `\"\"` as a value; a template fills these in)";
const ATTEMPTS: &str = "MaximumConnectionAttempts is more than 0 (devguide, interactions-createcallbackcontact)";

const STORE_INPUT: &str = "a menu has StoreInput (probed: the service refuses it without)";

const SSML: &str =
    "SSML that is not well-formed is refused (Polly, API_SynthesizeSpeech): these close `<speak` with `/speak>`";

/// All of these flows, reviewed by hand.
pub const RULE_BREAKERS: &[RuleBreaker] = &[
    breaker("callbackmgmt__cfSetCallBackflow", &["F0304"], ATTEMPTS),
    breaker("callbackmgmt__cbSetCallBack", &["F0304"], ATTEMPTS),
    breaker("experience-builder__contact-flow-dtmf0.content", &["F0315"], NO_EMPTY),
    breaker("experience-builder__contact-flow-dtmf0", &["F0315"], NO_EMPTY),
    breaker("experience-builder__contact-flow-hop.content", &["F0315"], NO_EMPTY),
    breaker("experience-builder__contact-flow-journey.content", &["F0315"], NO_EMPTY),
    breaker("experience-builder__contact-flow-queue.content", &["F0315"], NO_EMPTY),
    breaker("experience-builder__contact-flow-setup.content", &["F0315"], NO_EMPTY),
    breaker(
        "amazon-connect-copy__flow_Main-20IVR",
        &["F0401"],
        "UpdateContactTargetQueue has NoMatchingError, TransferContactToQueue QueueAtCapacity and NoMatchingError (devguide, \
         contact-actions-updatecontacttargetqueue and contact-actions-transfercontacttoqueue)",
    ),
    breaker("outbound-call__GetCustomerResponseModule-original", &["F0345"], SSML),
    breaker("outbound-call__getCustomerResponseModule-20241206", &["F0345"], SSML),
    breaker("outbound-call__getCustomerResponseModule-Final-20241217", &["F0345"], SSML),
    breaker("connect-blueprint__flow", &["F0302"], STORE_INPUT),
    breaker("connect-blueprint__flow-3", &["F0302"], STORE_INPUT),
    breaker("connect-blueprint__flow-4", &["F0302"], STORE_INPUT),
    breaker("connect-blueprint__flow-5", &["F0302"], STORE_INPUT),
    breaker(
        "connect-blueprint__flow-2",
        &["F0302", "F0401", "F0405"],
        "Compare has NoMatchingCondition and no other error (devguide, flow-control-actions-compare; probed)",
    ),
    breaker(
        "connect-blueprint__flow-6",
        &["F0302", "F0401", "F0405"],
        "Compare has NoMatchingCondition and no other error (devguide, flow-control-actions-compare; probed)",
    ),
    breaker(
        "claude-connect-skills__flow-5",
        &["F0302", "F0405"],
        "storing input needs a validation and has no InputTimeLimitExceeded (devguide, \
         participant-actions-getparticipantinput; probed)",
    ),
];

/// The entry for this flow, if it is one of them.
pub fn rule_breaker(path: &str) -> Option<&'static RuleBreaker> {
    RULE_BREAKERS.iter().find(|breaker| path.ends_with(&format!("{}.json", breaker.name)))
}

pub fn breaks_a_rule(path: &str) -> bool {
    rule_breaker(path).is_some()
}
