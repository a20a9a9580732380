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

test('An identity is named by what stands before and behind the first bar', async (t) => {
  const { service, requests } = await start(t, (response) => response.end('{"outcome": "unlinked"}'));

  await service.separate('oidc|swedish-bankid|{8f0a}/2');

  assert.deepEqual(requests, ['DELETE /api/me/identities/oidc/swedish-bankid%7C%7B8f0a%7D%2F2 Bearer token']);
});

async function start(t, answer) {
  const requests = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    answer(response);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.close());
  return { service: new AccountLinking(`http://127.0.0.1:${server.address().port}`, async () => 'token'), requests };
}
