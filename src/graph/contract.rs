//! What a module takes and gives: its inputs, its output and the branches it can return through.

use smol_str::SmolStr;

use super::{Node, Spanned, Value};

/// A module's contract with those who invoke it.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    /// What it takes.
    pub input: Schema,
    /// What it gives.
    pub output: Schema,
    /// The branches that it can return through, beside success and error.
    pub branches: Vec<Spanned>,
    /// Whether `branches: []` says that there are none: then the content does not even list success and error.
    pub is_bare: bool,
}

/// What an object may hold.
#[derive(Clone, Debug)]
pub enum Schema {
    /// These fields.
    Fields(Vec<Field>),
    /// What a JSON Schema says, which callflow does not look into.
    Raw(Node),
}

impl Default for Schema {
    fn default() -> Schema {
        Schema::Fields(Vec::new())
    }
}

/// A field of a schema.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Spanned,
    /// Its type; `None` for an unknown one, which was reported.
    pub type_: Option<FieldType>,
    /// Whether it has to be there.
    pub required: bool,
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// `text`
    Text,
    /// `number`
    Number,
    /// `integer`
    Integer,
    /// `boolean`
    Boolean,
    /// `list`
    List,
    /// `map`
    Map,
}

impl FieldType {
    /// All types.
    pub const ALL: [FieldType; 6] =
        [FieldType::Text, FieldType::Number, FieldType::Integer, FieldType::Boolean, FieldType::List, FieldType::Map];

    /// The word in the language.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            FieldType::Text => "text",
            FieldType::Number => "number",
            FieldType::Integer => "integer",
            FieldType::Boolean => "boolean",
            FieldType::List => "list",
            FieldType::Map => "map",
        }
    }

    /// The type in JSON Schema.
    #[must_use]
    pub fn json(self) -> &'static str {
        match self {
            FieldType::Text => "string",
            FieldType::Number => "number",
            FieldType::Integer => "integer",
            FieldType::Boolean => "boolean",
            FieldType::List => "array",
            FieldType::Map => "object",
        }
    }

    /// Whether a value is of this type. Contact data is a text to the service.
    #[must_use]
    pub fn fits(self, value: &Value) -> bool {
        match value {
            Value::Text(_) | Value::Reference(_) => self == FieldType::Text,
            Value::Number(number) => match self {
                FieldType::Number => true,
                FieldType::Integer => number.is_i64() || number.is_u64(),
                _ => false,
            },
            Value::Bool(_) => self == FieldType::Boolean,
            Value::List(_) => self == FieldType::List,
            Value::Object(_) => self == FieldType::Map,
            Value::Null => false,
            Value::Hole => true,
        }
    }
}

impl Schema {
    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields().iter().find(|field| field.name.text == name)
    }

    /// The fields; none where a JSON Schema says what there is.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match self {
            Schema::Fields(fields) => fields,
            Schema::Raw(_) => &[],
        }
    }

    /// The names of the fields.
    pub fn names(&self) -> impl Iterator<Item = &SmolStr> {
        self.fields().iter().map(|field| &field.name.text)
    }
}
