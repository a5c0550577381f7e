//! `objektiv`: parse the command line, call one function.

use std::process::ExitCode;

use clap::Parser;
use objektiv::cli;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse_from(cli::with_command(std::env::args_os()));
    cli::start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            return cli::could_not_run(
                &anyhow::Error::new(error).context("the runtime did not start"),
            );
        }
    };
    match runtime.block_on(cli::run(arguments)) {
        Ok(verdict) => verdict.into(),
        Err(error) => cli::could_not_run(&error),
    }
}
