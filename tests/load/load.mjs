// Figures for docs/performance.md, and whether they keep the limits.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { request } from "node:http";
import { join } from "node:path";
import { releases } from "./releases.mjs";
import { Server } from "./server.mjs";

const SITES = Number(process.env.OBJEKTIV_LOAD_SITES ?? 10_000);
const REQUESTS = Number(process.env.OBJEKTIV_LOAD_REQUESTS ?? 500);
const WARM = 50;
const LIMITS = { listCpuMs: 3, coldStartMs: 200, floodTimes: 2 };
/** Connections of the flood, each from an address of its own. */
const STRANGERS = 64;
const FLOOD_MS = 10_000;
/** "flood" or "releases": measures that alone. */
const ONLY = process.env.OBJEKTIV_LOAD_ONLY ?? "";

const [program, given] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), "objektiv-load-"));
const database = ["--database", given ?? `sqlite://${join(directory, "load.db")}`, "--signer", join(directory, "signer")];
const figures = [];
const exceeded = [];

function figure(what, value, limit) {
  figures.push({ what, value, limit: limit === undefined ? "" : `≤ ${limit}` });
  if (limit !== undefined && value > limit) exceeded.push(`${what}: ${value}, at most ${limit}`);
}

const rounded = (number) => Math.round(number * 100) / 100;

/** Asks for a page again and again, one at a time: processor time and waiting time of one request. */
async function page(server, person, what, path) {
  for (let n = 0; n < WARM; n += 1) await person.get(path);
  const before = await server.processorTime();
  const waits = [];
  for (let n = 0; n < REQUESTS; n += 1) {
    const began = performance.now();
    await person.get(path);
    waits.push(performance.now() - began);
  }
  const used = ((await server.processorTime()) - before) / REQUESTS;
  waits.sort((a, b) => a - b);
  figure(`${what}: processor time, ms`, rounded(used), LIMITS.listCpuMs);
  figure(`${what}: answer, p50 and p99, ms`, `${rounded(waits[Math.floor(REQUESTS / 2)])} and ${rounded(waits[Math.floor(REQUESTS * 0.99)])}`);
}

/** The address of the page `number`, reached as a person does: by the link to the next. */
async function walk(person, path, number) {
  let text = await person.get(path);
  for (let at = 1; at < number; at += 1) {
    const next = /<a[^>]*rel="next"[^>]*>/.exec(text)?.[0] ?? /<a[^>]*href="[^"]*efter_id=[^"]*"[^>]*>/.exec(text)?.[0];
    if (next === undefined) throw new Error(`page ${at} of ${path} has no next`);
    path = /href="([^"]*)"/.exec(next)[1].replaceAll("&amp;", "&").replaceAll("&#38;", "&");
    text = await person.get(path);
  }
  return path;
}

/** How long somebody who is signed in waits for the list, asking again and again for a while. */
async function reading(person, milliseconds) {
  const waits = [];
  for (const until = performance.now() + milliseconds; performance.now() < until; ) {
    const began = performance.now();
    await person.get("/bevakningar");
    waits.push(performance.now() - began);
  }
  waits.sort((a, b) => a - b);
  return { p50: waits[Math.floor(waits.length / 2)], p99: waits[Math.floor(waits.length * 0.99)] };
}

