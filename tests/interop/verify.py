"""Verifies what Objektiv wrote with a program that shares no code with it: aics-tlog from PyPI.

    verify.py DIRECTORY

Prints how many entries were verified, or ends with what was wrong.
"""

import sys
from pathlib import Path

from aics_tlog import (
    FileSystemTileReader,
    audit_tiles,
    consistency_proof_from_tiles,
    inclusion_proof_from_tiles,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    verify_checkpoint,
    verify_consistency,
    verify_leaf_inclusion,
)
from aics_tlog.note import b64_decode


def check(holds, what):
    if not holds:
        sys.exit(f"{what} does not hold")


def opened(path, key, witnesses=(), quorum=0):
    """The head in a checkpoint that the log signed, and enough witnesses."""
    note = parse_note(path.read_bytes())
    result = verify_checkpoint(note, key, list(witnesses), quorum, max_future_seconds=10**9)
    check(result.ok, f"{path.name}: {result.error}")
    return parse_checkpoint(note.text)


def main(directory):
    key = parse_vkey((directory / "log.vkey").read_text().strip())
    head = opened(directory / "checkpoint", key)
    old = opened(directory / "old", key)
    tiles = FileSystemTileReader(directory)
    audit_tiles(tiles, head.size, head.root)

    lines = (directory / "consistency").read_text().split()
    proof = [b64_decode(line) for line in lines]
    check(verify_consistency(old.size, head.size, old.root, head.root, proof), "the consistency proof")
    check(proof == consistency_proof_from_tiles(tiles, old.size, head.size), "the same proof from the tiles")

    entry = (directory / "entry.json").read_bytes()
    text = (directory / "entry.json.tlog-proof").read_text()
    front, note = text.split("\n\n", 1)
    first, index, *path = front.split("\n")
    check(first == "c2sp.org/tlog-proof@v1", "the first line of the proof")
    index = int(index.removeprefix("index "))
    covering = directory / "covering"
    covering.write_text(note)
    then = opened(covering, key)
    covering.unlink()
    path = [b64_decode(line) for line in path]
    check(verify_leaf_inclusion(entry, index, then.size, path, then.root), "the inclusion proof")
    check(path == inclusion_proof_from_tiles(tiles, index, then.size, head.size), "the same path from the tiles")

    witness = parse_vkey((directory / "witness.vkey").read_text().strip())
    opened(directory / "cosigned", key, [witness], 1)
    print("verified", head.size)


main(Path(sys.argv[1]))
