// Figures of pages in Chromium for docs/performance.md, and whether they keep the limits.

import { DESK, HAND, launch } from "../browser/chromium.mjs";
import { demonstration } from "../browser/objektiv.mjs";
import { demonstrated, signIn } from "../browser/people.mjs";
import { scale, sum } from "../browser/weight.mjs";

const SITES = 1_000;
const LIMITS = { slowProcessorMs: 1_000, slowConnectionMs: 3_000 };
const ROUNDS = 3;
/** A processor that is four times as slow as this one. */
const SLOWER = 4;
/** "Slow 3G": 400 kbit/s both ways, 400 ms until an answer begins. */
const SLOW = { offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 };
const FAST = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

/** Who looks at what. */
const PAGES = [
  ["dataskyddsombud", ["/", "/bevakningar", "/bevakningar/1", "/karta", "/regler", "/logg", "/bedomningar/1", "/filer"]],
  ["ansvarig", ["/", "/bevakningar/ny", "/bevakningar/flera", "/skyltar/1/syna"]],
  ["handlaggare", ["/", "/utlamnanden/nytt?bevakning=1", "/utlamnanden"]],
  ["administrator", ["/administration", "/import"]],
];

const exceeded = [];
const rows = [];

/** When the page was painted with what is largest on it, when its document could be used, and when all of it was there. */
async function timed(person, path) {
  await person.page.goto(new URL(path, person.address).href, { waitUntil: "load" });
  return person.page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list, observer) => {
          observer.disconnect();
          const [{ domInteractive, loadEventEnd }] = performance.getEntriesByType("navigation");
          resolve({ painted: list.getEntries().at(-1).startTime, usable: domInteractive, whole: loadEventEnd });
        }).observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );
}

const middle = (values) => Math.round(values.sort((a, b) => a - b)[Math.floor(values.length / 2)]);

/** The middle of some first visits, each with an empty cache. */
async function visits(person, { forget }, path) {
  const times = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    await forget();
    times.push(await timed(person, path));
  }
  return { painted: middle(times.map(({ painted }) => painted)), usable: middle(times.map(({ usable }) => usable)), whole: middle(times.map(({ whole }) => whole)) };
}

function held(what, value, limit) {
  if (value > limit) exceeded.push(`${what}: ${value}, at most ${limit}`);
}

async function measure(person, role, path) {
  const scales = await scale(person);
  const { chromium } = scales;
  await scales.forget();
  const first = sum(await scales.visit(path));
  const next = sum(await scales.visit(path));
  await chromium.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const slow = await visits(person, scales, path);
  await chromium.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await chromium.send("Network.emulateNetworkConditions", SLOW);
  const far = await visits(person, scales, path);
  await chromium.send("Network.emulateNetworkConditions", FAST);
  await chromium.detach();
  const what = `${path.split("?")[0]} as ${role}`;
  held(`${what}, painted on a processor ${SLOWER} times as slow, ms`, slow.painted, LIMITS.slowProcessorMs);
  held(`${what}, usable on a slow connection, ms`, Math.max(far.painted, far.usable), LIMITS.slowConnectionMs);
  rows.push([what, (first / 1000).toFixed(1), (next / 1000).toFixed(1), slow.painted, Math.max(far.painted, far.usable), far.whole]);
}

const [browser, register] = await Promise.all([launch(), demonstration("--sites", String(SITES))]);
try {
  for (const [role, paths] of PAGES) {
    const person = await signIn(browser, register, demonstrated(register, role), { screen: role === "ansvarig" ? HAND : DESK });
    for (const path of paths) await measure(person, role, path);
    person.kept();
    await person.close();
  }
} finally {
  await browser.close();
  await register.stop();
}
console.log(`| page, first visit | kB | next visit, kB | painted, processor ${SLOWER} times as slow, ms | usable, slow connection, ms | all of it, slow connection, ms |\n|---|---|---|---|---|---|`);
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
if (exceeded.length > 0) {
  console.error(`\nlimits exceeded:\n${exceeded.join("\n")}`);
  process.exitCode = 1;
}
