//! The words of the language that no other table explains: a table of pages.
//!
//! Blocks, parameters, branches, flow types and contact data have their own tables. Pure data: the words, a title and a
//! page in Markdown. `docs/language.md` is the reference; a page here says what a word is for and shows it.

/// A word, or several that are explained together.
pub(super) struct Entry {
    /// As a user types them.
    pub(super) words: &'static [&'static str],
    /// What it is: a short noun phrase.
    pub(super) title: &'static str,
    /// Markdown.
    pub(super) text: &'static str,
}

const fn entry(words: &'static [&'static str], title: &'static str, text: &'static str) -> Entry {
    Entry { words, title, text }
}

pub(super) const WORDS: &[Entry] = &[
    entry(
        &["flow"],
        "a flow",
        r#"Declares a flow: its name, its type, its settings and defaults, and its steps. A contact begins at `start`.

```flow
flow "Main line" inbound {
  on error -> sorry

  start {
    set_working_queue "Billing"
    transfer_to_queue { on at_capacity -> sorry }
  }
  step sorry { play_prompt "Please call again."; disconnect }
}
```

Before a name, `flow "…"` refers to a flow of the build or of the instance."#,
    ),
    entry(
        &["module"],
        "a module",
        r#"Declares a flow module: steps without a type, and a contract with its callers. `invoke_module` runs it, and `return`
ends it. Before a name, `module "…"` refers to one.

```flow
module "Verify caller" {
  input { attempts: integer }
  output { level: text }
  branches: ["Refused"]
  start { return { level = "full" } }
}
```"#,
    ),
    entry(
        &["input", "output", "branches", "required"],
        "the contract of a module",
        r#"`input { … }` and `output { … }` declare fields: `name: type`, optionally followed by `required`. The types are `text`,
`number`, `integer`, `boolean`, `list` and `map`. `branches: ["…"]` names the branches that a module returns through,
besides success and error.

The module reads an input as `$.Modules.Input.name`. Its caller reads the output as `$.Modules.ResultData.name`.
`input: raw { … }` is a JSON schema."#,
    ),
    entry(
        &["text", "number", "integer", "boolean", "list", "map"],
        "types of fields",
        "The types of the fields in the `input` and `output` of a module. Contact data is text.",
    ),
    entry(
        &["step"],
        "a step",
        r#"A named sequence of blocks in a flow or module, which jumps lead to. The order of the steps does not matter.

```flow fragment
step sorry {
  play_prompt "Please call again."
  disconnect
}
```"#,
    ),
    entry(
        &["start"],
        "the step at which a contact begins",
        "Every flow and module has exactly one `start { … }`. Other steps may jump to it: `-> start`.",
    ),
    entry(
        &["when"],
        "a condition",
        r#"A branch that is taken if a condition holds. Conditions are tried in the order of the source.

```flow fragment
get_customer_input "Press 1 for billing, 2 or 3 for support." {
  when "1" -> billing
  when "2", "3" { play_prompt "Support it is." }
  on timeout, no_match -> start
}
```

`when "1"` compares for equality. The operators are `starts_with`, `ends_with`, `contains`, `has_key`, `exists`, `>`,
`>=`, `<` and `<=`. `on no_match` is what other languages call `else` or `default`."#,
    ),
    entry(
        &["starts_with", "ends_with", "contains", "has_key", "exists"],
        "operators of conditions",
        "`when starts_with \"+44\"`, `when ends_with \"00\"`, `when contains \"@\"`; `when has_key \"tier\"` if the value is a map \
         with this key; `when exists` if there is a value. Numbers are compared with `>`, `>=`, `<` and `<=`. In a test, \
         `expect $.Attributes.tier …` compares with `=`, `!=`, `missing` and most of these: see `expect`.",
    ),
    entry(
        &["on"],
        "a branch, or a default for branches",
        r#"In the braces of a block, `on outcome -> step` sets where a branch leads; a run in braces may take the place of the
jump. At the beginning of a flow or step, it is a default for all its blocks that need the branch and do not write it.

```flow fragment
set_working_queue "Billing" { on error -> sorry }
```

`on play_prompt.error -> sorry` is a default for one kind of block. The branches of a block are on its page."#,
    ),
    entry(
        &["next"],
        "NextAction alone",
        "`on next -> step` sets `NextAction` of flow JSON if it differs from the branch that it usually repeats. \
         `on next -> none` leaves it out.",
    ),
    entry(
        &["continue"],
        "a target: the next statement",
        "`-> continue` goes on with the statement that follows the block. `on error -> continue` ignores an error.",
    ),
    entry(
        &["none"],
        "a target: no branch",
        "`on timeout -> none` leaves a branch out. In `raw`, `none` removes a key: `raw: { StoreInput: none }`. \
         In a test, `given $.CallbackNumber = none` says that a value is missing.",
    ),
    entry(
        &["unconnected"],
        "a target: nothing yet",
        "`-> unconnected` is a branch that leads nowhere yet, as in the designer. Only a draft (`--draft`) may have one.",
    ),
    entry(
        &["as"],
        "the identifier of an action",
        "`play_prompt \"Hello.\" as \"Greeting\"` sets the action's identifier, which the designer shows as the name of the \
         block. Without it, the identifier is made from the step and the block.",
    ),
    entry(
        &["const", "${"],
        "a constant",
        r#"A value with a name, declared at the top level of any file. `${name}` is its value, alone or in a text.

```flow fragment
const company = "Acme"
const greeting = "Thanks for calling ${company}."
```

Contact data in a text has no `${}`: `"Hello $.Attributes.name"`."#,
    ),
    entry(
        &["explicit"],
        "defaults that the flow JSON contains",
        r#"`explicit target_contact, response` at the top of a flow writes these parameters with the value that the service takes
anyway, in every block that has one and does not set it. `import` writes the line, so that a build gives back what came in.

```flow fragment
flow "Main line" inbound {
  explicit target_contact
  start { set_contact_attributes { tier = "gold" }; disconnect }
}
```"#,
    ),
    entry(
        &["raw"],
        "parameters that a block does not have",
        "`raw: { \"NewSetting\": \"true\" }` is merged into the parameters that the block emits, and `none` removes a key. It is \
         meant for settings that callflow does not know; it does not check them.",
    ),
    entry(
        &["action", "parameters", "terminal"],
        "an action that callflow does not know",
        r#"Emits an action of any type unchanged. `parameters:` is its map, and the word `terminal` says that it ends the flow.

```flow fragment
action "NewAction" {
  parameters: { "Names": ["a", "b"] }
  on error -> continue
}
```"#,
    ),
    entry(
        &["ssml", "media"],
        "kinds of messages",
        "`ssml \"<speak>…</speak>\"` is spoken with its tags, `media \"s3://bucket/file.wav\"` plays a file. A text alone is \
         spoken or shown, and `prompt \"Acme welcome\"` plays a recording.",
    ),
    entry(
        &["id", "arn"],
        "a reference without a name",
        "`queue id \"…\"` and `queue arn \"…\"` are emitted unchanged. A name is better: it is valid in every instance, and it is \
         checked against the inventory.",
    ),
    entry(
        &["alias", "version"],
        "the version of a reference",
        "`bot \"Order\" alias \"live\"` is a bot's alias; `view \"Cards\" version \"2\"` and `module \"M\" version \"3\"` are versions.",
    ),
    entry(
        &["quick_connect", "quick connect"],
        "a quick connect",
        r#"What agents see in the list for transfers. It has one destination: `queue:` or `agent:` with `flow:`, `phone_number:`,
or `flow:` alone. `available_in:` lists the queues whose agents see it. The description is required.

```flow
quick_connect "Night pager" {
  description: "The engineer on call"
  phone_number: "+14255550123"
  available_in: ["Billing"]
}
```"#,
    ),
    entry(
        &["available_in"],
        "a setting of a quick connect",
        "The queues whose agents see the quick connect: `available_in: [\"Billing\"]`. See `quick_connect`.",
    ),
    entry(
        &["phone_number"],
        "a setting of a quick connect",
        "The number that the quick connect calls, in E.164 form: `phone_number: \"+14255550123\"`. See `quick_connect`.",
    ),
    entry(
        &["description", "tags"],
        "settings of flows, modules and quick connects",
        "`description: \"…\"` is shown in the designer, `tags: { team: \"support\" }` are the tags of the resource.",
    ),
    entry(
        &["test"],
        "a test of flows",
        r#"A contact, and what should come of it. A build checks a test and emits nothing of it. Its lines are written in the
order in which they happen. `setup`, `use`, `given`, `call`, `press`, `hear`, `expect` and `never` have pages.

```flow
flow "Short line" inbound {
  start {
    check_hours_of_operation "Basic Hours" { on out_of_hours, error { disconnect } }
    play_prompt "We are open."
    disconnect
  }
}

test "It says that it is open" {
  given check_hours_of_operation -> in_hours
  call "Short line"
  hear "We are open"
  expect disconnected
}
```"#,
    ),
    entry(
        &["setup", "use"],
        "what tests share",
        r#"`setup "Name" { … }` holds `given` lines, and `use "Name"` brings them into a test or another setup. A `given` of the
test itself goes before those of its setups.

```flow fragment
setup "open" {
  given check_hours_of_operation "Basic Hours" -> in_hours
}
```"#,
    ),
    entry(
        &["given", "once"],
        "what the world does in a test",
        r#"`given BLOCK -> RESULT { data }` answers for each block that has at least what is written: its keyword, subject,
identifier and parameters. The arrow says how the block is left, the entries are the contact data that it brings.

```flow fragment
given check_hours_of_operation "Basic Hours" -> in_hours
given invoke_lambda "acme-lookup-customer" -> success { tier = "gold" }
given once invoke_lambda -> error
given queue "Billing" { waiting = 3; oldest = 5m; available = 0; full }
given agent "chen.wei" { available = 1 }
given $.CallbackNumber = none
```

With `once` it answers one time. `queue` and `agent` give the figures that staffing, metrics and transfers read: `waiting`,
`oldest`, `available`, `staffed`, `online` and `full`; without a name they are those of every queue or agent. A path is
contact data that comes from outside of flows."#,
    ),
    entry(
        &["call", "chat", "task", "email"],
        "the start of a contact in a test",
        r#"A contact of this channel begins in a flow, or in a module. Parameters are system data, entries are attributes.

```flow fragment
call "Main line" { customer_number: "+14255550100"; tier = "gold" }
chat "Main line"
task module "Verify caller" { attempts = 3 }
```"#,
    ),
    entry(
        &["press", "say", "choose", "silence", "hang_up"],
        "what the customer does in a test",
        r#"The customer presses keys, speaks or writes, answers a view, does nothing until the time is up, lets time pass, or ends
the contact. An arrow says what only the service knows, such as the intent of a bot.

```flow fragment
press "4711#"
say "my bill" -> "Billing" { Slots = { city: "Ulm" } }
choose "Next" { FormData = { note: "none" } }
silence
wait 30s
hang_up
```"#,
    ),
    entry(
        &["agent_accepts", "agent_holds", "agent_resumes", "agent_transfers", "agent_hangs_up"],
        "what the agent does in a test",
        "`agent_accepts` takes the contact out of its queue, `agent_holds` and `agent_resumes` put the customer on hold and back, \
         `agent_transfers \"Quick connect\"` passes the contact on, `agent_hangs_up` ends it. \
         `agent_accepts \"amara.okafor\"` says which agent it is.",
    ),
    entry(
        &["hear", "agent_hears", "only"],
        "what is said in a test",
        r#"The customer, or the agent, hears this after the last act. A text is contained in what is
said; `prompt`, `media` and `ssml` are the same message. With `only`, nothing else is said.

```flow fragment
hear "press 2"
hear prompt "Acme welcome"
hear only "Welcome to Acme.", "For billing, press 1."
agent_hears "A call for billing"
```"#,
    ),
    entry(
        &["expect", "missing", "queued", "disconnected", "with_agent", "transferred", "callback", "returned"],
        "what should come of a test",
        r#"A block that is reached and how it is left, contact data, or where the contact is: in a queue, over, with an agent,
at another number, in a queue as a callback, or at the end of a module.

```flow fragment
expect invoke_lambda "acme-lookup-customer" -> error
expect $.Attributes.tier = "gold"
expect $.Attributes.note missing
expect queued "Billing"
expect disconnected
expect with_agent "amara.okafor"
expect transferred "+14255550100"
expect callback "Callbacks"
expect returned "Refused" { level = "none" }
```

Contact data is compared with `=`, `!=`, `<`, `<=`, `>`, `>=`, `starts_with`, `contains`, `exists` and `missing`."#,
    ),
    entry(
        &["never"],
        "what must not happen in a test",
        "`never disconnect` is a block that must not be reached, `never transfer_to_queue -> at_capacity` a way that it must not \
         be left, `never hear \"went wrong\"` a message that must not be said. It holds for the whole test.",
    ),
    entry(
        &["s", "m", "h", "d", "%", "unit", "units", "time"],
        "units",
        "A time is a number with `s`, `m`, `h` or `d`: `30s`, `5m`, `2h`, `7d`. It is converted to the unit of the parameter. \
         `30%` is a share in `distribute_by_percentage`.",
    ),
    entry(
        &["true", "false"],
        "yes or no",
        "Written without quotes, and emitted in the spelling of the action: `True`, `true`, `TRUE` or `Enabled`.",
    ),
    entry(
        &["->", "jump"],
        "a jump",
        "`-> step` leads to the first block of a step, in a branch or on a line of its own. Other targets are `continue`, `none` \
         and `unconnected`.",
    ),
    entry(
        &["=", ":", "entry", "entries"],
        "entries and parameters",
        "`name: value` sets a parameter of the block. `key = value` is an entry of its one map: attributes, inputs of a Lambda \
         function or module, output of `return`. A key with other characters is quoted: `\"my key\" = …`.",
    ),
    entry(
        &["\"\"\"", "string"],
        "texts",
        "`\"…\"` on one line, `\"\"\"` … `\"\"\"` on several. The indentation of the closing line is removed from each line. Contact \
         data may stand in a text that is spoken or shown: `\"Hello $.Attributes.name\"`.",
    ),
    entry(
        &["allow", "callflow", "// callflow"],
        "a comment that silences a warning",
        r"`// callflow: allow F0408 because …` silences warnings and notes of a code on the next line of code. The reason is
required, and errors cannot be silenced.

```flow fragment
// callflow: allow F0408 because the campaign begins in June
step summer { disconnect }
```",
    ),
    entry(&["//", "/*", "comment"], "comments", "`// …` to the end of the line, `/* … */` over several lines."),
    entry(
        &["draft", "--draft"],
        "drafts",
        "`build --draft` builds flows that are saved and not published. Unconnected branches, missing parts and names that \
         nothing has yet are warnings there. The manifest lists what is missing.",
    ),
];
