//! Generated projects of any size: realistic flows, and an inventory that matches them. The same size gives the same
//! project.
//!
//! Takes a [`Size`], and gives the sources of the flows and the AWS CLI answers. [`Project::write`] writes them to a
//! folder. Every project compiles without errors.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// How big a project is.
#[derive(Clone, Copy)]
pub struct Size {
    pub flows: usize,
    /// About how many blocks each flow has.
    pub blocks: usize,
    pub users: usize,
    pub queues: usize,
}

/// A project in memory.
pub struct Project {
    /// The `.flow` files, by path.
    pub flows: Vec<(String, String)>,
    /// The answers of the AWS CLI, by the names of their files.
    pub answers: Vec<(String, String)>,
}

/// Pseudo-random numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // Knuth's MMIX constants.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among[self.roll(among.len())]
    }
}

const SEED: u64 = 20_190_730;

impl Project {
    /// The project of a size.
    pub fn new(size: Size) -> Project {
        let mut dice = Dice(SEED);
        let flows = (0..size.flows).map(|number| (format!("flows/line_{number}.flow"), flow(&mut dice, number, size)));
        Project { flows: flows.collect(), answers: answers(size) }
    }

    /// Writes the project into an existing folder: `flows/`, `inventory/` and `callflow.toml`.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder.join("flows"))?;
        fs::create_dir_all(folder.join("inventory"))?;
        fs::write(folder.join("callflow.toml"), "sources = [\"flows\"]\n\n[env.bench]\ninventory = \"inventory\"\n")?;
        for (path, text) in &self.flows {
            fs::write(folder.join(path), text)?;
        }
        for (name, text) in &self.answers {
            fs::write(folder.join("inventory").join(name), text)?;
        }
        Ok(())
    }
}

const GREETINGS: &[&str] = &[
    "Thank you for calling. This call may be recorded for training.",
    "Welcome back, $.Attributes.name. How can we help you today?",
    "All of our lines are open from eight to five.",
    "Hello, and thanks for waiting while we looked up your account.",
];

/// A flow: a start, menus that lead to one another, and the ends that all of them share.
fn flow(dice: &mut Dice, number: usize, size: Size) -> String {
    // The start and the ends have nine blocks, each menu about seven.
    let menus = (size.blocks.saturating_sub(9) / 7).max(1);
    let mut text = format!("// Line {number}: generated.\n\nflow \"Line {number}\" inbound {{\n");
    text.push_str(
        "  description: \"A line of the generated project\"\n  tags: { team: \"bench\" }\n  on error -> sorry\n\n",
    );
    text.push_str("  start {\n    set_logging_behavior enabled\n    set_voice \"Joanna\" { engine: neural }\n");
    let _ = writeln!(text, "    play_prompt \"{}\"", dice.pick(GREETINGS));
    text.push_str(
        "    check_hours_of_operation \"Hours\" {\n      on out_of_hours -> closed\n    }\n    -> menu_0\n  }\n\n",
    );
    for menu in 0..menus {
        step(dice, &mut text, menu, menus, size);
    }
    text.push_str("  step closed {\n    play_prompt \"We are closed at the moment.\"\n    disconnect\n  }\n\n");
    text.push_str(
        "  step sorry {\n    play_prompt \"Something went wrong. Please call again.\"\n    disconnect\n  }\n}\n",
    );
    text
}

fn step(dice: &mut Dice, text: &mut String, menu: usize, menus: usize, size: Size) {
    let next = if menu + 1 < menus { format!("menu_{}", menu + 1) } else { "closed".to_owned() };
    let queue = dice.roll(size.queues.max(1));
    let _ = writeln!(
        text,
        r#"  step menu_{menu} {{
    set_contact_attributes {{
      name = $.CustomerEndpoint.Address
      visited_{menu} = "{visited}"
    }}
    get_customer_input "{greeting} For a person press 1, for anything else press 2." {{
      timeout: {seconds}s
      when "1" {{
        set_working_queue "Queue {queue}"
        transfer_to_queue {{ on at_capacity -> closed }}
      }}
      when "2" -> {next}
      on timeout, no_match {{
        play_prompt "Sorry, I did not get that."
      }}
    }}
    check_contact_attributes $.Attributes.name {{
      when "{prefix}{number}" -> {next}
      when >= 1000 {{
        play_prompt "We will call you back, $.Attributes.name."
      }}
    }}
    -> {next}
  }}
"#,
        visited = dice.roll(1000),
        greeting = dice.pick(GREETINGS),
        seconds = 3 + dice.roll(7),
        prefix = dice.pick(&["+1425555", "+1206555", "+4930"]),
        number = 1000 + dice.roll(9000),
    );
}

const INSTANCE: &str = "arn:aws:connect:us-west-2:111122223333:instance/27666017-b87c-4136-9468-57308871cff5";

/// An id that is the same in every run.
fn id(kind: u32, number: usize) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}

fn answers(size: Size) -> Vec<(String, String)> {
    let list = |key: &str, items: Vec<String>| format!("{{\n  \"{key}\": [\n{}\n  ]\n}}\n", items.join(",\n"));
    let item = |kind: u32, part: &str, number: usize, rest: String| {
        let id = id(kind, number);
        format!("    {{ \"Id\": \"{id}\", \"Arn\": \"{INSTANCE}/{part}/{id}\", {rest} }}")
    };
    let instance = INSTANCE.rsplit('/').next().unwrap_or_default();
    let users = |number| item(1, "agent", number, format!("\"Username\": \"user.{number}\""));
    let queues =
        |number| item(2, "queue", number, format!("\"Name\": \"Queue {number}\", \"QueueType\": \"STANDARD\""));
    vec![
        (
            "describe-instance.json".to_owned(),
            format!(
                "{{ \"Instance\": {{ \"Id\": \"{instance}\", \"Arn\": \"{INSTANCE}\", \"InstanceAlias\": \"bench\" }} }}\n"
            ),
        ),
        ("list-users.json".to_owned(), list("UserSummaryList", (0..size.users).map(users).collect())),
        ("list-queues.json".to_owned(), list("QueueSummaryList", (0..size.queues).map(queues).collect())),
        (
            "list-hours-of-operations.json".to_owned(),
            list("HoursOfOperationSummaryList", vec![item(3, "operating-hours", 0, "\"Name\": \"Hours\"".to_owned())]),
        ),
    ]
}
