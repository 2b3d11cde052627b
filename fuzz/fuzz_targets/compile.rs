#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| callflow_fuzz::compile(&String::from_utf8_lossy(bytes)));
