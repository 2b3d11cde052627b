//! The quick connects in JSON.
//!
//! Takes the files of a workspace, gives the build each quick connect once, with the queues that offer it: another file
//! says that. Reports what a conversion loses, or what is wrong with how the JSON is written. Never checks a quick connect.

use super::{Export, Role, Workspace};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Violations};
use crate::graph::equal::{is_same_quick_connect, is_same_reference};
use crate::graph::{Build, Notation, QuickConnect};
use crate::inventory::{ExportedName, Inventory};
use crate::reader::{ImportHints, Offer, Offered, Purpose};
use crate::resource::ResourceKind;

impl Workspace {
    /// Reads the quick connects of all JSON files, and adds them to `build`.
    pub(super) fn quick_connects(
        &self,
        purpose: Purpose,
        hints: &ImportHints,
        inventory: Option<&Inventory>,
        build: &mut Build,
        exports: &mut [Export],
        diagnostics: &mut Diagnostics,
    ) {
        let mut offers = Vec::new();
        for file in self.files(|role| matches!(role, Role::Json { .. })) {
            let document = self.document(file).and_then(|(document, _)| document);
            let Some(document) = document.filter(|document| document.is_about_quick_connects()) else { continue };
            let mut violations = Violations::default();
            let mut found = document.quick_connects(inventory, &mut violations);
            diagnostics.extend(match purpose {
                Purpose::Convert => violations.lost,
                Purpose::Check | Purpose::Compare => violations.diagnostics,
            });
            if let ([one], Some(name)) = (found.described.as_mut_slice(), &hints.name) {
                one.name.text = name.clone();
            }
            let names = found.described.iter().filter_map(name_of);
            if let Some(export) = exports.iter_mut().find(|export| export.file == file) {
                export.names.extend(names);
            }
            for quick_connect in found.described {
                // An instance may be described by several answers.
                let is_it = |known: &&mut QuickConnect| {
                    known.notation != Notation::Text && is_same_quick_connect(known, &quick_connect)
                };
                match build.quick_connects.iter_mut().find(is_it) {
                    Some(known) => known.known = known.known.take().or(quick_connect.known),
                    None => build.quick_connects.push(quick_connect),
                }
            }
            offers.extend(found.offers);
        }
        for Offer { queue, offered } in offers {
            for offered in offered {
                let Some(quick_connect) = find(&mut build.quick_connects, &offered, inventory) else {
                    diagnostics.extend((purpose == Purpose::Convert).then(|| not_described(&offered)));
                    continue;
                };
                let is_new = !quick_connect.available_in.iter().any(|(known, _)| is_same_reference(known, &queue.0));
                quick_connect.available_in.extend(is_new.then(|| queue.clone()));
            }
        }
    }
}

/// Its name in the instance, if that has it.
fn name_of(quick_connect: &QuickConnect) -> Option<ExportedName> {
    let known = quick_connect.known.as_ref()?;
    let (name, span) = (Some(known.name.clone()), quick_connect.name.span);
    Some(ExportedName { kind: ResourceKind::QuickConnect, text: known.arn.clone(), name, alias: None, span })
}

fn find<'b>(
    build: &'b mut [QuickConnect],
    offered: &Offered,
    inventory: Option<&Inventory>,
) -> Option<&'b mut QuickConnect> {
    let id = offered.id.as_ref();
    let is_json = |it: &QuickConnect| it.notation != Notation::Text;
    let has_id = |it: &QuickConnect| is_json(it) && id.is_some() && it.known.as_ref().map(|known| &known.id) == id;
    let in_inventory = || inventory?.by_id(ResourceKind::QuickConnect, id?).map(|known| known.name.clone());
    let name = offered.name.clone().or_else(in_inventory);
    let has_name = |it: &QuickConnect| is_json(it) && Some(&it.name.text) == name.as_ref();
    let at = build.iter().position(has_id).or_else(|| build.iter().position(has_name))?;
    build.get_mut(at)
}

fn not_described(offered: &Offered) -> Diagnostic {
    let name = offered.name.as_ref().or(offered.id.as_ref()).map_or("", |text| text.as_str());
    let message = format!("a queue offers the quick connect `{name}`, which no imported file describes");
    Diagnostic::new(Code::NotTakenOver, offered.span, message)
        .help("import the answer of `aws connect describe-quick-connect` with it")
}
