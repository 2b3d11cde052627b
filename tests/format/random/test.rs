//! Random tests of flows.

use callflow::syntax::tree::{
    Act, Block, Body, Expect, ExpectWhat, Given, GivenWhat, Hear, Never, NeverWhat, PathNode, ResultKind, Start, Test,
    TestKeyword, TestLine, TestResult, Use, Word,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{condition, inline_value, nowhere, plain_word, setting, text, value, word};

fn one_of(words: &[&'static str]) -> impl Strategy<Value = Word> + use<> {
    select(words.to_vec()).prop_map(plain_word)
}

fn body() -> impl Strategy<Value = Body> {
    vec(setting(), 0..3).prop_map(|items| Body { span: nowhere(), items })
}

fn path() -> impl Strategy<Value = PathNode> {
    select(vec!["$.Attributes.tier", "$.A.['my key']", "$['Lex']['a']"])
        .prop_map(|path| PathNode { span: nowhere(), text: path.into() })
}

fn block() -> impl Strategy<Value = Block> {
    (word(), option::of(inline_value()), option::of(text()), option::of(body()))
        .prop_map(|(keyword, subject, identifier, body)| Block { span: nowhere(), keyword, subject, identifier, body })
}

fn result() -> impl Strategy<Value = TestResult> {
    prop_oneof![
        word().prop_map(ResultKind::Name),
        text().prop_map(ResultKind::Value),
        condition().prop_map(ResultKind::When),
    ]
    .prop_map(|kind| TestResult { span: nowhere(), kind })
}

fn given() -> impl Strategy<Value = GivenWhat> {
    let figures = (one_of(&["queue", "agent"]), option::of(text()), body());
    let answer = (option::of(one_of(&["once"])), block(), result(), option::of(body()));
    prop_oneof![
        (path(), value()).prop_map(|(path, value)| GivenWhat::Data { path, value }),
        figures.prop_map(|(of, name, body)| GivenWhat::Figures { of, name, body: Some(body) }),
        answer.prop_map(|(once, block, result, data)| GivenWhat::Answer { once, block, result, data }),
    ]
}

fn hear() -> impl Strategy<Value = Hear> {
    let messages = prop_oneof![
        inline_value().prop_map(|message| (None, vec![message])),
        (one_of(&["only"]), vec(inline_value(), 1..3)).prop_map(|(only, messages)| (Some(only), messages)),
    ];
    (one_of(&["hear", "agent_hears"]), messages).prop_map(|(word, (only, messages))| Hear {
        span: nowhere(),
        word,
        only,
        messages,
    })
}

fn expect() -> impl Strategy<Value = ExpectWhat> {
    let state = (one_of(&["queued", "disconnected", "returned"]), option::of(inline_value()), option::of(body()));
    let operators = ["=", "!=", "<", "<=", ">", ">=", "starts_with", "contains"];
    let compared = prop_oneof![
        (one_of(&operators), value().prop_map(Some)),
        one_of(&["exists", "missing"]).prop_map(|operator| (operator, None)),
    ];
    prop_oneof![
        state.prop_map(|(word, value, body)| ExpectWhat::State { word, value, body }),
        (path(), compared).prop_map(|(path, (operator, value))| ExpectWhat::Data { path, operator, value }),
        (block(), option::of(result())).prop_map(|(block, result)| ExpectWhat::Block { block, result }),
    ]
}

fn line() -> impl Strategy<Value = TestLine> {
    let start = (one_of(&["call", "email"]), option::of(one_of(&["module"])), text(), option::of(body()));
    let acts = ["press", "say", "silence", "wait", "hang_up", "agent_transfers"];
    let act = (one_of(&acts), option::of(inline_value()), option::of(result()), option::of(body()));
    let never = prop_oneof![
        hear().prop_map(NeverWhat::Hear),
        (block(), option::of(result())).prop_map(|(block, result)| NeverWhat::Block { block, result }),
    ];
    prop_oneof![
        text().prop_map(|name| TestLine::Use(Use { span: nowhere(), name })),
        given().prop_map(|what| TestLine::Given(Given { span: nowhere(), what })),
        start.prop_map(|(word, module, flow, body)| TestLine::Start(Start {
            span: nowhere(),
            word,
            module,
            flow,
            body
        })),
        act.prop_map(|(word, value, result, data)| TestLine::Act(Act { span: nowhere(), word, value, result, data })),
        hear().prop_map(TestLine::Hear),
        expect().prop_map(|what| TestLine::Expect(Expect { span: nowhere(), what })),
        never.prop_map(|what| TestLine::Never(Never { span: nowhere(), what })),
    ]
}

pub(super) fn test() -> impl Strategy<Value = Test> {
    (any::<bool>(), text(), vec(line(), 0..6)).prop_map(|(is_setup, name, lines)| {
        let keyword = if is_setup { TestKeyword::Setup } else { TestKeyword::Test };
        Test { span: nowhere(), keyword_span: nowhere(), keyword, name, lines }
    })
}
