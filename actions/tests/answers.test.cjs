'use strict';
// What comes with status 200.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const zlib = require('node:zlib');
const { JOINED, SURVIVOR, USER_ID, action, answerWith, eventWith, goesOn, logIn, secretsFor } = require('./support/login.cjs');
const { bytes, pours, says, startService } = require('./support/service.cjs');

const JSON_TYPE = { 'content-type': 'application/json' };
const LIMIT = 64 * 1024;

async function play(t, answer, options) {
  const service = await startService(t, answer);
  const end = await logIn(t, eventWith({ secrets: secretsFor(service.url) }), options);
  assert.equal(service.requests.length, 1);
  return end;
}

/** A good answer of exactly this many bytes. */
function answerOf(size) {
  const empty = JSON.stringify(answerWith({ padding: '' })).length;
  return JSON.stringify(answerWith({ padding: 'x'.repeat(size - empty) }));
}

const good = JSON.stringify(answerWith());

const notJsonObjects = [
  ['nothing', ''],
  ['white space', ' \n'],
  ['a page', '<html><body>It works</body></html>'],
  ['half an object', good.slice(0, -1)],
  ['an object and more', `${good} ${good}`],
  ['null', 'null'],
  ['true', 'true'],
  ['a number', '200'],
  ['a text', JSON.stringify(good)],
  ['a list', `[${good}]`],
  ['an empty object', '{}'],
  ['UTF-16', Buffer.from(good, 'utf16le')],
  ['bytes that are not UTF-8', Buffer.concat([Buffer.from(good.slice(0, -1)), Buffer.from(',"rest":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])],
];

for (const [name, body] of notJsonObjects) {
  test(`goes on when the answer is ${name}`, async (t) => {
    assert.deepEqual(await play(t, bytes(body)), goesOn('invalid answer'));
  });
}

const invalid = [
  ...[undefined, null, '', 'Deny', 'Continue', 'continue ', 'denied', true, false, 1, ['continue'], { continue: true }].map((login) => ({ login })),
  ...[
    undefined, null, '', 'anna', '|', '|anna', 'auth0|', '||', 'auth0', 1, true, ['auth0|anna'], { id: 'auth0|anna' },
    'auth0|an\nna', 'auth0|anna\n', 'au\u0000th0|anna', 'auth0|anna\u007f', 'auth0|anna\u0085', `auth0|${'a'.repeat(123)}`,
  ].map((id) => ({ primary_user_id: id })),
];

for (const differences of invalid) {
  const [[field, value]] = Object.entries(differences);
  test(`goes on when ${field} is ${JSON.stringify(value) ?? 'missing'}`, async (t) => {
    assert.deepEqual(await play(t, says(answerWith(differences))), goesOn('invalid answer'));
  });
}

test('denies nothing on an answer without a good primary_user_id', async (t) => {
  assert.deepEqual(await play(t, says(answerWith({ login: 'deny', primary_user_id: null }))), goesOn('invalid answer'));
});

test('does not take what an answer inherits for what it says', async (t) => {
  const body = `{"__proto__": {"login": "continue", "primary_user_id": "${SURVIVOR}"}}`;
  assert.deepEqual(await play(t, bytes(body)), goesOn('invalid answer'));
});

const big = [
  ['is a byte larger than it may be', bytes(answerOf(LIMIT + 1))],
  ['says that it is large', pours({ 'content-length': String(2 ** 30) })],
  ['never ends', pours()],
  ['is large once it is decompressed', bytes(zlib.gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20)), { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } })],
];

for (const [name, answer] of big) {
  test(`goes on when the answer ${name}`, async (t) => {
    assert.deepEqual(await play(t, answer), goesOn('answer too large'));
  });
}

test('gives the connection of an answer up that never ends', async (t) => {
  let gaveUp;
  const closed = new Promise((done) => { gaveUp = done; });
  await play(t, (response) => {
    response.on('close', gaveUp);
    pours()(response);
  });
  await closed;
});

test('takes an answer as large as it may be', async (t) => {
  assert.deepEqual(await play(t, bytes(answerOf(LIMIT))), JOINED);
});

test('takes a compressed answer', async (t) => {
  assert.deepEqual(await play(t, bytes(zlib.gzipSync(good), { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } })), JOINED);
});

test('goes on when the primary user cannot be set', async (t) => {
  const end = await play(t, says(answerWith()), { refuse: 'authentication.setPrimaryUser' });
  assert.deepEqual(end, { ...goesOn('setPrimaryUser failed; another Action of this login may have called it before'), ...{ calls: JOINED.calls } });
});

test('goes on when the login cannot be denied', async (t) => {
  const end = await play(t, says(answerWith({ login: 'deny' })), { refuse: 'access.deny' });
  assert.deepEqual(end, { ...goesOn('unexpected failure'), calls: [['access.deny', action.DENIED]] });
});

test('denies a login, and does nothing else, when the service says so', async (t) => {
  assert.deepEqual(await play(t, says(answerWith({ outcome: 'ambiguous', login: 'deny' }))), { calls: [['access.deny', action.DENIED]], logs: [] });
});

test('denies a login that would continue as itself', async (t) => {
  const end = await play(t, says(answerWith({ outcome: 'refused', login: 'deny', primary_user_id: USER_ID })));
  assert.deepEqual(end, { calls: [['access.deny', action.DENIED]], logs: [] });
});

test('says to a denied person whom to turn to, and nothing of any account', () => {
  assert.equal(action.DENIED, 'You could not be signed in. Please contact support.');
});

test('leaves a login alone that continues as itself', async (t) => {
  assert.deepEqual(await play(t, says(answerWith({ outcome: 'no_match', primary_user_id: USER_ID }))), { calls: [], logs: [] });
});

const ids = [
  SURVIVOR, 'a|b', 'samlp|Some-Directory|anna@example.com', 'oidc|x|a/b\\c{}:d', 'auth0|ÅÄÖ', 'auth0|\u2028', 'oidc|x|',
  'google-oauth2|1', USER_ID.toUpperCase(), `auth0|${'a'.repeat(122)}`,
];

for (const id of ids) {
  test(`lets a login continue as ${id.length > 40 ? `an id of ${id.length} characters` : JSON.stringify(id)}`, async (t) => {
    assert.deepEqual(await play(t, says(answerWith({ primary_user_id: id }))), { calls: [['authentication.setPrimaryUser', id]], logs: [] });
  });
}

for (const outcome of ['linked', 'already_linked', 'an_outcome_of_next_year', undefined, null, 7]) {
  test(`does what the answer says whatever its outcome: ${JSON.stringify(outcome) ?? 'none'}`, async (t) => {
    assert.deepEqual(await play(t, says({ outcome, login: 'continue', primary_user_id: SURVIVOR })), JOINED);
  });
}
