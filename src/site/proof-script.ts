/**
 * Proof of work for ALTCHA challenges of version 2 with PBKDF2: counts up until the key of nonce and counter begins with
 * the wanted prefix. `prove` answers base64 of the JSON `{ challenge, solution: { counter, derivedKey, time } }`.
 */
export const proofScript = `
const atOnce = 8;
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

async function deriveKey({ algorithm, nonce, salt, cost, keyLength }, counter) {
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(fromHex(nonce));
  new DataView(password.buffer).setUint32(nonce.length / 2, counter);
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: algorithm.slice('PBKDF2/'.length), salt: fromHex(salt), iterations: cost };
  return { counter, derivedKey: toHex(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8))) };
}

async function prove(challenge) {
  const { parameters } = challenge;
  const begun = performance.now();
  for (let counter = 0; ; counter += atOnce) {
    const tries = await Promise.all(Array.from({ length: atOnce }, (_, more) => deriveKey(parameters, counter + more)));
    const found = tries.find(({ derivedKey }) => derivedKey.startsWith(parameters.keyPrefix));
    if (found) return btoa(JSON.stringify({ challenge, solution: { ...found, time: Math.round(performance.now() - begun) } }));
  }
}
`;
