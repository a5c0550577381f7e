// A sign inspected in the field: by phone with a photo, when the connection drops, and without scripts.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fill, HAND, launch, picture, send, wellMade } from "./chromium.mjs";
import { demonstration } from "./objektiv.mjs";
import { signIn } from "./people.mjs";

let browser, register, manager, sign, photo;
before(async () => {
  [browser, register] = await Promise.all([launch(), demonstration()]);
  const password = /Lösenord för alla: (\S+)/.exec(register.printed)[1];
  manager = { email: /(\S+@\S+)\s+ansvarig/.exec(register.printed)[1], password };
  const person = await signIn(browser, register, manager, {});
  sign = await inspectedSign(person);
  photo = { name: "IMG_0042.JPG", mimeType: "image/jpeg", buffer: await person.page.screenshot({ type: "jpeg" }) };
  await person.close();
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

/** A sign of the demonstration at a site that the manager may change. */
async function inspectedSign(person) {
  for (let number = 1; number < 60; number += 1) {
    const answer = await person.page.request.get(`${person.address}/skyltar/${number}/syna`);
    if (answer.ok()) return `/skyltar/${number}`;
  }
  throw new Error("the manager may inspect no sign of the demonstration");
}

/** Whether the photo arrives and can be drawn. It may come after the page, and a page without scripts does not say when. */
async function photoShown(page) {
  const image = page.locator("main .o-photo img");
  for (let attempt = 0; attempt < 100 && !(await image.evaluate((it) => it.complete)); attempt += 1) {
    await page.waitForTimeout(50);
  }
  return image.evaluate((it) => it.complete && it.naturalWidth > 0);
}

test("what was filled in, and the photo, survive a connection that drops", async () => {
  const person = await signIn(browser, register, manager, { screen: HAND });
  const { page } = person;
  await person.open(`${sign}/syna`);
  await wellMade(person);
  await picture(person, "syn");
  await page.context().setOffline(true);
  await fill(page, { photo, note: "Klotter över telefonnumret", position: "55.70466, 13.19321" });
  await page.locator("main .o-submit button[type=submit]").click();
  await page.getByText("Ingen förbindelse").waitFor();
  await page.context().setOffline(false);
  // The phone was put away meanwhile, and the page is opened anew.
  await person.open(`${sign}/syna`);
  await page.getByText("Det du fyllde i tidigare är kvar").waitFor();
  assert.equal(await page.locator("[name=note]").inputValue(), "Klotter över telefonnumret");
  assert.equal(await page.locator("[name=photo]").evaluate((field) => field.files[0].name), photo.name);
  await page.locator("main .o-submit button[type=submit]").click();
  await page.getByText("Synen är sparad").waitFor();
  assert.equal(new URL(page.url()).pathname, sign);
  assert.ok(await photoShown(page));
  await wellMade(person);
  await picture(person, "skylt");
  // What has arrived is not filled in again.
  await person.open(`${sign}/syna`);
  await fill(page, { inspected_on: "2099-01-01" });
  assert.equal(await page.locator("[name=photo]").evaluate((field) => field.files.length), 0);
  await page.locator("main .o-submit button[type=submit]").click();
  await page.locator("#error-summary").waitFor();
  assert.ok(await page.locator("#error-summary").evaluate((summary) => summary === document.activeElement));
  assert.equal(await page.locator("[name=inspected_on]").inputValue(), "2099-01-01");
  person.kept();
  await person.close();
});

test("without scripts the same form is sent and shown again with what to mend", async () => {
  const person = await signIn(browser, register, manager, { screen: HAND, scripts: false });
  const { page } = person;
  await person.open(`${sign}/syna`);
  await fill(page, { photo: { name: "a.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") }, note: "Hel" });
  assert.equal(await send(page, "main .o-submit button[type=submit]"), 422);
  await wellMade(person);
  await picture(person, "syn-fel");
  await fill(page, { photo });
  assert.equal(await send(page, "main .o-submit button[type=submit]"), 303);
  assert.ok(await photoShown(page));
  person.kept();
  await person.close();
});
