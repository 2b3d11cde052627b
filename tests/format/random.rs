//! Random trees, which are valid in the grammar but rarely meaningful, and random noise in texts.

mod test;

use callflow::source::{FileId, Sources, Span};
use callflow::syntax::tree::{
    Block, Body, BodyItem, Branch, Condition, Const, Default, DefaultOutcome, Entry, Field, File, Flow, FlowKeyword,
    Item, Jump, Key, MapEntry, Member, Number, Operator, Outcome, Parameter, QuickConnect, Reference, ReferenceTarget,
    Run, Schema, SchemaBody, Selector, State, Statement, Step, Target, Text, TextPart, Unit, Value, ValueKind, Word,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn id() -> FileId {
    Sources::new().add("", "")
}

fn nowhere() -> Span {
    Span::new(id(), 0, 0)
}

fn plain_word(text: &str) -> Word {
    Word { span: nowhere(), text: text.into() }
}

fn word() -> impl Strategy<Value = Word> + Clone {
    select(vec!["play_prompt", "a", "timeout", "_x9", "приветствие", "enabled", "flow_x", "true", "lambda"])
        .prop_map(plain_word)
}

fn text() -> impl Strategy<Value = Text> + Clone {
    let pieces = select(vec![
        "a",
        "Press 1",
        " ",
        "\n",
        "\t",
        "\"",
        "\"\"",
        "\\",
        "$",
        "{",
        "${",
        "}",
        "é",
        "😀",
        "\u{200d}",
        "\u{a0}",
        "\u{0}",
        "\r",
        "//",
        "/*",
        "*/",
        "'",
        "  ",
        "\n\n",
        "$.Attributes.x",
        "\u{2028}",
    ]);
    let long = Just("a rather long text that makes lines too long to be written on one line of the file");
    let literal = prop_oneof![6 => pieces, 1 => long].prop_map(|piece| TextPart::Literal(piece.into()));
    let part = prop_oneof![5 => literal, 1 => word().prop_map(TextPart::Const)];
    (vec(part, 0..6), any::<bool>()).prop_map(|(parts, block)| Text { span: nowhere(), parts, block })
}

fn key() -> impl Strategy<Value = Key> + Clone {
    let names = select(vec!["timeout", "on", "step", "a", "b_2", "true", "ключ"]);
    let others = select(vec!["my key", "", "a-b", "1", "a\"b", "\n", "${a}", "$", "é\\"]);
    prop_oneof![
        (names, any::<bool>()).prop_map(|(name, quoted)| Key { span: nowhere(), text: name.into(), quoted }),
        others.prop_map(|name| Key { span: nowhere(), text: name.into(), quoted: true }),
    ]
}

fn reference() -> impl Strategy<Value = Reference> + Clone {
    let qualifier = (select(vec!["alias", "version"]).prop_map(plain_word), text());
    let paths = select(vec!["$.Attributes.sfdc-id", "$.A.['my key']", "$['Lex']['a']", "$.External.items[0]"]);
    let target = prop_oneof![
        paths.prop_map(|path| ReferenceTarget::Path(nowhere(), path.into())),
        word().prop_map(ReferenceTarget::Const),
    ];
    prop_oneof![
        (vec(word(), 1..3), text(), option::of(qualifier.clone())).prop_map(|(words, text, qualifier)| Reference {
            words,
            target: ReferenceTarget::Text(text),
            qualifier
        }),
        (vec(word(), 1..3), target).prop_map(|(words, target)| Reference { words, target, qualifier: None }),
        (text(), qualifier).prop_map(|(text, qualifier)| Reference {
            words: Vec::new(),
            target: ReferenceTarget::Text(text),
            qualifier: Some(qualifier)
        }),
    ]
}

fn of(kind: ValueKind) -> Value {
    Value { span: nowhere(), kind }
}

fn leaf() -> impl Strategy<Value = Value> + Clone {
    let unit = select(vec![Unit::None, Unit::Seconds, Unit::Minutes, Unit::Hours, Unit::Days, Unit::Percent]);
    let number = (select(vec!["0", "-5", "0.40", "007"]), unit)
        .prop_map(|(digits, unit)| ValueKind::Number(Number { digits: digits.into(), unit }));
    prop_oneof![
        text().prop_map(ValueKind::Text),
        number,
        word().prop_map(ValueKind::Word),
        Just(ValueKind::Path("$.Attributes.['my key']".into())),
        reference().prop_map(ValueKind::Reference),
        word().prop_map(ValueKind::Const),
    ]
    .prop_map(of)
}

fn value() -> BoxedStrategy<Value> {
    leaf()
        .prop_recursive(3, 12, 4, |inner| {
            let entry = (key(), inner.clone()).prop_map(|(key, value)| MapEntry { span: nowhere(), key, value });
            prop_oneof![
                vec(inner, 0..4).prop_map(|values| of(ValueKind::List(values))),
                vec(entry, 0..4).prop_map(|entries| of(ValueKind::Map(entries))),
            ]
        })
        .boxed()
}

/// A value that is allowed before a `{`.
fn inline_value() -> BoxedStrategy<Value> {
    prop_oneof![4 => leaf(), 1 => vec(value(), 0..4).prop_map(|values| of(ValueKind::List(values)))].boxed()
}

fn outcome() -> impl Strategy<Value = Outcome> + Clone {
    prop_oneof![word().prop_map(Outcome::Name), text().prop_map(Outcome::ErrorType)]
}

fn jump() -> impl Strategy<Value = Jump> + Clone {
    word().prop_map(|target| Jump { span: nowhere(), target })
}

fn condition() -> impl Strategy<Value = Condition> {
    let named = select(vec!["starts_with", ">", ">=", "has_key"]).prop_map(|word| Operator::Named(plain_word(word)));
    // The grammar allows no qualifier after the first text: a list there means that the text is an operator.
    let is_plain = |values: &Vec<Value>| !matches!(values.as_slice(), [Value { kind: ValueKind::Reference(first), .. }, ..] if first.words.is_empty());
    let values = vec(inline_value(), 1..3).prop_filter("no qualifier", is_plain);
    prop_oneof![
        values.prop_map(|values| (Operator::Equals, values)),
        (named, vec(inline_value(), 1..3)),
        Just((Operator::Named(plain_word("exists")), Vec::new())),
        (text().prop_map(Operator::Wire), vec(value(), 0..3)),
    ]
    .prop_map(|(operator, values)| Condition { span: nowhere(), operator, values })
}

fn body(target: BoxedStrategy<Target>) -> impl Strategy<Value = Body> {
    let selector = prop_oneof![vec(outcome(), 1..3).prop_map(Selector::On), condition().prop_map(Selector::When),];
    let branch = (selector, target).prop_map(|(selector, target)| Branch { span: nowhere(), selector, target });
    let item = prop_oneof![3 => setting(), 1 => branch.prop_map(BodyItem::Branch)];
    vec(item, 0..4).prop_map(|items| Body { span: nowhere(), items })
}

/// A line of a body that is no branch.
fn setting() -> impl Strategy<Value = BodyItem> {
    prop_oneof![
        parameter().prop_map(BodyItem::Parameter),
        (key(), value()).prop_map(|(key, value)| BodyItem::Entry(Entry { span: nowhere(), key, value })),
        word().prop_map(BodyItem::Flag),
    ]
}

fn parameter() -> impl Strategy<Value = Parameter> {
    (key(), value()).prop_map(|(name, value)| Parameter { span: nowhere(), name, value })
}

fn block(target: BoxedStrategy<Target>) -> impl Strategy<Value = Statement> {
    (word(), option::of(inline_value()), option::of(text()), option::of(body(target))).prop_map(
        |(keyword, subject, identifier, body)| {
            Statement::Block(Block { span: nowhere(), keyword, subject, identifier, body })
        },
    )
}

fn run() -> BoxedStrategy<Run> {
    let jump_target = jump().prop_map(Target::Jump).boxed();
    let innermost = vec(statement(jump_target.clone()), 0..3).prop_map(as_run);
    innermost
        .prop_recursive(2, 12, 3, move |inner| {
            let target = prop_oneof![jump_target.clone(), inner.prop_map(Target::Run)].boxed();
            vec(statement(target), 0..4).prop_map(as_run)
        })
        .boxed()
}

fn as_run(statements: Vec<Statement>) -> Run {
    Run { span: nowhere(), statements }
}

fn statement(target: BoxedStrategy<Target>) -> impl Strategy<Value = Statement> {
    prop_oneof![4 => block(target), 1 => jump().prop_map(Statement::Jump)]
}

fn default() -> impl Strategy<Value = Default> {
    let named = (option::of(word()), word()).prop_map(|(keyword, name)| (keyword, Outcome::Name(name)));
    let outcome = prop_oneof![named, text().prop_map(|text| (None, Outcome::ErrorType(text)))]
        .prop_map(|(keyword, outcome)| DefaultOutcome { span: nowhere(), keyword, outcome });
    (vec(outcome, 1..3), word()).prop_map(|(outcomes, target)| Default { span: nowhere(), outcomes, target })
}

fn member() -> impl Strategy<Value = Member> {
    let field = (key(), word(), option::of(Just(plain_word("required")))).prop_map(|(name, type_, required)| Field {
        span: nowhere(),
        name,
        type_,
        required,
    });
    let map = vec((key(), value()), 0..3).prop_map(|entries| {
        let entries = entries.into_iter().map(|(key, value)| MapEntry { span: nowhere(), key, value });
        of(ValueKind::Map(entries.collect()))
    });
    let schema = prop_oneof![vec(field, 0..3).prop_map(SchemaBody::Fields), map.prop_map(SchemaBody::Raw)];
    let schema = (select(vec!["input", "output"]).prop_map(plain_word), schema)
        .prop_map(|(keyword, body)| Member::Schema(Schema { span: nowhere(), keyword, body }));
    prop_oneof![parameter().prop_map(Member::Setting), schema, default().prop_map(Member::Default)]
}

fn step() -> impl Strategy<Value = Member> {
    (option::of(word()), vec(default(), 0..2), run()).prop_map(|(name, defaults, run)| {
        let is_start = name.is_none();
        let name = name.unwrap_or_else(|| plain_word("start"));
        Member::Step(Step { span: nowhere(), name, is_start, defaults, run })
    })
}

fn item() -> impl Strategy<Value = Item> {
    let flow = (text(), option::of(word()), vec(member(), 0..3), vec(step(), 0..4), any::<bool>()).prop_map(
        |(name, flow_type, mut members, steps, is_module)| {
            members.extend(steps);
            let (keyword, flow_type) =
                if is_module { (FlowKeyword::Module, None) } else { (FlowKeyword::Flow, flow_type) };
            Item::Flow(Flow { span: nowhere(), keyword_span: nowhere(), keyword, name, flow_type, members })
        },
    );
    let quick_connect = (text(), body(jump().prop_map(Target::Jump).boxed()))
        .prop_map(|(name, body)| Item::QuickConnect(QuickConnect { span: nowhere(), name, body }));
    let constant = (word(), value()).prop_map(|(name, value)| Item::Const(Const { span: nowhere(), name, value }));
    prop_oneof![4 => flow, 1 => quick_connect, 1 => constant, 2 => test::test().prop_map(Item::Test)]
}

/// A file with at least one declaration.
pub(crate) fn file() -> impl Strategy<Value = File> {
    vec(item(), 1..3).prop_map(|items| File { id: id(), items, comments: Vec::new(), state: State::Whole })
}

/// Replacements for a space between words.
const BETWEEN_WORDS: &[&str] = &[" ", "   ", "\t", " /* a */ ", " /* b\n   b */ ", "/* c */ /* d */", " /* e // */"];
/// Replacements for the end of a line.
const AT_LINE_ENDS: &[&str] = &[
    "\n",
    "\n\n",
    "\n\n\n\n",
    " // f\n",
    " // g  \n",
    "\n // h\n",
    "\n\n  /* i */ // j\n\n",
    " /* k */\n",
    " /* l\n l\n*/\n",
    "\n/* m */ ",
    "\n/* n\n\tn */ ",
    " // o\n\n // p\n",
    ";\n",
    "; // q\n",
    "; /* r */\n",
];

/// Inserts comments and spaces into the text, as chosen by `noise`. Some `;` become line breaks.
pub(crate) fn with_noise(text: &str, noise: &[u8]) -> String {
    let mut noise = noise.iter().copied().cycle();
    let mut out = String::new();
    let mut rest = text;
    // The open brackets: a `;` ends a line only in braces.
    let mut is_list = vec![false];
    let mut last = '\n';
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' if rest.starts_with("\"\"\"") => 3 + text_end(&rest[3..], "\"\"\""),
            '"' => 1 + text_end(&rest[1..], "\""),
            '\'' => 2 + rest[1..].find('\'').unwrap(),
            _ => c.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        let choice = usize::from(noise.next().unwrap());
        match c {
            ' ' if last != '\n' && last != ' ' && choice % 3 == 0 => {
                out.push_str(BETWEEN_WORDS[choice / 3 % BETWEEN_WORDS.len()]);
            }
            '\n' if choice % 2 == 0 => {
                let put = AT_LINE_ENDS[choice / 2 % AT_LINE_ENDS.len()];
                let put = if *is_list.last().unwrap() { put.replace(';', ",") } else { put.to_owned() };
                // A separator is not allowed before the first item.
                let put = if matches!(last, '[') { put.replace(',', " ") } else { put };
                out.push_str(&put);
            }
            ';' if choice % 3 == 0 => out.push('\n'),
            _ => out.push_str(token),
        }
        match c {
            '{' => is_list.push(is_map(&out)),
            '[' => is_list.push(true),
            '}' | ']' => drop(is_list.pop()),
            _ => {}
        }
        last = c;
        rest = behind;
    }
    out
}

/// Whether the `{` at the end of `out` opens a map, judging by the text before it.
fn is_map(out: &str) -> bool {
    let before = out[..out.len() - 1].trim_end();
    let before = before.strip_suffix("*/").map_or(before, |_| ":");
    before.ends_with([':', '=', '[', ',']) || before.ends_with("raw")
}

fn text_end(rest: &str, quotes: &str) -> usize {
    let mut at = 0;
    while !rest[at..].starts_with(quotes) {
        at += if rest[at..].starts_with('\\') { 2 } else { rest[at..].chars().next().unwrap().len_utf8() };
    }
    at + quotes.len()
}
