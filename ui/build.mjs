// Builds everything the pages load into <folder>/dist: `node build.mjs <folder with node_modules>`.
// Names carry a hash of the content, so a browser may keep a file for ever.
// `licences.txt` holds the licences of the packages whose text ends up in the result.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";

const source = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2] ?? source);
const modules = join(folder, "node_modules");
const dist = join(folder, "dist");

function write(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const dot = name.lastIndexOf(".");
  const file = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  writeFileSync(join(dist, file), bytes);
  writeFileSync(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }));
}

function stylesheet() {
  const sass = createRequire(join(folder, "package.json"))("sass");
  const { css } = sass.compile(join(source, "styles", "app.scss"), {
    style: "compressed",
    charset: false,
    loadPaths: [modules],
    quietDeps: true,
  });
  const outside = css.match(/url\(\s*["']?(?!data:)[^)]*\)|@import|@font-face/);
  if (outside) throw new Error(`the stylesheet would load ${outside[0]}: everything must be in it`);
  return css;
}

// The verifier of receipts: hashing from its package, and our scripts around it, in one file that also stands alone.
function verifier() {
  const read = (...path) => readFileSync(join(...path), "utf8");
  const hashing = read(modules, "hash-wasm", "dist", "sha256.umd.min.js");
  const own = ["receipt.js", "verifier.js"].map((name) => read(source, "scripts", name));
  const script = `${hashing.trim()}\n(() => {\n"use strict";\n${own.join("\n")}})();\n`;
  if (/<\/script|<!--/i.test(script)) throw new Error("the verifier cannot stand in a page: it holds the end of a script");
  return script;
}

// Hashing of footage at the desk: both digests and our script, in one file.
function footage() {
  const hashing = ["sha256", "sha512"].map((name) => readFileSync(join(modules, "hash-wasm", "dist", `${name}.umd.min.js`), "utf8").trim());
  const own = readFileSync(join(source, "scripts", "footage.js"), "utf8");
  return `${hashing.join("\n")}\n(() => {\n"use strict";\n${own}})();\n`;
}

// Maps: the library, clusters, and our script around them.
function map() {
  const read = (...path) => readFileSync(join(...path), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "").trim();
  const own = read(source, "scripts", "map.js");
  const library = [read(modules, "leaflet", "dist", "leaflet.js"), read(modules, "leaflet.markercluster", "dist", "leaflet.markercluster.js")];
  return `${library.join("\n")}\n(() => {\n"use strict";\n${own}\n})();\n`;
}

// Their stylesheet without the pictures that it would load: our marks are symbols.
function mapStyles() {
  const theirs = [["leaflet", "dist", "leaflet.css"], ["leaflet.markercluster", "dist", "MarkerCluster.css"]].map((path) => readFileSync(join(modules, ...path), "utf8"));
  const css = [...theirs, readFileSync(join(source, "styles", "map.css"), "utf8")].join("\n").replace(/^\s*background-image: url\(images\/[^)]*\);$/gm, "");
  const kept = css.replace(/behavior: url\(#default#VML\);/g, "");
  if (/url\(/.test(kept)) throw new Error("the stylesheet of maps would load a file");
  return createRequire(join(folder, "package.json"))("sass").compileString(kept, { style: "compressed", charset: false }).css;
}

// Some packages only name their licence in package.json; the MIT licence asks for its text all the same.
function licence(name) {
  const root = join(modules, name);
  const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const file = readdirSync(root).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file && about.license !== "MIT") throw new Error(`${name} comes without its licence text`);
  const holder = about.author?.name ?? about.author ?? `the authors of ${name}`;
  const mit = () => readFileSync(join(source, "mit.txt"), "utf8").replace("<holder>", holder);
  const text = file ? readFileSync(join(root, file), "utf8") : mit();
  return `${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
write("app.css", stylesheet());
write("print.js", readFileSync(join(source, "scripts", "print.js")));
write("verifier.js", verifier());
write("footage.js", footage());
write("map.js", map());
for (const name of ["draft.js", "stay.js", "again.js"]) {
  write(name, `(() => {\n"use strict";\n${readFileSync(join(source, "scripts", name), "utf8")}})();\n`);
}
write("map.css", mapStyles());
for (const name of readdirSync(join(source, "static"))) write(name, readFileSync(join(source, "static", name)));
const used = Object.keys(JSON.parse(readFileSync(join(source, "package.json"), "utf8")).dependencies);
writeFileSync(join(dist, "licences.txt"), used.map(licence).join("\n\n"));
