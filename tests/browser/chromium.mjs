// Chromium as different people have it: on a desk or in a hand, with scripts or without. Every page that is opened is
// held to the same promises: no other host, nothing that the content security policy refuses, no error in a script.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const SCREENS = process.env.OBJEKTIV_SCREENS ?? "target/screens";
const QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const CLOSED = ["--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let axe;
const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard"] });
/** The narrowest screen that a page must fit: 1280 px at 400 % (WCAG 2.2, 1.4.10). */
const NARROWEST = 320;

export const DESK = { name: "desk", viewport: { width: 1280, height: 900 } };
export const HAND = { name: "hand", viewport: { width: 390, height: 844 } };

export async function launch() {
  // Chromium's own sandbox does not run as root; the pages are ours.
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: EXECUTABLE, args: [...QUIET, ...CLOSED, ...root] });
}

/** A person with a browser of their own (nobody else's cookies). */
export async function visitor(browser, address, { screen = DESK, scripts = true } = {}) {
  const context = await browser.newContext({ viewport: screen.viewport, javaScriptEnabled: scripts, locale: "sv-SE" });
  const wrong = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== address && url.protocol !== "data:") wrong.push(`another host was called: ${url.href}`);
  });
  context.on("weberror", (error) => wrong.push(`a script failed: ${error.error()}`));
  context.on("console", (message) => {
    const refused = /Content Security Policy|Refused to/i.test(message.text());
    if (refused) wrong.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 500) wrong.push(`${response.status()} ${response.url()}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  // The document as the server wrote it: a browser mends what is wrong with it.
  let written = Promise.resolve("");
  page.on("response", (response) => {
    const isPage = response.request().isNavigationRequest() && response.headers()["content-type"]?.startsWith("text/html");
    if (isPage && response.status() !== 303) written = response.text().catch(() => "");
  });
  return {
    page,
    written: () => written,
    name: `${screen.name}-${scripts ? "scripts" : "plain"}`,
    scripts,
    address,
    open: (path) => open(page, address, path),
    /** Says that everything so far kept the promises. */
    kept: () => assert.deepEqual(wrong, []),
    close: () => context.close(),
  };
}

async function open(page, address, path) {
  const response = await page.goto(new URL(path, address).href);
  assert.ok(response.status() < 400, `${path} answered ${response.status()}`);
  return response;
}

/** Writes something to target/screens, for people to look at. */
export async function keep(name, bytes) {
  await mkdir(SCREENS, { recursive: true });
  await writeFile(join(SCREENS, name), bytes);
}

/** Writes a picture of the page to target/screens. */
export async function picture(visitor, name) {
  await mkdir(SCREENS, { recursive: true });
  await visitor.page.screenshot({ path: join(SCREENS, `${name}-${visitor.name}.png`), fullPage: true });
}

/** Nothing sticks out sideways, and no label of a card into its value; if something does, what it is. */
export async function fits(page) {
  const [wide, room, stuck] = await page.evaluate(() => {
    const room = window.innerWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide <= room) return [wide, room, []];
    const out = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > room);
    return [wide, room, out.slice(-3).map((element) => element.outerHTML.slice(0, 200))];
  });
  assert.ok(wide <= room, `${page.url()} is ${wide} px wide on a screen of ${room} px: ${stuck.join("\n")}`);
  const stiff = await page.evaluate(() =>
    [...document.querySelectorAll("[data-l]")]
      .filter((cell) => {
        const label = getComputedStyle(cell, "::before");
        return label.content !== "none" && label.whiteSpace === "nowrap";
      })
      .map((cell) => cell.dataset.l),
  );
  assert.deepEqual(stiff, [], `${page.url()}: labels of cards that run into their values`);
}

/**
 * What is broken at the end of a line that may not be: a day, which breaks at its hyphens, and a word, which is burst where
 * its box is too narrow. (Chromium has no patterns for Swedish here, so no word is hyphenated by itself.)
 */
export async function broken(page) {
  return page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement.closest("textarea, script, style, svg, .o-code, .leaflet-container")) continue;
      for (const match of node.data.matchAll(/(?<![\w@./-])(?:\d{4}-\d{2}-\d{2}|[\p{L}\u00AD]{8,})(?![\w@./])/gu)) {
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const lines = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)));
        const joints = match[0].split("\u00AD").length - 1;
        if (lines.size > 1 + joints) found.push(`${match[0]} in ${node.parentElement.outerHTML.slice(0, 300)}`);
      }
    }
    return found;
  });
}

/**
 * Nothing sticks out sideways at 320 px or as wide as the screen is, nothing is broken that may not be, the HTML is valid, and axe
 * finds nothing to complain about. `written` = the HTML is looked at: not when the same page was looked at before.
 */
export async function wellMade(visitor, { written = true } = {}) {
  const { page } = visitor;
  const url = page.url();
  const screen = page.viewportSize();
  await page.setViewportSize({ ...screen, width: NARROWEST });
  await fits(page);
  await page.setViewportSize(screen);
  await fits(page);
  assert.deepEqual(await broken(page), [], `${url}: days and words that are broken at the end of a line`);
  const { results } = written ? await validator.validateString(await visitor.written()) : { results: [] };
  const faults = results.flatMap(({ messages }) => messages.map(({ line, message }) => `line ${line}: ${message}`));
  assert.deepEqual(faults, [], url);
  if (!visitor.scripts) return;
  axe ??= await readFile(AXE, "utf8");
  await page.evaluate(axe);
  const result = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  const found = result.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`));
  assert.deepEqual(found, [], url);
}

/** Fills in fields by their names, whatever they are drawn as. A list ticks each of its values. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`[name="${name}"]`);
    assert.ok((await field.count()) > 0, `${page.url()} has no field ${name}`);
    const kind = await field.first().evaluate((element) => element.type);
    if (kind === "radio" || kind === "checkbox") {
      for (const one of [value].flat()) await page.locator(`[name="${name}"][value="${one}"]`).check();
    } else if (kind === "select-one") {
      await field.selectOption(value);
    } else if (kind === "file") {
      await field.setInputFiles(value);
    } else {
      await field.fill(value);
    }
  }
}

/** Sends the form that `button` belongs to, and waits for the page that answers. Gives the status of the POST. */
export async function send(page, button = "main form button[type=submit]") {
  const posted = (response) => response.request().isNavigationRequest() && response.request().method() === "POST";
  const [answer] = await Promise.all([
    page.waitForResponse(posted),
    page.waitForEvent("domcontentloaded"),
    page.locator(button).last().click(),
  ]);
  return answer.status();
}
