'use strict';
// Connections that fail, and answers that break off or come too late.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { JOINED, PATIENT, answerWith, eventWith, goesOn, logIn, secretsFor } = require('./support/login.cjs');
const {
  closedAddress, cutBeforeHeaders, cutInBody, drips, never, neverEnds, problem, says, startRaw, startService, status,
} = require('./support/service.cjs');

const LINKED = says(answerWith());
const LONG = { 'content-type': 'application/json', 'content-length': '1000' };

/** Short of one attempt; the other limits leave it room. */
const HURRIED = { ...PATIENT, attemptMs: 300 };

async function play(t, answers, limits = PATIENT) {
  const service = await startService(t, ...answers);
  const end = await logIn(t, eventWith({ secrets: secretsFor(service.url) }), { limits });
  return { end, requests: service.requests };
}

const lost = [
  { name: 'the service hangs up before it answers', answer: cutBeforeHeaders, reason: 'unreachable UND_ERR_SOCKET' },
  { name: 'the answer breaks off', answer: cutInBody({ headers: LONG }), reason: 'answer cut off UND_ERR_SOCKET' },
  { name: 'the answer breaks off between two chunks', answer: cutInBody(), reason: 'answer cut off UND_ERR_SOCKET' },
];

for (const { name, answer, reason } of lost) {
  test(`goes on, having asked twice, when ${name} each time`, async (t) => {
    const { end, requests } = await play(t, [answer, answer]);
    assert.deepEqual(end, goesOn(`${reason}, asked twice`));
    assert.equal(requests.length, 2);
  });

  test(`asks again when ${name}`, async (t) => {
    const { end, requests } = await play(t, [answer, LINKED]);
    assert.deepEqual(end, JOINED);
    assert.equal(requests.length, 2);
  });

  test(`goes on, having asked once, when ${name} and too little time is left`, async (t) => {
    const { end, requests } = await play(t, [answer], { ...PATIENT, leastMs: PATIENT.totalMs });
    assert.deepEqual(end, goesOn(reason));
    assert.equal(requests.length, 1);
  });
}

const slow = [
  { name: 'no answer comes', answer: never },
  { name: 'an answer has no end', answer: neverEnds() },
  { name: 'an answer has no end, though it says where that is', answer: neverEnds({ headers: LONG }) },
  { name: 'an answer comes in drips', answer: drips() },
];

for (const { name, answer } of slow) {
  test(`goes on, having asked twice, when ${name} in the time of an attempt`, async (t) => {
    const { end, requests } = await play(t, [answer, answer], HURRIED);
    assert.deepEqual(end, goesOn('timeout, asked twice'));
    assert.equal(requests.length, 2);
  });

  test(`goes on, having asked once, when ${name} in the time of all attempts`, async (t) => {
    const { end, requests } = await play(t, [answer], { ...PATIENT, totalMs: 300 });
    assert.deepEqual(end, goesOn('timeout'));
    assert.equal(requests.length, 1);
  });
}

test('gives a second attempt no more time than is left', async (t) => {
  const { end, requests } = await play(t, [cutBeforeHeaders, never], { ...PATIENT, totalMs: 300 });
  assert.deepEqual(end, goesOn('timeout, asked twice'));
  assert.equal(requests.length, 2);
});

test('asks again when the first answer took too long', async (t) => {
  const { end, requests } = await play(t, [never, LINKED], { ...PATIENT, attemptMs: 1_000 });
  assert.deepEqual(end, JOINED);
  assert.equal(requests.length, 2);
});

test('gives the connection of an answer up that took too long', async (t) => {
  let gaveUp;
  const closed = new Promise((done) => { gaveUp = done; });
  const { end } = await play(t, [(response) => response.on('close', gaveUp)], { ...PATIENT, totalMs: 300 });
  assert.deepEqual(end, goesOn('timeout'));
  await closed;
});

test('the trouble of the second attempt is the one that is told', async (t) => {
  const { end } = await play(t, [cutBeforeHeaders, status(500)]);
  assert.deepEqual(end, goesOn('status 500, asked twice'));
});

test('goes on, having asked twice, when nobody listens', async (t) => {
  const end = await logIn(t, eventWith({ secrets: secretsFor(await closedAddress()) }));
  assert.deepEqual(end, goesOn('unreachable ECONNREFUSED, asked twice'));
});

const foreign = [
  { name: 'a greeting of another protocol', text: '220 mail.example.com ESMTP\r\n' },
  { name: 'a broken header', text: 'HTTP/1.1 200 OK\r\nno colon here\r\n\r\n' },
  { name: 'a broken chunk', text: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n' },
];

for (const { name, text } of foreign) {
  test(`goes on when what comes is ${name}`, async (t) => {
    const service = await startRaw(t, (socket) => socket.once('data', () => socket.write(text)));
    const end = await logIn(t, eventWith({ secrets: secretsFor(service.url) }));
    assert.equal(end.logs.length, 1);
    assert.match(end.logs[0], /: (unreachable|answer cut off) HPE_[A-Z_]+, asked twice$/);
    assert.deepEqual(end.calls, []);
    assert.equal(service.connections.size, 2);
  });
}

test('goes on when the service speaks no TLS where TLS was meant', async (t) => {
  const service = await startRaw(t, (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
  const end = await logIn(t, eventWith({ secrets: secretsFor(service.url.replace('http:', 'https:')) }));
  assert.equal(end.logs.length, 1);
  assert.match(end.logs[0], /: unreachable [A-Z_]+, asked twice$/);
  assert.deepEqual(end.calls, []);
});

test('asks the next login anew when the service closed the connection after the last', async (t) => {
  const service = await startService(t, LINKED, LINKED);
  const event = eventWith({ secrets: secretsFor(service.url) });
  assert.deepEqual(await logIn(t, event), JOINED);
  const [socket] = service.connections;
  const closed = new Promise((done) => socket.once('close', done));
  socket.destroy();
  await closed;
  assert.deepEqual(await logIn(t, event), JOINED);
  assert.equal(service.connections.size, 2);
});

test('a 503 that breaks off is a 503 still', async (t) => {
  const { end, requests } = await play(t, [cutInBody({ code: 503 }), problem(503, 'auth0_unavailable')]);
  assert.deepEqual(end, goesOn('status 503 auth0_unavailable, asked twice'));
  assert.equal(requests.length, 2);
});

test('a 400 that breaks off is a 400 still', async (t) => {
  const { end, requests } = await play(t, [cutInBody({ code: 400 })]);
  assert.deepEqual(end, goesOn('status 400'));
  assert.equal(requests.length, 1);
});

test('a 500 that has no end is a 500 still', async (t) => {
  const { end, requests } = await play(t, [neverEnds({ code: 500 })], HURRIED);
  assert.deepEqual(end, goesOn('status 500'));
  assert.equal(requests.length, 1);
});
