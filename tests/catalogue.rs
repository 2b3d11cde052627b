//! Compares the output of `callflow catalogue --format json` for each action with a reference of Connect's actions that
//! was written independently: `reference/actions.json` in the folder that `CALLFLOW_SHARED` names. Every intentional
//! difference has a row in `docs/differences.md` with the reason. Without such a folder, the test prints that it is
//! skipped, and passes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use crate::support::corpus::reference;
use crate::support::process::callflow;
use crate::support::repository;

/// The blocks in the output of the command, by action type.
fn catalogue() -> BTreeMap<String, Vec<Json>> {
    let printed = callflow(&repository("."), &["catalogue", "--format", "json"]).stdout;
    let mut actions: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for block in serde_json::from_str::<Vec<Json>>(&printed).unwrap() {
        actions.entry(text(&block["action"]).to_owned()).or_default().push(block);
    }
    actions
}

#[test]
fn every_action_type_is_listed() {
    assert_eq!(catalogue().len(), 72);
}

#[test]
fn the_catalogue_agrees_with_the_reference_except_for_listed_differences() {
    let Some(reference) = reference() else { return };
    let found = differences(&reference, &catalogue());
    let listed = listed();
    let lines = |rows: Vec<&(String, String)>| -> String {
        rows.into_iter().map(|(action, what)| format!("| {action} | {what} |\n")).collect()
    };
    let unlisted = lines(found.difference(&listed).collect());
    let gone = lines(listed.difference(&found).collect());
    assert!(
        unlisted.is_empty() && gone.is_empty(),
        "missing in docs/differences.md:\n{unlisted}\nlisted in docs/differences.md, but not found:\n{gone}"
    );
}

/// The differences: the action and the statement of the reference that is not true of the catalogue.
fn differences(reference: &[Json], catalogue: &BTreeMap<String, Vec<Json>>) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for action in reference {
        let name = text(&action["type"]);
        let differences = match catalogue.get(name) {
            Some(blocks) => Comparison { action, blocks, differences: Vec::new() }.run(),
            None => vec!["no block".to_owned()],
        };
        found.extend(differences.into_iter().map(|what| (name.to_owned(), what)));
    }
    for name in catalogue.keys().filter(|name| !reference.iter().any(|action| text(&action["type"]) == *name)) {
        found.insert((name.clone(), "not in the reference".to_owned()));
    }
    found
}

#[test]
fn each_difference_is_detected() {
    let Some(reference) = reference() else { return };
    let catalogue = catalogue();
    let known = differences(&reference, &catalogue).len();
    let at = |name: &str| reference.iter().position(|action| action["type"] == name).unwrap();
    for (action, pointer, value) in [
        ("Loop", "/parameters/0/max", json!(99)),
        ("Loop", "/parameters/0/min", json!(1)),
        ("Loop", "/parameters/0/value", json!("static")),
        ("Loop", "/parameters/0/required", json!("no")),
        ("Loop", "/parameters/0/name", json!("Count")),
        ("Loop", "/conditions/values/0", json!("NotDone")),
        ("Loop", "/conditions/operators/0", json!("TextContains")),
        ("Loop", "/errors/0/required", json!(true)),
        ("Loop", "/errors/0/type", json!("LoopError")),
        ("Loop", "/channels/0", json!("FAX")),
        ("Loop", "/next_action", json!("none")),
        ("ShowView", "/flow_types/0", json!("AGENT_HOLD")),
        ("ShowView", "/flow_types/2", json!("AGENT_HOLD")),
        ("ShowView", "/conditions/values", json!(["Next"])),
        ("Compare", "/conditions", Json::Null),
        ("CreateCase", "/errors/0/required", json!(true)),
        ("CreateCase", "/type", json!("CreateCases")),
        ("MessageParticipant", "/parameters/1/max_length", json!(3_000)),
        ("TagContact", "/parameters/0/max", json!(5)),
        ("GetMetricData", "/parameters/2/enum/0", json!("VOICE")),
    ] {
        let mut changed = reference.clone();
        let place = changed[at(action)].pointer_mut(pointer).unwrap_or_else(|| panic!("{action} has no {pointer}"));
        *place = value.clone();
        assert!(differences(&changed, &catalogue).len() > known, "not detected: {action}{pointer} = {value}");
    }
}

