// Every main flow in every way to have it: at a desk and with a phone, with scripts and without. One kommun, one sign-in a
// role, and in each way one site of its own: registered, assessed by three people, its sign inspected, its footage released,
// the receipt verified by who got it, the site reviewed and asked about on other days. What is refused and what is empty
// is held to the same promises as what goes well.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { broken, DESK, fill, fits, HAND, keep, launch, picture, send, visitor, wellMade } from "./chromium.mjs";
import { demonstration, TODAY } from "./objektiv.mjs";
import { demonstrated, signIn } from "./people.mjs";

const WAYS = [DESK, HAND].flatMap((screen) => [true, false].map((scripts) => ({ screen, scripts })));
const ROLES = ["dataskyddsombud", "ansvarig", "handlaggare", "beslutsfattare"];
const SUBMIT = "main .o-submit button[type=submit]";
const SUM = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

let browser, register, photo;
const cookies = {};
/** What the flows left, for those who look at it in other ways. */
const stories = [];
before(async () => {
  [browser, register] = await Promise.all([launch(), demonstration()]);
  for (const role of ROLES) {
    const person = await signIn(browser, register, demonstrated(register, role), {});
    cookies[role] = await person.page.context().cookies();
    photo ??= { name: "IMG_0042.JPG", mimeType: "image/jpeg", buffer: await person.page.screenshot({ type: "jpeg" }) };
    await person.close();
  }
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

/** The people of one way. Each opens a browser once, is signed in, and keeps the promises to the end. */
function crew(as, emulated = {}) {
  const people = {};
  return {
    async get(role) {
      if (people[role] === undefined) {
        people[role] = await visitor(browser, register.address, as);
        await people[role].page.context().addCookies(cookies[role] ?? []);
        await people[role].page.emulateMedia(emulated);
      }
      return people[role];
    },
    async end() {
      for (const person of Object.values(people)) {
        person.kept();
        await person.close();
      }
    },
  };
}

/** Without scripts the server writes the same page: it is measured again, and its picture is that of the page with them. */
async function looked(person, name) {
  await wellMade(person, { written: person.scripts });
  if (person.scripts) await picture(person, `flode-${name}`);
}

/** Sends the form as it stands, which is too little, and looks at the answer. */
async function refused(person, name, button = SUBMIT) {
  assert.equal(await send(person.page, button), 422);
  assert.match(await person.page.title(), /^Fel: /);
  const focused = () => person.page.evaluate(() => document.activeElement.className);
  assert.match(await focused(), /govuk-error-summary/);
  await looked(person, `${name}-fel`);
}

async function sent(person, values, button = SUBMIT) {
  await fill(person.page, values);
  assert.equal(await send(person.page, button), 303, await person.page.locator("main").innerText());
}

const says = async (person, ...all) => {
  const text = await person.page.locator("main").innerText();
  for (const words of all) assert.ok(text.includes(words), `${words} is not in ${text}`);
};

const path = (person) => new URL(person.page.url()).pathname;

/** The flows in the order of a site's life. Each gets the people and what the flows before it left. */
const FLOWS = {
  async "a site is registered, with a camera and a sign"(people, story) {
    const manager = await people.get("ansvarig");
    await manager.open("/bevakningar/ny");
    await refused(manager, "registrera");
    const name = `Badhuset ${story.way}`;
    await sent(manager, { name, reference: `FL-${story.number}`, status: "i-drift", address: "Badgatan 1", purposes: ["brott"], started_on: "2024-08-12" });
    story.site = path(manager);
    assert.match(await manager.page.locator("h1").textContent(), new RegExp(name));
    await looked(manager, "bevakning-ny");
    await manager.open(`${story.site}/kameror/ny`);
    await refused(manager, "kamera");
    await sent(manager, { label: `K-${story.number}`, status: "i-drift" });
    await manager.open(`${story.site}/skyltar/ny`);
    await refused(manager, "skylt");
    await sent(manager, { entrance: "Huvudentrén", put_up_on: "2024-08-12" });
    await manager.open(story.site);
    story.sign = await manager.page.locator("main a[href*='/skyltar/']:not([href$='/ny'])").first().getAttribute("href");
  },

  async "a list is imported, and what cannot be read is said before"(people, story) {
    const manager = await people.get("ansvarig");
    await manager.open("/import");
    await refused(manager, "import");
    const lines = ["Kamera;Plats;Adress;Ändamål;Driftsatt", `I-${story.number};Ishallen ${story.way};Isgatan 2;brott;2024-31-31`];
    const list = { name: "lista.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) };
    await sent(manager, { list });
    await says(manager, "2024-31-31");
    await looked(manager, "import-granska");
    assert.equal(await send(manager.page, "main form[action$='/inlasning'] button"), 303);
    await manager.page.locator("main a[href$='/bevakningar']").waitFor();
    await looked(manager, "import-klar");
    await manager.open(`/bevakningar?sok=${encodeURIComponent(`Ishallen ${story.way}`)}`);
    assert.equal(await manager.page.locator("main table tbody tr").count(), 1);
    await manager.open("/bevakningar?sok=finns-inte");
    await looked(manager, "bevakningar-inga");
  },

  async "an assessment is made in steps, advised on by one and decided by another"(people, story) {
    const manager = await people.get("ansvarig");
    await manager.open(`${story.site}/bedomningar/steg`);
    await looked(manager, "bedomning-borja");
    assert.equal(await send(manager.page), 303);
    const onwards = "main form button[type=submit] >> nth=0";
    await fill(manager.page, { assessed_on: "i går" });
    await refused(manager, "bedomning", onwards);
    const steps = [
      { kind: "egen", assessed_on: TODAY, dnr: "KS 2026/4" },
      { incidents: "2026-03-14: inbrott", factor_brott: "Tre inbrott under 2026." },
      { factor_hur: "Två kameror, nattetid.", factor_integritetsteknik: "Grannfasaden är maskerad.", factor_omrade: "Gården." },
      { alternatives: "Belysning", conclusion: "overvager" },
      { decided_by: "Nämnden" },
    ];
    for (const [number, answers] of steps.entries()) {
      await looked(manager, `bedomning-${number + 1}`);
      await sent(manager, answers, onwards);
    }
    const [, assessment] = /(\/bedomningar\/\d+)\/dokument$/.exec(path(manager));
    await says(manager, "Utkast. Bedömningen är inte beslutad.", "Dataskyddsombudet har inte gett något råd.");
    await looked(manager, "bedomning-utkast");
    // Whoever wrote it neither advises nor decides.
    for (const act of ["rad", "underskrift"]) {
      const answer = await manager.page.goto(`${manager.address}${assessment}/${act}`);
      assert.equal(answer.status(), 403);
      await looked(manager, `bedomning-inte-${act}`);
    }
    const dpo = await people.get("dataskyddsombud");
    await dpo.open(`${assessment}/rad`);
    await refused(dpo, "rad");
    await sent(dpo, { stance: "med-villkor", text: "Maskera grannens trädgård." });
    const decides = await people.get("beslutsfattare");
    await decides.open(`${assessment}/underskrift`);
    await looked(decides, "underskrift");
    await sent(decides, { reasons: "Villkoret är uppfyllt." });
    await decides.open(`${assessment}/dokument`);
    await says(decides, "Maskera grannens trädgård.", "Villkoret är uppfyllt.", "Bedömningen är låst.");
    story.decided = `${assessment}/dokument`;
    stories.push(story);
    await looked(decides, "bedomning-beslutad");
    // The next version is written beside the one that was signed, and compared with it.
    await manager.open(`${story.site}/bedomningar/steg`);
    assert.equal(await send(manager.page), 303);
    const [, next] = /(\/bedomningar\/\d+)\/steg/.exec(path(manager));
    await manager.open(`${next}/steg/integritet`);
    await sent(manager, { factor_hur: "Tre kameror, nattetid." }, onwards);
    await manager.open(`${next}/jamforelse`);
    await says(manager, "Tre", "Två");
    await looked(manager, "bedomning-jamforelse");
  },

  async "a sign is inspected where it hangs, with a photo"(people, story) {
    const manager = await people.get("ansvarig");
    await manager.open(`${story.sign}/syna`);
    await looked(manager, "syn");
    await fill(manager.page, { photo, inspected_on: "2099-01-01" });
    if (manager.scripts) {
      await manager.page.locator(SUBMIT).click();
      await manager.page.locator("#error-summary").waitFor();
      await looked(manager, "syn-fel");
    } else {
      await refused(manager, "syn");
    }
    await fill(manager.page, { photo, inspected_on: TODAY, note: "Hel och läslig" });
    await manager.page.locator(SUBMIT).click();
    await manager.page.getByText("Synen är sparad").waitFor();
    await manager.page.waitForFunction(() => document.querySelector("main .o-photo img")?.naturalWidth > 0);
    await looked(manager, "skylt-synad");
  },

  async "footage is released"(people, story) {
    const officer = await people.get("handlaggare");
    const [, site] = /bevakningar\/(\d+)/.exec(story.site);
    await officer.open(`/utlamnanden/nytt?bevakning=${site}`);
    await refused(officer, "utlamnande");
    const camera = await officer.page.locator("[name=cameras]").first().getAttribute("value");
    await fill(officer.page, {
      matter: "Skadegörelse",
      dnr: `KS 2026/5${story.number}`,
      delegation_reference: "3.4",
      cameras: [camera],
      files: `${SUM}  film.mp4`,
    });
    for (const [name, time] of [["interval_from", "06:00"], ["interval_until", "07:00"]]) {
      const parts = officer.page.locator(`[name^="${name}"]`);
      await parts.nth(0).fill(TODAY);
      await parts.nth(1).fill(time);
    }
    let status = await send(officer.page, SUBMIT);
    if (status === 422) {
      // A rule says otherwise: it is said once, and then recorded as it was.
      await looked(officer, "utlamnande-varning");
      await officer.page.locator("[name=aware]").check();
      status = await send(officer.page, SUBMIT);
    }
    assert.equal(status, 303, await officer.page.locator("main").innerText());
    await looked(officer, "utlamnande");
    story.released = path(officer);
    const answer = await officer.page.request.get(`${officer.address}${story.released}/kvitto.zip`);
    assert.equal(answer.status(), 200);
    story.receipt = { name: "kvitto.zip", mimeType: "application/zip", buffer: await answer.body() };
    await officer.open(`${story.released}/kvitto`);
    await looked(officer, "kvitto");
  },

  async "whoever got the footage verifies the receipt"(people, story) {
    const anybody = await people.get("mottagare");
    await anybody.open("/verifiera");
    assert.deepEqual(await anybody.page.context().cookies(), []);
    await looked(anybody, "verifiera");
    const verify = async (receipt) => {
      await anybody.page.locator("#kvitto").setInputFiles(receipt);
      if (anybody.scripts) {
        await anybody.page.locator("#verifierare button[type=submit]").click();
        await anybody.page.locator("#svar").waitFor({ state: "visible" });
      } else {
        await send(anybody.page);
      }
    };
    await verify({ ...story.receipt, buffer: Buffer.from("inget kvitto") });
    await says(anybody, "inte ett kvitto");
    await looked(anybody, "verifiera-fel");
    await anybody.open("/verifiera");
    await verify(story.receipt);
    await says(anybody, "Kvittot håller");
    await looked(anybody, "verifiera-svar");
  },

  async "the manager says that a site is still as it is recorded"(people, story) {
    const manager = await people.get("ansvarig");
    await manager.open("/bevakningar/bekraftelse");
    assert.equal(await send(manager.page, "main form button[type=submit]"), 422);
    await says(manager, "Ingen bevakning är förkryssad");
    await looked(manager, "bekrafta-fel");
    const asked = manager.page.locator("[name=stammer]");
    const before = await asked.count();
    const last = story.number === WAYS.length;
    const own = manager.page.locator("section.o-finding", { hasText: `FL-${story.number}` }).locator("[name=stammer]");
    for (const box of last ? await asked.all() : [own]) await box.check();
    assert.equal(await send(manager.page, "main form button[type=submit]"), 303);
    assert.equal(await asked.count(), last ? 0 : before - 1);
    await looked(manager, last ? "bekraftat-allt" : "bekraftat");
  },

  async "the register is asked about other days"(people, story) {
    const dpo = await people.get("dataskyddsombud");
    await dpo.open(story.site);
    await dpo.page.locator("#per").fill("31/3 2025");
    await Promise.all([dpo.page.waitForEvent("domcontentloaded"), dpo.page.locator("form:has(#per) button").click()]);
    const findings = () => dpo.page.locator(".o-finding").allInnerTexts();
    assert.ok((await findings()).some((finding) => /tillstånd/i.test(finding)));
    await looked(dpo, "per-2025-03-31");
    await dpo.open(`${story.site}?per=2025-04-01`);
    assert.ok((await findings()).some((finding) => /10\s§/.test(finding)));
    await looked(dpo, "per-2025-04-01");
    // On that day nothing was recorded of it.
    await dpo.open(`${story.site}?per=2025-04-01&kand=da`);
    await looked(dpo, "per-okand");
    await dpo.open("/bevakningar?per=2025-04-01");
    await looked(dpo, "bevakningar-per-2025-04-01");
    const answer = await dpo.page.goto(`${dpo.address}${story.site}?per=2025-02-30`);
    assert.ok(answer.status() < 500);
    await looked(dpo, "per-fel");
  },
};

for (const [place, as] of WAYS.entries()) {
  const way = `${as.screen.name}, ${as.scripts ? "with" : "without"} scripts`;
  describe(way, () => {
    const people = crew(as);
    const story = { number: place + 1, way: `${as.screen.name}${as.scripts ? "" : " utan"}` };
    after(() => people.end());
    for (const [flow, walk] of Object.entries(FLOWS)) test(flow, () => walk(people, story));
  });
}

describe("in the ways that people ask their browser for", () => {
  async function seenBy(role, as, emulated, look) {
    const people = crew(as, emulated);
    await look(await people.get(role));
    await people.end();
  }

  test("on paper a decided assessment, a site and what somebody did at the desk are documents: its words on A4, tagged, with who printed it, and nothing to press", async () => {
    await seenBy("dataskyddsombud", { screen: { name: "papper", viewport: { width: 700, height: 990 } } }, { media: "print" }, async (person) => {
      const { page } = person;
      await person.open("/utlamnanden/spar");
      const trace = await page.locator("main a[href*='/utlamnanden/spar/']").first().getAttribute("href");
      for (const path of [stories[0].decided, stories[0].site, trace]) {
        await person.open(path);
        const shown = page.locator("nav, .govuk-skip-link, button, .govuk-button, .o-filter, .o-no-print").filter({ visible: true });
        assert.deepEqual(await shown.evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 80))), []);
        assert.match(await page.locator(".o-footer__printed").innerText(), /Utskrivet|utskrivet/);
        for (const folded of await page.locator("main details .govuk-details__text").all()) assert.ok(await folded.isVisible());
        await fits(page);
        assert.deepEqual(await broken(page), []);
        await picture(person, `papper-${path.split("/")[1]}`);
      }
      await person.open(stories[0].decided);
      const paper = await page.pdf({ preferCSSPageSize: true, tagged: true });
      const text = paper.toString("latin1");
      assert.match(text, /^%PDF-/);
      assert.match(text, /\/MediaBox \[0 0 59\d[.\d]* 84\d[.\d]*\]/);
      assert.ok(text.includes("/StructTreeRoot") && /\/Lang \(sv/.test(text), "tagged, in Swedish");
      await keep("bedomning.pdf", paper);
    });
  });

  test("in forced colours symbols keep theirs, what is bounded by colour has a border, and the focus is seen", async () => {
    await seenBy("dataskyddsombud", {}, { forcedColors: "active" }, async (person) => {
      const { page } = person;
      await person.open("/");
      const style = (selector, name) => page.locator(selector).first().evaluate((one, name) => getComputedStyle(one)[name], name);
      const text = await style("main p", "color");
      assert.equal(await style(".o-tile", "borderTopColor"), text);
      assert.equal(await style(".o-status__symbol", "forcedColorAdjust"), "none");
      assert.notEqual(await style(".o-nav__link[aria-current]", "borderBottomWidth"), "0px");
      await page.locator("main a").first().focus();
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, "none");
      await wellMade(person);
      await picture(person, "tvingade-farger");
    });
  });

  test("whoever asks for less motion gets none", async () => {
    const moving = (page) =>
      page.evaluate(() =>
        [...document.querySelectorAll("body *")]
          .filter((one) => {
            const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
            return /[1-9]/.test(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth";
          })
          .map((one) => one.outerHTML.slice(0, 80)),
      );
    /** Whether the map glides when it is zoomed. */
    const glides = (page) =>
      page.evaluate(async () => {
        const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
        document.querySelector(".leaflet-control-zoom-in").click();
        for (let frames = 0; frames < 3; frames += 1) await frame();
        return document.querySelector(".leaflet-zoom-anim") !== null;
      });
    for (const [reducedMotion, calm] of [["reduce", true], ["no-preference", false]]) {
      await seenBy("dataskyddsombud", {}, { reducedMotion }, async (person) => {
        await person.open("/karta");
        await person.page.locator(".o-map .leaflet-marker-icon").first().waitFor();
        assert.equal(await glides(person.page), !calm);
        if (calm) assert.deepEqual(await moving(person.page), []);
      });
    }
  });
});
