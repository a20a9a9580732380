import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { AccountLinking } from '../../../sandbox/app/account-linking.js';

test('A service that is not there is unreachable', async () => {
  const service = new AccountLinking('http://127.0.0.1:1', async () => 'token');

  await assert.rejects(service.linkCandidates(), { code: 'unreachable' });
});

test('Who was told to wait does not ask again before', async (t) => {
  const { service, requests } = await start(t, (response) => response.writeHead(429, { 'retry-after': '30' }).end('{"code": "too_many_requests"}'));

  await assert.rejects(service.linkCandidates(), { code: 'too_many_requests', retryAfter: 30 });
  await assert.rejects(service.linkChallenge(null), (error) => error.code === 'too_many_requests' && error.retryAfter > 0 && error.retryAfter <= 30);

  assert.equal(requests.length, 1);
});

test('An error that is not the service\'s own is an unknown one', async (t) => {
  const { service } = await start(t, (response) => response.writeHead(502).end('<html>Bad Gateway</html>'));

  await assert.rejects(service.linkCandidates(), { code: 'unknown', status: 502, traceId: undefined });
});

test('A join that meets trouble is sent once more as it was', async (t) => {
  const { service, requests } = await start(t, (response, nth) => (nth === 1 ? response.writeHead(503).end('{"code": "auth0_unavailable"}') : response.end('{"outcome": "linked"}')));

  assert.deepEqual(await service.join('proof', 'this'), { outcome: 'linked' });

  assert.deepEqual(requests, ['POST /api/me/identities Bearer token', 'POST /api/me/identities Bearer token']);
});

test('A join that the service refuses is not sent again', async (t) => {
  const { service, requests } = await start(t, (response) => response.writeHead(409).end('{"code": "same_account"}'));

  await assert.rejects(service.join('proof', 'this'), { code: 'same_account' });

  assert.equal(requests.length, 1);
});

test('Of a join whose answer was lost nobody says that it was refused', async (t) => {
  const { service } = await start(t, (response, nth) => (nth === 1 ? response.destroy() : response.writeHead(409).end('{"code": "nonce_spent"}')));

  await assert.rejects(service.join('proof', 'this'), { code: 'join_unanswered', status: undefined });
});

test('Who would have to wait long for a second try is not kept waiting', async (t) => {
  const { service, requests } = await start(t, (response) => response.writeHead(503, { 'retry-after': '30' }).end('{"code": "auth0_rate_limited", "trace_id": "abc"}'));

  await assert.rejects(service.join('proof', 'this'), { code: 'join_unanswered', status: 503, traceId: 'abc' });

  assert.equal(requests.length, 1);
});

test('An answer that does not come counts as lost', async (t) => {
  const { service } = await start(t, () => {}, { patience: 50 });

  await assert.rejects(service.linkCandidates(), { code: 'unreachable' });
  await assert.rejects(service.separate('sms|1'), { code: 'separate_unanswered' });
});

test('An answer that breaks off counts as lost', async (t) => {
  const { service } = await start(t, (response) => response.writeHead(200).write('{"outcome":', () => response.destroy()));

  await assert.rejects(service.separate('sms|1'), { code: 'separate_unanswered' });
});

test('An identity is named by what stands before and behind the first bar', async (t) => {
  const { service, requests } = await start(t, (response) => response.end('{"outcome": "unlinked"}'));

  await service.separate('oidc|swedish-bankid|{8f0a}/2');

  assert.deepEqual(requests, ['DELETE /api/me/identities/oidc/swedish-bankid%7C%7B8f0a%7D%2F2 Bearer token']);
});

async function start(t, answer, options) {
  const requests = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    answer(response, requests.length);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { service: new AccountLinking(`http://127.0.0.1:${server.address().port}`, async () => 'token', options), requests };
}
