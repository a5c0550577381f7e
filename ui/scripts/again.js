// While long work goes on, the page is asked for again until it is done; without scripts a link does so.
const EVERY_MS = 2000;

async function again() {
  const shown = document.querySelector("[data-again]");
  if (shown === null) return;
  const answer = await fetch(location.href).catch(() => undefined);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-again]");
    // Done: the page that says so is another one.
    if (next === null) return location.reload();
    shown.replaceChildren(...next.childNodes);
  }
  return setTimeout(again, EVERY_MS);
}

setTimeout(again, EVERY_MS);
