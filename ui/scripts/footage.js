// The files of a release, hashed in the browser: they never leave it. Two digests in one reading, a piece at a time, with
// progress and a pause. Without scripts the same form sends the files to be hashed by the server.

const PIECE = 4 * 1024 * 1024;
const form = document.querySelector("[data-footage]");
const element = (id) => document.getElementById(id);
const [chosen, list, box, bar, text, pause] = ["footage", "files", "framsteg-ruta", "framsteg", "framsteg-text", "paus"].map(element);
form.hidden = false;
const words = { pause: pause.textContent, resume: pause.dataset.resume };

let paused = false;
let goOn = () => {};
pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = paused ? words.resume : words.pause;
  if (!paused) goOn();
});
const idle = () => document.activeElement === document.body || form.contains(document.activeElement);
const turn = () => (paused ? new Promise((resolve) => (goOn = resolve)) : Promise.resolve());

async function digests(file, hashers, told) {
  for (const hasher of hashers) hasher.init();
  for (let at = 0; at < file.size; at += PIECE) {
    await turn();
    const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    for (const hasher of hashers) hasher.update(piece);
    told(piece.length);
  }
  return hashers.map((hasher) => hasher.digest("hex"));
}

async function hashAll(files) {
  const hashers = [await hashwasm.createSHA256(), await hashwasm.createSHA512()];
  bar.max = Math.max(1, files.reduce((sum, file) => sum + file.size, 0));
  bar.value = 0;
  box.hidden = false;
  const found = [];
  for (const file of files) {
    const told = (bytes) => {
      bar.value += bytes;
      const percent = `${Math.floor((bar.value / bar.max) * 100)} %`;
      if (text.textContent !== percent) text.textContent = percent;
    };
    found.push({ name: file.name, digests: await digests(file, hashers, told) });
  }
  // As the server and `objektiv hash` write them: SHA-256 of each file, then SHA-512 of each.
  const lines = [0, 1].flatMap((which) => found.map((one) => `${one.digests[which]}  ${one.name}`));
  list.value = [list.value.trim(), ...lines].filter((part) => part !== "").join("\n");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (chosen.files.length === 0) {
    chosen.focus();
    return;
  }
  pause.hidden = false;
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  try {
    await hashAll([...chosen.files]);
    form.reset();
    // Whoever types somewhere else while the films are read goes on typing there.
    if (idle()) list.focus();
  } catch (problem) {
    // A file that was moved or changed while it was read.
    text.textContent = problem.message;
  } finally {
    pause.hidden = true;
    button.disabled = false;
  }
});
