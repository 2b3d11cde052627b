//! The shape of a graph: reachability, cycles, and the positions of the blocks.

use callflow::graph::reach::{self, Edges};
use callflow::graph::{
    Action, ActionId, ActionState, Edge, ErrorBranch, Flow, FlowKind, Notation, Object, Spanned, Target, Transitions,
};
use callflow::layout::{BLOCK_WIDTH, Layout, block_height, layout};
use callflow::source::{Sources, Span};

fn span() -> Span {
    Span::new(Sources::new().add("main.flow", ""), 0, 0)
}

/// A flow that starts at 0: one list of targets per action; the first is NextAction, the others are errors.
fn flow(targets: &[Vec<usize>]) -> Flow {
    let span = span();
    let edge = |to: usize| Edge { target: Target::Action(ActionId(to)), origin: span, taken: true };
    let actions = targets.iter().enumerate().map(|(index, targets)| Action {
        identifier: format!("a{index}").into(),
        is_named: false,
        type_: "Wait".into(),
        block: None,
        parameters: Object::new(),
        transitions: Transitions {
            is_partial: false,
            next: targets.first().map(|to| edge(*to)),
            conditions: Vec::new(),
            errors: targets
                .iter()
                .skip(1)
                .map(|to| ErrorBranch { error: "E".into(), edge: edge(*to), origin: span })
                .collect(),
            terminal: targets.is_empty(),
        },
        origin: span,
        head: span,
        braces: None,
        state: ActionState::Whole,
    });
    Flow {
        notation: Notation::Text,
        is_saved: false,
        name: Spanned { text: "Main".into(), span },
        kind: FlowKind::Flow(None),
        kind_origin: span,
        description: None,
        tags: Vec::new(),
        contract: None,
        known: None,
        notes: Vec::new(),
        saved_layout: callflow::graph::SavedLayout::default(),
        start: Target::Action(ActionId(0)),
        start_origin: span,
        actions: actions.collect(),
        steps: Vec::new(),
    }
}

fn chain(length: usize) -> Flow {
    flow(&(0..length).map(|id| if id + 1 < length { vec![id + 1] } else { vec![] }).collect::<Vec<_>>())
}

/// Pseudo-random targets that are the same in every run.
fn tangle(size: usize) -> Flow {
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    flow(&(0..size).map(|_| (0..next(4)).map(|_| next(size)).collect()).collect::<Vec<_>>())
}

fn ids(components: &[Vec<ActionId>]) -> Vec<Vec<usize>> {
    components.iter().map(|component| component.iter().map(|id| id.0).collect()).collect()
}

fn assert_no_overlap(flow: &Flow, layout: &Layout) {
    let mut boxes: Vec<(i64, i64, i64)> = layout
        .actions
        .iter()
        .zip(&flow.actions)
        .map(|(at, action)| (at.x, at.y, at.y + block_height(action)))
        .collect();
    boxes.sort_unstable();
    for pair in boxes.windows(2) {
        let ((x, _, bottom), (next_x, top, _)) = (pair[0], pair[1]);
        assert!(if x == next_x { top >= bottom } else { next_x >= x + BLOCK_WIDTH }, "{pair:?} overlap");
    }
}

#[test]
fn reachability_from_the_start() {
    let flow = flow(&[vec![1], vec![2, 1], vec![], vec![2]]);
    assert_eq!(reach::from_start(&flow, Edges::Taken), [true, true, true, false]);
    assert_eq!(reach::reaching(&flow, [ActionId(1)], Edges::Taken), [true, true, false, false]);
}

#[test]
fn a_next_action_that_only_repeats_a_branch_is_not_taken() {
    let mut flow = flow(&[vec![1, 2], vec![], vec![]]);
    flow.actions[0].transitions.next.as_mut().unwrap().taken = false;
    assert_eq!(reach::from_start(&flow, Edges::Taken), [true, false, true]);
    assert_eq!(reach::from_start(&flow, Edges::All), [true, true, true]);
}

#[test]
fn a_flow_without_a_start_reaches_nothing() {
    let mut flow = chain(2);
    flow.start = Target::Unconnected;
    assert_eq!(reach::from_start(&flow, Edges::All), [false, false]);
}

