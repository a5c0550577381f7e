# The commands of every day. `just` lists them.

_list:
    @just --list --unsorted

# A fictional kommun with every kind of record, on http://127.0.0.1:8080
demo:
    cargo run --release -- demo

# The server, anew at every change (needs cargo-watch)
dev:
    cargo watch -x 'run -- demo'

# What is quick: format, the rules of the source, clippy
lint:
    tests/run format tidy lint

# Tests whose names contain FILTER, on SQLite
test FILTER='':
    cargo nextest run {{ FILTER }}

# Everything, as it is checked before a change lands
ci:
    tests/run

# Look at changed snapshots and accept them (needs cargo-insta)
snapshots:
    cargo insta review

# A new policy with its first examples, ready to be filled in: just new-policy kbl-something
new-policy ID:
    @test ! -e policies/{{ ID }}.toml || (echo 'policies/{{ ID }}.toml exists' >&2; exit 1)
    sed 's/^id = .*/id = "{{ ID }}"/' docs/policy-template.toml > policies/{{ ID }}.toml
    @echo 'policies/{{ ID }}.toml: fill it in, then run: just test polic'
