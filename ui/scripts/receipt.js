// What a receipt shows, checked in the reader's browser. The formats are those of docs/verify-a-receipt.md; hashing is
// hash-wasm's. A check says true, false, or null: not made, which is never the same as fine.

const PIECE = 4 * 1024 * 1024;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const bytesOf = (text) => new TextEncoder().encode(text);
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

class NotAReceipt extends Error {}

function base64(text, url = false) {
  const alphabet = url ? /^[A-Za-z0-9_-]*$/ : /^[A-Za-z0-9+/]*={0,2}$/;
  if (!alphabet.test(text)) throw new NotAReceipt("base64");
  const plain = url ? text.replaceAll("-", "+").replaceAll("_", "/") : text;
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
}

let hasher;
async function sha256(...parts) {
  hasher ??= await hashwasm.createSHA256();
  hasher.init();
  for (const part of parts) hasher.update(part);
  return hasher.digest("binary");
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The parts of a zip by name: what its directory lists. */
async function unzip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new NotAReceipt("zip");
  const parts = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new NotAReceipt("zip");
    const [method, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
    const [name, extra, note] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const local = view.getUint32(at + 42, true);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = bytes.subarray(from, from + size);
    const title = utf8.decode(bytes.subarray(at + 46, at + 46 + name));
    parts.set(title, method === 0 ? packed : await inflated(packed));
    at += 46 + name + extra + note;
  }
  return parts;
}

function part(parts, name) {
  const found = parts.get(name);
  if (found === undefined) throw new NotAReceipt(name);
  return found;
}

/** Reads a receipt in either form: a zip, or one text. */
async function readReceipt(bytes) {
  try {
    const parts = bytes[0] === 0x50 && bytes[1] === 0x4b ? await unzip(bytes) : null;
    const proof = utf8.decode(parts ? part(parts, "entry.json.tlog-proof") : bytes);
    const cut = proof.indexOf("\n\n");
    const lines = proof.slice(0, cut).split("\n");
    if (cut < 0 || lines.shift() !== "c2sp.org/tlog-proof@v1") throw new NotAReceipt("proof");
    const extra = lines[0]?.startsWith("extra ") ? base64(lines.shift().slice(6)) : null;
    const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? "");
    if (index === null || (!parts && !extra)) throw new NotAReceipt("proof");
    const all = parts ? null : utf8.decode(extra).split("\n");
    return {
      index: Number(index[1]),
      path: lines.map((line) => base64(line)),
      note: proof.slice(cut + 2),
      entry: parts ? part(parts, "entry.json") : bytesOf(all[0]),
      fields: (parts ? utf8.decode(part(parts, "disclosures.txt")).split("\n") : all.slice(1)).filter(Boolean),
      stamped: parts?.has("tidsstampel.tsr") ?? false,
    };
  } catch (problem) {
    throw problem instanceof NotAReceipt ? problem : new NotAReceipt(String(problem));
  }
}

/** The one way to write what a JSON value says (RFC 8785): other bytes are refused. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

function readEntry(bytes) {
  try {
    const text = utf8.decode(bytes);
    const entry = JSON.parse(text);
    const whole = canonical(entry) === text && entry.v === 1 && entry.sd_alg === "sha-256";
    return whole && typeof entry.sd === "object" && typeof entry.log === "string" ? entry : null;
  } catch {
    return null;
  }
}

/** The fields whose digests the entry holds, or null when one of them is another. */
async function openFields(entry, lines) {
  const opened = new Map();
  for (const line of lines) {
    try {
      const [, name, value] = JSON.parse(utf8.decode(base64(line, true)));
      const digest = btoa(String.fromCharCode(...(await sha256(bytesOf(line)))));
      const written = digest.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
      if (opened.has(name) || !Object.hasOwn(entry.sd, name) || entry.sd[name] !== written) return null;
      opened.set(name, value);
    } catch {
      return null;
    }
  }
  return opened;
}

function readNote(note) {
  const cut = note.lastIndexOf("\n\n");
  const text = note.slice(0, cut + 1);
  const head = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text);
  if (cut < 0 || head === null) return null;
  const signatures = note.slice(cut + 2).split("\n").filter(Boolean);
  return { text, origin: head[1], size: Number(head[2]), root: base64(head[3]), signatures };
}

