// The people of Ekebro, a fictional kommun, and what they do in the register.

import assert from "node:assert/strict";
import { fill, send, visitor } from "./chromium.mjs";

export const ADMINISTRATOR = { name: "Ada Berg", email: "ada.berg@ekebro.example", password: "ett hus vid sjön" };
export const MANAGER = { name: "Mona Ek", email: "mona.ek@ekebro.example", role: "ansvarig", password: "grinden står öppen" };
export const OFFICER = { name: "Olle Lind", email: "olle.lind@ekebro.example", role: "handlaggare", password: "disken är stängd nu" };
export const DPO = { name: "Disa Ström", email: "disa.strom@ekebro.example", role: "dataskyddsombud", password: "vem får se vad här" };

/** The first administrator follows the printed link and founds the register. */
export async function found(browser, register, as) {
  const person = await visitor(browser, register.address, as);
  await person.open(register.first);
  await fill(person.page, {
    kommun: "Ekebro kommun",
    log_origin: "kamera.ekebro.example/utlamnande",
    dpo_contact: DPO.email,
    name: ADMINISTRATOR.name,
    email: ADMINISTRATOR.email,
    password: ADMINISTRATOR.password,
  });
  assert.equal(await send(person.page), 303);
  return person;
}

/** Someone is invited, chooses a password and is signed in. */
export async function welcome(browser, register, who, as) {
  const link = await register.invite(who.email, who.name, who.role);
  const person = await visitor(browser, register.address, as);
  await person.open(link);
  await fill(person.page, { password: who.password });
  assert.equal(await send(person.page), 303);
  return person;
}

export async function signIn(browser, register, who, as) {
  const person = await visitor(browser, register.address, as);
  await person.open("/logga-in");
  await fill(person.page, { email: who.email, password: who.password });
  assert.equal(await send(person.page), 303);
  return person;
}

/** Somebody of the demonstration, by role. */
export function demonstrated(register, role) {
  const password = /Lösenord för alla: (\S+)/.exec(register.printed)[1];
  return { email: new RegExp(`(\\S+@\\S+)\\s+${role}`).exec(register.printed)[1], password };
}

export async function signOut(person) {
  await send(person.page, "header form button[type=submit]");
  assert.match(person.page.url(), /\/logga-in$/);
}

/** A site of its own, as it is typed into the form. */
export const HEDESKOLAN = {
  name: "Hedeskolan, norra gården",
  reference: "EK-900",
  status: "i-drift",
  address: "Skolgatan 4, Ekebro",
  place_type: "skolgard",
  purposes: ["brott"],
  audio: "nej",
  started_on: "2024-08-12",
  secrecy: "osl-32-3",
};
