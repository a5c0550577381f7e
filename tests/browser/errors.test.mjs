// What goes wrong is said on the page, in Swedish, with what was typed still there.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESK, fill, HAND, launch, picture, send, visitor, wellMade } from "./chromium.mjs";
import { start } from "./objektiv.mjs";
import { found, HEDESKOLAN, MANAGER, welcome } from "./people.mjs";

let browser, register;
before(async () => {
  [browser, register] = await Promise.all([launch(), start()]);
  await (await found(browser, register, {})).close();
});
after(async () => {
  await browser?.close();
  await register?.stop();
});

for (const scripts of [true, false]) {
  describe(scripts ? "with scripts" : "without scripts", () => {
    test("a wrong password is one sentence, and the address stays in its field", async () => {
      const someone = await visitor(browser, register.address, { screen: HAND, scripts });
      await someone.open("/logga-in");
      await fill(someone.page, { email: "mona.ek@ekebro.example", password: "fel" });
      assert.equal(await send(someone.page), 422);
      assert.match(await someone.page.title(), /^Fel: /);
      assert.equal(await someone.page.locator("[name=email]").inputValue(), "mona.ek@ekebro.example");
      assert.equal(await someone.page.locator("[name=password]").inputValue(), "");
      await wellMade(someone);
      someone.kept();
      await someone.close();
    });

    test("the error summary has the focus, and its first link leads to the field that is wrong", async () => {
      const someone = await visitor(browser, register.address, { scripts });
      await someone.open("/logga-in");
      assert.equal(await send(someone.page), 422);
      const focused = () => someone.page.evaluate(() => document.activeElement.className || document.activeElement.id);
      assert.match(await focused(), /govuk-error-summary/);
      await someone.page.keyboard.press("Tab");
      await someone.page.keyboard.press("Enter");
      assert.equal(await someone.page.evaluate(() => document.activeElement.name), "email");
      await someone.close();
    });

    test("a date that does not exist is refused by name, and everything else that was typed is kept", async () => {
      const who = { ...MANAGER, email: `datum-${scripts}@ekebro.example` };
      const manager = await welcome(browser, register, who, { screen: DESK, scripts });
      await manager.open("/bevakningar/ny");
      await fill(manager.page, { ...HEDESKOLAN, started_on: "2025-02-30" });
      assert.equal(await send(manager.page), 422);
      for (const [name, typed] of Object.entries({ name: HEDESKOLAN.name, started_on: "2025-02-30" })) {
        assert.equal(await manager.page.locator(`[name=${name}]`).inputValue(), typed);
      }
      assert.ok(await manager.page.locator("[name=purposes][value=brott]").isChecked());
      const summary = await manager.page.locator(".govuk-error-summary").textContent();
      assert.match(summary, /2025-02-30.*finns inte/);
      await wellMade(manager);
      await picture(manager, "fel-i-formular");
      manager.kept();
      await manager.close();
    });
  });
}

test("a session that is about to end says so beside what is being written, and goes on by a button or by typing", async () => {
  const manager = await welcome(browser, register, { ...MANAGER, email: "stanna@ekebro.example" }, { screen: HAND });
  await manager.page.clock.install();
  await manager.open("/bevakningar/ny");
  const name = manager.page.locator("[name=name]");
  const bar = manager.page.locator(".o-stay");
  const state = bar.locator("[role=status]");
  const pass = async (time) => {
    await manager.page.clock.fastForward(time);
    await manager.page.clock.runFor(11_000);
  };
  await name.fill("Nya badhuset");
  await pass("11:40:00");
  assert.equal(await bar.count(), 0);
  await pass("00:15:00");
  assert.match(await state.textContent(), /loggas snart ut/);
  assert.equal(await manager.page.evaluate(() => document.activeElement.name), "name");
  await wellMade(manager);
  await picture(manager, "loggas-snart-ut");
  await bar.locator("button").click();
  await bar.waitFor({ state: "detached" });
  await pass("11:55:00");
  await name.press("End");
  await name.pressSequentially(" 2");
  await bar.waitFor({ state: "detached" });
  await pass("12:05:00");
  assert.match(await state.textContent(), /Du är utloggad/);
  assert.equal(await bar.locator("button").count(), 0);
  assert.equal(await name.inputValue(), "Nya badhuset 2");
  manager.kept();
  await manager.close();
});

test("what was typed and not sent is asked about before the page is left, and what was sent is not", async () => {
  const manager = await welcome(browser, register, { ...MANAGER, email: "lamnar@ekebro.example" }, {});
  const { page } = manager;
  const asked = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  await manager.open("/bevakningar/ny");
  await page.locator("[name=name]").pressSequentially("Nya badhuset");
  await manager.open("/bevakningar");
  assert.deepEqual(asked, ["beforeunload"]);
  await manager.open("/bevakningar/ny");
  await page.locator("[name=name]").pressSequentially("Nya badhuset");
  await fill(page, { reference: "EK-901", purposes: ["brott"] });
  assert.equal(await send(page), 303);
  await page.locator("[name=per]").fill("2026-11-01");
  await manager.open("/bevakningar");
  assert.deepEqual(asked, ["beforeunload"]);
  await manager.close();
});

test("a page that does not exist says so in a page of ours", async () => {
  const someone = await visitor(browser, register.address, {});
  for (const path of ["/finns-inte", "/valkommen/finns-inte", "/en/finns-inte"]) {
    const response = await someone.page.goto(register.address + path);
    assert.equal(response.status(), 404, path);
    await wellMade(someone);
  }
  someone.kept();
  await someone.close();
});

test("a form that another site sends is refused", async () => {
  const someone = await visitor(browser, register.address, {});
  const answer = await someone.page.request.post(`${register.address}/logga-in`, {
    form: { email: "mona.ek@ekebro.example", password: "x" },
    headers: { origin: "https://other.example", "sec-fetch-site": "cross-site" },
  });
  assert.equal(answer.status(), 403);
  await someone.close();
});
