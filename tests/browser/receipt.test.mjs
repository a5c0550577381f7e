// The receiver of footage, in a browser of their own: a receipt and its file hold, and a changed byte in either shows.
// On the page anybody can open, and in kvitto.html, which is opened from the disk without a network.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { DESK, fill, HAND, launch, picture, send, visitor, wellMade } from "./chromium.mjs";
import { demonstration, TODAY } from "./objektiv.mjs";
import { signIn } from "./people.mjs";

/** More than two pieces of hashing, and not a whole number of them. */
const FILM_BYTES = 9 * 1024 * 1024 + 13;
/** A night from one camera: more than a number of 32 bits with a sign can count. */
const LONG_FILM_BYTES = 2 * 1024 ** 3 + 100_000_007;
const CHECKS = ["filer", "logg", "uppgifter", "underskrift", "tidsstampel"];

let browser, register, folder, key;
const file = (name) => join(folder, name);

before(async () => {
  [browser, register] = await Promise.all([launch(), demonstration()]);
  folder = join(register.directory, "received");
  await mkdir(folder);
  const film = randomBytes(FILM_BYTES);
  await writeFile(file("film.mp4"), film);
  film[FILM_BYTES - 5] ^= 1;
  await writeFile(file("changed.mp4"), film);
  await longFilm();
  await released("film.mp4", ["zip", "tlog-proof"], "kvitto");
  await promisify(execFile)("python3", ["-m", "zipfile", "-e", file("kvitto.zip"), folder]);
  await released("natt.mp4", ["tlog-proof"], "natt");
  key = (await register.command("log", "key", "show")).out;
});
after(async () => {
  await browser?.close();
  await register?.stop();
});



/** Takes no room on the disk; only its end is written. */
async function longFilm() {
  const handle = await open(file("natt.mp4"), "w");
  await handle.write("slut", LONG_FILM_BYTES - 4);
  await handle.close();
}

/** As the police would, without reading all of it into memory. */
async function sumOf(film) {
  const { stdout } = await promisify(execFile)("sha256sum", [file(film)]);
  return stdout.split(" ")[0];
}

/** The officer releases the film and hands over the receipt, in these forms and under this name. */
async function released(film, forms, name) {
  const password = /Lösenord för alla: (\S+)/.exec(register.printed)[1];
  const email = /(\S+@\S+)\s+handlaggare/.exec(register.printed)[1];
  const officer = await signIn(browser, register, { email, password }, {});
  const { page } = officer;
  await officer.open("/utlamnanden/nytt");
  await page.locator("main ul a[href*='bevakning=']").first().click();
  await page.waitForLoadState();
  const camera = await page.locator("[name=cameras]").first().getAttribute("value");
  await fill(page, {
    matter: "Skadegörelse",
    dnr: "KS 2026/0412",
    delegation_reference: "Delegationsordningen 3.4",
    cameras: [camera],
    files: `${await sumOf(film)}  ${film}`,
  });
  for (const [end, time] of [["interval_from", "06:00"], ["interval_until", "07:00"]]) {
    const parts = page.locator(`[name^="${end}"]`);
    await parts.nth(0).fill(TODAY);
    await parts.nth(1).fill(time);
  }
  assert.equal(await send(page), 303);
  const address = page.url();
  for (const form of forms) {
    const answer = await page.request.get(`${address}/kvitto.${form}`);
    assert.equal(answer.status(), 200);
    await writeFile(file(`${name}.${form}`), await answer.body());
  }
  officer.kept();
  await officer.close();
}

/** How far the page says that it has come, each time that it says so. */
async function watched(page) {
  await page.evaluate(() => {
    const [box, bar, words] = ["framsteg-ruta", "framsteg", "framsteg-ord"].map((id) => document.getElementById(id));
    window.told = [];
    const tell = () => window.told.push({ hidden: box.hidden, share: bar.value / bar.max, words: words.textContent });
    new MutationObserver(tell).observe(words, { childList: true });
  });
  return () => page.evaluate(() => window.told);
}

