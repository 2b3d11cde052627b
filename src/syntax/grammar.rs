//! The parser that pest generates from `grammar/flow.pest`, and the names of its rules in messages.
//!
//! Takes text with closed brackets, texts and comments, gives pest's pairs. The name of a rule never reaches a user:
//! [`words`] has a human-readable name for each.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair as PestPair, Pairs as PestPairs};

#[derive(pest_derive::Parser)]
#[grammar = "grammar/flow.pest"]
struct FlowParser;

/// A node from pest.
pub(super) type Pair<'i> = PestPair<'i, Rule>;

/// Nodes from pest.
pub(super) type Pairs<'i> = PestPairs<'i, Rule>;

/// The location where a parse failed, and the rules that were expected there.
pub(super) struct Failure {
    /// The byte offset in the text that was parsed.
    pub(super) at: usize,
    /// The rules that were expected there.
    pub(super) expected: Vec<Rule>,
}

/// Parses `text` with `rule`.
pub(super) fn parse(rule: Rule, text: &str) -> Result<Pairs<'_>, Failure> {
    FlowParser::parse(rule, text).map_err(|error| {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let expected = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Failure { at, expected }
    })
}

/// Whether the whole of `text` is a name.
pub(super) fn is_name(text: &str) -> bool {
    parse(Rule::only_name, text).is_ok()
}

/// Whether the builder may skip `rule`: a token that exists only for the messages.
pub(super) fn is_sign(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::open
            | Rule::arrow
            | Rule::colon
            | Rule::equals
            | Rule::comma
            | Rule::wrong_comma
            | Rule::wrong_colon
            | Rule::close_list
            | Rule::close_map
            | Rule::as_word
            | Rule::EOI
    )
}

/// The name of `rule` in messages. Empty for rules that no message names, because another rule is always expected as
/// well.
pub(super) fn words(rule: Rule) -> &'static str {
    match rule {
        Rule::file | Rule::item_line => "`flow`, `module`, `quick_connect`, `const`, `test` or `setup`",
        Rule::constant | Rule::only_constant | Rule::const_word => "`const`",
        Rule::quick_connect | Rule::only_quick_connect | Rule::quick_connect_word => "`quick_connect`",
        Rule::flow | Rule::only_flow | Rule::flow_word => "`flow`",
        Rule::module_word => "`module`",
        Rule::test | Rule::only_test | Rule::test_word => "`test` or `setup`",
        Rule::test_line => "a line of a test",
        Rule::use_line | Rule::only_use | Rule::use_word => "`use`",
        Rule::given | Rule::only_given | Rule::given_word => "`given`",
        Rule::figures | Rule::only_figures | Rule::figures_word => "the figures of a queue",
        Rule::once_word => "`once`",
        Rule::contact | Rule::only_contact | Rule::channel_word => "`call`, `chat`, `task` or `email`",
        Rule::act | Rule::only_act | Rule::act_word | Rule::customer_word | Rule::agent_word => "an act",
        Rule::hear | Rule::only_hear | Rule::hear_word => "`hear`",
        Rule::only_word => "`only`",
        Rule::expect | Rule::only_expect | Rule::expect_word => "`expect`",
        Rule::state | Rule::state_word => "where the contact is",
        Rule::comparison_word | Rule::presence_word => "a comparison",
        Rule::never | Rule::only_never | Rule::never_word => "`never`",
        Rule::member_line => "`start`, `step`, `on` or a setting",
        Rule::step | Rule::only_step | Rule::step_word => "`step`",
        Rule::start | Rule::only_start | Rule::start_word => "`start`",
        Rule::default | Rule::only_default | Rule::misplaced | Rule::default_line => "a default",
        Rule::default_outcome | Rule::outcome => "a branch name",
        Rule::schema | Rule::only_schema => "`input` or `output`",
        Rule::explicit | Rule::only_explicit | Rule::explicit_word => "`explicit`",
        Rule::input_word => "`input`",
        Rule::output_word => "`output`",
        Rule::raw_word => "`raw`",
        Rule::fields | Rule::step_run | Rule::run | Rule::body | Rule::open => "`{`",
        Rule::field | Rule::only_field | Rule::field_line => "a field",
        Rule::jump | Rule::only_jump | Rule::arrow | Rule::result => "`->`",
        Rule::block | Rule::only_block | Rule::keyword | Rule::run_line | Rule::answer | Rule::pattern => "a block",
        Rule::body_line => "a parameter, an entry or a branch",
        Rule::parameter | Rule::only_parameter => "a parameter",
        Rule::entry | Rule::only_entry => "an entry",
        Rule::flag | Rule::name | Rule::only_name | Rule::name_start => "a name",
        Rule::on | Rule::only_on | Rule::on_word => "`on`",
        Rule::nested => "a block",
        Rule::when | Rule::only_when | Rule::when_word => "`when`",
        Rule::condition => "a condition",
        Rule::operator => "an operator",
        Rule::operands => "`[`",
        Rule::target => "`->` or `{`",
        Rule::value | Rule::inline_value => "a value",
        Rule::list => "a list",
        Rule::map => "a map",
        Rule::map_entry => "a `key: value`",
        Rule::separator | Rule::comma => "`,`",
        Rule::close_list => "`]`",
        Rule::close_map => "`}`",
        Rule::named | Rule::word | Rule::reserved => "a word",
        Rule::number => "a number",
        Rule::path | Rule::path_name | Rule::path_element | Rule::comparison => "contact data",
        Rule::const_ref => "a const",
        Rule::text => "a text",
        Rule::key | Rule::any_key => "a key",
        Rule::colon => "`:`",
        Rule::equals => "`=`",
        Rule::identifier | Rule::as_word => "`as`",
        Rule::EOI | Rule::end | Rule::gap => "the end of the line",
        Rule::qualifier
        | Rule::qualifier_word
        | Rule::branch_word
        | Rule::bare_key
        | Rule::keyed
        | Rule::when_equals
        | Rule::label
        | Rule::comma_before_statement
        | Rule::wrong_line_comma
        | Rule::wrong_comma
        | Rule::wrong_colon
        | Rule::needless
        | Rule::name_part
        | Rule::WHITESPACE
        | Rule::line_comment_rest
        | Rule::block_comment_rest
        | Rule::bad
        | Rule::trailing
        | Rule::stray
        | Rule::nameless
        | Rule::wild
        | Rule::wild_brackets
        | Rule::wild_inside => "",
    }
}
