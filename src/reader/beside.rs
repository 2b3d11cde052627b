//! What the files beside the content of a flow say about it.
//!
//! Content alone has neither name nor type, and a module's content does not contain its contract. A build writes both
//! into files beside it: the `Settings` of a module, and a row of `manifest.json`. Takes those files, parsed, and gives
//! the parts that are about one flow. Never reports that something is missing in them.

use smol_str::SmolStr;

use super::Document;
use super::json::Json;
use super::kind::flow_type;
use crate::catalogue::FlowType;
use crate::resource::{Known, ResourceKind};

/// What is known about a flow from the files beside its content.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The module's `Settings`.
    pub(super) settings: Option<Json>,
    /// Its row in the manifest.
    pub(super) row: Option<Json>,
    /// Whether the manifest says that the flows are saved and not published.
    pub(super) is_saved: bool,
}

impl Beside {
    /// What the `Settings` of a module say, and the row for `file` in a manifest, whose paths are relative to its own
    /// folder.
    #[must_use]
    pub fn new(settings: Option<&Document>, manifest: Option<(&Document, &str)>) -> Beside {
        let row = manifest.and_then(|(manifest, file)| manifest.row(file));
        let is_saved = |(manifest, _): (&Document, _)| manifest.whole.text_at("status").is_some_and(|it| it == "SAVED");
        Beside {
            settings: settings.map(|settings| settings.whole.clone()),
            is_saved: row.is_some() && manifest.is_some_and(is_saved),
            row: row.cloned(),
        }
    }

    /// The text under a key of the row.
    fn text(&self, key: &str) -> Option<&SmolStr> {
        self.row.as_ref()?.text_at(key)
    }

    pub(super) fn name(&self) -> Option<&SmolStr> {
        self.text("name")
    }

    pub(super) fn description(&self) -> Option<&SmolStr> {
        self.text("description")
    }

    pub(super) fn is_module(&self) -> bool {
        self.text("kind").is_some_and(|kind| kind == ResourceKind::Module.keyword())
    }

    pub(super) fn flow_type(&self) -> Option<FlowType> {
        flow_type(self.text("type")?)
    }

    pub(super) fn tags(&self) -> Option<&Json> {
        self.row.as_ref()?.get("tags")
    }

    /// The resource in the instance.
    pub(super) fn known(&self) -> Option<Known> {
        Some(Known { name: self.name()?.clone(), id: self.text("id")?.clone(), arn: self.text("arn")?.clone() })
    }
}

impl Document {
    /// The row for `file` if this is the manifest of a build.
    fn row(&self, file: &str) -> Option<&Json> {
        self.whole.get("format")?;
        let rows = self.whole.get("resources")?.items();
        rows.iter().find(|row| row.text_at("file").is_some_and(|it| it == file))
    }

    /// Whether this is a manifest that lists `file`.
    #[must_use]
    pub fn lists(&self, file: &str) -> bool {
        self.row(file).is_some()
    }
}
