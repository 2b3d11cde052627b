//! Generated projects with any number of mistakes of one kind.
//!
//! Takes a [`Kind`] and a number, and gives the files. The time for twice as many mistakes must be about twice as long:
//! no pass compares each mistake with each other, or with each name of the project.

/// One mistake over and over.
#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    /// A code that is reported for each mistake but a few; empty for no mistake.
    pub code: &'static str,
    /// The files with this many mistakes, by path.
    pub files: fn(usize) -> Vec<(String, String)>,
    /// Whether there are as many names as mistakes. Up to a few thousand names, each wrong one is compared with all.
    pub has_names: bool,
}

impl Kind {
    /// The arguments of `check`.
    pub fn arguments(self) -> &'static str {
        if self.name.contains("JSON") { "flow.json --inventory inventory" } else { ". --inventory inventory" }
    }
}

const fn kind(name: &'static str, code: &'static str, files: fn(usize) -> Vec<(String, String)>) -> Kind {
    Kind { name, code, files, has_names: false }
}

const fn named(name: &'static str, code: &'static str, files: fn(usize) -> Vec<(String, String)>) -> Kind {
    Kind { has_names: true, ..kind(name, code, files) }
}

/// The kinds of mistakes.
pub const KINDS: &[Kind] = &[
    kind("no mistake", "", |n| flow(n, |i| format!("play_prompt \"{i}\"\n"), "")),
    kind("unknown blocks", "F0201", |n| flow(n, |i| format!("xyzzy{i} \"a\"\n"), "")),
    kind("unknown blocks in one line", "F0201", |n| flow(n, |i| format!("xyzzy{i} \"\u{e9}\"; "), "")),
    kind("unknown blocks in many files", "F0201", in_files),
    kind("unknown blocks in many flows", "F0201", |n| {
        one(repeat(n, &|i| one_flow(i, &format!("xyzzy{i} \"a\"\n"), "")))
    }),
    kind("slips in blocks", "F0201", |n| flow(n, |_| "play_promt \"a\"\n".to_owned(), "")),
    kind("slips in parameters", "F0301", |n| flow(n, |_| "wait 5s { targt_contact: current }\n".to_owned(), "")),
    kind("wrong paths", "F0330", |n| flow(n, |i| format!("play_prompt \"$.Nonsense.x{i}\"\n"), "")),
    named("unknown steps", "F0202", |n| steps(n, "unknown")),
    named("slips in steps", "F0202", |n| steps(n, "stepp")),
    named("unknown consts", "F0211", |n| consts(n, "unknown")),
    named("slips in consts", "F0211", |n| consts(n, "nmae")),
    named("slips in attributes", "F0334", attributes),
    kind("unknown names", "F0204", |n| queues(n, 200, |i| format!("Line Queue {i}"))),
    kind("slips in names", "F0204", |n| queues(n, 200, |i| format!("Quue {}", i % 200))),
    named("slips in as many names", "F0204", |n| queues(n, n, |i| format!("Quue {i}"))),
    kind("the same step", "F0209", |n| flow(0, |_| String::new(), &"step same { disconnect }\n".repeat(n))),
    kind("the same flow", "F0208", |n| one(repeat(n, &|_| one_flow(0, "disconnect\n", "")))),
    kind("the same identifier", "F0216", |n| flow(n, |_| "play_prompt \"a\" as \"B\"\n".to_owned(), "")),
    kind("broken lines", "F0101", |n| flow(n, |_| "play_prompt = ,\n".to_owned(), "")),
    kind("open texts", "F0104", |n| flow(n, |_| "play_prompt \"a\n".to_owned(), "")),
    kind("unknown action types in JSON", "F1003", |n| json(n, |i| format!("MesageParticipant{i}"), "a")),
    kind("unknown targets in JSON", "F0417", |n| json(n, |_| "MessageParticipant".to_owned(), "b")),
];

