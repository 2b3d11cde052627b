//! Compares every action that is emitted for the example and for `tests/ok` with a reference of Connect's actions that
//! was written independently of the catalogue: `reference/actions.json` in the folder that `CALLFLOW_SHARED` names.
//! Without such a folder, the tests print that they are skipped, and pass.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use callflow::graph::FlowKind;
use regex_lite::Regex;
use serde_json::{Map, Value as Json};

use crate::support::build::{Built, EXAMPLE, OK};
use crate::support::{corpus, stem};

/// The entries of the reference, by action type. `None` if there is no reference.
fn reference() -> Option<BTreeMap<String, Json>> {
    Some(corpus::reference()?.into_iter().map(|action| (text(&action["type"]).to_owned(), action)).collect())
}

#[test]
fn all_that_is_emitted_agrees_with_the_reference() {
    let Some(reference) = reference() else { return };
    let mut judge = Judge { reference: &reference, violations: Vec::new(), place: String::new() };
    judge.build(&EXAMPLE);
    for (fixture, built) in OK.iter() {
        let stem = stem(fixture);
        // A draft may be incomplete, `action` and `raw` are emitted unchanged, and some differences of exports are
        // listed in docs/differences.md.
        if !stem.starts_with("draft_") && !matches!(stem, "action" | "raw" | "as_exported") {
            judge.build(built);
        }
    }
    assert!(judge.violations.is_empty(), "{} disagreements\n{}", judge.violations.len(), judge.violations.join("\n"));
}

