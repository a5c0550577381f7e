// A register of its own for a test: the real program on a free port of 127.0.0.1, with an empty SQLite database.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const PROGRAM = process.env.OBJEKTIV;
/** A Sunday in winter; the pages say so themselves. */
export const TODAY = "2026-11-22";
const CLOCK = ["--frozen-clock", `${TODAY}T09:00+01:00`];
const FIRST = /http:\/\/\S+\/valkommen\/\S+/;
const START_WITHIN_MS = 60_000;

/** Starts an empty register; `first` is the link with which the first administrator begins. */
export const start = () => run(["serve"], FIRST);

/** The same by the clock on the wall, for what others date; it may ask services on this machine. */
export const startToday = () => run(["serve", "--allow-loopback-recorders"], FIRST, []);

/** Starts the demonstration: Ekebro, a fictional kommun with every kind of record. */
export const demonstration = (...more) => run(["demo", ...more], /http:\/\/127\.0\.0\.1:\d+/);

async function run(words, link, clock = CLOCK) {
  if (!PROGRAM) throw new Error("OBJEKTIV is not set; run this through: tests/run browser");
  const directory = await mkdtemp(join(tmpdir(), "objektiv-browser-"));
  const database = ["--database", `sqlite://${join(directory, "register.db")}`];
  const server = spawn(PROGRAM, [...words, "--listen", "127.0.0.1:0", ...database, ...clock], {
    // Its signing keys are below its directory, too.
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: directory },
  });
  // Whatever ends this process, the server does not outlive it.
  process.once("exit", () => server.kill("SIGKILL"));
  const log = [];
  server.stderr.on("data", (chunk) => log.push(chunk));
  const { first, printed } = await announced(server, link, log);
  return {
    address: first.origin,
    first: first.href,
    /** A folder of its own, gone when it stops. */
    directory,
    /** What the program printed before it served. */
    printed,
    log: () => Buffer.concat(log).toString(),
    /** Runs a command of the program on the same database: its exit code and what it printed. */
    async command(...words) {
      const run = promisify(execFile)(PROGRAM, [...words, ...database, ...clock], { cwd: directory });
      return run.then(
        ({ stdout }) => ({ code: 0, out: stdout.trim() }),
        (failed) => ({ code: failed.code, out: `${failed.stdout}${failed.stderr}`.trim() }),
      );
    },
    /** Adds a person and gives the link with which that person chooses a password. */
    async invite(email, name, role) {
      const words = ["user", "add", email, "--name", name, "--role", role, "--public-url", first.origin];
      const added = await this.command(...words);
      if (added.code !== 0) throw new Error(`user add ${email}: ${added.out}`);
      return added.out;
    },
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", (code) => resolve(code)));
      server.kill("SIGTERM");
      const code = server.exitCode ?? (await ended);
      await rm(directory, { recursive: true, force: true });
      return code;
    },
  };
}

function announced(server, link, log) {
  return new Promise((resolve, reject) => {
    let printed = "";
    const fail = (why) => {
      clearTimeout(patience);
      server.kill("SIGKILL");
      reject(new Error(`objektiv serve ${why}:\n${printed}\n${Buffer.concat(log)}`));
    };
    const patience = setTimeout(() => fail("printed no link in time"), START_WITHIN_MS);
    server.once("error", (error) => fail(error.message));
    server.once("exit", (code) => fail(`ended with ${code}`));
    server.stdout.on("data", (chunk) => {
      printed += chunk;
      const found = link.exec(printed);
      if (found === null) return;
      clearTimeout(patience);
      server.removeAllListeners("exit");
      resolve({ first: new URL(found[0]), printed });
    });
  });
}