fn one(text: String) -> Vec<(String, String)> {
    vec![("a.flow".to_owned(), text)]
}

fn repeat(n: usize, part: &dyn Fn(usize) -> String) -> String {
    (0..n).map(part).collect()
}

/// A flow whose start has these statements, and with these steps.
fn one_flow(number: usize, statements: &str, steps: &str) -> String {
    format!(
        "flow \"A {number}\" inbound {{\n  on error -> sorry\n  start {{\n{statements}    -> sorry\n  }}\n{steps}  \
         step sorry {{ disconnect }}\n}}\n"
    )
}

/// One flow whose start has `n` of these statements.
fn flow(n: usize, statement: impl Fn(usize) -> String, steps: &str) -> Vec<(String, String)> {
    one(one_flow(0, &repeat(n, &statement), steps))
}

fn in_files(n: usize) -> Vec<(String, String)> {
    let files = n.div_ceil(100);
    let statement = |i| format!("xyzzy{i} \"a\"\n");
    (0..files).map(|file| (format!("a{file}.flow"), one_flow(file, &repeat(100, &statement), ""))).collect()
}

fn steps(n: usize, to: &str) -> Vec<(String, String)> {
    let step =
        |i| format!("  step step_{i} {{ play_prompt \"a\" {{ on error -> {to}_{i} }}\n -> step_{} }}\n", (i + 1) % n);
    one(one_flow(0, "-> step_0\n", &repeat(n, &step)))
}

fn consts(n: usize, used: &str) -> Vec<(String, String)> {
    let declared = repeat(n, &|i| format!("const name_{i} = \"a\"\n"));
    one(declared + &one_flow(0, &repeat(n, &|i| format!("play_prompt \"${{{used}_{i}}}\"\n")), ""))
}

fn attributes(n: usize) -> Vec<(String, String)> {
    let statement =
        |i| format!("set_contact_attributes {{ attribute_{i} = \"a\" }}\nplay_prompt \"$.Attributes.atribute_{i}\"\n");
    flow(n, statement, "")
}

/// An inventory of `known` queues, and `n` uses of others.
fn queues(n: usize, known: usize, name: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let instance = "arn:aws:connect:us-west-2:111122223333:instance/27666017-b87c-4136-9468-57308871cff5";
    let queue = |i| {
        let id = format!("00000002-0000-4000-8000-{i:012x}");
        let comma = if i == 0 { "" } else { "," };
        format!(
            "{comma}{{\"Id\": \"{id}\", \"Arn\": \"{instance}/queue/{id}\", \"Name\": \"Queue {i}\", \
             \"QueueType\": \"STANDARD\"}}\n"
        )
    };
    let list = format!("{{\"QueueSummaryList\": [{}]}}", repeat(known, &queue));
    let mut files = flow(n, |i| format!("set_working_queue \"{}\"\n", name(i)), "");
    files.push(("inventory/list-queues.json".to_owned(), list));
    files
}

/// Actions of these types, each followed by the next: by the action whose identifier is `to` and its number.
fn json(n: usize, type_: impl Fn(usize) -> String, to: &str) -> Vec<(String, String)> {
    let action = |i| {
        format!(
            "{{\"Identifier\": \"a{i}\", \"Type\": \"{}\", \"Parameters\": {{\"Text\": \"a\"}}, \"Transitions\": \
             {{\"NextAction\": \"{to}{}\"}}}},\n",
            type_(i),
            i + 1
        )
    };
    let text = format!(
        "{{\"Version\": \"2019-10-30\", \"StartAction\": \"a0\", \"Metadata\": {{}}, \"Actions\": [\n{}{{\"Identifier\": \
         \"a{n}\", \"Type\": \"DisconnectParticipant\", \"Parameters\": {{}}, \"Transitions\": {{}}}}]}}\n",
        repeat(n, &action)
    );
    vec![("flow.json".to_owned(), text)]
}
