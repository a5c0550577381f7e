#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| objektiv_fuzz::receipt(bytes));
