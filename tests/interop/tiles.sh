#!/usr/bin/env bash
# Checks a log that was exported as tiles (C2SP tlog-tiles) with nothing but coreutils, sed and openssl: no code of ours,
# and no library that knows what such a log is.
#
#   tiles.sh DIR
#
# DIR holds log.vkey, checkpoint and tile/. Prints how many entries were verified, or ends with what does not hold.
set -euo pipefail
export LC_ALL=C

cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "$1 does not hold" >&2; exit 1; }
# Decodes base64, and refuses what base64 -w0 would not have written.
decode() { base64 -d <<<"$1" >"$2" 2>/dev/null && [[ $(base64 -w0 "$2") == "$1" ]]; }
hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }
# Bytes as printf takes them: \x7b\x22 and so on.
escaped() { od -An -v -tx1 "$1" | tr -d '\n' | sed 's/ /\\x/g'; }

# The path of a tile or a bundle: its kind, its number, how many are in it.
path() {
    local number=$2 groups
    groups=$(printf '%03d' $((number % 1000)))
    while ((number >= 1000)); do
        number=$((number / 1000))
        groups=$(printf 'x%03d' $((number % 1000)))/$groups
    done
    (($3 == 256)) || groups+=.p/$3
    echo "tile/$1/$groups"
}

# The hashes of all files of a folder, in the order of their numbers.
hashes() { (cd "$1" && find . -type f -print0 | sort -z | xargs -0 -r sha256sum | cut -c1-64); }

# The checkpoint: origin, size, root, an empty line, signatures. The name of the key is the origin.
mapfile -t lines <checkpoint
printf '%s\n' "${lines[@]}" | cmp -s - checkpoint || fail "the end of the checkpoint"
origin=${lines[0]} size=${lines[1]}
[[ $size =~ ^[1-9][0-9]{0,8}$ && -z ${lines[3]} ]] || fail "the form of the checkpoint"
printf '%s\n' "${lines[@]:0:3}" >"$work/text"
decode "${lines[2]}" "$work/root" || fail "the root in the checkpoint"

# The key: NAME+ID+KEY, where ID is the beginning of a hash of the others, and KEY the kind of key (1) and Ed25519's 32 bytes.
IFS=+ read -r name id key <log.vkey
decode "$key" "$work/key" || fail "the base64 of the key"
[[ $name == "$origin" && $(hex "$work/key") == 01* && $(stat -c %s "$work/key") == 33 ]] || fail "the key"
[[ $({ printf '%s\n' "$name"; cat "$work/key"; } | sha256sum) == "$id"* && ${#id} == 8 ]] || fail "the number of the key"
{ printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'; tail -c 32 "$work/key"; } >"$work/key.der"
signed=no
for line in "${lines[@]:4}"; do
    read -r dash signer signature <<<"$line"
    [[ $dash == — && $signer == "$name" ]] || continue
    decode "$signature" "$work/signature" || fail "the base64 of the signature"
    [[ $(hex "$work/signature") == "$id"* ]] || continue
    tail -c +5 "$work/signature" >"$work/signature.bin"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/text" \
        -sigfile "$work/signature.bin" >/dev/null 2>&1 || fail "the signature"
    signed=yes
done
[[ $signed == yes ]] || fail "that the log signed the checkpoint"

# The entries: in a bundle each stands after its length in two bytes. A leaf is the hash of a zero and the entry.
mkdir "$work/leaves"
for ((first = 0; first < size; first += 256)); do
    width=$((size - first < 256 ? size - first : 256))
    bundle=$(path entries $((first / 256)) $width)
    bytes=$(escaped "$bundle")
    at=0
    for ((number = first; number < first + width; number++)); do
        length=${bytes:at:8}
        length=$((16#0${length//\\x/}))
        entry=${bytes:at+8:4*length}
        ((${#entry} == 4 * length)) || fail "the length of $bundle"
        printf -v file '%s/leaves/%09d' "$work" "$number"
        # The text is nothing but \x and digits.
        # shellcheck disable=SC2059
        printf "\\x00$entry" >"$file"
        at=$((at + 8 + 4 * length))
    done
    ((at == ${#bytes})) || fail "the end of $bundle"
done
mapfile -t row < <(hashes "$work/leaves")

# The tree: a node is the hash of a one and the two below it, and the last of an odd row goes up as it is. Every eighth
# row is stored, as far as its nodes have all their leaves.
for ((level = 0, whole = size; ; level++, whole /= 2)); do
    for ((first = 0; level % 8 == 0 && first < whole; first += 256)); do
        width=$((whole - first < 256 ? whole - first : 256))
        tile=$(path $((level / 8)) $((first / 256)) $width)
        [[ $(hex "$tile") == $(printf %s "${row[@]:first:width}") ]] || fail "$tile"
    done
    ((${#row[@]} > 1)) || break
    rm -rf "$work/nodes"
    mkdir "$work/nodes"
    for ((pair = 0; 2 * pair + 1 < ${#row[@]}; pair++)); do
        echo "01${row[2 * pair]}${row[2 * pair + 1]}"
    done >"$work/pairs"
    pair=0
    while read -r node; do
        printf -v file '%s/nodes/%09d' "$work" $((pair++))
        # shellcheck disable=SC2059
        printf "$node" >"$file"
    done < <(sed 's/../\\x&/g' "$work/pairs")
    odd=$((${#row[@]} % 2)) last=${row[-1]}
    mapfile -t row < <(hashes "$work/nodes")
    ((odd == 0)) || row+=("$last")
done
[[ ${row[0]} == $(hex "$work/root") ]] || fail "the root"
echo "verified $size"
