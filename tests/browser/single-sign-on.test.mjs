// Single sign-on by a real provider: the way in and out, and everything that can be wrong with what a provider says.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { DESK, fill, HAND, launch, picture, send, visitor, wellMade } from "./chromium.mjs";
import { startToday } from "./objektiv.mjs";
import { ADMINISTRATOR, found, signIn } from "./people.mjs";
import { CLIENT, provider } from "./provider.mjs";

let browser, register, service;
const MAPPINGS = "kamera-dso = dataskyddsombud\nkamera-ansvariga = ansvarig";

before(async () => {
  [browser, register] = await Promise.all([launch(), startToday()]);
  service = await provider(register);
  await (await found(browser, register, {})).close();
});
after(async () => {
  await browser?.close();
  await register?.stop();
  await service?.stop();
});

/** Somebody at the way in, who is sent on to the provider and signs in there. */
async function through(login, as = {}) {
  const person = await visitor(browser, register.address, as);
  await person.open("/logga-in");
  await person.page.locator("a.govuk-button, main li a.govuk-link").first().click();
  await atProvider(person, login);
  return person;
}

async function atProvider({ page }, login) {
  await page.waitForURL(`${service.issuer}/**`);
  await page.locator("[name=login]").fill(login);
  await page.locator("[name=password]").fill("vilket som helst");
  await page.locator("button[type=submit]").click();
  await page.locator("button[type=submit]", { hasText: "Continue" }).click();
  await page.waitForURL(`${register.address}/**`);
}

const told = (person) => person.page.locator("main").textContent();

test("an administrator adds the provider; its secret is never shown again", async () => {
  const admin = await signIn(browser, register, ADMINISTRATOR, { screen: HAND });
  await admin.open("/administration/inloggning/ny");
  const typed = { name: "Ekebro kommun", issuer: service.issuer, client_id: CLIENT.id, secret: CLIENT.secret };
  await fill(admin.page, { ...typed, issuer: `${service.issuer}/fel` });
  assert.equal(await send(admin.page), 422);
  assert.match(await told(admin), /inte den inloggningstjänst/);
  await wellMade(admin);
  await fill(admin.page, { ...typed, groups_claim: "groups", mappings: MAPPINGS });
  assert.equal(await send(admin.page), 303);
  await admin.open("/administration/inloggning");
  await wellMade(admin);
  await admin.page.locator("main table a").click();
  await wellMade(admin);
  await picture(admin, "inloggningstjanst");
  assert.ok(!(await admin.page.content()).includes(CLIENT.secret));
  admin.kept();
  await admin.close();
});

test("the command line says what a file would change, and exchanges the key while the register is served", async () => {
  const file = join(register.directory, "providers.toml");
  const written = { name: "Ekebro kommun", issuer: service.issuer, client_id: CLIENT.id };
  const lines = Object.entries(written).map(([key, value]) => `${key} = "${value}"`);
  await writeFile(file, ["[[provider]]", ...lines].join("\n"));
  const asked = ["provider", "check", file, "--allow-loopback-recorders", "--format", "json"];
  const checked = await register.command(...asked);
  assert.equal(checked.code, 0, checked.out);
  const [step] = JSON.parse(checked.out);
  assert.equal(step.would, "be-taken-over");
  assert.deepEqual(step.changes, ["groups_claim", "role", "client_secret"]);
  assert.equal(step.silent, null);
  // Those who come in below do so with a secret that is locked with another key.
  const exchanged = await register.command("secrets", "exchange");
  assert.equal(exchanged.code, 0, exchanged.out);
  assert.match(exchanged.out, /secrets\.key: 1\./);
});

describe("somebody whom the provider knows", () => {
  for (const screen of [DESK, HAND]) {
    test(`comes in with the role of the group, ${screen.name}`, async () => {
      const vera = await through("vera", { screen });
      assert.equal(new URL(vera.page.url()).pathname, "/");
      assert.match(await vera.page.locator("header").textContent(), /Vera Lind/);
      await vera.open("/utlamnanden");
      const closed = await vera.page.goto(`${register.address}/administration/personer`);
      assert.equal(closed.status(), 403);
      await vera.close();
    });
  }

  test("comes back to the page that was asked for", async () => {
    const mona = await visitor(browser, register.address, {});
    await mona.page.goto(`${register.address}/kameror?sok=skola`);
    await mona.page.locator("a.govuk-button").first().click();
    await atProvider(mona, "mona");
    assert.equal(mona.page.url(), `${register.address}/kameror?sok=skola`);
    await mona.close();
  });

  test("signs out here and there", async () => {
    const vera = await through("vera");
    assert.equal(await send(vera.page, "header form button[type=submit]"), 200);
    await wellMade(vera);
    await picture(vera, "utloggad");
    assert.match(await told(vera), /Du är utloggad/);
    await vera.page.locator("main a.govuk-button").click();
    await vera.page.locator("button", { hasText: "Yes" }).click();
    await vera.page.waitForURL(`${register.address}/logga-in*`);
    const after = await vera.page.goto(`${register.address}/utlamnanden`);
    assert.match(after.url(), /\/logga-in/);
    await vera.close();
  });

  test("does not come in without a group that gives a role", async () => {
    const guest = await through("gast", { screen: HAND });
    assert.match(await told(guest), /Du har ingen roll/);
    await wellMade(guest);
    await picture(guest, "ingen-roll");
    await guest.close();
  });
});

