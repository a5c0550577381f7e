//! `objektiv`: call one function. What is polled here would be compiled a second time, so nothing is.

fn main() -> std::process::ExitCode {
    objektiv::cli::main()
}
