//! A module's contract: its inputs, its output and the branches it can return through.

use smol_str::SmolStr;

use super::{Node, Spanned, Value};

/// A module's contract with its callers.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    /// The inputs.
    pub input: Schema,
    /// The output.
    pub output: Schema,
    /// The branches that it can return through, in addition to success and error.
    pub branches: Vec<Spanned>,
    /// Whether `branches: []` declares that there are none. The content then lists no branches at all, not even success
    /// and error.
    pub is_bare: bool,
    /// Whether the input does not contain the contract: the content of a module alone does not. Then nothing is judged
    /// by it.
    pub is_unknown: bool,
}

/// The properties that an object may have.
#[derive(Clone, Debug)]
pub enum Schema {
    /// These fields.
    Fields(Vec<Field>),
    /// A JSON Schema, which callflow does not interpret.
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
    /// Its type; `None` for an unknown type, which was reported.
    pub type_: Option<FieldType>,
    /// Whether it is required.
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

    /// The keyword in the language.
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

    /// Whether a value is of this type. The service treats contact data as a string.
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

    /// The fields; empty where a JSON Schema describes the object.
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
