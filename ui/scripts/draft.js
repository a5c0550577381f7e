// Forms that are filled in where the connection drops: what was typed and chosen, photos too, stays in this browser until
// it has arrived. Without scripts the same form is an ordinary one.
const DAYS = 7;

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const opened = () => {
  const request = indexedDB.open("objektiv", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("drafts");
  return asked(request);
};
const store = async (mode) => (await opened()).transaction("drafts", mode).objectStore("drafts");

const drafts = {
  key: () => location.pathname,
  async find() {
    const draft = await asked((await store("readonly")).get(this.key()));
    return draft !== undefined && Date.now() - draft.at < DAYS * 86_400_000 ? draft : undefined;
  },
  keep: async (key, entries) => asked((await store("readwrite")).put({ at: Date.now(), entries }, key)),
  forget: async (key) => asked((await store("readwrite")).delete(key)),
};

// What the server puts there anew each time is not the person's.
const entries = (form) => [...new FormData(form)].filter(([name, value]) => form.elements[name]?.type !== "hidden" && !(value instanceof File && value.size === 0));

function fill(form, kept) {
  for (const field of form.elements) {
    const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.type === "file") {
      const files = new DataTransfer();
      for (const file of values) files.items.add(file);
      field.files = files.files;
    } else if (field.type !== "hidden" && field.type !== "submit" && values.length > 0) [field.value] = values;
  }
}

async function begin() {
  const form = document.querySelector("form[data-draft]");
  if (form === null) return;
  const words = form.dataset;
  const state = form.querySelector("[role=status].o-draft");
  const button = form.querySelector("button[type=submit]");
  const key = drafts.key();
  let waiting;
  const keep = () => drafts.keep(key, entries(form)).catch(() => {});
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 300);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await keep();
    button.disabled = true;
    state.textContent = words.sending;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const arrived = answer.redirected && new URL(answer.url).pathname === words.done;
      if (arrived) await drafts.forget(key).catch(() => {});
      // Signed out meanwhile: after signing in the form is here again, filled in.
      if (answer.redirected) history.pushState(null, "", answer.url);
      document.title = page.title;
      document.querySelector(".o-content").replaceWith(page.querySelector(".o-content"));
      document.dispatchEvent(new Event("o-content"));
      (document.getElementById("error-summary") ?? document.getElementById("main")).focus();
      if (!answer.redirected) await begin();
    } catch {
      button.disabled = false;
      state.textContent = words.offline;
    }
  });
  // A page that came back with something to mend holds what was typed, but no file.
  const draft = await drafts.find().catch(() => undefined);
  if (draft === undefined) return;
  fill(form, draft.entries);
  if (document.getElementById("error-summary") === null) state.textContent = words.kept;
}

begin();
