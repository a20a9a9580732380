'use strict';
// What the service is asked, and how.

const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const { test } = require('node:test');
const {
  FUNCTION_KEY, JOINED, PATIENT, SIGNING_SECRET, SURVIVOR, USER_ID, action, answerWith, eventWith, goesOn, logIn, secretsFor,
} = require('./support/login.cjs');
const { cutBeforeHeaders, says, startService, status } = require('./support/service.cjs');
const { isSigned } = require('./support/signature.cjs');

const LINKED = says(answerWith());
const QUESTION = {
  user_id: USER_ID,
  connection: { id: 'con_swedishbankid001', name: 'swedish-bankid', strategy: 'oidc' },
  transaction_id: 'transaction-anna',
};

async function play(t, event = {}, answers = [LINKED], secrets = {}) {
  const service = await startService(t, ...answers);
  const end = await logIn(t, eventWith({ ...event, secrets: secretsFor(service.url, secrets) }));
  return { end, requests: service.requests };
}

for (const [name, event] of [
  ['no event', undefined],
  ['null for an event', null],
  ['an event without a user', { connection: { name: 'swedish-bankid' }, secrets: {} }],
  ['an event whose user is null', { connection: { name: 'swedish-bankid' }, user: null }],
  ['an event that cannot be written as JSON', eventWith({ user: { user_id: 1n }, secrets: secretsFor('http://127.0.0.1:1') })],
]) {
  test(`goes on when there is ${name}`, async (t) => {
    assert.deepEqual(await logIn(t, event), goesOn('unexpected failure'));
  });
}

test('goes on, and does not tell why, when the reason may be personal', async (t) => {
  const event = eventWith({ secrets: secretsFor('http://127.0.0.1:1') });
  const broken = { ...event, user: { get app_metadata() { throw new Error(`${USER_ID} has none`); } } };
  assert.deepEqual(await logIn(t, broken), goesOn('unexpected failure'));
});

test('leaves an empty event alone', async (t) => {
  assert.deepEqual(await logIn(t, {}), { calls: [], logs: [] });
});

test('asks about the ids of the login, and tells nothing else of it', async (t) => {
  const { end, requests } = await play(t);
  assert.deepEqual(end, JOINED);
  assert.equal(requests.length, 1);
  assert.equal(requests[0].body, JSON.stringify(QUESTION));
});

const questions = [
  ['a transaction', { transaction: null }, ({ transaction_id, ...rest }) => rest],
  ['an id of the transaction', { transaction: { id: undefined } }, ({ transaction_id, ...rest }) => rest],
  ['an id of the connection', { connection: { id: undefined } }, (all) => ({ ...all, connection: { name: 'swedish-bankid', strategy: 'oidc' } })],
  ['a strategy', { connection: { strategy: undefined } }, (all) => ({ ...all, connection: { id: 'con_swedishbankid001', name: 'swedish-bankid' } })],
];

for (const [name, event, change] of questions) {
  test(`leaves out what there is none of: ${name}`, async (t) => {
    const { end, requests } = await play(t, event);
    assert.deepEqual(end, JOINED);
    assert.deepEqual(JSON.parse(requests[0].body), change(QUESTION));
  });
}

