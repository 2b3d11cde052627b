//! The lists that an import wrote: what exports name, and how they refer to it.
//!
//! Takes them after all other answers, and adds what those do not have. A complete list of the same kind wins: a
//! resource that is not in it is not added, and one that has another name there is a renamed one. Never makes a list
//! complete.
//!
//! An item has the `Id` or the `Arn`, whichever the exports have: what is built has the same.

use smol_str::{SmolStr, ToSmolStr};

use super::answer::{Item, Thing};
use super::arn::{Arn, last_part};
use super::gather::{Gathered, Record};
use crate::resource::ResourceKind;

/// Adds the lists.
pub(super) fn settle(gathered: &mut Gathered) {
    for answer in std::mem::take(&mut gathered.imported) {
        for part in answer.parts {
            match part.row.thing {
                Thing::Kind(kind) => part.items.into_iter().for_each(|item| settle_item(gathered, kind, item)),
                Thing::LexBot | Thing::LexAlias => gathered.take_lex_names(part.items, answer.bot_id.as_deref()),
                _ => {}
            }
        }
    }
}

fn settle_item(gathered: &mut Gathered, kind: ResourceKind, item: Item) {
    let thing = Thing::Kind(kind);
    let Some(text) = item.arn().or(item.id()).map(ToSmolStr::to_smolstr) else { return };
    let arn = Arn::parse(&text);
    if arn.is_some_and(|arn| !thing.fits(&arn)) {
        return;
    }
    let instance = arn.and_then(|arn| arn.instance).map(SmolStr::new);
    if let (Some(instance), Some((known, _))) = (&instance, gathered.instances.first())
        && known != instance
    {
        return;
    }
    let bare: SmolStr = arn.map_or(text.as_str(), |arn| arn.bare).into();
    let is_listed = gathered.is_listed(thing);
    let is_it = |record: &&mut Record| record.arn == bare || arn.is_none() && record.id == bare;
    if let Some(known) = gathered.table_mut(thing).entries.iter_mut().find(is_it) {
        if kind == ResourceKind::Agent && arn.is_some() {
            known.id = bare.clone();
        }
        let (new, old) = (known.item.name().map(SmolStr::new), item.name().map(SmolStr::new));
        let key = known.arn.clone();
        if let (Some(new), Some(old)) = (new, old)
            && new != old
        {
            gathered.former.push((kind, old, key));
        }
        return;
    }
    if is_listed {
        return;
    }
    if let Some(instance) = &instance
        && gathered.instances.is_empty()
    {
        gathered.instances.push((instance.clone(), None));
    }
    // Content has the ARN of an agent only where the exports have it.
    let by_arn = matches!(kind, ResourceKind::Lambda | ResourceKind::Bot | ResourceKind::Agent);
    let id = if by_arn { bare.clone() } else { last_part(&bare).into() };
    let record = Record { arn: bare.clone(), id, instance, item, origin: None, contents: None };
    gathered.table_mut(thing).add(bare, record);
}
