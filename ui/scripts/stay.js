// Says ten minutes before a session ends for want of pages that it will, and goes on with it by one button. Whoever types
// then is there, and goes on as well. Nothing takes the focus, and what is typed is lost in no case: without scripts, too,
// the server keeps a form that comes too late.
const WARNED_MS = 600_000;
const words = document.currentScript.dataset;
const windows = new BroadcastChannel("objektiv-stay");
let end = Date.now() + Number(words.seconds) * 1000;
let bar;
let over = false;
let asking = false;

function hide() {
  if (bar?.contains(document.activeElement)) document.getElementById("main").focus();
  bar?.remove();
  bar = undefined;
  over = false;
}

function button() {
  const made = document.createElement("button");
  made.className = "govuk-button";
  made.type = "button";
  made.textContent = words.button;
  made.addEventListener("click", stay);
  return made;
}

function say(text, more) {
  if (bar === undefined) {
    bar = document.createElement("aside");
    bar.className = "o-stay";
    bar.setAttribute("aria-label", words.label);
    const state = document.createElement("p");
    state.setAttribute("role", "status");
    bar.append(state);
    document.querySelector("footer").before(bar);
  }
  bar.querySelector("button")?.remove();
  if (more) bar.append(button());
  // A state is read out when it changes, and not when it arrives with its words.
  setTimeout(() => {
    if (bar !== undefined) bar.firstChild.textContent = text;
  }, 100);
}

function until(instant) {
  end = instant;
  hide();
  look();
}

async function stay() {
  if (asking) return undefined;
  asking = true;
  const answer = await fetch(words.to, { method: "POST" }).catch(() => undefined);
  asking = false;
  if (answer === undefined) return say(words.down, true);
  if (!answer.ok || answer.redirected) {
    end = 0;
    return look();
  }
  until(Date.now() + Number(await answer.text()) * 1000);
  return windows.postMessage(end);
}

function look() {
  const left = end - Date.now();
  if (left <= 0 && !over) {
    say(words.over, false);
    over = true;
  } else if (left > 0 && left <= WARNED_MS && bar === undefined) say(words.soon, true);
}

windows.addEventListener("message", ({ data }) => {
  if (data > end) until(data);
});
windows.postMessage(end);
document.addEventListener("input", () => {
  if (bar !== undefined && !over) stay();
});
setInterval(look, 10_000);
look();

// What was typed and not sent is asked about before it is lost; a form that keeps a draft loses nothing.
let typed;
const ask = (event) => event.preventDefault();
document.addEventListener("input", ({ target }) => {
  const { form } = target;
  if (form?.method !== "post" || "draft" in form.dataset) return;
  if (typed === undefined) window.addEventListener("beforeunload", ask);
  typed = form;
});
document.addEventListener("submit", ({ target }) => {
  if (target !== typed) return;
  typed = undefined;
  window.removeEventListener("beforeunload", ask);
});
