// A real provider of single sign-on (certified, from npm) on loopback, behind a door at which a test can spoil what it says.

import { createServer, request } from "node:http";
import { once } from "node:events";
import * as jose from "jose";
import { Provider } from "oidc-provider";

export const CLIENT = { id: "objektiv", secret: "hemligheten-hos-leverantoren-0123456789" };
const PEOPLE = {
  vera: { name: "Vera Lind", email: "vera.lind@ekebro.example", groups: ["kamera-dso"] },
  mona: { name: "Mona Ek", email: "mona.ek@ekebro.example", groups: ["kamera-ansvariga", "annat"] },
  gast: { name: "Gun Gäst", email: "gun@ekebro.example", groups: ["annat"] },
};

async function key(kid) {
  const { privateKey } = await jose.generateKeyPair("RS256", { extractable: true });
  return { ...(await jose.exportJWK(privateKey)), kid, alg: "RS256", use: "sig" };
}

/** Starts it for a register; `spoil` may be set to a function of the token's claims that says what to do with them. */
export async function provider(register) {
  const door = createServer();
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  const issuer = `http://127.0.0.1:${door.address().port}`;
  const state = { issuer, keys: [await key("ett")], spoil: null, down: "" };
  let inside;
  const build = () => {
    const made = new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${register.address}/logga-in/svar`],
          post_logout_redirect_uris: [`${register.address}/logga-in`],
        },
      ],
      jwks: { keys: state.keys },
      claims: { openid: ["sub", "groups"], profile: ["name"], email: ["email", "email_verified"] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      cookies: { keys: ["bara-i-provet"] },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email_verified: true, ...PEOPLE[id] }) }),
    });
    made.on("server_error", (_, error) => console.error(error));
    return made.callback();
  };
  inside = build();
  door.on("request", async (asked, answer) => {
    if (state.down === "all" || (state.down === "token" && asked.url === "/token")) return void answer.writeHead(503).end();
    if (asked.url !== "/token" || state.spoil === null) return void inside(asked, answer);
    // The token is made by the provider, opened, changed, and signed anew.
    const whole = await collect(asked);
    const through = createServer(inside).listen(0, "127.0.0.1");
    await once(through, "listening");
    const options = { port: through.address().port, host: "127.0.0.1", path: "/token", method: "POST" };
    const passed = request({ ...options, headers: { ...asked.headers, host: new URL(issuer).host } });
    passed.end(whole);
    const [made] = await once(passed, "response");
    const told = JSON.parse(await collect(made));
    through.close();
    if (told.id_token) told.id_token = await state.spoil(jose.decodeJwt(told.id_token), state.keys.at(-1));
    answer.writeHead(made.statusCode, { "content-type": "application/json" }).end(JSON.stringify(told));
  });
  return {
    issuer,
    /** Signs claims with a key; what a spoiler returns. */
    sign: async (claims, jwk, kid = jwk.kid) =>
      new jose.SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(await jose.importJWK(jwk, "RS256")),
    key,
    spoil: (how) => (state.spoil = how),
    /** "all", "token" or "" answers with an error. */
    down: (what) => (state.down = what),
    /** Puts another key in the place of the one that there is. */
    async rotate(kid) {
      state.keys = [await key(kid)];
      inside = build();
    },
    stop: () => new Promise((done) => (door.closeAllConnections(), door.close(done))),
  };
}

async function collect(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}
