// What the list of sites weighs for somebody who has never been here, and for somebody who has.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HAND, launch } from "./chromium.mjs";
import { demonstration } from "./objektiv.mjs";
import { demonstrated, signIn } from "./people.mjs";
import { scale, sum } from "./weight.mjs";

const FIRST_VISIT_BYTES_MAX = 120_000;
const NEXT_VISIT_BYTES_MAX = 15_000;
/** Lines of a whole page of the list. */
const LINES = 50;

let browser, register;
before(async () => {
  [browser, register] = await Promise.all([launch(), demonstration("--sites", String(LINES + 10))]);
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

test("the first visit to a full list is at most 120 kB over the wire, and the next one at most 15 kB", async () => {
  const person = await signIn(browser, register, demonstrated(register, "dataskyddsombud"), { screen: HAND });
  const { forget, visit } = await scale(person);
  await forget();
  const first = await visit("/bevakningar");
  assert.equal(await person.page.locator("main table tbody tr").count(), LINES);
  assert.ok(first.some(({ path, bytes }) => path.endsWith(".css") && bytes > 0), "the stylesheet came over the wire");
  assert.ok(sum(first) <= FIRST_VISIT_BYTES_MAX, JSON.stringify(first));
  const next = await visit("/bevakningar");
  assert.deepEqual(next.filter(({ bytes }) => bytes > 0).map(({ path }) => path), ["/bevakningar"]);
  assert.ok(sum(next) <= NEXT_VISIT_BYTES_MAX, JSON.stringify(next));
  person.kept();
  await person.close();
});