/// The rows of `docs/differences.md`: the action and the difference.
fn listed() -> BTreeSet<(String, String)> {
    let page = std::fs::read_to_string(repository("docs/differences.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.split(" | ").map(|cell| cell.trim_matches(['|', ' '])).collect();
        let [action, what, why] = cells[..] else { panic!("not three cells: {row}") };
        assert!(!why.is_empty(), "no reason: {row}");
        (action.trim_matches('`').to_owned(), what.to_owned())
    })
    .collect()
}

/// The comparison of one action of the reference with its blocks.
struct Comparison<'a> {
    action: &'a Json,
    blocks: &'a [Json],
    differences: Vec<String>,
}

/// A parameter of the catalogue at one path of an action's parameters.
struct Occurrence<'a> {
    parameter: &'a Json,
    /// The words that the block emits there, if the parameter does not list them.
    words: Vec<&'a str>,
    part: Part,
}

/// The part of a parameter that is found at a path.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// The whole parameter.
    Whole,
    /// None: the block always emits one word there.
    Fixed,
    /// A key that results from the parameter's kind.
    Key,
    /// The prompt of a message, which is a reference instead of text.
    Prompt,
    /// The map that entries fill.
    Entries,
}

impl Comparison<'_> {
    fn run(mut self) -> Vec<String> {
        self.errors();
        self.conditions();
        self.next();
        self.flow_types();
        self.channels();
        self.parameters();
        self.differences.sort();
        self.differences.dedup();
        self.differences
    }

    fn demand(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.differences.push(what());
        }
    }

    fn errors(&mut self) {
        let blocks = self.blocks;
        let branches = |block: &Json| -> Vec<(String, Json)> {
            let branches = array(&block["branches"]).iter();
            branches
                .filter_map(|branch| Some((branch["wire"]["error"].as_str()?.to_owned(), branch["need"].clone())))
                .collect()
        };
        let listed = array(&self.action["errors"]);
        for (error, _) in blocks.iter().flat_map(branches) {
            let is_listed = listed.iter().any(|other| other["type"] == error);
            self.demand(is_listed, || format!("the error `{error}` is refused"));
        }
        for entry in listed {
            let error = text(&entry["type"]);
            let needs: Vec<Option<Json>> = blocks
                .iter()
                .map(|block| branches(block).into_iter().find(|(name, _)| name == error).map(|(_, need)| need))
                .collect();
            let is = |need: &Option<Json>, wanted: &Json| need.as_ref() == Some(wanted);
            let agrees = match &entry["required"] {
                Json::Bool(true) => needs.iter().all(|need| is(need, &json!("required"))),
                Json::Bool(false) => needs.iter().all(|need| is(need, &json!("optional"))),
                Json::String(when) if when == "unknown" => needs.iter().any(Option::is_some),
                Json::String(when) => blocks.iter().zip(&needs).all(|(block, need)| match needed(when, block) {
                    Needed::Always => is(need, &json!("required")),
                    Needed::Never => need.is_none(),
                    Needed::When(when) => is(need, &json!({ "required_when": when })),
                }),
                other => panic!("{other}"),
            };
            self.demand(agrees, || format!("the error `{error}` is required: {}", plain(&entry["required"])));
        }
    }

    fn conditions(&mut self) {
        let rule = &self.action["conditions"];
        let mut operators = BTreeSet::new();
        let mut values = BTreeSet::new();
        let mut is_free = false;
        for block in self.blocks {
            let mut at_least_one = block["conditions"]["required"] == true;
            for branch in array(&block["branches"]) {
                if let [operator, operand] = array(&branch["wire"]["condition"]) {
                    operators.insert(text(operator));
                    values.insert(text(operand));
                    at_least_one |= branch["need"] == "required" || !branch["need"]["required_when"].is_null();
                }
            }
            operators.extend(array(&block["conditions"]["operators"]).iter().map(text));
            match &block["conditions"]["operands"] {
                Json::Null => {}
                operands => match &operands["one_of"] {
                    Json::Array(listed) => values.extend(listed.iter().map(text)),
                    _ => is_free = true,
                },
            }
            self.demand(at_least_one || rule["required"] != true, || "a condition is required".to_owned());
        }
        let listed: BTreeSet<&str> = array(&rule["operators"]).iter().map(text).collect();
        self.demand(operators == listed, || format!("the operators are {listed:?}"));
        match &rule["values"] {
            Json::Array(listed) => {
                let listed: BTreeSet<&str> = listed.iter().map(text).collect();
                self.demand(values == listed && !is_free, || format!("the conditions compare with {listed:?}"));
            }
            Json::Null => self.demand(values.is_empty() && !is_free, || "no conditions".to_owned()),
            _ => self.demand(is_free, || "the conditions compare with anything".to_owned()),
        }
    }

    fn next(&mut self) {
        let rule = text(&self.action["next_action"]);
        for block in self.blocks {
            let actual = match &block["next"] {
                Json::String(word) if word == "terminal" => "none",
                next if next["copy_if_there"].is_string() => "optional",
                _ => "required",
            };
            self.demand(actual == rule, || format!("`NextAction` is {rule}"));
        }
    }

    fn flow_types(&mut self) {
        let listed: BTreeSet<&str> = array(&self.action["flow_types"]).iter().map(text).collect();
        for block in self.blocks {
            let types = |key: &str| array(&block["flow_types"][key]).iter().map(text).collect::<BTreeSet<_>>();
            let (allowed, disputed) = (types("allowed"), types("disputed"));
            for flow_type in callflow::catalogue::FlowType::ALL.map(callflow::catalogue::FlowType::wire) {
                // A page that says "all" does not mention campaign flows.
                let fits = if listed.contains(flow_type) || listed.contains("all") && flow_type != "CAMPAIGN" {
                    allowed.contains(flow_type) || disputed.contains(flow_type)
                } else {
                    !allowed.contains(flow_type)
                };
                let is_listed = listed.contains(flow_type);
                self.demand(fits, || format!("{}in `{flow_type}`", if is_listed { "" } else { "not " }));
            }
            let modules = listed.contains("module");
            self.demand(block["flow_types"]["modules"] == modules, || {
                format!("{}in modules", if modules { "" } else { "not " })
            });
        }
    }

    fn channels(&mut self) {
        let listed: BTreeSet<String> =
            array(&self.action["channels"]).iter().map(|channel| text(channel).to_lowercase()).collect();
        let of = |block: &Json| -> BTreeSet<String> {
            array(&block["channels"]).iter().map(|channel| text(channel).to_owned()).collect()
        };
        let all: BTreeSet<String> = self.blocks.iter().flat_map(of).collect();
        // If there are several blocks, one of them may support fewer channels.
        self.demand(all == listed, || format!("the channels are {listed:?}"));
    }

    fn parameters(&mut self) {
        let mut in_catalogue: BTreeMap<String, Vec<Occurrence<'_>>> = BTreeMap::new();
        for block in self.blocks {
            for pair in array(&block["fixed"]) {
                let [path, word] = array(pair) else { panic!("{pair}") };
                let fixed = Occurrence { parameter: pair, words: vec![text(word)], part: Part::Fixed };
                in_catalogue.entry(text(path).to_owned()).or_default().push(fixed);
            }
            if !block["entries"].is_null() {
                let path = text(&block["entries"]["wire"]).to_owned();
                let entries = Occurrence { parameter: &block["entries"], words: Vec::new(), part: Part::Entries };
                in_catalogue.entry(path).or_default().push(entries);
            }
            collect(array(&block["parameters"]), "", &mut in_catalogue);
        }
        let mut listed = BTreeMap::new();
        spread(array(&self.action["parameters"]), "", &mut listed);
        for path in in_catalogue.keys() {
            // If the reference does not list the fields of a map or an object, any path below it is allowed.
            let is_known = listed.contains_key(path)
                || listed.iter().any(|(other, spec)| {
                    let is_open = spec["fields"].is_null() && ["map", "object", "array"].contains(&text(&spec["type"]));
                    is_open && (path.starts_with(&format!("{other}.")) || path.starts_with(&format!("{other}[].")))
                });
            self.demand(is_known, || format!("`{path}` is not a parameter"));
        }
        for (path, spec) in &listed {
            let has_fields = spec["fields"].is_array();
            match in_catalogue.get(path) {
                Some(places) => {
                    for place in places {
                        self.place(path, spec, place);
                    }
                    self.words(path, spec, places);
                    self.need(path, spec, places);
                    self.class(
                        path,
                        spec,
                        places,
                        in_catalogue.keys().any(|other| other.starts_with(&format!("{path}."))),
                    );
                }
                // The parts are compared separately, and paths below entries are free.
                None if has_fields || in_catalogue.keys().any(|other| other.starts_with(&format!("{path}."))) => {}
                None if in_catalogue.iter().any(|(other, places)| {
                    path.starts_with(&format!("{other}.")) && places.iter().any(|place| place.part == Part::Entries)
                }) => {}
                None => self.differences.push(format!("`{path}` is a parameter")),
            }
        }
    }

    /// Compares the limits of one parameter of the reference with those of a block's parameter.
    fn place(&mut self, path: &str, spec: &Json, place: &Occurrence<'_>) {
        if matches!(place.part, Part::Fixed | Part::Key) {
            return;
        }
        let limits = limits(place.parameter);
        for (name, limit) in [("min", limits.min), ("max", limits.max), ("max_length", limits.length)] {
            if let Some(wanted) = spec[name].as_i64() {
                self.demand(limit == Some(wanted), || format!("`{path}`: {name} {wanted}"));
            }
        }
        if let Some(pattern) = spec["pattern"].as_str() {
            let rule = &place.parameter["kind"]["pattern"];
            // The number of characters is a separate limit.
            let given = text(&rule["regex"]);
            let given = match given.strip_suffix('*') {
                Some(character) => format!("{character}{{1,{}}}", rule["max"]),
                None => given.to_owned(),
            };
            self.demand(format!("^{given}$") == pattern, || format!("`{path}`: pattern `{pattern}`"));
        }
    }

    /// Compares whether a parameter is required.
    fn need(&mut self, path: &str, spec: &Json, places: &[Occurrence<'_>]) {
        // A part of an optional object is required only if that object is present.
        if path.contains('.') {
            return;
        }
        let blocks = self.blocks;
        let is_one_of = |place: &Occurrence<'_>| {
            let mut groups = blocks.iter().flat_map(|block| array(&block["groups"]));
            groups.any(|group| {
                group["rule"] == "exactly_one" && array(&group["parameters"]).contains(&place.parameter["name"])
            })
        };
        let is_required = |place: &Occurrence<'_>| match place.part {
            Part::Fixed | Part::Key => true,
            Part::Entries => place.parameter["required"] == true,
            Part::Whole | Part::Prompt => {
                let need = &place.parameter["need"];
                need == "required" || !need["ignored_unless"].is_null() || is_one_of(place)
            }
        };
        // A value that one of several blocks always emits distinguishes it from the others.
        let in_all = places.len() >= blocks.len() && places.iter().all(is_required);
        let fits = match text(&spec["required"]) {
            "yes" => in_all,
            "no" => !in_all || places.iter().any(|place| place.part == Part::Fixed),
            _ => true,
        };
        self.demand(fits, || format!("`{path}`: required {}", text(&spec["required"])));
    }

    /// Compares whether a parameter takes contact data.
    fn class(&mut self, path: &str, spec: &Json, places: &[Occurrence<'_>], has_parts: bool) {
        let wanted = text(&spec["value"]);
        for place in places {
            let class = match (place.part, text(&place.parameter["dynamic"])) {
                (Part::Fixed | Part::Key | Part::Entries, _) => continue,
                (Part::Prompt, _) => "either",
                // A path, or parts that are set separately.
                (Part::Whole, "path") if has_parts => "either",
                (Part::Whole, "path") => "dynamic",
                (Part::Whole, class) => class,
            };
            self.demand(class == wanted || is_container(place), || format!("`{path}`: {wanted}"));
        }
    }

    /// Compares the values that a parameter takes, of all blocks together.
    fn words(&mut self, path: &str, spec: &Json, places: &[Occurrence<'_>]) {
        let Json::Array(listed) = &spec["enum"] else { return };
        let mut words: BTreeSet<String> =
            places.iter().flat_map(|place| &place.words).map(|word| (*word).to_owned()).collect();
        for place in places {
            let kind = &place.parameter["kind"];
            if let (Some(min), Some(max)) = (kind["json_number"]["min"].as_i64(), kind["json_number"]["max"].as_i64()) {
                words.extend((min..=max).map(|number| format!("{number}.0")));
            }
            for value in kind.as_object().into_iter().flat_map(|kind| kind.values()) {
                let list = if value.is_array() { value } else { &value["known"] };
                words.extend(array(list).iter().map(|word| match word {
                    Json::Array(pair) => text(&pair[1]).to_owned(),
                    word => text(word).to_owned(),
                }));
                let switch = [&value["yes"], &value["no"]].into_iter();
                words.extend(switch.filter_map(|word| Some(word.as_str()?.to_owned())));
            }
            words.extend(array(&place.parameter["keys"]).iter().map(|word| text(word).to_owned()));
        }
        let listed: BTreeSet<&str> = listed.iter().map(text).collect();
        // `Attributes.` is the prefix of every `Attributes.<key>`, and one of two spellings is sufficient.
        let is_in_catalogue = |word: &str| {
            let mut words = words.iter();
            words.any(|known| {
                known.eq_ignore_ascii_case(word) && (known == word || listed.contains(known.as_str()))
                    || known.ends_with('.') && word.starts_with(known.as_str())
            })
        };
        let is_listed = |known: &str| {
            let mut words = listed.iter();
            words.any(|word| *word == known || known.ends_with('.') && word.starts_with(known))
        };
        for word in listed.iter().filter(|word| !is_in_catalogue(word)) {
            self.differences.push(format!("`{path}`: `{word}` is one of the values"));
        }
        for word in words.iter().filter(|word| !is_listed(word)) {
            self.differences.push(format!("`{path}`: `{word}` is not one of the values"));
        }
    }
}

/// When a block requires an error branch.
enum Needed {
    Always,
    Never,
    When(Json),
}

/// Translates a `when:…` of the reference's errors for a block.
fn needed(when: &str, block: &Json) -> Needed {
    let fixed = |key: &str, value: &str| array(&block["fixed"]).iter().any(|pair| *pair == json!([key, value]));
    let by_mode = |is_mode: bool| if is_mode { Needed::Always } else { Needed::Never };
    match when {
        "when:StoreInput is not True (refused in store mode)" => by_mode(fixed("StoreInput", "False")),
        "when:StoreInput is True and PhoneNumberValidation present" if !fixed("StoreInput", "True") => Needed::Never,
        "when:StoreInput is True and PhoneNumberValidation present" => {
            Needed::When(json!({ "present": "InputValidation.PhoneNumberValidation" }))
        }
        "when:ContinueFlowExecution is True (refused when False)" => {
            Needed::When(json!({ "is": ["ContinueFlowExecution", ["True"]] }))
        }
        "when:LinkContactToCase=true" => Needed::When(json!({ "is": ["LinkContactToCase", ["true"]] })),
        "when:a template is used" => Needed::When(json!({ "is": ["EmailMessage.MessageSourceType", ["TEMPLATE"]] })),
        "when:ChatBehavior present (refused on the voice form)" => Needed::When(json!({ "present": "ChatBehavior" })),
        "when:RoutingProficiencies present" => Needed::When(json!({ "present": "RoutingProficiencies" })),
        "when:Events contains BotParticipantDisconnected" => {
            Needed::When(json!({ "has": ["Events", "BotParticipantDisconnected"] }))
        }
        other => panic!("unknown condition `{other}` in the reference"),
    }
}

/// The parameters of a block by path in flow JSON; `[]` stands for each item of a list, `<key>` for each key of a map.
fn collect<'a>(parameters: &'a [Json], path: &str, found: &mut BTreeMap<String, Vec<Occurrence<'a>>>) {
    let mut add = |path: String, parameter: &'a Json, words: Vec<&'a str>, part: Part| {
        found.entry(path).or_default().push(Occurrence { parameter, words, part });
    };
    let mut below = Vec::new();
    for parameter in parameters {
        let kind = &parameter["kind"];
        let wire = format!("{path}{}", text(&parameter["wire"]));
        // The reference has one entry for all hooks.
        let wire = match wire.strip_prefix("EventHooksConfiguration.").and_then(|hook| hook.split_once('.')) {
            Some((_, rest)) => format!("EventHooksConfiguration.<hook>.{rest}"),
            None => wire,
        };
        let messages = match kind.as_str() {
            Some("message") => Some(path.to_owned()),
            Some("messages") => Some(format!("{wire}[].")),
            _ => None,
        };
        if let Some(path) = &messages {
            add(format!("{path}Text"), parameter, vec![], Part::Whole);
            add(format!("{path}SSML"), parameter, vec![], Part::Whole);
            add(format!("{path}PromptId"), parameter, vec![], Part::Prompt);
            add(format!("{path}Media.Uri"), parameter, vec![], Part::Key);
            add(format!("{path}Media.SourceType"), parameter, vec!["S3"], Part::Key);
            add(format!("{path}Media.MediaType"), parameter, vec!["Audio"], Part::Key);
        }
        if kind == "stream_directions" {
            add(format!("{wire}[].ParticipantType"), parameter, vec!["Customer"], Part::Key);
            add(format!("{wire}[].MediaDirections"), parameter, vec!["From", "To"], Part::Key);
        }
        let hook = &kind["hook"];
        if !hook.is_null() {
            // A hook is an entry of a map.
            let (map, key) = text(&parameter["wire"]).split_once('.').unwrap();
            add(map.to_owned(), parameter, vec![key], Part::Entries);
            if hook["disable"].is_string() {
                let path = "EventHooksConfiguration.<hook>.DisableExecution".to_owned();
                add(path, parameter, vec!["true"], Part::Key);
            }
        } else if kind != "message" {
            add(wire.clone(), parameter, vec![], Part::Whole);
        }
        below.push((&kind["objects"]["fields"], format!("{wire}[].")));
        below.push((&kind["object_map"], format!("{wire}.<key>.")));
    }
    for (fields, path) in below {
        collect(array(fields), &path, found);
    }
}