/** What the page says of each check: true, false or null, in the order in which it says it. */
async function answered(page) {
  await page.locator("#svar").waitFor({ state: "visible", timeout: 120_000 });
  const marks = await page.locator("#kontroller li").evaluateAll((all) => all.map((one) => [one.dataset.check, one.dataset.ok]));
  return { marks: Object.fromEntries(marks.map(([name, ok]) => [name, JSON.parse(ok)])), text: await page.locator("#svar").innerText() };
}

const none = { filer: null, logg: null, uppgifter: null, underskrift: null, tidsstampel: null };
const good = { ...none, filer: true, logg: true, uppgifter: true, underskrift: true };

describe("on the page that anybody can open", () => {
  async function verify(receipt, films, as = {}) {
    const anybody = await visitor(browser, register.address, as);
    await anybody.open("/verifiera");
    assert.deepEqual(await anybody.page.context().cookies(), []);
    const sent = [];
    anybody.page.on("request", (request) => {
      const symbol = request.method() === "GET" && new URL(request.url()).pathname.startsWith("/static/");
      if (!symbol) sent.push(`${request.method()} ${request.url()}`);
    });
    await anybody.page.locator("#kvitto").setInputFiles(file(receipt));
    await anybody.page.locator("#filer").setInputFiles(films.map(file));
    const progress = await watched(anybody.page);
    await anybody.page.locator("#verifierare button[type=submit]").click();
    const answer = { ...(await answered(anybody.page)), told: await progress() };
    assert.deepEqual(sent, [], "nothing leaves the browser");
    await wellMade(anybody);
    await picture(anybody, `verifiera-${receipt}-${films.join("-")}`);
    anybody.kept();
    await anybody.close();
    return answer;
  }

  for (const [receipt, as] of [["kvitto.zip", { screen: DESK }], ["kvitto.tlog-proof", { screen: HAND }]]) {
    test(`a good ${receipt} and its film hold, and only what was checked is green`, async () => {
      const { marks, text } = await verify(receipt, ["film.mp4"], as);
      assert.deepEqual(marks, good);
      assert.deepEqual(Object.keys(marks), CHECKS);
      for (const words of [
        "Kvittot håller och filerna är oförändrade",
        "Filerna är oförändrade sedan utlämnandet",
        "Posten finns i loggen",
        "Loggens signatur är giltig",
        "Tidsstämplad: ej kontrollerat",
        "Skadegörelse",
      ]) {
        assert.ok(text.includes(words), `${words} is not in ${text}`);
      }
    });
  }

  test("without the film the receipt holds and the film is shown as not checked", async () => {
    const { marks, text } = await verify("kvitto.zip", []);
    assert.deepEqual(marks, { ...good, filer: null });
    assert.match(text, /Kvittot håller\. Filerna är inte kontrollerade/);
  });

  test("more than two gigabytes are hashed where they lie, and the page shows how far it has come", async () => {
    const { marks, told } = await verify("natt.tlog-proof", ["natt.mp4"]);
    assert.deepEqual(marks, good);
    assert.ok(told.length > 50, `${told.length} times`);
    assert.ok(told.every(({ hidden }) => !hidden));
    for (const { share, words } of told) assert.equal(words, `${Math.floor(share * 100)} %`);
    const shares = told.map(({ share }) => share);
    assert.deepEqual(shares, shares.toSorted((one, other) => one - other));
    assert.equal(shares.at(-1), 1);
  });

  test("one changed byte in the film is seen", async () => {
    const { marks, text } = await verify("kvitto.zip", ["changed.mp4"]);
    assert.deepEqual(marks, { ...good, filer: false });
    assert.match(text, /Kvittot håller inte/);
    assert.match(text, /changed\.mp4: inte en av de utlämnade filerna/);
  });

  test("a changed byte anywhere in the receipt is seen", async () => {
    const whole = await readFile(file("kvitto.tlog-proof"));
    // In what it carries, in the path, in the size, in the root and in the signature.
    const places = [60, whole.indexOf("\nindex ") + 30, whole.indexOf("\n\n") + 30, whole.length - 20];
    for (const place of places) {
      const changed = Buffer.from(whole);
      const letter = String.fromCharCode(changed[place]);
      changed[place] = letter === "A" ? "B".charCodeAt(0) : "A".charCodeAt(0);
      await writeFile(file("changed.tlog-proof"), changed);
      const { marks, text } = await verify("changed.tlog-proof", ["film.mp4"]);
      assert.ok(Object.values(marks).includes(false), `byte ${place}: ${JSON.stringify(marks)}`);
      assert.doesNotMatch(text, /Kvittot håller(?! inte)/, `byte ${place}`);
    }
  });

  test("a file that is no receipt is said to be none", async () => {
    const { marks, text } = await verify("film.mp4", []);
    assert.deepEqual(marks, { kvitto: false });
    assert.match(text, /inte ett kvitto/);
  });

  test("without scripts the receipt is checked on the server", async () => {
    const anybody = await visitor(browser, register.address, { scripts: false });
    await anybody.open("/verifiera");
    await anybody.page.locator("#kvitto").setInputFiles(file("kvitto.zip"));
    await anybody.page.locator("#summor").fill(await readFile(file("SHA256SUMS"), "utf8"));
    assert.equal(await send(anybody.page), 200);
    assert.match(await anybody.page.locator("main").innerText(), /Kvittot håller och filerna är oförändrade/);
    await wellMade(anybody);
    await picture(anybody, "verifiera-svar");
    anybody.kept();
    await anybody.close();
  });
});

