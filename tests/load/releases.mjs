// What it costs to write in the log over HTTP: one entry; a release, which is four of them; one straight after the other; and many
// desks at once.

import { execFile } from "node:child_process";
import { closeSync, fdatasyncSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const LIMITS = { appendMs: 5, appendP99Ms: 50 };
const DESKS = 64;
/** Releases of which the page is opened. */
const SHOWN = 200;
/** For how long each of the other figures is measured, and how long a clerk who is quick takes from one to the next. */
const SECONDS = 8;
const THINK_MS = 20;

const script = fileURLToPath(new URL("form.lua", import.meta.url));
const median = (waits) => waits.sort((a, b) => a - b)[Math.floor(waits.length / 2)];

/** What a durable write costs here: fdatasync of 8 kB, the median of 300. */
function disk(directory) {
  const file = openSync(join(directory, "disk"), "w");
  const block = Buffer.alloc(8192, 7);
  const waits = [];
  for (let n = 0; n < 300; n += 1) {
    writeSync(file, block, 0, block.length, 0);
    const began = performance.now();
    fdatasyncSync(file);
    waits.push(performance.now() - began);
  }
  closeSync(file);
  return median(waits);
}

/** What stands in a field of a form that was shown. */
const standsIn = (form) => (name) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(form)?.[1] ?? "";

/** Reads the form that a person would fill in for a release, and fills it in; NUMMER and SUMMA stand for what differs. */
async function release(person) {
  const list = await person.get("/utlamnanden/nytt");
  const site = /bevakning(?:ar\/|=)(\d+)/.exec(list)[1];
  const value = standsIn(await person.get(`/utlamnanden/nytt?bevakning=${site}`));
  const fields = {
    request_key: `${value("request_key").slice(0, 20)}-NUMMER`, cameras: value("cameras"), recipient: "polismyndigheten",
    channel: "disk", case_reference: "5000-KNUMMER-26", matter: "Skadegörelse", received_by: "Handläggare", ground: "LUB_6",
    received_at: value("received_at"), "received_at-tid": value("received_at-tid"),
    interval_from: "2026-11-20", "interval_from-tid": "18:00", interval_until: "2026-11-20", "interval_until-tid": "19:00",
    decided_by: "Handläggare", decided_on: value("decided_on"), medium: "usb",
    decision: "utlamnat", aware: "ja", dnr: "KS 2026/NUMMER", delegation_reference: "3.4",
    files: "SUMMA  film-NUMMER.mp4",
  };
  return { path: `/utlamnanden?bevakning=${site}`, fields };
}

/** The same for a copy of a release that is handed over: one entry. */
async function handover(person, released) {
  const path = `${released}/overlamning`;
  const value = standsIn(await person.get(path));
  const fields = {
    request_key: `${value("request_key").slice(0, 20)}-NUMMER`, delivered_at: value("delivered_at"),
    "delivered_at-tid": value("delivered_at-tid"), delivered_by: "Handläggare", received_by: "Polisen", medium: "usb",
    medium_reference: "Sticka NUMMER", note: "",
  };
  return { path, fields };
}

/**
 * Sends a form over `connections` that are kept, for some seconds. wrk keeps the time: a client in JavaScript takes 1-2 ms of the
 * same two cores for each request, which is neither the server's nor the disk's.
 */
async function recorded(address, form, last, { connections = 1, think = 0 }) {
  const words = ["-t1", `-c${connections}`, `-d${SECONDS}s`, "-s", script, address, "--", form, String(last), String(think)];
  const { stdout } = await promisify(execFile)("wrk", words);
  const told = JSON.parse(/^\{.*\}$/m.exec(stdout)[0]);
  if (told.wrong > 0 || told.lost > 0) throw new Error(`${told.wrong} forms were answered ${told.why}, ${told.lost} not at all`);
  return told;
}

/** Until the page of a release says that it is signed, as whoever stands at the desk waits for it; and the last page. */
async function shown(person, { path, fields }) {
  const waits = [];
  let at;
  for (let number = 1; number <= SHOWN; number += 1) {
    const summed = Object.entries(fields).map(([name, text]) => [
      name,
      text.replaceAll("NUMMER", number).replaceAll("SUMMA", String(number).padStart(64, "0")),
    ]);
    const began = performance.now();
    const answer = await person.post(path, summed);
    at = answer.headers.location;
    if (answer.status !== 303) throw new Error(`release ${number} answered ${answer.status}`);
    const page = await person.get(at);
    waits.push(performance.now() - began);
    if (!page.includes(`${at}/kvitto`)) throw new Error(`${at} is not signed`);
  }
  return { wait: median(waits), at };
}

/** Adds the figures of releases to a report. */
export async function releases(server, person, directory, { figure, rounded }) {
  const sync = disk(directory);
  const kept = (name, { path, fields }) => {
    const file = join(directory, name);
    writeFileSync(file, `${path}\n${person.cookie}\n${new URLSearchParams(fields)}\n`, { mode: 0o600 });
    return file;
  };
  const asked = await release(person);
  const seen = await shown(person, asked);
  figure("fdatasync of 8 kB, p50, ms", rounded(sync));
  const limit = rounded(sync + LIMITS.appendMs);
  const entry = await recorded(server.address, kept("handover", await handover(person, seen.at)), 0, { think: THINK_MS });
  figure("one entry over HTTP, p50, ms", rounded(entry.p50), limit);
  figure("one entry over HTTP, p99, ms", rounded(entry.p99), LIMITS.appendP99Ms);
  const form = kept("release", asked);
  const at = async (last, how) => recorded(server.address, form, last, how);
  const desk = await at(SHOWN, { think: THINK_MS });
  figure("a release over HTTP, p50, ms", rounded(desk.p50), limit);
  figure("a release over HTTP, p99, ms", rounded(desk.p99), LIMITS.appendP99Ms);
  figure("a release until its page says that it is signed, p50, ms", rounded(seen.wait));
  const one = await at(desk.last, {});
  figure("one straight after the other, p50, ms", rounded(one.p50), limit);
  figure("one straight after the other, p99, ms", rounded(one.p99), LIMITS.appendP99Ms);
  const many = await at(one.last, { connections: DESKS });
  figure("releases a second, one desk", rounded(one.rate));
  figure(`releases a second, ${DESKS} desks at once`, rounded(many.rate));
  figure("that is, times one desk", rounded(many.rate / one.rate));
}
