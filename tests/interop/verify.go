// Checks a log, a proof and a receipt with Go's golang.org/x/mod/sumdb: a program that shares no code with ours.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go DIR
//
// DIR holds: log.vkey, checkpoint and tile/ (C2SP tlog-tiles), old (an earlier checkpoint), consistency (hashes, one a
// line), entry.json and entry.json.tlog-proof.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var dir string

func check(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func read(name string) []byte {
	data, err := os.ReadFile(filepath.Join(dir, name))
	check(err, name)
	return data
}

func hash(line string) tlog.Hash {
	h, err := tlog.ParseHash(line)
	check(err, "hash "+line)
	return h
}

// tlog.ParseTree accepts one origin only, so the three lines are read here.
func open(signed []byte, verifier note.Verifier) (size int64, root tlog.Hash) {
	n, err := note.Open(signed, note.VerifierList(verifier))
	check(err, "note")
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		check(fmt.Errorf("%q", n.Text), "checkpoint")
	}
	size, err = strconv.ParseInt(lines[1], 10, 64)
	check(err, "size")
	return size, hash(lines[2])
}

// tiles reads the files of C2SP tlog-tiles, whose paths differ from those of the Go checksum database.
type tiles struct{}

func (tiles) Height() int                     { return 8 }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (tiles) ReadTiles(list []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range list {
		path := strings.TrimPrefix(tile.Path(), "tile/8/")
		data = append(data, read("tile/"+path))
	}
	return data, nil
}

func main() {
	dir = os.Args[1]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read("log.vkey"))))
	check(err, "log.vkey")
	size, root := open(read("checkpoint"), verifier)

	// Every hash of every leaf is the one that the tiles lead to, and the tiles lead to the root.
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{})
	for n := int64(0); n < size; n++ {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		check(err, "tile")
		bundle := fmt.Sprintf("tile/entries/%03d", n/256)
		if rest := size - n/256*256; rest < 256 {
			bundle += fmt.Sprintf(".p/%d", rest)
		}
		data := read(bundle)
		for skip := n % 256; skip > 0; skip-- {
			data = data[2+binary.BigEndian.Uint16(data):]
		}
		entry := data[2 : 2+binary.BigEndian.Uint16(data)]
		if tlog.RecordHash(entry) != hashes[0] {
			check(fmt.Errorf("entry %d", n), "bundle")
		}
	}

	// The log continues the earlier one.
	oldSize, oldRoot := open(read("old"), verifier)
	var consistency tlog.TreeProof
	for _, line := range strings.Fields(string(read("consistency"))) {
		consistency = append(consistency, hash(line))
	}
	check(tlog.CheckTree(consistency, size, root, oldSize, oldRoot), "consistency")

	// The entry of the receipt is in the log.
	head, signed, found := bytes.Cut(read("entry.json.tlog-proof"), []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		check(fmt.Errorf("%q", lines[0]), "proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	check(err, "index")
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		raw, err := base64.StdEncoding.DecodeString(line)
		check(err, "proof")
		var h tlog.Hash
		copy(h[:], raw)
		path = append(path, h)
	}
	proofSize, proofRoot := open(signed, verifier)
	check(tlog.CheckRecord(path, proofSize, proofRoot, index, tlog.RecordHash(read("entry.json"))), "inclusion")
	fmt.Println("verified", size)
}