describe("what is wrong is said in Swedish, and nobody comes in", () => {
  const minutes = (count) => Math.floor(Date.now() / 1000) + count * 60;
  const spoiled = [
    ["a token for another system", /gäller ett annat system/, (claims, key) => service.sign({ ...claims, aud: "annat" }, key)],
    ["a token for us and for another system", /gäller ett annat system/, (claims, key) => service.sign({ ...claims, aud: ["objektiv", "annat"] }, key)],
    ["a token that has expired", /för gammalt/, (claims, key) => service.sign({ ...claims, exp: minutes(-5), iat: minutes(-65) }, key)],
    ["a token from the future", /för gammalt|klockorna/, (claims, key) => service.sign({ ...claims, iat: minutes(5), exp: minutes(65) }, key)],
    ["a token for another sign-in", /gäller en annan inloggning/, (claims, key) => service.sign({ ...claims, nonce: "en-annan" }, key)],
    ["a token of another provider", /inte den inloggningstjänst/, (claims, key) => service.sign({ ...claims, iss: "http://127.0.0.1:1" }, key)],
    ["a key that the provider does not have", /inte signerat/, async (claims) => service.sign(claims, await service.key("stulen"))],
    ["a key under the name of another", /inte signerat/, async (claims, key) => service.sign(claims, await service.key("x"), key.kid)],
    ["no signature at all", /går inte att använda|inte signerat/, async (claims) => {
      const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
      return `${part({ alg: "none" })}.${part(claims)}.`;
    }],
  ];
  // One browser that the provider knows already: it asks no more, and sends back at once.
  let known;
  before(async () => (known = await through("vera")));
  after(() => known?.close());
  const again = async () => {
    await known.page.context().clearCookies({ domain: "127.0.0.1", name: "objektiv" });
    await known.open("/logga-in");
    await known.page.locator("a.govuk-button").first().click();
    await known.page.waitForURL((url) => url.origin === register.address && url.pathname !== "/logga-in");
  };
  for (const [name, words, spoil] of spoiled) {
    test(name, async () => {
      service.spoil(spoil);
      await again();
      service.spoil(null);
      assert.match(await told(known), words);
      const after = await known.page.goto(`${register.address}/utlamnanden`);
      assert.match(after.url(), /\/logga-in/);
    });
  }

  test("clocks half a minute apart are let pass", async () => {
    service.spoil((claims, key) => service.sign({ ...claims, iat: claims.iat + 30, exp: claims.iat + 90 }, key));
    await again();
    service.spoil(null);
    assert.match(await known.page.locator("header").textContent(), /Vera Lind/);
  });

  test("an answer that is replayed, made up, or belongs to another browser", async () => {
    const vera = await visitor(browser, register.address, {});
    let answer;
    vera.page.on("request", (request) => {
      if (request.url().includes("/logga-in/svar")) answer = request.url();
    });
    await vera.open("/logga-in");
    await vera.page.locator("a.govuk-button").first().click();
    await atProvider(vera, "vera");
    const other = await visitor(browser, register.address, {});
    for (const [person, url] of [[vera, answer], [other, answer], [other, `${register.address}/logga-in/svar?code=x&state=x`]]) {
      const replayed = await person.page.goto(url);
      assert.equal(replayed.status(), 422);
      assert.match(await told(person), /hör inte till den här webbläsaren/);
    }
    await other.close();
    await vera.close();
  });

  test("a person who says no at the provider", async () => {
    const vera = await visitor(browser, register.address, {});
    await vera.open("/logga-in");
    await vera.page.locator("a.govuk-button").first().click();
    await vera.page.waitForURL(`${service.issuer}/**`);
    await vera.page.locator("a", { hasText: "Cancel" }).click();
    await vera.page.waitForURL(`${register.address}/**`);
    assert.match(await told(vera), /släppte inte in dig/);
    await vera.close();
  });

  test("a provider that is down", async () => {
    service.down("token");
    const vera = await through("vera", { screen: HAND });
    service.down("");
    assert.match(await told(vera), /svarar inte/);
    await wellMade(vera);
    await picture(vera, "inloggningstjanst-nere");
    await vera.close();
    const admin = await signIn(browser, register, ADMINISTRATOR, {});
    await admin.open("/administration/inloggning");
    await admin.page.locator("main table a").click();
    service.down("all");
    assert.equal(await send(admin.page), 422);
    service.down("");
    assert.match(await told(admin), /svarar inte/);
    await admin.close();
  });
});

test("keys that the provider has changed since are fetched", async () => {
  await service.rotate("två");
  const vera = await through("vera");
  assert.match(await vera.page.locator("header").textContent(), /Vera Lind/);
  await vera.close();
});

test("a password opens nothing where single sign-on is demanded, but for the first administrator", async () => {
  const admin = await signIn(browser, register, ADMINISTRATOR, {});
  await admin.open("/administration/inloggning/regler");
  await fill(admin.page, { single_sign_on: "ja" });
  assert.equal(await send(admin.page), 303);
  await admin.close();
  const link = await register.invite("nils.ros@ekebro.example", "Nils Ros", "handlaggare");
  const nils = await visitor(browser, register.address, { screen: HAND });
  await nils.open(link);
  await fill(nils.page, { password: "en helt egen mening" });
  assert.equal(await send(nils.page), 422);
  assert.match(await told(nils), /egen inloggningstjänst/);
  await wellMade(nils);
  await picture(nils, "bara-enkel-inloggning");
  nils.kept();
  await nils.close();
  await (await signIn(browser, register, ADMINISTRATOR, {})).close();
});