#[test]
fn edges_to_missing_actions_are_ignored() {
    let flow = flow(&[vec![9], vec![1]]);
    assert_eq!(reach::from_start(&flow, Edges::All), [true, false]);
    assert_eq!(layout(&flow).actions.len(), 2);
    assert_eq!(ids(&reach::components(&flow, Edges::All)).len(), 2);
}

#[test]
fn cycles_are_components() {
    let flow = flow(&[vec![1], vec![2], vec![1, 3], vec![4], vec![3, 5], vec![]]);
    assert_eq!(ids(&reach::components(&flow, Edges::All)), [vec![5], vec![3, 4], vec![1, 2], vec![0]]);
}

#[test]
fn components_agree_with_reachability() {
    let flow = tangle(60);
    let components = reach::components(&flow, Edges::All);
    let from: Vec<Vec<bool>> = (0..60)
        .map(|start| {
            let mut flow = flow.clone();
            flow.start = Target::Action(ActionId(start));
            reach::from_start(&flow, Edges::All)
        })
        .collect();
    let reaches = |a: usize, b: usize| from[a][b];
    for (a, b) in (0..60).flat_map(|a| (0..60).map(move |b| (a, b))) {
        let together = components.iter().any(|it| it.contains(&ActionId(a)) && it.contains(&ActionId(b)));
        assert_eq!(together, reaches(a, b) && reaches(b, a), "{a} and {b}");
    }
}

#[test]
fn a_very_long_chain_does_not_exhaust_the_stack() {
    let flow = chain(100_000);
    assert!(reach::from_start(&flow, Edges::Taken).into_iter().all(|reached| reached));
    assert_eq!(reach::components(&flow, Edges::Taken).len(), 100_000);
    assert_eq!(layout(&flow).actions.len(), 100_000);
}

#[test]
fn a_straight_flow_is_drawn_straight() {
    let layout = layout(&chain(4));
    assert!(layout.entry.x < layout.actions[0].x);
    assert!(layout.actions.windows(2).all(|pair| pair[0].x < pair[1].x && pair[0].y == pair[1].y), "{layout:?}");
}

#[test]
fn edges_go_right_unless_they_close_a_cycle() {
    let flow = flow(&[vec![1, 2, 3], vec![4], vec![4, 0], vec![3, 4], vec![]]);
    let places = layout(&flow).actions;
    for (from, to) in [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)] {
        assert!(places[from].x < places[to].x, "{from} to {to}: {places:?}");
    }
}

#[test]
fn unreachable_blocks_are_below_the_rest() {
    let flow = flow(&[vec![1], vec![], vec![3], vec![1]]);
    let places = layout(&flow).actions;
    assert!(places[2].y > places[0].y && places[3].y > places[1].y && places[2].x < places[3].x, "{places:?}");
    assert_eq!(places[1].x - places[0].x, places[3].x - places[2].x);
}

#[test]
fn a_wide_fan_does_not_make_a_tower() {
    let mut targets = vec![(1..100).collect::<Vec<_>>()];
    targets.extend((1..100).map(|_| vec![100]));
    targets.push(vec![]);
    let flow = flow(&targets);
    let layout = layout(&flow);
    assert_no_overlap(&flow, &layout);
    assert!(layout.actions.iter().all(|at| at.y < 4000), "{layout:?}");
    assert!(
        (1..100).all(|id| layout.actions[0].x < layout.actions[id].x && layout.actions[id].x < layout.actions[100].x)
    );
}

#[test]
fn no_two_blocks_overlap() {
    for size in [0, 1, 2, 10, 60, 250] {
        let flow = tangle(size);
        assert_no_overlap(&flow, &layout(&flow));
        assert_eq!(layout(&flow), layout(&flow));
    }
}

#[test]
fn ten_thousand_blocks_are_placed_quickly() {
    let flow = tangle(10_000);
    let begin = std::time::Instant::now();
    let layout = layout(&flow);
    assert!(begin.elapsed().as_secs() < 5, "{:?}", begin.elapsed());
    assert_no_overlap(&flow, &layout);
}
