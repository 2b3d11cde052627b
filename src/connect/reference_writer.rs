//! How a reference is written in flow JSON and in requests.
//!
//! Takes a reference of the graph and gives its text: an ARN in the content of a flow, an id in a request about quick
//! connects, or a placeholder if this build creates the resource and it has no id yet. Never looks anything up: the
//! reference contains what the inventory knows about the resource.

use smol_str::{SmolStr, format_smolstr};

use crate::graph::{Build, BuildItem, Reference, ReferenceForm};
use crate::inventory::Instance;
use crate::inventory::arn::last_part;
use crate::resource::ResourceKind;

/// The form of the value that replaces a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An id.
    Id,
    /// An ARN.
    Arn,
}

impl Form {
    /// `id` or `arn`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Form::Id => "id",
            Form::Arn => "arn",
        }
    }
}

/// The resource that a placeholder stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The instance.
    Instance,
    /// A flow, module or quick connect of this build, by its name.
    Item(ResourceKind, SmolStr),
    /// A resource that neither this build nor the instance has, by its name: only a draft may refer to it.
    Missing(ResourceKind, SmolStr),
}

/// A part of an emitted text that is replaced once its value is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The resource that it stands for.
    pub subject: Subject,
    /// The form in which the resource is written.
    pub form: Form,
}

impl Placeholder {
    /// The placeholder for the id of an item of this build.
    #[must_use]
    pub fn item(kind: ResourceKind, name: &str) -> Placeholder {
        Placeholder { subject: Subject::Item(kind, name.into()), form: Form::Id }
    }

    /// The placeholder for the instance's id or ARN.
    #[must_use]
    pub fn instance(form: Form) -> Placeholder {
        Placeholder { subject: Subject::Instance, form }
    }

    /// Its default text: `${flow:After hours}`, `${instance}`.
    #[must_use]
    pub fn text(&self) -> SmolStr {
        match &self.subject {
            Subject::Instance => SmolStr::new_static("${instance}"),
            Subject::Item(kind, name) | Subject::Missing(kind, name) => kind.placeholder(name),
        }
    }
}

/// A piece of an emitted string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Literal text.
    Text(SmolStr),
    /// A placeholder.
    Placeholder(Placeholder),
}

/// An emitted string that may have placeholders in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireText {
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
}

impl WireText {
    /// A text without placeholders.
    #[must_use]
    pub fn plain(text: impl Into<SmolStr>) -> WireText {
        WireText { pieces: vec![Piece::Text(text.into())] }
    }

    /// A text that consists of one placeholder.
    #[must_use]
    pub fn placeholder(placeholder: Placeholder) -> WireText {
        WireText { pieces: vec![Piece::Placeholder(placeholder)] }
    }

    /// The placeholders in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(placeholder),
            Piece::Text(_) => None,
        })
    }

    /// The text with each placeholder replaced by [`Placeholder::text`].
    #[must_use]
    pub fn text(&self) -> SmolStr {
        match self.pieces.as_slice() {
            [Piece::Text(text)] => text.clone(),
            pieces => {
                let text = |piece: &Piece| match piece {
                    Piece::Text(text) => text.clone(),
                    Piece::Placeholder(placeholder) => placeholder.text(),
                };
                pieces.iter().fold(SmolStr::default(), |all, piece| format_smolstr!("{all}{}", text(piece)))
            }
        }
    }

    fn then(mut self, text: impl Into<SmolStr>) -> WireText {
        self.pieces.push(Piece::Text(text.into()));
        self
    }
}

/// Writes references.
#[derive(Clone, Copy, Debug)]
pub struct ReferenceWriter<'a> {
    build: &'a Build,
    instance: Option<&'a Instance>,
}

impl<'a> ReferenceWriter<'a> {
    /// A writer for the references of `build`, which will be deployed to `instance` if that is known.
    #[must_use]
    pub fn new(build: &'a Build, instance: Option<&'a Instance>) -> ReferenceWriter<'a> {
        ReferenceWriter { build, instance }
    }

    /// The reference in the content of a flow: an ARN, as the designer writes it; the user id for an agent.
    #[must_use]
    pub fn in_content(&self, reference: &Reference) -> WireText {
        let form = if reference.kind == ResourceKind::Agent { Form::Id } else { Form::Arn };
        self.write(reference, form)
    }

    /// The reference in a request about quick connects: an id.
    #[must_use]
    pub fn in_request(&self, reference: &Reference) -> WireText {
        match (reference.form, &reference.known) {
            // The id of a resource may be its ARN.
            (ReferenceForm::Name, Some(known)) => WireText::plain(last_part(&known.id)),
            _ => self.write(reference, Form::Id),
        }
    }

    /// The instance's id.
    #[must_use]
    pub fn instance_id(&self) -> WireText {
        match self.instance {
            Some(instance) => WireText::plain(instance.id.clone()),
            None => WireText::placeholder(Placeholder::instance(Form::Id)),
        }
    }

    fn write(&self, reference: &Reference, form: Form) -> WireText {
        let written = match (reference.form, &reference.known, self.item(reference)) {
            (ReferenceForm::Path, _, _) => return WireText::plain(reference.text.clone()),
            (ReferenceForm::Id | ReferenceForm::Arn, _, _) => WireText::plain(reference.text.clone()),
            (ReferenceForm::Name, Some(known), _) => WireText::plain(match form {
                Form::Id => known.id.clone(),
                Form::Arn => known.arn.clone(),
            }),
            (ReferenceForm::Name, None, Some((kind, name))) => {
                self.write_new(kind, Subject::Item(kind, name.into()), form)
            }
            (ReferenceForm::Name, None, None) => {
                self.write_new(reference.kind, Subject::Missing(reference.kind, reference.text.clone()), form)
            }
        };
        if reference.suffix.is_empty() { written } else { written.then(reference.suffix.clone()) }
    }

    fn item(&self, reference: &Reference) -> Option<(ResourceKind, &'a str)> {
        match reference.item? {
            BuildItem::Flow(index) => {
                self.build.flows.get(index).map(|flow| (flow.kind.resource_kind(), flow.name.text.as_str()))
            }
            BuildItem::QuickConnect(index) => {
                let quick_connect = self.build.quick_connects.get(index)?;
                Some((ResourceKind::QuickConnect, quick_connect.name.text.as_str()))
            }
        }
    }

    /// A resource that has no id yet: a placeholder takes the place of the id, or of the whole ARN if only the service
    /// knows the form of that.
    fn write_new(&self, kind: ResourceKind, subject: Subject, form: Form) -> WireText {
        let (Form::Arn, Some(part)) = (form, arn_part(kind)) else {
            return WireText::placeholder(Placeholder { subject, form });
        };
        let instance = match self.instance {
            Some(instance) => Piece::Text(instance.arn.clone()),
            None => Piece::Placeholder(Placeholder::instance(Form::Arn)),
        };
        let id = Piece::Placeholder(Placeholder { subject, form: Form::Id });
        WireText { pieces: vec![instance, Piece::Text(format_smolstr!("/{part}/")), id] }
    }
}

/// The part before the id in the ARN of a resource that a build can create.
/// <https://docs.aws.amazon.com/connect/latest/adminguide/security_iam_service-with-iam.html>
fn arn_part(kind: ResourceKind) -> Option<&'static str> {
    match kind {
        ResourceKind::Flow => Some("contact-flow"),
        ResourceKind::Module => Some("flow-module"),
        ResourceKind::QuickConnect => Some("transfer-destination"),
        _ => None,
    }
}
