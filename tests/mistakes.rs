//! The first mistakes of a new user: each gives one message that can be obeyed.
//!
//! A table of what was written and what was meant. Each mistake has one finding, with its code, whose message or help
//! has the cure; what was meant has none. Where the cure is certain, `check --fix` makes what was meant.

use callflow::graph::Mode;

use crate::support::all;
use crate::support::run::{Project, Purpose, fix};

/// A mistake.
struct Mistake {
    /// Lines of `start`, or a whole file if they begin with `flow`, `module`, `quick_connect` or `const`.
    wrote: &'static str,
    /// The code of its only finding.
    code: &'static str,
    /// A part of the message, of a label or of the help.
    says: &'static str,
    /// What was meant.
    obeyed: Obeyed,
}

/// What was meant, and who writes it.
enum Obeyed {
    /// `check --fix`.
    Fix(&'static str),
    /// The user.
    Hand(&'static str),
}

use Obeyed::{Fix, Hand};

/// Sorted by what is mistaken.
const MISTAKES: &[Mistake] = &[
    // ── Lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"play_prompt("Hello.")"#,
        code: "F0101",
        says: "no parentheses",
        obeyed: Fix(r#"play_prompt "Hello.""#),
    },
    Mistake {
        wrote: r#"wait (5m) { on error -> sorry }"#,
        code: "F0101",
        says: "no parentheses",
        obeyed: Fix(r#"wait 5m { on error -> sorry }"#),
    },
    Mistake {
        wrote: r#"wait 5m { on error { goto sorry } }"#,
        code: "F0201",
        says: "a jump is written `-> step`",
        obeyed: Fix(r#"wait 5m { on error { -> sorry } }"#),
    },
    Mistake {
        wrote: r#"-- the welcome
    play_prompt "Hello.""#,
        code: "F0101",
        says: "a comment begins with `//`",
        obeyed: Hand(
            r#"// the welcome
    play_prompt "Hello.""#,
        ),
    },
    Mistake {
        wrote: r#"play_audio "Hello.""#,
        code: "F0201",
        says: "the block with the word `play` is `play_prompt`",
        obeyed: Hand(r#"play_prompt "Hello.""#),
    },
    Mistake {
        wrote: r#"play_prompt "Hello." -- the welcome"#,
        code: "F0101",
        says: r#"a comment begins with `//`"#,
        obeyed: Hand(r#"play_prompt "Hello." // the welcome"#),
    },
    Mistake {
        wrote: r#"wait 5m { on error { hang_up } }"#,
        code: "F0201",
        says: r#"`disconnect` ends the contact"#,
        obeyed: Hand(r#"wait 5m { on error { disconnect } }"#),
    },
    // ── Branches ─────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"play_prompt "Hello." { on error -> "sorry" }"#,
        code: "F0101",
        says: "has no quotes",
        obeyed: Fix(r#"play_prompt "Hello." { on error -> sorry }"#),
    },
    Mistake {
        wrote: r#"play_prompt "Hello." { on error -> goto sorry }"#,
        code: "F0101",
        says: "`goto` is not needed",
        obeyed: Fix(r#"play_prompt "Hello." { on error -> sorry }"#),
    },
    Mistake {
        wrote: r#"wait 5m { on error -> step sorry }"#,
        code: "F0101",
        says: "`step` is not needed",
        obeyed: Fix(r#"wait 5m { on error -> sorry }"#),
    },
    Mistake {
        wrote: r#"check_hours_of_operation "Basic Hours" { on "Out of hours" -> sorry }"#,
        code: "F0402",
        says: "`on out_of_hours -> step`",
        obeyed: Fix(r#"check_hours_of_operation "Basic Hours" { on out_of_hours -> sorry }"#),
    },
    Mistake {
        wrote: r#"check_hours_of_operation "Basic Hours" {
    on "In Hours" { play_prompt "Hello." }
    on out_of_hours -> sorry
    }"#,
        code: "F0402",
        says: "`on in_hours -> step`",
        obeyed: Fix(r#"check_hours_of_operation "Basic Hours" {
    on in_hours { play_prompt "Hello." }
    on out_of_hours -> sorry
    }"#),
    },
    Mistake {
        wrote: r#"check_staffing available { on false { transfer_to_queue { on "At capacity" -> sorry } } }"#,
        code: "F0402",
        says: "`on at_capacity -> step`",
        obeyed: Fix(r#"check_staffing available { on false { transfer_to_queue { on at_capacity -> sorry } } }"#),
    },
    Mistake {
        wrote: r#"get_customer_input "Press 1." { timeout: 5s; when "1" -> continue; on timeout -> sorry; on "No match" -> sorry }"#,
        code: "F0402",
        says: "`on no_match -> step`",
        obeyed: Fix(
            r#"get_customer_input "Press 1." { timeout: 5s; when "1" -> continue; on timeout -> sorry; on no_match -> sorry }"#,
        ),
    },
    Mistake {
        wrote: r#"check_contact_attributes $.CustomerEndpoint.Address {
    when "+14255550100" -> sorry
    else if "+14255550101" -> sorry
    }"#,
        code: "F0101",
        says: "a condition begins with `when`",
        obeyed: Fix(r#"check_contact_attributes $.CustomerEndpoint.Address {
    when "+14255550100" -> sorry
    when "+14255550101" -> sorry
    }"#),
    },
    Mistake {
        wrote: r#"check_contact_attributes $.CustomerEndpoint.Address {
    when $.CustomerEndpoint.Address == "+14255550100" -> sorry
    }"#,
        code: "F0101",
        says: "follows the name of the block",
        obeyed: Hand(
            r#"check_contact_attributes $.CustomerEndpoint.Address {
    when "+14255550100" -> sorry
    }"#,
        ),
    },
    Mistake {
        wrote: r#"check_staffing available { if false -> sorry }"#,
        code: "F0101",
        says: "a branch begins with `on`",
        obeyed: Hand(r#"check_staffing available { on false -> sorry }"#),
    },
    Mistake {
        wrote: r#"check_contact_attributes $.CustomerEndpoint.Address { on gold -> sorry }"#,
        code: "F0402",
        says: r#"`when "gold" -> step`"#,
        obeyed: Hand(r#"check_contact_attributes $.CustomerEndpoint.Address { when "gold" -> sorry }"#),
    },
    Mistake {
        wrote: r#"play_prompt "Hello." { on error -> sorry() }"#,
        code: "F0101",
        says: r#"no parentheses"#,
        obeyed: Fix(r#"play_prompt "Hello." { on error -> sorry }"#),
    },
    // ── Files and steps ──────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"flow "Second line" "Inbound flow" {
  start { disconnect }
}"#,
        code: "F0203",
        says: "did you mean `inbound`?",
        obeyed: Fix(r#"flow "Second line" inbound {
  start { disconnect }
}"#),
    },
    Mistake {
        wrote: r#"flow "Second line" customer queue {
  start { end_flow }
}"#,
        code: "F0203",
        says: "did you mean `customer_queue`?",
        obeyed: Fix(r#"flow "Second line" customer_queue {
  start { end_flow }
}"#),
    },
    Mistake {
        wrote: r#"flow "Second line" CONTACT_FLOW {
  start { disconnect }
}"#,
        code: "F0203",
        says: "did you mean `inbound`?",
        obeyed: Fix(r#"flow "Second line" inbound {
  start { disconnect }
}"#),
    },
    Mistake {
        wrote: r#"flow "Second line" TransferToAgent {
  start { disconnect }
}"#,
        code: "F0203",
        says: "did you mean `agent_transfer`?",
        obeyed: Fix(r#"flow "Second line" agent_transfer {
  start { disconnect }
}"#),
    },
    Mistake {
        wrote: r#"flow "Second line" inbound {
  start { -> bye }
  step bye: {
    disconnect
  }
}"#,
        code: "F0101",
        says: "delete the `:`",
        obeyed: Fix(r#"flow "Second line" inbound {
  start { -> bye }
  step bye {
    disconnect
  }
}"#),
    },
    Mistake {
        wrote: r#"flow "Second line" inbound {
  start { -> bye }
  bye: {
    disconnect
  }
}"#,
        code: "F0101",
        says: "`step bye { … }`",
        obeyed: Hand(
            r#"flow "Second line" inbound {
  start { -> bye }
  step bye {
    disconnect
  }
}"#,
        ),
    },
    Mistake {
        wrote: r#"flow "Second line" inbound {
  play_prompt "Hello."
  play_prompt "Goodbye."
  disconnect
}"#,
        code: "F0101",
        says: "belong in `start { … }`",
        obeyed: Hand(
            r#"flow "Second line" inbound {
  start {
    play_prompt "Hello."
    play_prompt "Goodbye."
    disconnect
  }
}"#,
        ),
    },
    Mistake {
        wrote: r#"module "Greet" {
  branches: ["open"]
  start { return "open" }
}

flow "Second line" inbound {
  start {
    invoke_module "Greet" {
      on open -> bye
      on error -> bye
    }
    disconnect
  }
  step bye { disconnect }
}"#,
        code: "F0402",
        says: r#"`when "open" -> step`"#,
        obeyed: Hand(
            r#"module "Greet" {
  branches: ["open"]
  start { return "open" }
}

flow "Second line" inbound {
  start {
    invoke_module "Greet" {
      when "open" -> bye
      on error -> bye
    }
    disconnect
  }
  step bye { disconnect }
}"#,
        ),
    },
    Mistake {
        wrote: r#"flow "Second line" "Contact flow (inbound)" {
  start { disconnect }
}"#,
        code: "F0203",
        says: r#"did you mean `inbound`?"#,
        obeyed: Fix(r#"flow "Second line" inbound {
  start { disconnect }
}"#),
    },
    Mistake {
        wrote: r#"flow "Second line" inbound {
  start { -> bye }
  step "bye" { disconnect }
}"#,
        code: "F0101",
        says: r#"has no quotes"#,
        obeyed: Fix(r#"flow "Second line" inbound {
  start { -> bye }
  step bye { disconnect }
}"#),
    },
    // ── Texts ───────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"play_prompt 'Hello.'"#,
        code: "F0101",
        says: "double quotes",
        obeyed: Fix(r#"play_prompt "Hello.""#),
    },
    // ── Times ───────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake { wrote: r#"wait "5m""#, code: "F0303", says: "without the quotes", obeyed: Fix(r#"wait 5m"#) },
    // ── Texts ────────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"play_prompt 'Hello.'"#,
        code: "F0101",
        says: r#"double quotes"#,
        obeyed: Fix(r#"play_prompt "Hello.""#),
    },
    Mistake {
        wrote: r#"play_prompt 'We're closed.'"#,
        code: "F0101",
        says: r#"double quotes"#,
        obeyed: Fix(r#"play_prompt "We're closed.""#),
    },
    Mistake {
        wrote: r#"play_prompt “Hello.”"#,
        code: "F0101",
        says: r#"straight quotes"#,
        obeyed: Fix(r#"play_prompt "Hello.""#),
    },
    Mistake {
        wrote: r#"play_prompt `Hello.`"#,
        code: "F0101",
        says: r#"straight quotes"#,
        obeyed: Fix(r#"play_prompt "Hello.""#),
    },
    Mistake {
        wrote: r#"play_prompt « Hello. »"#,
        code: "F0101",
        says: r#"straight quotes"#,
        obeyed: Fix(r#"play_prompt "Hello.""#),
    },
    Mistake {
        wrote: r#"set_contact_attributes { tier = ”gold” }"#,
        code: "F0101",
        says: r#"straight quotes"#,
        obeyed: Fix(r#"set_contact_attributes { tier = "gold" }"#),
    },
    // ── Speech ───────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"play_prompt ssml "<speak>Tom&nbsp;Anna</speak>""#,
        code: "F0345",
        says: r#"write `&#160;` or a space"#,
        obeyed: Hand(r#"play_prompt ssml "<speak>Tom&#160;Anna</speak>""#),
    },
    Mistake {
        wrote: r#"play_prompt "<speak>Tom & Anna</speak>""#,
        code: "F0347",
        says: r#"`&` must be written `&amp;`"#,
        obeyed: Hand(r#"play_prompt ssml "<speak>Tom &amp; Anna</speak>""#),
    },
    Mistake {
        wrote: r#"play_prompt ssml "<speak><break time="1s"/>Hello.</speak>""#,
        code: "F0101",
        says: r#"SSML takes `'` as well"#,
        obeyed: Hand(r#"play_prompt ssml "<speak><break time='1s'/>Hello.</speak>""#),
    },
    Mistake {
        wrote: r#"play_prompt { prompt: "Hello." }"#,
        code: "F0301",
        says: r#"`message: "…"`"#,
        obeyed: Hand(r#"play_prompt { message: "Hello." }"#),
    },
    // ── Lists ────────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"quick_connect "X" { description: "Y"; phone_number: "+14255550123"; available_in: "Billing" }"#,
        code: "F0303",
        says: r#"`available_in: ["Billing"]`"#,
        obeyed: Fix(
            r#"quick_connect "X" { description: "Y"; phone_number: "+14255550123"; available_in: ["Billing"] }"#,
        ),
    },
    // ── Contact data ─────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"play_prompt "$.customerEndpoint.address""#,
        code: "F0330",
        says: r#"`$.CustomerEndpoint.Address`"#,
        obeyed: Hand(r#"play_prompt "$.CustomerEndpoint.Address""#),
    },
    Mistake {
        wrote: r#"check_contact_attributes SystemEndpoint.Address { when "+14255550100" -> sorry }"#,
        code: "F0101",
        says: r#"contact data begins with `$.`"#,
        obeyed: Hand(r#"check_contact_attributes $.SystemEndpoint.Address { when "+14255550100" -> sorry }"#),
    },
    // ── Times ────────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake { wrote: r#"wait "5m""#, code: "F0303", says: r#"without the quotes"#, obeyed: Fix(r#"wait 5m"#) },
    Mistake { wrote: r#"wait 5 minutes"#, code: "F0101", says: r#"write `5m`"#, obeyed: Fix(r#"wait 5m"#) },
    Mistake {
        wrote: r#"wait 8 s { on error -> sorry }"#,
        code: "F0101",
        says: r#"write `8s`"#,
        obeyed: Fix(r#"wait 8s { on error -> sorry }"#),
    },
    Mistake { wrote: r#"wait 5m 30s"#, code: "F0101", says: r#"write `330s`"#, obeyed: Fix(r#"wait 330s"#) },
    Mistake { wrote: r#"wait 1h30m"#, code: "F0101", says: r#"write `90m`"#, obeyed: Fix(r#"wait 90m"#) },
    Mistake { wrote: r#"wait 00:05:00"#, code: "F0101", says: r#"write `5m`"#, obeyed: Fix(r#"wait 5m"#) },
    Mistake { wrote: r#"wait 90sec"#, code: "F0110", says: r#"write `90s`"#, obeyed: Fix(r#"wait 90s"#) },
    Mistake {
        wrote: r#"store_customer_input "Number?" { timeout: 8 seconds; maximum_digits: 4 }"#,
        code: "F0101",
        says: r#"write `8s`"#,
        obeyed: Fix(r#"store_customer_input "Number?" { timeout: 8s; maximum_digits: 4 }"#),
    },
    // ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"quick_connect "X" { description: "Y"; phone_number: "0014255550123"; available_in: ["Billing"] }"#,
        code: "F0307",
        says: r#"`"+14255550123"`"#,
        obeyed: Hand(
            r#"quick_connect "X" { description: "Y"; phone_number: "+14255550123"; available_in: ["Billing"] }"#,
        ),
    },
    Mistake {
        wrote: r#"quick_connect "X" { description: "Y"; phone_number: "+1 911"; available_in: ["Billing"] }"#,
        code: "F0307",
        says: r#"service number"#,
        obeyed: Hand(
            r#"quick_connect "X" { description: "Y"; phone_number: "+14255550123"; available_in: ["Billing"] }"#,
        ),
    },
    Mistake {
        wrote: r#"quick_connect "X" { description: "Y"; phone_number: "(425) 555-0123"; available_in: ["Billing"] }"#,
        code: "F0307",
        says: r#"country code"#,
        obeyed: Hand(
            r#"quick_connect "X" { description: "Y"; phone_number: "+14255550123"; available_in: ["Billing"] }"#,
        ),
    },
    // ── Keys and choices ─────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"get_customer_input "Press." { timeout: 5s; when star, "1" -> sorry; on timeout, no_match -> continue }"#,
        code: "F0412",
        says: r#"`when "*" -> step`"#,
        obeyed: Fix(
            r#"get_customer_input "Press." { timeout: 5s; when "*", "1" -> sorry; on timeout, no_match -> continue }"#,
        ),
    },
    Mistake {
        wrote: r#"get_customer_input "Press." { timeout: 5s; when 1-3 -> sorry; on timeout, no_match -> continue }"#,
        code: "F0101",
        says: r#"`when 1, 2, 3 -> step`"#,
        obeyed: Hand(
            r#"get_customer_input "Press." { timeout: 5s; when 1, 2, 3 -> sorry; on timeout, no_match -> continue }"#,
        ),
    },
    Mistake {
        wrote: r#"get_customer_input "Press." { timeout: 5s; when "1-3" -> sorry; on timeout, no_match -> continue }"#,
        code: "F0412",
        says: r#"`when "1", "2", "3"`"#,
        obeyed: Hand(
            r#"get_customer_input "Press." { timeout: 5s; when "1", "2", "3" -> sorry; on timeout, no_match -> continue }"#,
        ),
    },
    Mistake {
        wrote: r#"set_voice "Joanna" { engine: "neural" }"#,
        code: "F0321",
        says: r#"write `neural` without quotes"#,
        obeyed: Hand(r#"set_voice "Joanna" { engine: neural }"#),
    },
    // ── Parameters and entries ───────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"store_customer_input "Number?" { timeout: 5s; max_digits: 4 }"#,
        code: "F0301",
        says: r#"`maximum_digits`"#,
        obeyed: Hand(r#"store_customer_input "Number?" { timeout: 5s; maximum_digits: 4 }"#),
    },
    // ── Of several kinds ─────────────────────────────────────────────────────────────────────────────────────────────
    Mistake {
        wrote: r#"play_prompt "Welcome to
    our line.""#,
        code: "F0104",
        says: r#"`"""`"#,
        obeyed: Hand(
            r#"play_prompt """
    Welcome to
    our line.
    """"#,
        ),
    },
    Mistake {
        wrote: r#"play_prompt "Welcome
    to our line, and
    please wait." { on error -> sorry }"#,
        code: "F0104",
        says: r#"`"""`"#,
        obeyed: Hand(
            r#"play_prompt """
    Welcome
    to our line, and
    please wait.
    """ { on error -> sorry }"#,
        ),
    },
    Mistake {
        wrote: r#"set_contact_attributes { greeting = "Hello
    there."; tier = "gold" }"#,
        code: "F0104",
        says: r#"`"""`"#,
        obeyed: Hand(
            r#"set_contact_attributes { greeting = """
    Hello
    there.
    """; tier = "gold" }"#,
        ),
    },
    Mistake {
        wrote: r#"quick_connect "X" { description: "Y"; phone_number: "+14255550123"; available_in: "Billing", "Tier 2 Support" }"#,
        code: "F0101",
        says: r#"`available_in: ["Billing", "Tier 2 Support"]`"#,
        obeyed: Hand(
            r#"quick_connect "X" { description: "Y"; phone_number: "+14255550123"; available_in: ["Billing", "Tier 2 Support"] }"#,
        ),
    },
    Mistake {
        wrote: r#"set_recording_behavior { record: agent, customer }"#,
        code: "F0101",
        says: r#"`record: [agent, customer]`"#,
        obeyed: Hand(r#"set_recording_behavior { record: [agent, customer] }"#),
    },
    Mistake { wrote: r#"wait "5 minutes""#, code: "F0303", says: r#"`5m`"#, obeyed: Fix(r#"wait 5m"#) },
    Mistake {
        wrote: r#"store_customer_input "Number?" { timeout: "8 seconds"; maximum_digits: 4 }"#,
        code: "F0303",
        says: r#"`timeout: 8s`"#,
        obeyed: Fix(r#"store_customer_input "Number?" { timeout: 8s; maximum_digits: 4 }"#),
    },
    Mistake { wrote: r#"wait "00:05:00""#, code: "F0303", says: r#"`5m`"#, obeyed: Fix(r#"wait 5m"#) },
    Mistake {
        wrote: r#"const hotline = "+14255550123"

quick_connect "X" { description: "Y"; phone_number: hotline; available_in: ["Billing"] }"#,
        code: "F0303",
        says: r#"`"${hotline}"`"#,
        obeyed: Fix(r#"const hotline = "+14255550123"

quick_connect "X" { description: "Y"; phone_number: ${hotline}; available_in: ["Billing"] }"#),
    },
    Mistake {
        wrote: r#"const line = "Billing"

flow "Second line" inbound {
  start { set_working_queue line { on error -> continue }; disconnect }
}"#,
        code: "F0303",
        says: r#"`${line}`"#,
        obeyed: Fix(r#"const line = "Billing"

flow "Second line" inbound {
  start { set_working_queue ${line} { on error -> continue }; disconnect }
}"#),
    },
    Mistake {
        wrote: r#"const greeting = "Hello."

flow "Second line" inbound {
  start { play_prompt greeting; disconnect }
}"#,
        code: "F0303",
        says: r#"`${greeting}`"#,
        obeyed: Fix(r#"const greeting = "Hello."

flow "Second line" inbound {
  start { play_prompt ${greeting}; disconnect }
}"#),
    },
    Mistake {
        wrote: r#"transfer "+14255550123" { resume_after_disconnect: true; timeout: 30s; on call_failed, timeout -> sorry }"#,
        code: "F0201",
        says: r#"`transfer_to_phone_number`"#,
        obeyed: Hand(
            r#"transfer_to_phone_number "+14255550123" { resume_after_disconnect: true; timeout: 30s; on call_failed, timeout -> sorry }"#,
        ),
    },
    Mistake {
        wrote: r#"set_voice "Lupe" language "es-US""#,
        code: "F0101",
        says: r#"`set_contact_data { language: "en-US" }`"#,
        obeyed: Hand(r#"set_contact_data { language: "es-US" }; set_voice "Lupe""#),
    },
    Mistake {
        wrote: r#"set_voice "Joanna" engine neural"#,
        code: "F0101",
        says: r#"`{ engine: … }`"#,
        obeyed: Hand(r#"set_voice "Joanna" { engine: neural }"#),
    },
    Mistake {
        wrote: r#"set_logging_behavior on"#,
        code: "F0312",
        says: r#"`enabled`"#,
        obeyed: Hand(r#"set_logging_behavior enabled"#),
    },
    Mistake {
        wrote: r#"set_recording_behavior on"#,
        code: "F0320",
        says: r#"`record: …`"#,
        obeyed: Hand(r#"set_recording_behavior { record: [agent] }"#),
    },
    Mistake {
        wrote: r#"store_customer_input "Number?" { timeout: 5s; Maximum digits: 4 }"#,
        code: "F0101",
        says: r#"`maximum_digits: …`"#,
        obeyed: Hand(r#"store_customer_input "Number?" { timeout: 5s; maximum_digits: 4 }"#),
    },
    Mistake {
        wrote: r#"set_callback_number $.CustomerEndpoint.Address { on invalid_number, not_dialable -> sorry }; transfer_to_callback_queue { queue: "Billing"; delay: 5m; maximum_attempts: 1; minimum_time_between_attempts: 10m; on error -> sorry }"#,
        code: "F0301",
        says: r#"`initial_delay`"#,
        obeyed: Hand(
            r#"set_callback_number $.CustomerEndpoint.Address { on invalid_number, not_dialable -> sorry }; transfer_to_callback_queue { queue: "Billing"; initial_delay: 5m; maximum_attempts: 1; minimum_time_between_attempts: 10m; on error -> sorry }"#,
        ),
    },
    Mistake {
        wrote: r#"set_contact_attributes survey = "yes""#,
        code: "F0101",
        says: r#"`{ survey = … }`"#,
        obeyed: Fix(r#"set_contact_attributes { survey = "yes" }"#),
    },
    Mistake {
        wrote: r#"play_prompt message: "Hello.""#,
        code: "F0101",
        says: r#"`{ message: … }`"#,
        obeyed: Fix(r#"play_prompt { message: "Hello." }"#),
    },
    Mistake {
        wrote: r#"module "Greet" {
  output { tier: text }
  start { return tier = "vip" }
}

flow "Second line" inbound {
  start {
    invoke_module "Greet" { on error -> bye }
    disconnect
  }
  step bye { disconnect }
}"#,
        code: "F0101",
        says: r#"`{ tier = … }`"#,
        obeyed: Fix(r#"module "Greet" {
  output { tier: text }
  start { return { tier = "vip" } }
}

flow "Second line" inbound {
  start {
    invoke_module "Greet" { on error -> bye }
    disconnect
  }
  step bye { disconnect }
}"#),
    },
    Mistake {
        wrote: r#"module "Greet" {
  input { tier: text }
  start { return }
}

flow "Second line" inbound {
  start {
    invoke_module "Greet" { tier: "gold"; on error -> bye }
    disconnect
  }
  step bye { disconnect }
}"#,
        code: "F0301",
        says: r#"`tier = …`"#,
        obeyed: Hand(
            r#"module "Greet" {
  input { tier: text }
  start { return }
}

flow "Second line" inbound {
  start {
    invoke_module "Greet" { tier = "gold"; on error -> bye }
    disconnect
  }
  step bye { disconnect }
}"#,
        ),
    },
    Mistake {
        wrote: r#"invoke_lambda "acme-vip-check" { timeout: 3s; customer: "Ann" }"#,
        code: "F0301",
        says: r#"`customer = …`"#,
        obeyed: Hand(r#"invoke_lambda "acme-vip-check" { timeout: 3s; customer = "Ann" }"#),
    },
    Mistake {
        wrote: r#"distribute_by_percentage { 30% -> sorry; 50% -> sorry; on no_match -> continue }"#,
        code: "F0101",
        says: r#"`when 30% -> step`"#,
        obeyed: Fix(r#"distribute_by_percentage { when 30% -> sorry; when 50% -> sorry; on no_match -> continue }"#),
    },
    Mistake {
        wrote: r#"distribute_by_percentage { when 50% -> continue; when 50% -> sorry }"#,
        code: "F0416",
        says: r#"`on no_match -> step`"#,
        obeyed: Hand(r#"distribute_by_percentage { when 50% -> continue; on no_match -> sorry }"#),
    },
    Mistake {
        wrote: r#"play_prompt "Hello {{name}}.""#,
        code: "F0353",
        says: r#"`$.Attributes.name`"#,
        obeyed: Hand(r#"play_prompt "Hello $.Attributes.name.""#),
    },
    Mistake {
        wrote: r#"play_prompt "Hello %name%.""#,
        code: "F0353",
        says: r#"`$.Attributes.name`"#,
        obeyed: Hand(r#"play_prompt "Hello $.Attributes.name.""#),
    },
    Mistake {
        wrote: r#"play_prompt 'The agents' line can't be reached.'"#,
        code: "F0101",
        says: r#"double quotes"#,
        obeyed: Hand(r#"play_prompt "The agents' line can't be reached.""#),
    },
    Mistake {
        wrote: r#"set_contact_data { language: es-ES }"#,
        code: "F0101",
        says: r#"a text is in quotes: `"es-ES"`"#,
        obeyed: Hand(r#"set_contact_data { language: "es-ES" }"#),
    },
    Mistake {
        wrote: r#"set_contact_attributes { $.Attributes.tier = "gold" }"#,
        code: "F0101",
        says: r#"a key is the name alone: `tier = …`"#,
        obeyed: Hand(r#"set_contact_attributes { tier = "gold" }"#),
    },
    Mistake {
        wrote: r#"play_prompt "It\'s open." { on error -> sorry }"#,
        code: "F0109",
        says: r#"write `'`"#,
        obeyed: Fix(r#"play_prompt "It's open." { on error -> sorry }"#),
    },
    Mistake {
        wrote: r#"play_prompt "Hello $name." { on error -> sorry }"#,
        code: "F0353",
        says: r#"`${name}`"#,
        obeyed: Hand(r#"play_prompt "Hello $.CustomerEndpoint.Address." { on error -> sorry }"#),
    },
    Mistake {
        wrote: r#"wait 5m <!-- as long as the music -->"#,
        code: "F0101",
        says: r#"a comment begins with `//`"#,
        obeyed: Fix(r#"wait 5m // as long as the music -->"#),
    },
    Mistake {
        wrote: r#"check_contact_attributes $.CustomerEndpoint.Address { When "1" -> sorry }"#,
        code: "F0101",
        says: r#"did you mean `when`?"#,
        obeyed: Fix(r#"check_contact_attributes $.CustomerEndpoint.Address { when "1" -> sorry }"#),
    },
    Mistake {
        wrote: r#"check_contact_attributes $.CustomerEndpoint.Address { when starts with "+44" -> sorry }"#,
        code: "F0412",
        says: r#"`when starts_with "…" -> step`"#,
        obeyed: Fix(r#"check_contact_attributes $.CustomerEndpoint.Address { when starts_with "+44" -> sorry }"#),
    },
    Mistake {
        wrote: r#"check_contact_attributes $.CustomerEndpoint.Address { when $.CustomerEndpoint.Address = "+1" -> sorry }"#,
        code: "F0101",
        says: r#"follows the name of the block"#,
        obeyed: Hand(r#"check_contact_attributes $.CustomerEndpoint.Address { when "+1" -> sorry }"#),
    },
    Mistake {
        wrote: r#"check_contact_attributes $.CustomerEndpoint.Address == "+1" -> sorry"#,
        code: "F0101",
        says: r#"`check_contact_attributes $.CustomerEndpoint.Address { when "…" -> step }`"#,
        obeyed: Hand(r#"check_contact_attributes $.CustomerEndpoint.Address { when "+1" -> sorry }"#),
    },
    Mistake {
        wrote: r#"Set working queue "Billing""#,
        code: "F0201",
        says: r#"write `set_working_queue`"#,
        obeyed: Fix(r#"set_working_queue "Billing""#),
    },
    Mistake {
        wrote: r#"set_routing_priority 1"#,
        code: "F0201",
        says: r#"is `change_routing_priority`"#,
        obeyed: Hand(r#"change_routing_priority { priority: 1 }"#),
    },
    Mistake {
        wrote: r#"wait 5m { on error -> disconnect }"#,
        code: "F0202",
        says: r#"`on error { disconnect }`"#,
        obeyed: Hand(r#"wait 5m { on error { disconnect } }"#),
    },
    Mistake {
        wrote: r#"module "Door" {
  start {
    check_hours_of_operation "Basic Hours" { on in_hours -> open; on out_of_hours, error -> closed }
  }
  step open { return "open" }
  step closed { return "closed" }
}"#,
        code: "F0402",
        says: r#"`branches: ["open", "closed"]`"#,
        obeyed: Hand(
            r#"module "Door" {
  branches: ["open", "closed"]
  start {
    check_hours_of_operation "Basic Hours" { on in_hours -> open; on out_of_hours, error -> closed }
  }
  step open { return "open" }
  step closed { return "closed" }
}"#,
        ),
    },
];

/// The file with the lines.
fn file(lines: &str) -> String {
    if ["flow ", "module ", "quick_connect ", "const "].iter().any(|word| lines.starts_with(word)) {
        return format!("{lines}\n");
    }
    format!(
        "flow \"Main line\" inbound {{\n  on error -> sorry\n\n  start {{\n    set_working_queue \"Billing\"\n    {lines}\n    -> sorry\n  }}\n\n  \
         step sorry {{\n    play_prompt \"Please call again.\"\n    disconnect\n  }}\n}}\n"
    )
}

/// The findings: the code of each, and everything that it says.
fn findings(text: &str) -> Vec<(String, String)> {
    let analysis = Project::demo().with("main.flow", text).analyse(Purpose::Check, Mode::Publish);
    let mut found = Vec::new();
    for diagnostic in analysis.diagnostics.iter() {
        let labels = diagnostic.labels.iter().map(|label| label.text.to_string());
        let help = diagnostic.help.iter().map(ToString::to_string);
        let said: Vec<String> = [diagnostic.message.to_string()].into_iter().chain(labels).chain(help).collect();
        found.push((diagnostic.code.to_string(), said.join("\n")));
    }
    found
}

#[test]
fn a_mistake_has_one_message_that_can_be_obeyed() {
    all(
        MISTAKES,
        |mistake| mistake.wrote.to_owned(),
        |Mistake { wrote, code, says, obeyed }| {
            let wrote = file(wrote);
            let found = findings(&wrote);
            assert!(
                matches!(found.as_slice(), [(only, said)] if only == code && said.contains(says)),
                "{wrote}{found:#?}"
            );
            let (Fix(meant) | Hand(meant)) = obeyed;
            let meant = file(meant);
            assert_eq!(findings(&meant), [], "{meant}");
            let expected = if matches!(obeyed, Fix(_)) { &meant } else { &wrote };
            assert_eq!(&fix(&wrote).0, expected);
        },
    );
}
