// The form of the page "verifiera" and of kvitto.html: takes the files, shows how far the hashing has come, says what
// was found. All words stand in the page, in its language.

const form = document.getElementById("verifierare");
const element = (id) => document.getElementById(id);
const words = new Map([...document.querySelectorAll("[data-word]")].map((one) => [one.dataset.word, one.textContent]));
const say = (id, value = "") => (words.get(id) ?? id).replace("{name}", value);
const named = (list, name) => words.get(`${list}-${name.replaceAll("_", "-")}`) ?? name;

/** The receipt of kvitto.html stands in it; the page is given one. */
const carried = element("kvitto-data");
const receiptField = element("kvitto");
const filesField = element("filer");

for (const shown of document.querySelectorAll("[data-with-scripts]")) shown.hidden = false;
for (const shown of document.querySelectorAll("[data-without-scripts]")) shown.hidden = true;

function published() {
  const listed = [...document.querySelectorAll("[data-key]")].map((one) => one.dataset.key);
  const typed = element("nyckel")?.value ?? "";
  return typed.trim() === "" ? listed : [typed, ...listed];
}

function mark(check) {
  const kind = check.ok === null ? "okand" : check.ok ? "ok" : "nej";
  const row = document.querySelector(`template[data-mark="${kind}"]`).content.cloneNode(true);
  // The words stand last in a mark, after its symbol.
  row.querySelector(".o-status > span, [data-words]").textContent = say(check.word, check.value);
  const item = document.createElement("li");
  item.dataset.check = check.name;
  item.dataset.ok = String(check.ok);
  item.append(row);
  return item;
}

const INSTANTS = ["at", "from", "until", "received"];
const CODES = { authority: "recipient", ground: "ground", channel: "channel", medium: "medium", decision: "release-decision", overlapping: "overlapping-secrecy" };
/** `2026-11-22 14:05` by the clocks of Sweden, wherever the reader is: as it stands in the register. */
const instant = (at) => new Date(at).toLocaleString("sv-SE", { timeZone: "Europe/Stockholm", dateStyle: "short", timeStyle: "short" });
const ORDER = ["number", "correction", "requester", "case", "interval", "cameras", "basis", "decided_by", "delivery"];
const unsaid = (name, value) => value === "" || value === "unanswered" || (name === "corrects" && value === 0);
function readable(value, name = "") {
  if (Array.isArray(value)) return value.map((one) => readable(one, name)).join("; ");
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).filter(([key, one]) => !unsaid(key, one));
    return members.map(([key, one]) => `${named("receipt-part", key)}: ${readable(one, key)}`).join("; ");
  }
  if (INSTANTS.includes(name) && Number.isInteger(value)) return instant(value * 1000);
  if (value === "yes" || value === "no") return words.get(value) ?? value;
  return CODES[name] ? (words.get(`${CODES[name]}-${value}`) ?? String(value)) : String(value);
}

/** A text in which no day and no time is broken at the end of a line. */
function whole(text) {
  const parts = text.split(/(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?)/);
  return parts.map((part, at) => (at % 2 === 0 ? part : Object.assign(document.createElement("span"), { className: "nw", textContent: part })));
}

function showFields(answer) {
  const list = element("uppgifter");
  if (list === null) return;
  list.replaceChildren();
  const add = (title, text) => {
    const row = document.createElement("div");
    row.className = "govuk-summary-list__row";
    for (const [kind, content, name] of [["dt", title, "key"], ["dd", text, "value"]]) {
      const cell = document.createElement(kind);
      cell.className = `govuk-summary-list__${name}`;
      cell.append(...whole(content));
      row.append(cell);
    }
    list.append(row);
  };
  if (answer.entry) add(say("receipt-entry"), `${answer.entry.idx}, ${answer.entry.log}, ${instant(answer.entry.at)}`);
  const place = ([name]) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  for (const [name, value] of [...(answer.opened ?? [])].sort((one, other) => place(one) - place(other))) add(named("receipt-field", name), readable(value));
}

function show(verdict, checks, answer) {
  element("utfall").textContent = verdict;
  element("kontroller").replaceChildren(...checks.map(mark));
  if (answer) showFields(answer);
  const found = element("svar");
  found.hidden = false;
  found.focus();
}

function progressOver(files) {
  const [bar, text] = [element("framsteg"), element("framsteg-ord")];
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  bar.max = Math.max(total, 1);
  bar.value = 0;
  element("framsteg-ruta").hidden = total === 0;
  return (bytes) => {
    done += bytes;
    bar.value = done;
    const percent = `${Math.floor((done / bar.max) * 100)} %`;
    if (text.textContent !== percent) text.textContent = percent;
  };
}

async function verify() {
  const files = [...filesField.files];
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  element("svar").hidden = true;
  try {
    const chosen = carried ? bytesOf(carried.textContent) : new Uint8Array(await receiptField.files[0].arrayBuffer());
    const receipt = await readReceipt(chosen);
    // It lies beside this page.
    if (carried?.dataset.stamped !== undefined) receipt.stamped = true;
    const included = carried?.dataset.included;
    const answer = await checkReceipt(receipt, { published: published(), included, files, progress: progressOver(files) });
    show(say(answer.verdict), answer.checks, answer);
  } catch (problem) {
    const unreadable = problem instanceof NotAReceipt;
    const word = unreadable ? "verify-unreadable" : "verify-failed";
    show(say("verify-verdict-oklart"), [{ name: "kvitto", ok: unreadable ? false : null, word, value: problem.message }]);
  } finally {
    element("framsteg-ruta").hidden = true;
    button.disabled = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!carried && receiptField.files.length === 0) receiptField.focus();
  else verify();
});

/** Files dropped anywhere on the form: a receipt goes to its field, everything else is footage. */
form.addEventListener("dragover", (event) => event.preventDefault());
form.addEventListener("drop", (event) => {
  event.preventDefault();
  const [receipts, footage] = [new DataTransfer(), new DataTransfer()];
  for (const file of event.dataTransfer.files) {
    const isReceipt = receiptField !== null && /^kvitto.*\.zip$|\.tlog-proof$/i.test(file.name);
    (isReceipt ? receipts : footage).items.add(file);
  }
  if (receipts.files.length > 0) receiptField.files = receipts.files;
  if (footage.files.length > 0) filesField.files = footage.files;
});