/// The parameters of an action of the reference by path.
fn spread(specs: &[Json], path: &str, listed: &mut BTreeMap<String, Json>) {
    for spec in specs {
        let path = format!("{path}{}", text(&spec["name"]));
        let below = if spec["type"] == "array" { format!("{path}[].") } else { format!("{path}.") };
        spread(array(&spec["fields"]), &below, listed);
        listed.insert(path, spec.clone());
    }
}

struct Limits {
    min: Option<i64>,
    max: Option<i64>,
    length: Option<i64>,
}

fn limits(parameter: &Json) -> Limits {
    let kind = &parameter["kind"];
    let inner = |key: &str| {
        let mut kinds = kind.as_object().into_iter().flat_map(|kind| kind.values());
        kinds.find_map(|kind| kind[key].as_i64()).or_else(|| parameter["limits"][key].as_i64())
    };
    let is_text = !kind["text"].is_null() || !kind["pattern"].is_null();
    // Empty text is refused, and so is an empty list of objects.
    let is_filled = is_text || !kind["objects"].is_null() || kind == "messages";
    let is_filled = is_filled || parameter["non_empty"] == true || parameter["need"] == "required";
    Limits {
        min: inner("min").or(is_filled.then_some(1)),
        max: if is_text { None } else { inner("max").or_else(|| inner("count")) },
        length: match kind.as_str() {
            Some("message" | "messages") => i64::try_from(callflow::catalogue::MESSAGE_LENGTH).ok(),
            _ if is_text => inner("max"),
            _ => inner("length"),
        },
    }
}

/// Whether its parts contain the contact data.
fn is_container(place: &Occurrence<'_>) -> bool {
    let kind = &place.parameter["kind"];
    kind == "messages" || kind == "stream_directions" || !kind["objects"].is_null() || !kind["object_map"].is_null()
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn array(value: &Json) -> &[Json] {
    value.as_array().map_or(&[], Vec::as_slice)
}