#[test]
fn each_violation_is_detected() {
    let Some(reference) = reference() else { return };
    let content = |name: &str| {
        let file = EXAMPLE.files.iter().find(|file| file.path.ends_with(name)).unwrap();
        let lines = std::str::from_utf8(&file.bytes).unwrap().lines();
        lines.map(|line| line.trim_start().replace("\": ", "\":")).collect::<String>()
    };
    for (file, from, to) in [
        ("parcels.json", r#""ThirdPartyDTMFDigits":"1,,42#""#, r#""ThirdPartyDTMFDigits":"1 42""#),
        ("parcels.json", r#""Name":"Acme Parcels""#, r#""Nickname":"Acme Parcels""#),
        ("parcels.json", r#""Number":"+12065550140""#, r#""Number":"2065550140""#),
        ("parcels.json", r#""ContinueFlowExecution":"True","#, ""),
        ("parcels.json", r#""ContinueFlowExecution":"True""#, r#""ContinueFlowExecution":"False""#),
        (
            "parcels.json",
            r#""ThirdPartyConnectionTimeLimitSeconds":"30""#,
            r#""ThirdPartyConnectionTimeLimitSeconds":30"#,
        ),
        (
            "parcels.json",
            r#""ThirdPartyConnectionTimeLimitSeconds":"30""#,
            r#""ThirdPartyConnectionTimeLimitSeconds":"601""#,
        ),
        ("parcels.json", r#""ErrorType":"CallFailed""#, r#""ErrorType":"CallLost""#),
        ("parcels.json", r#""ErrorType":"ConnectionTimeLimitExceeded""#, r#""ErrorType":"CallFailed""#),
        ("parcels.json", r#""MaximumLength":"12""#, r#""MaximumLength":"""#),
        ("parcels.json", r#""StoreInput":"True""#, r#""StoreInput":"False""#),
        ("parcels.json", r#""ComparisonValue":"$.External.carrier""#, r#""ComparisonValue":"carrier""#),
        ("parcels.json", r#""Operator":"Equals""#, r#""Operator":"Is""#),
        ("parcels.json", r#""NextAction":"goodbye.disconnect""#, r#""NextAction":"nowhere""#),
        ("parcels.json", r#""StartAction":"start""#, r#""StartAction":"begin""#),
        ("parcels.json", r#""Identifier":"hotline_down""#, r#""Identifier":"hotline: down""#),
        (
            "parcels.json",
            r#""Type":"TransferContactToQueue","Parameters":{}"#,
            r#""Type":"TransferContactToQueue","Parameters":{"QueueId":"x"}"#,
        ),
        (
            "parcels.json",
            r#""Type":"DisconnectParticipant","Parameters":{},"Transitions":{}"#,
            r#""Type":"DisconnectParticipant","Parameters":{},"Transitions":{"NextAction":"start"}"#,
        ),
        ("parcels.json", r#""hotline_busy":{"position""#, r#""hotline_busy":{"place""#),
        ("shop-support.json", r#""Operands":["0"]"#, r#""Operands":["1"]"#),
        ("shop-support.json", r#""EventHooks":{"AgentHold""#, r#""EventHooks":{"AgentWait""#),
        ("survey-after-call.json", r#""Operands":["21"]"#, r#""Operands":["101"]"#),
        ("main-ivr.json", r#""LoopCount":"3""#, r#""LoopCount":"101""#),
        ("main-ivr.json", r#""Operands":["DoneLooping"]"#, r#""Operands":["Done"]"#),
        ("main-ivr.json", r#""Operands":["True"]"#, r#""Operands":["False"]"#),
        ("hold-music-with-overflow.json", r#","InterruptFrequencySeconds":"30""#, ""),
        ("hold-music-with-overflow.json", r#""Text":"Thanks"#, r#""PromptId":"x","Text":"Thanks"#),
        ("callback.json", r#","CountryCode":"US""#, ""),
        ("callback.json", r#""ErrorType":"InvalidPhoneNumber""#, r#""ErrorType":"InvalidCallbackNumber""#),
    ] {
        let compact = content(file);
        let broken = compact.replacen(from, to, 1);
        assert!(compact != broken, "{file} does not contain {from}");
        let mut judge = Judge { reference: &reference, violations: Vec::new(), place: String::new() };
        judge.flow(&serde_json::from_str(&broken).unwrap(), None);
        assert!(!judge.violations.is_empty(), "not detected in {file}: {from} → {to}");
    }
}

/// The flows and modules of a build: file, content, and type in the API.
fn flows(built: &Built) -> Vec<(String, Json, String)> {
    let files: Vec<_> = built
        .files
        .iter()
        .filter(|file| file.path.starts_with("flows/") || file.path.starts_with("modules/"))
        .filter(|file| !file.path.ends_with(".settings.json"))
        .collect();
    assert_eq!(files.len(), built.build.flows.len());
    let kinds = built.build.flows.iter().map(|flow| match flow.kind {
        FlowKind::Flow(flow_type) => flow_type.unwrap().wire().to_owned(),
        FlowKind::Module => "module".to_owned(),
    });
    files
        .into_iter()
        .zip(kinds)
        .map(|(file, kind)| (file.path.clone(), serde_json::from_slice(&file.bytes).unwrap(), kind))
        .collect()
}

struct Judge<'a> {
    reference: &'a BTreeMap<String, Json>,
    violations: Vec<String>,
    /// The file and action that are being checked.
    place: String,
}

impl Judge<'_> {
    fn report(&mut self, what: impl AsRef<str>) {
        self.violations.push(format!("{}: {}", self.place, what.as_ref()));
    }

    fn demand(&mut self, holds: bool, what: impl AsRef<str>) {
        if !holds {
            self.report(what);
        }
    }

    fn build(&mut self, built: &Built) {
        assert!(!built.diagnostics.has_errors());
        for (path, content, kind) in flows(built) {
            self.place.clone_from(&path);
            let before = self.violations.len();
            self.flow(&content, Some(&kind));
            for violations in self.violations.iter_mut().skip(before) {
                *violations = format!("{path} {violations}");
            }
        }
    }

    fn flow(&mut self, flow: &Json, kind: Option<&str>) {
        self.place = "flow".to_owned();
        // The settings of modules contain their contract.
        let settings = if kind == Some("module") { "Settings" } else { "Actions" };
        self.keys(flow, &["Version", "StartAction", "Metadata", "Actions", settings]);
        self.demand(flow["Version"] == "2019-10-30", "another version");
        let actions = flow["Actions"].as_array().unwrap();
        let identifiers: BTreeSet<&str> = actions.iter().map(|action| text(&action["Identifier"])).collect();
        self.demand(identifiers.len() == actions.len(), "two actions with one identifier");
        self.demand(identifiers.contains(text(&flow["StartAction"])), "the start dangles");
        self.positions(&flow["Metadata"], &identifiers);
        for action in actions {
            self.place = format!("{} {}", text(&action["Type"]), text(&action["Identifier"]));
            self.action(action, &identifiers, kind);
        }
    }

    fn positions(&mut self, metadata: &Json, identifiers: &BTreeSet<&str>) {
        let is_position = |position: &Json| position["x"].is_number() && position["y"].is_number();
        self.demand(is_position(&metadata["entryPointPosition"]), "the entry point has no position");
        let placed = metadata["ActionMetadata"].as_object().unwrap();
        let mut taken = HashSet::new();
        for (identifier, action) in placed {
            self.demand(
                identifiers.contains(identifier.as_str()),
                format!("a position for {identifier}, which does not exist"),
            );
            self.demand(is_position(&action["position"]), format!("{identifier} has no position"));
            self.demand(
                taken.insert(action["position"].to_string()),
                format!("{identifier} has the position of another action"),
            );
        }
        for identifier in identifiers {
            self.demand(placed.contains_key(*identifier), format!("{identifier} has no position"));
        }
    }

    fn action(&mut self, action: &Json, identifiers: &BTreeSet<&str>, kind: Option<&str>) {
        self.keys(action, &["Identifier", "Type", "Parameters", "Transitions"]);
        let identifier = text(&action["Identifier"]);
        let forbidden = |c: char| "%:(\\/)=$,;[]{}".contains(c);
        self.demand((1..=50).contains(&identifier.chars().count()), "the identifier is too long");
        self.demand(!identifier.contains(forbidden), "the identifier has a forbidden character");
        let reserved = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf"];
        self.demand(!reserved.contains(&identifier), "the identifier is a reserved word");
        let Some(reference) = self.reference.get(text(&action["Type"])) else { return self.report("no such action") };
        if let Some(kind) = kind {
            let types = list(&reference["flow_types"]);
            let fits = types.contains(&kind) || (types.contains(&"all") && kind != "CAMPAIGN");
            self.demand(fits, format!("not in a flow of the type {kind}"));
        }
        let parameters = action["Parameters"].as_object().unwrap();
        self.parameters(&reference["parameters"], parameters, parameters, "");
        self.transitions(reference, action, parameters, identifiers);
    }

    /// Checks the parameters of an object; `all` are those of the whole action, on which conditions depend.
    fn parameters(&mut self, specs: &Json, object: &Map<String, Json>, all: &Map<String, Json>, path: &str) {
        // If the reference lists no fields, all fields are allowed.
        let Some(specs) = specs.as_array() else { return };
        for (key, value) in object {
            let path = format!("{path}{key}");
            // `Attributes.<key>` is any key with that prefix.
            let is_named = |spec: &&Json| match text(&spec["name"]).split_once(".<") {
                Some((beginning, _)) => key.strip_prefix(beginning).is_some_and(|rest| rest.starts_with('.')),
                None => spec["name"] == key.as_str(),
            };
            // `<hook>.DisableExecution` stands for a map of objects.
            let below: Vec<Json> = specs.iter().filter_map(below_any_key).collect();
            match (specs.iter().find(is_named), value) {
                (Some(spec), _) => self.value(spec, value, all, &path),
                (None, Json::Object(inner)) if !below.is_empty() => {
                    self.parameters(&Json::Array(below), inner, all, &format!("{path}."));
                }
                _ => self.report(format!("{path} is not a parameter")),
            }
        }
        let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
        for spec in specs.iter().filter(|spec| !text(&spec["name"]).contains('<')) {
            let (name, required) = (text(&spec["name"]), text(&spec["required"]));
            let is_there = object.contains_key(name);
            if required.starts_with("one-of:") || required.starts_with("when:menu or store mode") {
                *groups.entry(required).or_default() += usize::from(is_there);
                continue;
            }
            let needed = match required {
                "yes" => true,
                "no" => false,
                other => self.holds(other, all, object),
            };
            self.demand(is_there || !needed, format!("{path}{name} is missing"));
            let refused = required.contains("refused otherwise") && !needed;
            self.demand(!is_there || !refused, format!("{path}{name} is refused here"));
        }
        for (group, count) in groups {
            let is_lex = all.contains_key("LexV2Bot") || all.contains_key("LexBot");
            let fits = match group {
                "one-of:hook form (EventHooks unless a whisper is being disabled)" => {
                    count == 1 || object.contains_key("EventHooksConfiguration")
                }
                _ if group.starts_with("when:menu or store mode") => {
                    count == usize::from(!all.contains_key("EnableDTMFBuffer"))
                }
                // The first message is a different parameter for chats and for calls.
                "one-of:message" if is_lex => count >= 1,
                // A profile may be searched by other fields.
                "one-of:search" => count <= 1,
                _ if group.contains("schedule") => count <= 1,
                _ if group.contains("at least one") => count >= 1,
                // The language requires exactly one of queue and agent, although the service does not.
                _ => count == 1,
            };
            self.demand(fits, format!("{path} has {count} of {group}"));
        }
    }

    fn value(&mut self, spec: &Json, value: &Json, all: &Map<String, Json>, path: &str) {
        let choices = list(&spec["enum"]);
        let is_path = value.as_str().is_some_and(|text| text.starts_with("$."));
        match (text(&spec["type"]), value) {
            ("object", Json::Object(object)) => {
                self.demand(!object.is_empty(), format!("{path} is empty"));
                self.parameters(&spec["fields"], object, all, &format!("{path}."));
            }
            ("map", Json::Object(map)) => {
                self.demand(!map.is_empty(), format!("{path} is empty"));
                for key in map.keys() {
                    let known = choices.is_empty() || choices.contains(&key.as_str());
                    self.demand(known, format!("{path}.{key} is not a key"));
                }
                let is_of_objects = map.values().all(Json::is_object);
                match spec["fields"].as_array() {
                    // The fields are those of each value.
                    Some(fields) if is_of_objects && fields.iter().all(|field| below_any_key(field).is_none()) => {
                        for (key, value) in map.iter().filter_map(|(key, value)| Some((key, value.as_object()?))) {
                            self.parameters(&spec["fields"], value, all, &format!("{path}.{key}."));
                        }
                    }
                    _ => self.parameters(&spec["fields"], map, all, &format!("{path}.")),
                }
                // The input and output of a module keep the types that the module declares.
                let is_typed = matches!(path, "Input" | "ResultData");
                if spec["fields"].is_null() && !is_typed {
                    let is_text = |value: &Json| value.as_str().is_some_and(|text| !text.is_empty());
                    self.demand(map.values().all(is_text), format!("{path} holds something else than texts"));
                }
            }
            ("array", Json::Array(items)) => {
                self.demand(!items.is_empty(), format!("{path} is empty"));
                for (index, item) in items.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    match item {
                        Json::Object(object) => self.parameters(&spec["fields"], object, all, &format!("{path}.")),
                        Json::String(text) => {
                            let is_one = |choice: &&str| match choice.split_once('<') {
                                Some((beginning, _)) => text.starts_with(beginning),
                                None => *choice == text,
                            };
                            let known = choices.is_empty() || choices.iter().any(is_one);
                            self.demand(known && !text.is_empty(), format!("{path} is {text}"));
                        }
                        _ => self.report(format!("{path} is {item}")),
                    }
                }
            }
            ("object" | "array", Json::String(_)) if is_path && text(&spec["value"]) != "static" => {}
            ("boolean", Json::Bool(_)) => {}
            ("number", Json::Number(number)) => {
                let fits = |number: f64| {
                    spec["min"].as_f64().is_none_or(|min| min <= number)
                        && spec["max"].as_f64().is_none_or(|max| number <= max)
                };
                self.demand(number.as_f64().is_some_and(fits), format!("{path} is {number}"));
            }
            ("object" | "map" | "array" | "boolean" | "number", _) => self.report(format!("{path} is {value}")),
            (kind, Json::String(value)) => self.text(spec, kind, value, all, path),
            (_, other) => self.report(format!("{path} is {other}, which is no text")),
        }
    }

    fn text(&mut self, spec: &Json, kind: &str, value: &str, all: &Map<String, Json>, path: &str) {
        self.demand(!value.is_empty(), format!("{path} is empty"));
        let is_path = value.starts_with("$.") || value.starts_with("$[");
        match text(&spec["value"]) {
            "static" => self.demand(!is_path, format!("{path} must be a literal")),
            "dynamic" => self.demand(is_path, format!("{path} must be contact data")),
            "either" => {
                self.demand(is_path || !value.contains("$."), format!("{path} is a literal with contact data in it"))
            }
            _ => {}
        }
        if is_path {
            return;
        }
        if let Some(most) = spec["max_length"].as_u64() {
            self.demand(value.chars().count() as u64 <= most, format!("{path} is too long"));
        }
        let choices = list(&spec["enum"]);
        self.demand(choices.is_empty() || choices.contains(&value), format!("{path} is {value}"));
        if let Some(pattern) = spec["pattern"].as_str() {
            self.demand(Regex::new(pattern).unwrap().is_match(value), format!("{path} is {value}, not {pattern}"));
        }
        match kind {
            "integer" => {
                let asynchronous = all.get("InvocationType").is_some_and(|value| value == "ASYNCHRONOUS");
                let max = match path {
                    "InvocationTimeLimitSeconds" if asynchronous => Some(60),
                    _ => spec["max"].as_i64(),
                };
                let number = value.parse::<i64>();
                let fits = |number: i64| {
                    spec["min"].as_i64().is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max)
                };
                self.demand(number.is_ok_and(fits), format!("{path} is {value}"));
            }
            "e164" => self.demand(
                Regex::new(r"^\+[1-9]\d{1,14}$").unwrap().is_match(value),
                format!("{path} is not a phone number: {value}"),
            ),
            "arn-or-id" => {
                let id = Regex::new(r"^(arn:aws:[a-z-]+:.+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$").unwrap();
                self.demand(id.is_match(value), format!("{path} is not an ARN or id: {value}"));
            }
            "boolean-string" => self.demand(
                ["true", "false"].contains(&value.to_lowercase().as_str()),
                format!("{path} is neither true nor false: {value}"),
            ),
            "string" | "enum" => {}
            other => self.report(format!("unknown type {other} of {path} in the reference")),
        }
    }

    fn transitions(
        &mut self,
        reference: &Json,
        action: &Json,
        parameters: &Map<String, Json>,
        identifiers: &BTreeSet<&str>,
    ) {
        let transitions = &action["Transitions"];
        let next = transitions.get("NextAction");
        match text(&reference["next_action"]) {
            "none" => return self.demand(*transitions == serde_json::json!({}), "a terminal action has transitions"),
            "required" => self.demand(next.is_some(), "no NextAction"),
            _ => {}
        }
        self.keys(transitions, &["NextAction", "Conditions", "Errors"]);
        let none = Vec::new();
        let errors = transitions.get("Errors").map_or(&none, |errors| errors.as_array().unwrap());
        let conditions = transitions.get("Conditions").map_or(&none, |conditions| conditions.as_array().unwrap());
        for target in next.into_iter().chain(errors.iter().chain(conditions).map(|branch| &branch["NextAction"])) {
            self.demand(identifiers.contains(text(target)), format!("{target} dangles"));
        }
        let mut found = HashSet::new();
        let listed = reference["errors"].as_array().unwrap();
        for error in errors {
            let name = text(&error["ErrorType"]);
            self.demand(found.insert(name), format!("the error {name} twice"));
            self.demand(listed.iter().any(|error| error["type"] == name), format!("the error {name} is refused"));
        }
        for error in listed {
            let name = text(&error["type"]);
            let (needed, refused) = match &error["required"] {
                Json::Bool(needed) => (*needed, false),
                Json::String(when) if when == "unknown" => (false, false),
                Json::String(when) => {
                    let holds = self.holds(when, parameters, parameters);
                    (holds, !holds)
                }
                other => panic!("{other}"),
            };
            self.demand(found.contains(name) || !needed, format!("the error {name} is missing"));
            self.demand(!found.contains(name) || !refused, format!("the error {name} is refused here"));
        }
        self.conditions(reference, text(&action["Type"]), conditions, parameters);
    }

    fn conditions(&mut self, reference: &Json, kind: &str, conditions: &[Json], parameters: &Map<String, Json>) {
        let rule = &reference["conditions"];
        if rule.is_null() {
            return self.demand(conditions.is_empty(), "conditions, which the action does not allow");
        }
        self.demand(!conditions.is_empty() || rule["required"] != true, "no condition");
        let values = list(&rule["values"]);
        let mut operands: Vec<&str> = Vec::new();
        for condition in conditions {
            self.keys(condition, &["NextAction", "Condition"]);
            self.keys(&condition["Condition"], &["Operator", "Operands"]);
            let operator = text(&condition["Condition"]["Operator"]);
            self.demand(list(&rule["operators"]).contains(&operator), format!("the operator {operator}"));
            let given = list(&condition["Condition"]["Operands"]);
            self.demand(given.len() == usize::from(operator != "Exists"), format!("{operator} with {given:?}"));
            self.demand(given.iter().all(|operand| !operand.is_empty()), format!("{operator} with an empty operand"));
            self.demand(
                values.is_empty() || given.iter().all(|operand| values.contains(operand)),
                format!("the operand {given:?}"),
            );
            operands.extend(given);
        }
        // The facts in the notes of the reference.
        let of = |name: &str| parameters.get(name).map_or("", text);
        let exactly: Option<Vec<&str>> = match kind {
            "CheckHoursOfOperation" => Some(vec!["True", "False"]),
            "Loop" => Some(vec!["ContinueLooping", "DoneLooping"]),
            "MessageParticipantIteratively" => {
                Some(parameters.get("InterruptFrequencySeconds").map_or(vec![], |_| vec!["MessagesInterrupted"]))
            }
            "Wait" => {
                let events = parameters.get("Events").map_or(vec![], list);
                let goes_on = parameters.get("ContinueExecution").map(|_| "Continue");
                Some([vec!["WaitCompleted"], events, goes_on.into_iter().collect()].concat())
            }
            "GetParticipantInput" if of("StoreInput") == "True" => Some(vec![]),
            "CheckMetricData" if of("MetricType").starts_with("NumberOfAgents") => Some(vec!["0"]),
            _ => None,
        };
        if let Some(exactly) = exactly {
            self.demand(operands == exactly, format!("conditions on {operands:?}, not {exactly:?}"));
        }
        if kind == "DistributeByPercentage" {
            let numbers: Vec<u32> = operands.iter().filter_map(|operand| operand.parse().ok()).collect();
            let rises = numbers.windows(2).all(|two| two[0] < two[1]) && numbers.iter().all(|n| (2..=100).contains(n));
            self.demand(rises && numbers.len() == operands.len(), format!("percentages {operands:?}"));
        }
    }

    /// Whether a `when:…` of the reference holds for these parameters.
    fn holds(&mut self, when: &str, all: &Map<String, Json>, object: &Map<String, Json>) -> bool {
        let is = |key: &str, value: &str| all.get(key).is_some_and(|found| found == value);
        match when.strip_prefix("when:").unwrap_or(when).split(" (").next().unwrap() {
            "EnableDTMFBuffer is absent" => !all.contains_key("EnableDTMFBuffer"),
            // A stored buffer has no validation.
            "StoreInput is True" => is("StoreInput", "True") && !all.contains_key("EnableDTMFBuffer"),
            // The touchtone buffer is a separate mode with one error.
            "StoreInput is not True" => !is("StoreInput", "True") && !all.contains_key("EnableDTMFBuffer"),
            "StoreInput is True and PhoneNumberValidation present" => {
                is("StoreInput", "True")
                    && all.get("InputValidation").is_some_and(|value| value.get("PhoneNumberValidation").is_some())
            }
            "NumberFormat is Local" => object.get("NumberFormat").is_some_and(|found| found == "Local"),
            "ContinueExecution is set" => all.contains_key("ContinueExecution"),
            "ContinueFlowExecution is True" => is("ContinueFlowExecution", "True"),
            "Events contains BotParticipantDisconnected" => {
                all.get("Events").is_some_and(|events| list(events).contains(&"BotParticipantDisconnected"))
            }
            "ChatBehavior present" => all.contains_key("ChatBehavior"),
            "IdentifierName present" => object.contains_key("IdentifierName"),
            "LinkContactToCase=true" => is("LinkContactToCase", "true"),
            "MessageSourceType is TEMPLATE" => object.get("MessageSourceType").is_some_and(|found| found == "TEMPLATE"),
            "RoutingProficiencies present" => all.contains_key("RoutingProficiencies"),
            "SearchCriteria present" => object.contains_key("SearchCriteria"),
            "UseDefaultValue is not true" => object.get("UseDefaultValue").is_none_or(|found| *found != true),
            "Voice ID switches are on" => is("IsVoiceIdStreamingEnabled", "TRUE"),
            "a template is used" => all.get("EmailMessage").is_some_and(|mail| mail.get("TemplatedMessage").is_some()),
            "no TaskTemplateId, or its template names no flow" => !all.contains_key("TaskTemplateId"),
            // No fixture uses a voice connector, and the campaign is unknown.
            "not a voice connector" => true,
            "MANAGED campaign with voice" => false,
            other => {
                self.report(format!("unknown condition `{other}` in the reference"));
                false
            }
        }
    }

    fn keys(&mut self, object: &Json, known: &[&str]) {
        for key in object.as_object().unwrap().keys() {
            self.demand(known.contains(&key.as_str()), format!("the key {key}"));
        }
    }
}

/// A field below any key of a map: `<hook>.DisableExecution` → `DisableExecution`.
fn below_any_key(spec: &Json) -> Option<Json> {
    let (_, name) = text(&spec["name"]).strip_prefix('<')?.split_once(">.")?;
    let mut spec = spec.clone();
    spec["name"] = name.into();
    Some(spec)
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

/// The texts of a list; empty if it is not a list.
fn list(value: &Json) -> Vec<&str> {
    value.as_array().map_or(vec![], |items| items.iter().map(text).collect())
}
