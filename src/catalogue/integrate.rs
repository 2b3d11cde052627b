//! The designer's category "Integrate": what is outside of Connect.

use super::block::BLOCK;
use super::{Block, Entries, Kind, Parameter, TimeUnit, When};
use crate::resource::ResourceKind;

pub(super) static BLOCKS: &[Block] = &[Block {
    keyword: "invoke_lambda",
    designer: "AWS Lambda function",
    action: "InvokeLambdaFunction",
    subject: &["function"],
    parameters: &[
        Parameter::reference("function", "LambdaFunctionARN", ResourceKind::Lambda, "The function.").required(),
        Parameter {
            max_when: Some((When::Is("InvocationType", &["ASYNCHRONOUS"]), 60)),
            ..Parameter::new(
                "timeout",
                "InvocationTimeLimitSeconds",
                Kind::Duration { min: 1, max: Some(8), unit: TimeUnit::Seconds },
                "How long the function may take: 8 seconds at most, 60 when it is asynchronous.",
            )
            .required()
        },
        Parameter::new(
            "execution_mode",
            "InvocationType",
            Kind::Choice(&[("synchronous", "SYNCHRONOUS"), ("asynchronous", "ASYNCHRONOUS")]),
            "Whether the flow waits for the function.",
        ),
        Parameter::new(
            "response",
            "ResponseValidation.ResponseType",
            Kind::Choice(&[("string_map", "STRING_MAP"), ("json", "JSON")]),
            "What the function answers with: a flat map of texts, or any JSON.",
        ),
    ],
    entries: Some(Entries { wire: "LambdaInvocationAttributes", what: "inputs", required: false, wrapped: None }),
    summary: "Calls a Lambda function; its answer is found under `$.External`.",
    page: "https://docs.aws.amazon.com/connect/latest/devguide/interactions-invokelambdafunction.html",
    ..BLOCK
}];