describe("in kvitto.html, from the disk and without a network", () => {
  async function verify(page_of, films, typed) {
    const context = await browser.newContext({ offline: true, locale: "sv-SE" });
    const [page, wrong] = [await context.newPage(), []];
    context.on("request", (request) => request.url().startsWith("file:") || wrong.push(request.url()));
    context.on("weberror", (error) => wrong.push(String(error.error())));
    context.on("console", (message) => /Refused|Content Security/.test(message.text()) && wrong.push(message.text()));
    await page.goto(pathToFileURL(file(page_of)).href);
    await page.locator("#filer").setInputFiles(films.map(file));
    await page.locator("#nyckel").fill(typed);
    await page.locator("button[type=submit]").click();
    const answer = await answered(page);
    await picture({ page, name: "desk" }, `kvitto-html-${films.join("-")}-${typed === "" ? "utan" : "med"}-nyckel`);
    assert.deepEqual(wrong, []);
    await context.close();
    return answer;
  }

  test("it can be read, and holds with its film and the published key", async () => {
    const { marks, text } = await verify("kvitto.html", ["film.mp4"], key);
    assert.deepEqual(marks, good);
    assert.match(text, /Kvittot håller och filerna är oförändrade/);
  });

  test("the key that came with it proves nothing", async () => {
    const { marks, text } = await verify("kvitto.html", ["film.mp4"], "");
    assert.deepEqual(marks, { ...good, underskrift: null });
    assert.match(text, /Kvittot är inte kontrollerat/);
  });

  test("one changed byte in the film, or in what it carries, is seen", async () => {
    assert.deepEqual((await verify("kvitto.html", ["changed.mp4"], key)).marks, { ...good, filer: false });
    const html = await readFile(file("kvitto.html"), "utf8");
    const at = html.indexOf("index ", html.indexOf("id=\"kvitto-data\"")) + 40;
    const other = html[at] === "A" ? "B" : "A";
    await writeFile(file("forged.html"), html.slice(0, at) + other + html.slice(at + 1));
    const { marks, text } = await verify("forged.html", ["film.mp4"], key);
    assert.equal(marks.logg, false);
    assert.match(text, /Kvittot håller inte/);
  });
});
