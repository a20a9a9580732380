'use strict';
// Standard Webhooks 1.0 as a receiver reads it: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
// On WebCrypto, which shares no code with the Action.

const { subtle } = globalThis.crypto;

async function isSigned({ headers, body }, secret) {
  const encoder = new TextEncoder();
  const bytes = Uint8Array.from(atob(secret.slice('whsec_'.length)), (character) => character.charCodeAt(0));
  const key = await subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const [version, signature] = headers['webhook-signature'].split(',');
  const content = encoder.encode(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
  return version === 'v1' && subtle.verify('HMAC', key, Uint8Array.from(atob(signature), (character) => character.charCodeAt(0)), content);
}

module.exports = { isSigned };
