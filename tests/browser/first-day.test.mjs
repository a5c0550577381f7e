// The first day: from an empty register to a verified log, at a desk with scripts and with a phone without. The flows one by
// one, in every way to have them, are in flows.test.mjs.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { DESK, fill, HAND, launch, picture, send, wellMade } from "./chromium.mjs";
import { start } from "./objektiv.mjs";
import { ADMINISTRATOR, DPO, found, HEDESKOLAN, MANAGER, OFFICER, signIn, signOut, welcome } from "./people.mjs";

const LIST = fileURLToPath(new URL("../data/kameralista-ekebro.xlsx", import.meta.url));
const FILE = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  grind-norr.mp4";

const CONFIRM = "main form[action$='/inlasning'] button";

const WAYS = [
  { screen: DESK, scripts: true },
  { screen: HAND, scripts: false },
];

for (const as of WAYS) {
  describe(`the first day on ${as.screen.name}, ${as.scripts ? "with" : "without"} scripts`, () => {
    let browser, register;
    before(async () => {
      [browser, register] = await Promise.all([launch(), start()]);
    });
    after(async () => {
      await browser?.close();
      await register?.stop();
    });

    test("the administrator founds the register with the printed link, which works once", async () => {
      const administrator = await found(browser, register, as);
      await looked(administrator, "oversikt-tom");
      const again = await administrator.page.goto(register.first);
      assert.equal(again.status(), 404);
      await administrator.open("/");
      await signOut(administrator);
      await done(administrator);
      await done(await signIn(browser, register, ADMINISTRATOR, as));
    });

    test("the manager registers a site", async () => {
      const manager = await welcome(browser, register, MANAGER, as);
      await manager.open("/bevakningar/ny");
      await looked(manager, "bevakning-ny");
      await fill(manager.page, HEDESKOLAN);
      assert.equal(await send(manager.page), 303);
      assert.match(await manager.page.locator("h1").textContent(), /Hedeskolan/);
      await looked(manager, "bevakning");
      await done(manager);
    });

    test("the site breaks other duties on the last day of permits than on the first day of the register duty", async () => {
      const manager = await signIn(browser, register, MANAGER, as);
      await manager.open("/bevakningar?sok=hedeskolan");
      await manager.page.getByRole("link", { name: /Hedeskolan/ }).first().click();
      await manager.page.waitForLoadState();
      const site = new URL(manager.page.url()).pathname;
      const on = async (day) => {
        await manager.open(`${site}?per=${day}`);
        await looked(manager, `bevakning-${day}`);
        return manager.page.locator(".o-finding").allInnerTexts();
      };
      const [before, from] = [await on("2025-03-31"), await on("2025-04-01")];
      assert.ok(before.some((finding) => /tillstånd/i.test(finding)), before.join("\n\n"));
      assert.ok(!before.some((finding) => /KBL.*\b9\s§.*2025:220/s.test(finding)), before.join("\n\n"));
      assert.ok(from.some((finding) => /bedömning/i.test(finding)), from.join("\n\n"));
      await done(manager);
    });

    test("the manager imports the list of 64 cameras, sees first what cannot be read, and twice adds nothing", async () => {
      const manager = await signIn(browser, register, MANAGER, as);
      await manager.open("/import");
      await looked(manager, "import");
      await uploaded(manager);
      await looked(manager, "import-granska");
      await send(manager.page, CONFIRM);
      await looked(manager, "import-klar");
      const rows = async () => {
        await manager.open("/bevakningar");
        return manager.page.locator("main table tbody tr").count();
      };
      const once = await rows();
      assert.ok(once > 10, `${once} sites after the import`);
      await looked(manager, "bevakningar");
      await manager.open("/import");
      await uploaded(manager);
      if ((await manager.page.locator(CONFIRM).count()) > 0) await send(manager.page, CONFIRM);
      assert.equal(await rows(), once);
      await done(manager);
    });

    test("the officer logs a release of footage, and sent twice it is one release", async () => {
      const officer = await welcome(browser, register, OFFICER, as);
      await officer.open("/bevakningar");
      await startsARelease(officer);
      await looked(officer, "utlamnande-nytt");
      const camera = await officer.page.locator("[name=cameras]").first().getAttribute("value");
      await fill(officer.page, {
        case_reference: "5000-K123456-26",
        matter: "Skadegörelse på skolgården",
        dnr: "KS 2026/0411",
        delegation_reference: "Delegationsordningen 3.4",
        cameras: [camera],
        ground: "LUB_6",
        decided_by: OFFICER.name,
        files: FILE,
      });
      await interval(officer.page, "interval_from", "2026-11-20", "18:00");
      await interval(officer.page, "interval_until", "2026-11-20", "19:30");
      const sent = officer.page.waitForRequest((request) => request.method() === "POST");
      assert.equal(await send(officer.page), 303);
      assert.match(await officer.page.locator("main").innerText(), /Klart att lämna ut[^]*9f86d081/);
      await looked(officer, "utlamnande");
      assert.equal(await sentAgain(officer, await sent), new URL(officer.page.url()).pathname);
      await officer.page.getByRole("link", { name: "Visa kvittot" }).click();
      await officer.page.waitForLoadState();
      assert.equal(await officer.page.locator("button[data-print]").isVisible(), as.scripts);
      await looked(officer, "kvitto");
      await done(officer);
    });

    test("the data protection officer verifies the log, and so does the command line", async () => {
      const dpo = await welcome(browser, register, DPO, as);
      await dpo.open("/logg");
      await send(dpo.page);
      assert.match(await dpo.page.locator("main").innerText(), /Loggen är hel/);
      await looked(dpo, "logg");
      await done(dpo);
      const verified = await register.command("log", "verify");
      assert.equal(verified.code, 0, verified.out);
    });

    test("nothing of it left a complaint in the server's log, and the server stops when told to", async () => {
      assert.equal(await register.stop(), 0);
      assert.doesNotMatch(register.log(), /ERROR|panicked/);
      register = null;
    });
  });
}

async function looked(person, name) {
  await wellMade(person);
  await picture(person, name);
}

async function done(person) {
  person.kept();
  await person.close();
}

async function uploaded(person) {
  await person.page.locator("input[type=file]").setInputFiles(LIST);
  assert.ok((await send(person.page)) < 400);
}

/** Opens the form of a release at the first listed site that has cameras. */
async function startsARelease(person) {
  const sites = person.page.locator("main table a[href*='/bevakningar/']");
  for (const site of await sites.evaluateAll((all) => all.map((link) => link.href))) {
    await person.open(site);
    await person.page.locator("a[href*='/utlamnanden/nytt']").first().click();
    await person.page.waitForLoadState();
    if ((await person.page.locator("[name=cameras]").count()) > 0) return;
  }
  assert.fail("no site has a camera to release footage from");
}

/** The same form once more, as when someone presses the button twice: where the answer leads. */
async function sentAgain(person, request) {
  const answer = await person.page.request.post(request.url(), {
    data: request.postDataBuffer(),
    headers: { "content-type": request.headers()["content-type"], origin: person.address },
    maxRedirects: 0,
  });
  assert.equal(answer.status(), 303);
  return answer.headers().location;
}

async function interval(page, name, day, time) {
  const parts = page.locator(`[name^="${name}"]`);
  await parts.nth(0).fill(day);
  await parts.nth(1).fill(time);
}