/** One stranger: half of them open the way in, half try passwords, each time of another account, as fast as they are answered. */
function stranger(server, number, going, answers) {
  const { hostname, port } = new URL(server.address);
  const localAddress = `127.1.${Math.floor(number / 200)}.${(number % 200) + 1}`;
  const opens = number % 2 === 0;
  const once = (attempt) =>
    new Promise((resolve) => {
      const body = opens ? "" : new URLSearchParams({ email: `${number}.${attempt}@ekebro.example`, password: "inte det rätta alls", till: "/" }).toString();
      const headers = opens ? {} : { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", "content-length": Buffer.byteLength(body) };
      const asked = request({ hostname, port, localAddress, path: "/logga-in", method: opens ? "GET" : "POST", headers }, (answer) => {
        answers[answer.statusCode] = (answers[answer.statusCode] ?? 0) + 1;
        answer.resume();
        answer.on("end", resolve);
      });
      asked.on("error", resolve);
      asked.end(body);
    });
  return (async () => {
    for (let attempt = 0; going(); attempt += 1) await once(attempt);
  })();
}

/** A flood at the way in, by nobody who is signed in, beside somebody who is. */
async function flood(server, person) {
  await reading(person, 2_000);
  const quiet = await reading(person, FLOOD_MS / 2);
  let on = true;
  const answers = {};
  const crowd = Array.from({ length: STRANGERS }, (_, number) => stranger(server, number, () => on, answers));
  // Those who come first are served at once; the flood is what comes after them.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const beside = await reading(person, FLOOD_MS);
  on = false;
  await Promise.all(crowd);
  figure("a list, quiet: answer, p50 and p99, ms", `${rounded(quiet.p50)} and ${rounded(quiet.p99)}`);
  figure(`the same beside a flood of ${STRANGERS} at the way in, ms`, `${rounded(beside.p50)} and ${rounded(beside.p99)}`);
  figure("that is, times as slow (p50)", rounded(beside.p50 / quiet.p50), LIMITS.floodTimes);
  figure("what the flood was answered", Object.entries(answers).map(([status, count]) => `${count} × ${status}`).join(", "));
}

function logins(printed) {
  const password = /Lösenord för alla: (\S+)/.exec(printed)[1];
  const login = (role) => ({ email: new RegExp(`(\\S+@\\S+)\\s+${role}`).exec(printed)[1], password });
  return { dpo: login("dataskyddsombud"), officer: login("handlaggare") };
}

async function main() {
  const filling = performance.now();
  let server = await Server.start(program, ["demo", "--sites", String(SITES), ...database], 600);
  figure(`filling a register with ${SITES} sites, s`, rounded((performance.now() - filling) / 1000));
  const { dpo, officer } = logins(server.printed);
  await server.idle();
  const person = await server.signIn(dpo);
  if (ONLY === "flood") {
    await flood(server, person);
    await server.stop();
    return;
  }
  if (ONLY === "releases") {
    await releases(server, await server.signIn(officer), directory, { figure, rounded });
    await server.stop();
    return;
  }
  await page(server, person, "50 sites", "/bevakningar");
  await page(server, person, "50 sites, filtered", "/bevakningar?status=nej&lage=i-drift");
  await page(server, person, "50 sites, searched", "/bevakningar?sok=skola");
  await page(server, person, "50 sites, page 200", await walk(person, "/bevakningar", Math.min(200, Math.floor(SITES / 50))));
  await releases(server, await server.signIn(officer), directory, { figure, rounded });
  figure("memory after that, MB", rounded(await server.memory()));
  await flood(server, person);
  await server.stop();
  const starts = [];
  for (let n = 0; n < 5; n += 1) {
    server = await Server.start(program, ["serve", "--no-scheduler", ...database]);
    starts.push(server.startedWithin);
    await server.stop();
  }
  figure("cold start to the first answer, median of 5, ms", Math.round(starts.sort((a, b) => a - b)[2]), LIMITS.coldStartMs);
  const began = performance.now();
  execFileSync(program, ["log", "verify", ...database]);
  figure("verifying the log, ms", Math.round(performance.now() - began));
}

try {
  await main();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
console.log(`${cpus()[0].model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}\n`);
console.log("| what | measured | limit |\n|---|---|---|");
for (const { what, value, limit } of figures) console.log(`| ${what} | ${value} | ${limit} |`);
if (exceeded.length > 0) {
  console.error(`\nlimits exceeded:\n${exceeded.join("\n")}`);
  process.exitCode = 1;
}
