// Reads receipts in their single-file form, a C2SP tlog-proof whose extra line holds the entry and its fields, with Go's
// golang.org/x/mod/sumdb: a program that shares no code with ours.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run single.go KEY FILE...
//
// KEY is a file with the log's published key. Prints a line for each FILE: its name and "verified", or what is wrong.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// The entry: where it says that it belongs, and the digests of its fields.
type entry struct {
	Idx int64
	Log string
	Sd  map[string]string
}

// verify says which fields of which entry a receipt shows.
func verify(receipt []byte, verifier note.Verifier) (string, error) {
	head, signed, found := bytes.Cut(receipt, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return "", errors.New("not a proof")
	}
	if !strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		return "", errors.New("no extra line, or no index after it")
	}
	extra, err := base64.StdEncoding.Strict().DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return "", err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return "", err
	}
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return "", err
		}
		path = append(path, hash)
	}

	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return "", err
	}
	// tlog.ParseTree accepts one origin only.
	text := strings.Split(opened.Text, "\n")
	if len(text) != 4 || text[0] != verifier.Name() || text[3] != "" {
		return "", fmt.Errorf("not a checkpoint: %q", opened.Text)
	}
	size, err := strconv.ParseInt(text[1], 10, 64)
	if err != nil {
		return "", err
	}
	root, err := tlog.ParseHash(text[2])
	if err != nil {
		return "", err
	}

	parts := strings.Split(string(extra), "\n")
	if err := tlog.CheckRecord(path, size, root, index, tlog.RecordHash([]byte(parts[0]))); err != nil {
		return "", err
	}
	return fields(parts[0], parts[1:], index, verifier.Name())
}

// fields checks that the entry is the one of its place and that each field is one of those it holds digests of.
func fields(bytes string, texts []string, index int64, log string) (string, error) {
	var of entry
	if err := json.Unmarshal([]byte(bytes), &of); err != nil {
		return "", err
	}
	if of.Idx != index || of.Log != log {
		return "", errors.New("an entry of another place")
	}
	for _, text := range texts {
		var parts []any
		decoded, err := base64.RawURLEncoding.Strict().DecodeString(text)
		if err != nil {
			return "", err
		}
		if err := json.Unmarshal(decoded, &parts); err != nil || len(parts) != 3 {
			return "", fmt.Errorf("not a field: %v", err)
		}
		digest := sha256.Sum256([]byte(text))
		name, _ := parts[1].(string)
		if of.Sd[name] != base64.RawURLEncoding.EncodeToString(digest[:]) {
			return "", fmt.Errorf("the field %q is not the one of the entry", name)
		}
	}
	return fmt.Sprintf("entry %d of %s with %d of %d fields", index, log, len(texts), len(of.Sd)), nil
}

func main() {
	key, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(key)))
	if err != nil {
		panic(err)
	}
	for _, name := range os.Args[2:] {
		receipt, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		shown, err := verify(receipt, verifier)
		if err != nil {
			fmt.Println(name, err)
		} else {
			fmt.Println(name, "verified", shown)
		}
	}
}