test('sends these headers of its own, and no other that says anything', async (t) => {
  const { requests: [{ method, path, headers }] } = await play(t, {}, [LINKED], { ACCOUNT_LINKING_FUNCTION_KEY: FUNCTION_KEY });
  assert.equal(`${method} ${path}`, 'POST /api/accounts/link');
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers.accept, 'application/json');
  assert.equal(headers['x-functions-key'], FUNCTION_KEY);
  assert.match(headers['webhook-id'], /^msg_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.match(headers['webhook-timestamp'], /^\d{10}$/);
  assert.match(headers['webhook-signature'], /^v1,[A-Za-z0-9+/]{43}=$/);
  const platform = ['host', 'connection', 'accept-language', 'sec-fetch-mode', 'user-agent', 'accept-encoding', 'content-length'];
  const own = ['content-type', 'accept', 'x-functions-key', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
  assert.deepEqual(Object.keys(headers).filter((name) => !platform.includes(name)).sort(), own.sort());
});

test('signs as Standard Webhooks has it: the signature that openssl makes of the same', async (t) => {
  t.mock.method(crypto, 'randomUUID', () => '00000000-0000-4000-8000-000000000001');
  t.mock.method(Date, 'now', () => 1_795_262_400_999);
  const { requests: [{ headers }] } = await play(t);
  assert.equal(headers['webhook-id'], 'msg_00000000-0000-4000-8000-000000000001');
  assert.equal(headers['webhook-timestamp'], '1795262400');
  assert.equal(headers['webhook-signature'], 'v1,jNTkCFvFN9owcEJRLtSl6uXcX/zjMDti42AImpBwCNk=');
});

for (const id of ['auth0|ÅÄÖ-😀', 'samlp|dir|a"b\\c', 'oidc|x|\ud800', 'oidc|x|\u2028']) {
  test(`signs what it sends, byte for byte: ${JSON.stringify(id)}`, async (t) => {
    const { end, requests: [request] } = await play(t, { user: { user_id: id } });
    assert.deepEqual(end, JOINED);
    assert.equal(JSON.parse(request.body).user_id, id);
    assert.ok(await isSigned(request, SIGNING_SECRET));
    assert.ok(!await isSigned(request, `whsec_${Buffer.alloc(27).toString('base64')}`));
    assert.ok(!await isSigned({ ...request, body: `${request.body} ` }, SIGNING_SECRET));
  });
}

for (const [name, answer] of [['a 503', status(503)], ['a lost connection', cutBeforeHeaders]]) {
  test(`asks the same again after ${name}, under the same id and signed anew`, async (t) => {
    let now = 1_795_262_400_000;
    t.mock.method(Date, 'now', () => now);
    const { requests: [first, second] } = await play(t, {}, [(...args) => {
      now += 3_000;
      answer(...args);
    }, LINKED]);
    assert.equal(second.body, first.body);
    assert.equal(second.headers['webhook-id'], first.headers['webhook-id']);
    assert.equal(first.headers['webhook-timestamp'], '1795262400');
    assert.equal(second.headers['webhook-timestamp'], '1795262403');
    assert.ok(await isSigned(first, SIGNING_SECRET));
    assert.ok(await isSigned(second, SIGNING_SECRET));
  });
}

test('keeps nothing from one login to the next', async (t) => {
  const service = await startService(t, LINKED, status(500), says(answerWith({ primary_user_id: 'auth0|bo' })), says(answerWith({ login: 'deny' })));
  const secrets = secretsFor(service.url);
  const as = (userId, name, id) => eventWith({ user: { user_id: userId }, connection: { name }, transaction: { id }, secrets });
  assert.deepEqual(await logIn(t, as('oidc|a|1', 'a', 't1')), JOINED);
  assert.deepEqual(await logIn(t, as('oidc|b|2', 'b', 't2')), goesOn('status 500'));
  assert.deepEqual(await logIn(t, as('oidc|b|2', 'b', 't3')), { calls: [['authentication.setPrimaryUser', 'auth0|bo']], logs: [] });
  assert.deepEqual(await logIn(t, as('oidc|c|3', 'c', 't4')), { calls: [['access.deny', action.DENIED]], logs: [] });
  const asked = service.requests.map(({ body }) => JSON.parse(body));
  assert.deepEqual(asked.map(({ user_id, connection, transaction_id }) => [user_id, connection.name, transaction_id]), [
    ['oidc|a|1', 'a', 't1'], ['oidc|b|2', 'b', 't2'], ['oidc|b|2', 'b', 't3'], ['oidc|c|3', 'c', 't4'],
  ]);
  assert.equal(new Set(service.requests.map(({ headers }) => headers['webhook-id'])).size, 4);
});

test('keeps logins apart that run at once', async (t) => {
  const service = await startService(t, ...Array(20).fill((response, _, { user_id }) => says(answerWith({ primary_user_id: `${user_id}-survivor` }))(response)));
  const logins = Array.from({ length: 20 }, async (_, i) => {
    const called = [];
    const api = { authentication: { setPrimaryUser: (id) => called.push(id) } };
    await action.play(eventWith({ user: { user_id: `oidc|x|${i}` }, secrets: secretsFor(service.url) }), api, PATIENT);
    return called;
  });
  assert.deepEqual(await Promise.all(logins), Array.from({ length: 20 }, (_, i) => [`oidc|x|${i}-survivor`]));
});

test('does the same under the name that Auth0 calls', async (t) => {
  const service = await startService(t, LINKED);
  const called = [];
  const api = { authentication: { setPrimaryUser: (id) => called.push(id) } };
  assert.equal(await action.onExecutePostLogin(eventWith({ secrets: secretsFor(service.url) }), api), undefined);
  assert.deepEqual(called, [SURVIVOR]);
});

test('keeps the connection for the next login', async (t) => {
  const service = await startService(t, LINKED, LINKED);
  const event = eventWith({ secrets: secretsFor(service.url) });
  assert.deepEqual(await logIn(t, event), JOINED);
  await new Promise(setImmediate);
  assert.deepEqual(await logIn(t, event), JOINED);
  assert.equal(service.connections.size, 1);
});
