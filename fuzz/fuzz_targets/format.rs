#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| callflow_fuzz::format(&String::from_utf8_lossy(bytes)));
