// The map: sites with their status, what cameras see, and a place that is chosen instead of typed.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESK, fill, HAND, launch, picture, send, visitor, wellMade } from "./chromium.mjs";
import { demonstration } from "./objektiv.mjs";
import { demonstrated, signIn } from "./people.mjs";

let browser, register, cookies;
before(async () => {
  [browser, register] = await Promise.all([launch(), demonstration()]);
  const manager = await signIn(browser, register, demonstrated(register, "ansvarig"), {});
  cookies = await manager.page.context().cookies();
  await manager.close();
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

/** The manager, who has signed in once: a person has one name and several screens. */
async function atWork(as) {
  const person = await visitor(browser, register.address, as);
  await person.page.context().addCookies(cookies);
  return person;
}

const marks = (page) => page.locator(".o-map .leaflet-marker-icon");

/** Pairs of marks that lie on each other. */
const overlapping = (page) =>
  marks(page).evaluateAll((found) => {
    const boxes = found.map((mark) => [mark.title || mark.textContent.trim(), mark.getBoundingClientRect()]);
    const meet = ([, one], [, other]) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    return boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => meet(one, other)).map((other) => `${one[0]} / ${other[0]}`));
  });

for (const screen of [DESK, HAND]) {
  describe(`on ${screen.name}`, () => {
    test("the map shows how many sites there are and the worst of them, and leads to each by keyboard", async () => {
      const person = await atWork({ screen });
      await person.open("/karta");
      await marks(person.page).first().waitFor();
      const shown = await marks(person.page).evaluateAll((found) => found.map((mark) => Number(mark.querySelector(".o-map__count")?.textContent ?? 1)));
      const { features } = await person.page.evaluate(() => fetch("/karta/platser.geojson").then((answer) => answer.json()));
      assert.ok(features.length > 1);
      assert.equal(shown.reduce((sum, count) => sum + count), features.length);
      await person.page.locator("path.o-map__boundary").waitFor({ state: "attached" });
      assert.deepEqual(await overlapping(person.page), []);
      await wellMade(person);
      await picture(person, "karta");

      await person.open(`/karta?sok=${encodeURIComponent(features[0].properties.reference)}`);
      await marks(person.page).first().waitFor();
      assert.equal(await marks(person.page).count(), 1);
      await marks(person.page).first().focus();
      await person.page.keyboard.press("Enter");
      const link = person.page.locator(".leaflet-popup-content a");
      await link.waitFor();
      await picture(person, "karta-plats");
      await wellMade(person);
      await link.click();
      await person.page.waitForURL((url) => url.pathname === features[0].properties.href);
      person.kept();
      await person.close();
    });

    test("a position is chosen on the map, is in the field, and the camera's field of view is drawn", async () => {
      const person = await atWork({ screen });
      const { page } = person;
      await person.open("/bevakningar/ny");
      await page.getByRole("button", { name: "Välj på kartan" }).click();
      const map = page.locator("#position-karta");
      await map.locator(".leaflet-marker-icon").first().waitFor();
      await map.click({ position: { x: 40, y: 150 } });
      const typed = await page.locator("[name=position]").inputValue();
      assert.match(typed, /^\d{2}\.\d{6}, \d{2}\.\d{6}$/);
      assert.match(await page.locator("[data-pick] [role=status]").textContent(), new RegExp(typed.slice(0, 9)));
      await wellMade(person);
      await picture(person, "karta-valj");
      await fill(page, { name: `Torget ${screen.name}`, reference: `KA-${screen.name}`, purposes: ["brott"] });
      assert.equal(await send(page), 303);
      const site = new URL(page.url()).pathname;

      await person.open(`${site}/kameror/ny`);
      await fill(page, { label: "K-1", status: "i-drift", position: typed, direction_degrees: "90", angle_degrees: "60", range_metres: "50" });
      assert.equal(await send(page), 303);
      await person.open(site);
      await page.locator("path.o-map__view").waitFor({ state: "attached" });
      await page.locator(".o-map").scrollIntoViewIfNeeded();
      await wellMade(person);
      await picture(person, "karta-synfalt");
      person.kept();
      await person.close();
    });
  });
}

test("where one stands is filled in by a button", async () => {
  const person = await atWork({ screen: HAND });
  await person.page.context().grantPermissions(["geolocation"]);
  await person.page.context().setGeolocation({ latitude: 55.70466, longitude: 13.19321, accuracy: 8 });
  await person.open("/bevakningar/ny");
  await person.page.getByRole("button", { name: "Använd min position" }).click();
  await person.page.getByText("± 8 m").waitFor();
  assert.equal(await person.page.locator("[name=position]").inputValue(), "55.704660, 13.193210");
  person.kept();
  await person.close();
});

test("without scripts the list beside the map and the field for a position are all there is, and nothing is missing", async () => {
  const person = await atWork({ screen: HAND, scripts: false });
  await person.open("/karta");
  assert.ok((await person.page.locator("main .o-list li").count()) > 1);
  assert.equal(await person.page.locator(".o-map:visible").count(), 0);
  await wellMade(person);
  await person.open("/bevakningar/ny");
  assert.equal(await person.page.getByRole("button", { name: "Välj på kartan" }).isVisible(), false);
  assert.ok(await person.page.locator("[name=position]").isVisible());
  await picture(person, "karta-utan");
  await person.close();
});
