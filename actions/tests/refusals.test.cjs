'use strict';
// Answers other than 200.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { JOINED, PATIENT, answerWith, eventWith, goesOn, logIn, secretsFor } = require('./support/login.cjs');
const { bytes, neverEnds, pours, problem, says, startService, status } = require('./support/service.cjs');

const LINKED = says(answerWith());
const KEYS = 'compare ACCOUNT_LINKING_SIGNING_SECRET with Webhooks:SigningSecrets, '
  + 'and ACCOUNT_LINKING_FUNCTION_KEY with the key of the Functions app';
const URL_HINT = 'check the secret ACCOUNT_LINKING_URL';

async function play(t, answers, limits = PATIENT) {
  const service = await startService(t, ...answers);
  const end = await logIn(t, eventWith({ secrets: secretsFor(service.url) }), { limits });
  return { end, requests: service.requests };
}

for (const code of [301, 302, 303, 307, 308]) {
  test(`goes on, and follows nobody, when it is redirected with ${code}`, async (t) => {
    const elsewhere = await startService(t, LINKED);
    const { end, requests } = await play(t, [status(code, { location: `${elsewhere.url}/api/accounts/link` })]);
    assert.deepEqual(end, goesOn(`redirected; ${URL_HINT}`));
    assert.equal(requests.length, 1);
    assert.deepEqual(elsewhere.requests, []);
    assert.equal(elsewhere.connections.size, 0);
  });
}

test('gives the connection of a redirect up that has more to say', async (t) => {
  let gaveUp;
  const closed = new Promise((done) => { gaveUp = done; });
  const { end } = await play(t, [(response) => {
    response.on('close', gaveUp);
    neverEnds({ code: 302 })(response);
  }]);
  assert.deepEqual(end, goesOn(`redirected; ${URL_HINT}`));
  await closed;
});

test('goes on when a redirect leads nowhere', async (t) => {
  const { end, requests } = await play(t, [status(302)]);
  assert.deepEqual(end, goesOn(`redirected; ${URL_HINT}`));
  assert.equal(requests.length, 1);
});

const final = [
  { answer: status(401), line: `status 401; ${KEYS}` },
  { answer: problem(400, 'invalid_field'), line: 'status 400 invalid_field' },
  { answer: problem(413, 'content_too_large'), line: 'status 413 content_too_large' },
  { answer: problem(415, 'unsupported_media_type'), line: 'status 415 unsupported_media_type' },
  { answer: status(403), line: 'status 403' },
  { answer: status(404), line: `status 404; ${URL_HINT}` },
  { answer: status(429, { 'retry-after': '0' }), line: 'status 429' },
  { answer: problem(500, 'internal_error'), line: 'status 500 internal_error' },
  { answer: bytes('<html>Bad Gateway</html>', { code: 502, headers: { 'content-type': 'text/html' } }), line: 'status 502' },
  { answer: status(504), line: 'status 504' },
  { answer: status(201), line: 'status 201' },
  { answer: bytes(JSON.stringify(answerWith()), { code: 202 }), line: 'status 202' },
  { answer: (response) => response.writeHead(204).end(), line: 'status 204' },
  { answer: (response) => response.writeHead(304).end(), line: 'status 304' },
];

for (const { answer, line } of final) {
  test(`goes on, having asked once: ${line}`, async (t) => {
    const { end, requests } = await play(t, [answer]);
    assert.deepEqual(end, goesOn(line));
    assert.equal(requests.length, 1);
  });
}

const nameless = [
  { name: 'in capitals', body: '{"code": "AUTH0_UNAVAILABLE"}' },
  { name: 'that begins with a digit', body: '{"code": "1st"}' },
  { name: 'with a person in it', body: '{"code": "anna@example.com"}' },
  { name: 'with a second line', body: '{"code": "invalid\\nfield"}' },
  { name: 'that ends in a line break', body: '{"code": "invalid\\n"}' },
  { name: 'of 41 characters', body: JSON.stringify({ code: 'a'.repeat(41) }) },
  { name: 'that is empty', body: '{"code": ""}' },
  { name: 'that is a list', body: '{"code": ["invalid_field"]}' },
  { name: 'in a list', body: '[{"code": "invalid_field"}]' },
  { name: 'in JSON that breaks off', body: '{"code": "invalid_field"' },
  { name: 'beside what is not UTF-8', body: Buffer.concat([Buffer.from('{"code": "invalid_field", "title": "'), Buffer.from([0xff]), Buffer.from('"}')]) },
];