/** Whether the entry's hash and the hashes of the proof lead to the root (RFC 9162, section 2.1.3.2). */
async function leadsToRoot(receipt, head) {
  let [node, last] = [receipt.index, head.size - 1];
  if (node > last) return false;
  let hash = await sha256(Uint8Array.of(0), receipt.entry);
  for (const sibling of receipt.path) {
    if (last === 0 || sibling.length !== 32) return false;
    if (node % 2 === 1 || node === last) {
      hash = await sha256(Uint8Array.of(1), sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = await sha256(Uint8Array.of(1), hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(hash, head.root);
}

/** A published key, NAME+ID+KEY; null when it is not one. */
async function readKey(text) {
  const [name, id, ...rest] = text.trim().split("+");
  try {
    const key = base64(rest.join("+"));
    const digest = await sha256(bytesOf(`${name}\n`), key);
    return key.length === 33 && key[0] === 1 && hex(digest.subarray(0, 4)) === id ? { name, id, raw: key.slice(1) } : null;
  } catch {
    return null;
  }
}

/** Whether `key` signed the checkpoint; null when this browser cannot tell. */
async function signedBy(head, key) {
  const made = head.signatures.map((line) => line.split(" "));
  const mine = made.filter(([dash, name]) => dash === "\u2014" && name === key.name);
  for (const [, , text] of mine) {
    const signature = base64(text);
    if (hex(signature.subarray(0, 4)) !== key.id) continue;
    let imported;
    try {
      imported = await crypto.subtle.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
    } catch {
      return null;
    }
    return crypto.subtle.verify("Ed25519", imported, signature.subarray(4), bytesOf(head.text));
  }
  return false;
}

async function checkSignature(head, published, included) {
  const row = (ok, end, name = "") => ({ name: "underskrift", ok, word: `verify-underskrift-${end}`, value: name });
  if (head === null) return row(false, "fel");
  const known = (await Promise.all(published.map(readKey))).filter((key) => key?.name === head.origin);
  const answers = await Promise.all(known.map((key) => signedBy(head, key)));
  const at = answers.indexOf(true);
  if (at >= 0) return row(true, "ok", known[at].id);
  if (answers.includes(null)) return row(null, "webblasare");
  if (known.length > 0) return row(false, "fel");
  const key = included ? await readKey(included) : null;
  if (key === null) return row(null, "ej");
  const answer = await signedBy(head, key);
  if (answer === null) return row(null, "webblasare");
  // The key came with the receipt: that it fits shows nothing, that it does not fit shows something.
  return answer ? row(null, "medfoljande", key.id) : row(false, "fel");
}

/** Hashes a file of any size piece by piece; the next piece is read while one is hashed. */
async function hashFile(file, progress) {
  const own = await hashwasm.createSHA256();
  own.init();
  const piece = (at) => file.slice(at, at + PIECE).arrayBuffer();
  let next = piece(0);
  for (let at = 0; at < file.size; at += PIECE) {
    const bytes = new Uint8Array(await next);
    next = at + PIECE < file.size ? piece(at + PIECE) : null;
    own.update(bytes);
    progress(bytes.length);
  }
  return own.digest("hex");
}

async function checkFiles(files, released, progress) {
  const row = (ok, end, name = "") => ({ name: "filer", ok, word: `verify-filer-${end}`, value: name });
  if (!Array.isArray(released)) return row(null, "lista");
  if (files.length === 0) return row(null, "ej");
  for (const file of files) {
    const digest = await hashFile(file, progress);
    if (!released.some((one) => String(one.sha256).toLowerCase() === digest)) return row(false, "fel", file.name);
  }
  return files.length < released.length
    ? row(true, "nagra", `${files.length}/${released.length}`)
    : row(true, "ok", String(files.length));
}

/** Everything that can be checked of a receipt with what is here. */
async function checkReceipt(receipt, { published, included, files, progress }) {
  const row = (name, ok, end, value = "") => ({ name, ok, word: `verify-${name}-${end}`, value });
  const entry = readEntry(receipt.entry);
  const head = readNote(receipt.note);
  const opened = entry && (await openFields(entry, receipt.fields));
  const placed = entry !== null && head !== null && entry.idx === receipt.index && entry.log === head.origin;
  const inLog = placed && (await leadsToRoot(receipt, head));
  const checks = [
    await checkFiles(files, opened?.get("files"), progress),
    row("logg", inLog, inLog ? "ok" : "fel", String(head?.size ?? "")),
    entry === null ? row("uppgifter", null, "ej") : row("uppgifter", opened !== null, opened === null ? "fel" : "ok"),
    await checkSignature(head, published, included),
    row("tidsstampel", null, receipt.stamped ? "finns" : "ej"),
  ];
  const of = (name) => checks.find((check) => check.name === name).ok;
  let verdict = "oklart";
  if (checks.some((check) => check.ok === false)) verdict = "fel";
  else if (of("underskrift") === true) verdict = of("filer") === true ? "ok" : "utan-filer";
  return { checks, verdict: `verify-verdict-${verdict}`, entry, opened };
}
