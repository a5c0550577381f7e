// Every page that a role can reach by links, in the demonstration: it answers, fits the screen, passes axe, and calls
// nobody else. Pages that differ only in what they are about are one kind, and each role looks at one of each kind.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESK, fill, HAND, launch, picture, send, wellMade } from "./chromium.mjs";
import { demonstration } from "./objektiv.mjs";
import { demonstrated, signIn } from "./people.mjs";

const ROLES = ["dataskyddsombud", "ansvarig", "handlaggare", "beslutsfattare", "granskare", "administrator"];
const KINDS_AT_LEAST = 5;

let browser, register;
before(async () => {
  [browser, register] = await Promise.all([launch(), demonstration()]);
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

for (const [number, role] of ROLES.entries()) {
  // Every other role in the hand: between them both screens see every page.
  for (const screen of number === 0 ? [DESK, HAND] : [number % 2 ? HAND : DESK]) {
    test(`every page that the role ${role} can reach is well made on ${screen.name}`, async () => {
      const person = await signIn(browser, register, demonstrated(register, role), { screen });
      const kinds = await explore(person, role);
      assert.ok(kinds.size >= KINDS_AT_LEAST, `only these kinds of pages: ${[...kinds].join(" ")}`);
      person.kept();
      await person.close();
    });
  }
}

describe("in English", () => {
  test("the same pages answer below /en", async () => {
    const person = await signIn(browser, register, demonstrated(register, "dataskyddsombud"), {});
    for (const path of ["/en/", "/en/bevakningar", "/en/logg"]) {
      await person.open(path);
      assert.equal(await person.page.locator("html").getAttribute("lang"), "en");
      await wellMade(person);
    }
    person.kept();
    await person.close();
  });
});

test("what is changed on several sites is shown before and after, and taken back", async () => {
  const person = await signIn(browser, register, demonstrated(register, "ansvarig"), { screen: HAND });
  const { page } = person;
  const shown = async (name) => {
    await wellMade(person);
    await picture(person, name);
  };
  await person.open("/bevakningar/flera?sok=stortorget");
  await page.locator("#vilka-alla").check();
  await fill(page, { responsible: "Bo Alm", inspected_on: "2026-11-20" });
  assert.equal(await send(page), 200);
  await shown("flera-fore");
  assert.equal(await send(page), 303);
  await shown("flera-efter");
  assert.equal(await send(page), 303);
  await page.getByText("Ändringen är ångrad.").waitFor();
  await shown("flera-angrad");
  person.kept();
  await person.close();
});

/** Follows the links of every page from the first on. */
async function explore(person, role) {
  const kinds = new Set();
  const waiting = ["/"];
  const met = new Set(waiting);
  while (waiting.length > 0) {
    const path = waiting.shift();
    const kind = kindOf(path);
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    // A file, which a browser stores and does not show.
    if (/\/(csv|xlsx)$/.test(kind)) continue;
    const response = await person.page.goto(person.address + path);
    assert.ok(response.status() < 400, `${path} answered ${response.status()} to ${role}`);
    if (!/html/.test(response.headers()["content-type"] ?? "")) continue;
    await wellMade(person);
    await picture(person, `sida-${role}${kind.replace(/[^\w-]+/g, "-")}`);
    for (const next of await linksOf(person.page)) {
      if (!met.has(next)) {
        met.add(next);
        waiting.push(next);
      }
    }
  }
  return kinds;
}

/** `/bevakningar/7/andra?x=1` and `/bevakningar/9/andra` are one kind, and so are all rules. */
function kindOf(path) {
  const { pathname } = new URL(path, "http://x");
  return pathname.replace(/\d+/g, "n").replace(/^\/regler\/.+/, "/regler/n");
}

/** Links to pages of ours in the language that is shown, without files to download. */
async function linksOf(page) {
  const links = await page.locator("a[href]:not([download])").evaluateAll((all) => all.map((link) => link.href));
  const own = links.map((link) => new URL(link)).filter((url) => url.origin === new URL(page.url()).origin);
  return own.filter((url) => !url.pathname.startsWith("/en")).map((url) => url.pathname + url.search);
}
