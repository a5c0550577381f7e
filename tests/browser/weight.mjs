// What a page weighs on its way to the browser, as Chromium counts it: headers and packed bodies.

/**
 * Counts what is loaded from now on. `visit(path)` gives every answer with its bytes; what the browser had already has 0.
 * `forget()` empties its cache, as for somebody who has never been here.
 */
export async function scale(person) {
  const chromium = await person.page.context().newCDPSession(person.page);
  await chromium.send("Network.enable");
  const asked = new Map();
  let answers = [];
  chromium.on("Network.requestWillBeSent", ({ requestId, request }) => asked.set(requestId, new URL(request.url).pathname));
  chromium.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    // What was asked for before is not of what is counted.
    if (asked.has(requestId)) answers.push({ path: asked.get(requestId), bytes: encodedDataLength });
  });
  return {
    chromium,
    forget: () => chromium.send("Network.clearBrowserCache"),
    async visit(path) {
      answers = [];
      await person.page.goto(new URL(path, person.address).href, { waitUntil: "networkidle" });
      return answers;
    },
  };
}

export const sum = (answers) => answers.reduce((all, { bytes }) => all + bytes, 0);
