'use strict';
// The secrets of the Action: each login goes on without a good one, and the line says which it is and never what it holds.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { FUNCTION_KEY, JOINED, SIGNING_SECRET, answerWith, eventWith, goesOn, logIn, secretsFor } = require('./support/login.cjs');
const { says, startService } = require('./support/service.cjs');

const URL_RULE = 'the secret ACCOUNT_LINKING_URL must be an https address without a query';
const SIGNING_RULE = 'the secret ACCOUNT_LINKING_SIGNING_SECRET must be whsec_ and the base64 of 24 to 64 bytes';
const KEY_RULE = 'the secret ACCOUNT_LINKING_FUNCTION_KEY has characters that no key has';

/** The CRM is not asked about an account without one. */
const NO_PHONE = { phone_number: undefined };

const secretOf = (bytes) => `whsec_${Buffer.alloc(bytes, 0xa5).toString('base64')}`;

async function play(t, others) {
  const service = await startService(t, says(answerWith()));
  const secrets = typeof others === 'function' ? others(service.url) : secretsFor(service.url, others);
  const end = await logIn(t, eventWith({ secrets }));
  return { end, requests: service.requests };
}

for (const name of ['ACCOUNT_LINKING_URL', 'ACCOUNT_LINKING_SIGNING_SECRET']) {
  for (const value of [undefined, null, '', ' \n', 7]) {
    test(`goes on when ${name} is ${JSON.stringify(value) ?? 'missing'}`, async (t) => {
      const { end, requests } = await play(t, { [name]: value });
      assert.deepEqual(end, goesOn(`the secret ${name} is missing`));
      assert.deepEqual(requests, []);
    });
  }
}

for (const secrets of [undefined, null, {}]) {
  test(`goes on when the secrets are ${JSON.stringify(secrets) ?? 'missing'}`, async (t) => {
    assert.deepEqual(await logIn(t, eventWith({ user: NO_PHONE, secrets })), goesOn('the secret ACCOUNT_LINKING_URL is missing'));
  });
}

const badUrls = [
  'name.azurewebsites.net', 'name', '/api', 'https://', 'https://na me.example.com', 'ftp://name.example.com', 'file:///etc/passwd', 'data:,hello',
  'http://name.azurewebsites.net', 'http://localhost.example.com', 'http://127.0.0.2:7071', 'http://0.0.0.0:7071', 'http://[::2]:7071',
  'http://127.0.0.1.example.com', 'https://anna:secret@name.example.com', 'https://name.example.com?code=abc', 'https://name.example.com/#top',
];

for (const url of badUrls) {
  test(`goes on when the address is ${url}`, async (t) => {
    assert.deepEqual(await logIn(t, eventWith({ secrets: secretsFor(url) })), goesOn(URL_RULE));
  });
}

const badSecrets = {
  'of another kind': `whsk_${Buffer.alloc(32).toString('base64')}`,
  'without its prefix': Buffer.alloc(32, 1).toString('base64'),
  'whose prefix is in capitals': secretOf(32).replace('whsec_', 'WHSEC_'),
  'of padding only': 'whsec_====',
  'of 23 bytes': secretOf(23),
  'of 65 bytes': secretOf(65),
  'without its padding': secretOf(32).replace(/=+$/, ''),
  'with too much padding': `${secretOf(32)}=`,
  'with padding in its middle': `${secretOf(25)}${Buffer.alloc(24).toString('base64')}`,
  'with a blank in it': secretOf(32).replace(/(.{20})/, '$1 '),
  'in base64url': `whsec_${Buffer.alloc(33, 0xfb).toString('base64url')}`,
  'in hex with a dash': `whsec_${'ab-'.repeat(16)}`,
};

for (const [name, secret] of Object.entries(badSecrets)) {
  test(`goes on when the signing secret is one ${name}`, async (t) => {
    const { end, requests } = await play(t, { ACCOUNT_LINKING_SIGNING_SECRET: secret });
    assert.deepEqual(end, goesOn(SIGNING_RULE));
    assert.deepEqual(requests, []);
  });
}

for (const key of ['two words', 'line\nbreak', 'line\r\nx-other: header', 'clé', 'nul\u0000']) {
  test(`goes on when the function key is ${JSON.stringify(key)}`, async (t) => {
    const { end, requests } = await play(t, { ACCOUNT_LINKING_FUNCTION_KEY: key });
    assert.deepEqual(end, goesOn(KEY_RULE));
    assert.deepEqual(requests, []);
  });
}

const addresses = [
  ['as it is', (url) => url, '/api/accounts/link'],
  ['with a slash', (url) => `${url}/`, '/api/accounts/link'],
  ['with slashes', (url) => `${url}//`, '/api/accounts/link'],
  ['with white space around it', (url) => ` ${url}\n`, '/api/accounts/link'],
  ['with a path', (url) => `${url}/linking`, '/linking/api/accounts/link'],
  ['with a path and a slash', (url) => `${url}/linking/`, '/linking/api/accounts/link'],
  ['with a path after two slashes, which is no host', (url) => `${url}//team`, '//team/api/accounts/link'],
  ['by the name of this machine', (url) => url.replace('127.0.0.1', 'localhost'), '/api/accounts/link'],
];

for (const [name, address, path] of addresses) {
  test(`takes the address ${name}`, async (t) => {
    const { end, requests } = await play(t, (url) => secretsFor(address(url)));
    assert.deepEqual(end, JOINED);
    assert.deepEqual(requests.map((request) => `${request.method} ${request.path}`), [`POST ${path}`]);
  });
}

for (const [name, secret] of [['24 bytes', secretOf(24)], ['25 bytes', secretOf(25)], ['64 bytes', secretOf(64)], ['white space around it', `\n${SIGNING_SECRET} `]]) {
  test(`takes a signing secret of ${name}`, async (t) => {
    const { end, requests } = await play(t, { ACCOUNT_LINKING_SIGNING_SECRET: secret });
    assert.deepEqual(end, JOINED);
    assert.equal(requests.length, 1);
  });
}

for (const [key, sent] of [[undefined, undefined], ['', undefined], [' \n', undefined], [FUNCTION_KEY, FUNCTION_KEY], [` ${FUNCTION_KEY}\n`, FUNCTION_KEY]]) {
  test(`sends ${sent ? 'the' : 'no'} function key when it is ${JSON.stringify(key) ?? 'missing'}`, async (t) => {
    const { end, requests } = await play(t, { ACCOUNT_LINKING_FUNCTION_KEY: key });
    assert.deepEqual(end, JOINED);
    assert.equal(requests[0].headers['x-functions-key'], sent);
  });
}