for (const { name, body } of nameless) {
  test(`does not tell a code ${name}`, async (t) => {
    const { end } = await play(t, [bytes(body, { code: 400 })]);
    assert.deepEqual(end, goesOn('status 400'));
  });
}

test('tells a code of 40 characters', async (t) => {
  const code = `a${'_9'.repeat(19)}z`;
  const { end } = await play(t, [problem(500, code)]);
  assert.deepEqual(end, goesOn(`status 500 ${code}`));
});

test('does not read a problem that never ends', async (t) => {
  const { end, requests } = await play(t, [pours({}, 500)]);
  assert.deepEqual(end, goesOn('status 500'));
  assert.equal(requests.length, 1);
});

test('goes on, having asked twice, when the service is unavailable twice', async (t) => {
  const { end, requests } = await play(t, [problem(503, 'auth0_unavailable'), problem(503, 'budget_exceeded')]);
  assert.deepEqual(end, goesOn('status 503 budget_exceeded, asked twice'));
  assert.equal(requests.length, 2);
});

test('the longest line is not longer than Auth0 keeps it', async (t) => {
  const code = 'a'.repeat(40);
  const { end } = await play(t, [status(503), problem(401, code)]);
  assert.deepEqual(end, goesOn(`status 401 ${code}, asked twice; ${KEYS}`));
});

test('asks again when the service is unavailable once', async (t) => {
  const { end, requests } = await play(t, [problem(503, 'auth0_unavailable'), LINKED]);
  assert.deepEqual(end, JOINED);
  assert.equal(requests.length, 2);
});

for (const [retryAfter, limits] of [['60', {}], ['3', {}], ['99999999999999999999', {}], ['1', { longestWaitMs: 999 }]]) {
  test(`does not ask again when it should wait ${retryAfter} s, and at most ${limits.longestWaitMs ?? 2000} ms are worth it`, async (t) => {
    const { end, requests } = await play(t, [problem(503, 'auth0_rate_limited', { 'retry-after': retryAfter })], { ...PATIENT, ...limits });
    assert.deepEqual(end, goesOn('status 503 auth0_rate_limited'));
    assert.equal(requests.length, 1);
  });
}

test('does not ask again when too little time is left', async (t) => {
  const { end, requests } = await play(t, [status(503)], { ...PATIENT, leastMs: PATIENT.totalMs });
  assert.deepEqual(end, goesOn('status 503'));
  assert.equal(requests.length, 1);
});

test('does not ask again when the wait would leave too little time', async (t) => {
  const { end, requests } = await play(t, [status(503, { 'retry-after': '1' })], { ...PATIENT, leastMs: PATIENT.totalMs - 1_000 });
  assert.deepEqual(end, goesOn('status 503'));
  assert.equal(requests.length, 1);
});

test('waits as long as it is told to before it asks again', async (t) => {
  const { end, requests } = await play(t, [status(503, { 'retry-after': '1' }), LINKED]);
  assert.deepEqual(end, JOINED);
  assert.equal(requests.length, 2);
  assert.ok(requests[1].at - requests[0].at >= 990);
});

for (const retryAfter of ['0', '', 'soon', '-1', '1.5', '0x3c', '60, 60', 'Wed, 21 Oct 2037 07:28:00 GMT']) {
  test(`asks again soon when it should wait "${retryAfter}"`, async (t) => {
    // A wait of a second or more would not be worth it.
    const limits = { ...PATIENT, longestWaitMs: 999 };
    const { end, requests } = await play(t, [status(503, { 'retry-after': retryAfter }), LINKED], limits);
    assert.deepEqual(end, JOINED);
    assert.equal(requests.length, 2);
  });
}
