// The program under load: started, signed in to, asked how much processor time it has used.

import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { Agent, request } from "node:http";

/** Ticks of /proc/PID/stat in a second; fixed at 100 on Linux. */
const TICKS_PER_SECOND = 100;
const TICK_MS = 1000 / TICKS_PER_SECOND;

export class Server {
  agent = new Agent({ keepAlive: true });

  /** Starts the program and waits until it answers. `patience` in seconds. */
  static async start(program, words, patience = 60) {
    const server = new Server();
    const began = performance.now();
    server.child = spawn(program, [...words, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
    server.printed = "";
    server.address = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no address after ${patience} s:\n${server.printed}`)), patience * 1000);
      server.child.once("exit", (code) => reject(new Error(`ended with ${code}:\n${server.printed}`)));
      server.child.stdout.on("data", (chunk) => {
        server.printed += chunk;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(server.printed);
        if (found) {
          clearTimeout(late);
          resolve(found[0]);
        }
      });
    });
    server.child.removeAllListeners("exit");
    await server.answering();
    server.startedWithin = performance.now() - began;
    return server;
  }

  async answering() {
    for (let attempt = 0; attempt < 5000; attempt += 1) {
      const answer = await fetch(`${this.address}/health/ready`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error("the server does not become ready");
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    await ended;
  }

  /** Processor time of the process so far, in milliseconds. */
  async processorTime() {
    const stat = await readFile(`/proc/${this.child.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  }

  /** Waits until what the timetable caught up on at the start is done: it is not part of what a page costs. */
  async idle() {
    for (let quiet = 0, last = await this.processorTime(); quiet < 4; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const now = await this.processorTime();
      quiet = now - last <= TICK_MS ? quiet + 1 : 0;
      last = now;
    }
  }

  /** Resident memory now, in MB. */
  async memory() {
    const status = await readFile(`/proc/${this.child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
  }

  async signIn({ email, password }) {
    const answer = await this.post("/logga-in", { email, password, till: "" });
    if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`);
    const cookie = answer.headers["set-cookie"][0].split(";")[0];
    return {
      cookie,
      get: (path) => this.get(path, cookie),
      post: (path, fields) => this.post(path, fields, cookie),
    };
  }

  async get(path, cookie = "") {
    const answer = await this.ask("GET", path, { cookie });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer.text;
  }

  async post(path, fields, cookie = "") {
    const body = new URLSearchParams(fields).toString();
    const headers = { cookie, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) };
    return this.ask("POST", path, headers, body);
  }

  /** One request over a connection that is kept. `fetch` would cost a millisecond or two of its own, which is not the server's. */
  ask(method, path, headers, body = "") {
    return new Promise((resolve, reject) => {
      const asked = request(this.address + path, { agent: this.agent, method, headers }, (answer) => {
        const chunks = [];
        answer.on("error", reject);
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }
}
