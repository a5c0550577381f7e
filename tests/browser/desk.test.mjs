// The desk as an officer meets it: the standard release by the keyboard alone, on a desk with scripts and in a hand
// without; and footage that is hashed in the browser, or sent to be hashed, with the same result.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { DESK, fill, HAND, launch, picture, send, wellMade } from "./chromium.mjs";
import { demonstration, TODAY } from "./objektiv.mjs";
import { signIn } from "./people.mjs";

const TWO_MINUTES_MS = 120_000;
/** As a person types who knows the keys. */
const KEY_MS = 40;
/** More than ten pieces, and not a whole number of them. */
const FILM_BYTES = 42 * 1024 * 1024 + 13;

let browser, register, officer, site, film;
before(async () => {
  [browser, register] = await Promise.all([launch(), demonstration()]);
  const password = /Lösenord för alla: (\S+)/.exec(register.printed)[1];
  officer = { email: /(\S+@\S+)\s+handlaggare/.exec(register.printed)[1], password };
  film = join(register.directory, "film.mp4");
  await writeFile(film, randomBytes(FILM_BYTES));
  site = await siteWithCameras();
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

/** Where the question about cameras has an answer that a release can begin with. */
async function siteWithCameras() {
  const person = await signIn(browser, register, officer, {});
  await person.open("/utlamnanden/nytt");
  const links = await person.page.locator("main ul a[href*='bevakning=']").evaluateAll((all) => all.map((link) => link.href));
  try {
    for (const link of links) {
      const number = new URL(link).searchParams.get("bevakning");
      await person.open(asked(number));
      if ((await person.page.locator("main a.govuk-button").count()) > 0) return number;
    }
  } finally {
    await person.close();
  }
  throw new Error("no site of the demonstration has a camera in use");
}

const asked = (number) => `/utlamnanden/kameror?bevakning=${number}&fran=${TODAY}&fran-tid=06.00&till=${TODAY}&till-tid=07.00`;

/** Presses Tab until the focus stands on what is meant, as somebody without a mouse does. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 250; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  throw new Error(`${page.url()}: Tab never comes to ${selector}`);
}

async function enter(page) {
  await Promise.all([page.waitForEvent("domcontentloaded"), page.keyboard.press("Enter")]);
}

for (const as of [{ screen: DESK }, { screen: HAND, scripts: false }]) {
  const name = `${as.screen.name}, ${as.scripts === false ? "without scripts" : "with scripts"}`;
  test(`the standard release takes less than two minutes with the keyboard alone (${name})`, async () => {
    const person = await signIn(browser, register, officer, as);
    const { page } = person;
    const typed = (text) => page.keyboard.type(text, { delay: KEY_MS });
    await person.open(`/utlamnanden/kameror?bevakning=${site}`);
    const begun = Date.now();
    for (const [field, text] of [["fran", TODAY], ["fran-tid", "06.00"], ["till", TODAY], ["till-tid", "07.00"]]) {
      await tabTo(page, `[name="${field}"]`);
      await typed(text);
    }
    await enter(page);
    await wellMade(person);
    await picture(person, "kameror");
    await tabTo(page, "main a.govuk-button");
    await enter(page);
    const answers = { officer: "Insp. M. Holm", case_reference: "5000-K1-26", matter: "Skadegörelse", dnr: "KS 2026/0413", delegation_reference: "3.4" };
    for (const [field, text] of Object.entries(answers)) {
      await tabTo(page, `[name="${field}"]`);
      await typed(text);
    }
    await tabTo(page, `[name="files"]`);
    // Pasted from the list that came with the film.
    await page.keyboard.insertText(`${"ab".repeat(32)}  film.mp4`);
    await tabTo(page, "main .o-submit button[type=submit]");
    await enter(page);
    const took = Date.now() - begun;
    assert.match(page.url(), /\/utlamnanden\/\d+$/, await page.locator("main").innerText());
    assert.ok(took < TWO_MINUTES_MS, `it took ${took} ms`);
    console.log(`the standard release, ${name}: ${(took / 1000).toFixed(1)} s`);
    await wellMade(person);
    await picture(person, "utlamnande");
    person.kept();
    await person.close();
  });
}

test("at the counter the film is hashed in the browser while the questions are answered", async () => {
  const person = await signIn(browser, register, officer, {});
  const { page } = person;
  await person.open(asked(site));
  await page.locator("main a.govuk-button").first().click();
  await page.waitForLoadState();
  await fill(page, { footage: film });
  // A long film: it is read to the end when the test says so.
  await page.evaluate(() => {
    const read = Blob.prototype.arrayBuffer;
    const ended = new Promise((resolve) => (window.endFilm = resolve));
    Blob.prototype.arrayBuffer = function () {
      return ended.then(() => read.call(this));
    };
  });
  await page.locator("form[data-footage] button[type=submit]").click();
  await fill(page, { matter: "Skadegörelse", delegation_reference: "3.4", dnr: "" });
  await page.locator("[name=dnr]").pressSequentially("KS 2026");
  await page.evaluate(() => window.endFilm());
  await page.waitForFunction(() => document.querySelector("[name=files]").value !== "");
  // What is typed goes where it was going when the film ended.
  await page.keyboard.type("/0415");
  assert.equal(await page.locator("[name=dnr]").inputValue(), "KS 2026/0415");
  assert.deepEqual((await page.locator("[name=files]").inputValue()).split("\n"), await digests());
  await wellMade(person);
  await picture(person, "disken");
  assert.equal(await send(page, "main .o-submit button[type=submit]"), 303);
  assert.match(page.url(), /\/utlamnanden\/\d+$/);
  person.kept();
  await person.close();
});

test("at the counter without scripts the film is sent with what is filled in, and comes back as digests", async () => {
  const person = await signIn(browser, register, officer, { screen: HAND, scripts: false });
  const { page } = person;
  await person.open(asked(site));
  await page.locator("main a.govuk-button").first().click();
  await page.waitForLoadState();
  await fill(page, { matter: "Skadegörelse", delegation_reference: "3.4", dnr: "KS 2026/0416" });
  await page.locator("#footage-plain").setInputFiles(film);
  await wellMade(person);
  assert.equal(await send(page, "main button[formenctype]"), 303);
  assert.equal(await page.locator("[name=matter]").inputValue(), "Skadegörelse");
  assert.deepEqual((await page.locator("[name=files]").inputValue()).trim().split("\n"), await digests());
  await wellMade(person);
  await picture(person, "disken-utan-skript");
  assert.equal(await send(page, "main .o-submit button[type=submit]"), 303);
  assert.match(page.url(), /\/utlamnanden\/\d+$/);
  person.kept();
  await person.close();
});

describe("a draft in steps", () => {
  for (const as of [{ screen: DESK }, { screen: HAND, scripts: false }]) {
    const name = as.scripts === false ? "the server hashes" : "the browser hashes";
    test(`${name} the film, with the same result, and the release is recorded`, async () => {
      const person = await signIn(browser, register, officer, as);
      const { page } = person;
      const uploads = [];
      page.on("request", (request) => request.url().endsWith("/filer/summor") && uploads.push(request.url()));
      await person.open(asked(site));
      await page.locator("main a.govuk-button").first().click();
      await page.waitForLoadState();
      await Promise.all([page.waitForEvent("domcontentloaded"), page.locator(".o-submit input[type=submit]").click()]);
      await page.waitForLoadState();
      const steps = [{ matter: "Skadegörelse", dnr: "KS 2026/0414" }, {}, { assessment: "Inget men" }, { delegation_reference: "3.4" }];
      for (const answers of steps) {
        await wellMade(person);
        await picture(person, `steg-${new URL(page.url()).pathname.split("/").pop()}`);
        await fill(page, answers);
        assert.equal(await send(page, "main .o-submit button[type=submit]"), 303);
      }
      assert.match(page.url(), /\/filer$/);
      await fill(page, { footage: film });
      if (person.scripts) await hashedHere(page);
      else assert.equal(await send(page, "main form[data-footage] button[type=submit]"), 303);
      const found = (await page.locator("[name=files]").inputValue()).trim().split("\n");
      assert.deepEqual(found, await digests());
      assert.equal(uploads.length, person.scripts ? 0 : 1);
      await wellMade(person);
      await picture(person, "steg-filer");
      assert.equal(await send(page, "main .o-submit button[type=submit]"), 303);
      await picture(person, "steg-granska");
      await wellMade(person);
      assert.equal(await send(page, "main .o-submit button[type=submit]"), 303);
      assert.match(page.url(), /\/utlamnanden\/\d+$/);
      assert.ok((await page.locator("main").innerText()).includes("SHA-512"));
      person.kept();
      await person.close();
    });
  }
});

/** Presses the button, holds the hashing for a while, and waits until it is done. */
async function hashedHere(page) {
  const at = () => page.locator("#framsteg").evaluate((bar) => bar.value);
  await page.locator("form[data-footage] button[type=submit]").click();
  await page.locator("#paus").click();
  await page.waitForTimeout(300);
  const held = await at();
  await page.waitForTimeout(300);
  assert.equal(await at(), held, "nothing moves while it is held");
  assert.ok(held < FILM_BYTES, "it was held before the end");
  await page.locator("#paus").click();
  await page.waitForFunction(() => document.querySelector("[name=files]").value !== "");
}

async function digests() {
  const bytes = await readFile(film);
  return ["sha256", "sha512"].map((kind) => `${createHash(kind).update(bytes).digest("hex")}  film.mp4`);
}
