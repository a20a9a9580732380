'use strict';
// A service on 127.0.0.1 that answers as it is told, one answer to a request, in order. The answers are as nasty as networks are.

const http = require('node:http');
const net = require('node:net');

/** Starts it for one test; what it was asked is in `requests`. A request that no answer was planned for is answered with 418. */
async function startService(t, ...answers) {
  const requests = [];
  const connections = new Set();
  const server = http.createServer(async (request, response) => {
    const body = await readBody(request);
    requests.push({ method: request.method, path: request.url, headers: request.headers, body, at: performance.now() });
    const answer = answers[requests.length - 1] ?? status(418);
    answer(response, request, JSON.parse(body));
  });
  server.on('connection', (socket) => connections.add(socket));
  const port = await listen(t, server, connections);
  return { url: `http://127.0.0.1:${port}`, requests, connections };
}

/** Starts something that speaks no HTTP, or not well. */
async function startRaw(t, onConnection) {
  const connections = new Set();
  const server = net.createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  const port = await listen(t, server, connections);
  return { url: `http://127.0.0.1:${port}`, connections };
}

/** An address where nobody listens. */
async function closedAddress() {
  const server = net.createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}

async function listen(t, server, connections) {
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of connections) socket.destroy();
    await closed;
  });
  return server.address().port;
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** An answer of exactly these bytes. */
const bytes = (body, { code = 200, headers = JSON_TYPE } = {}) => (response) => response.writeHead(code, headers).end(body);

/** What the service says of a login. */
const says = (answer) => bytes(JSON.stringify(answer));

const status = (code, headers = {}) => bytes('', { code, headers });

const problem = (code, name, headers = {}) => bytes(
  JSON.stringify({ type: 'about:blank', title: 'Trouble', status: code, code: name, trace_id: 'trace-of-the-service' }),
  { code, headers: { 'content-type': 'application/problem+json', ...headers } });

const never = () => {};

const cutBeforeHeaders = (response) => response.socket.destroy();

/** Headers and the beginning of a body, and then what `then` does. The beginning is on its way before that. */
const begins = (then, { code = 200, headers = JSON_TYPE } = {}) => (response) => {
  response.writeHead(code, headers);
  response.write('{"outcome":', () => then(response));
};

const cutInBody = (options) => begins((response) => response.socket.destroy(), options);

const neverEnds = (options) => begins(never, options);

/** A byte now and then: there is always something on its way, and never an end. */
const drips = () => begins((response) => {
  const drip = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(drip));
});

/** As much as is taken. */
const pours = (headers = {}, code = 200) => (response) => {
  response.writeHead(code, { ...JSON_TYPE, ...headers });
  const chunk = Buffer.alloc(16 * 1024, 0x20);
  const pour = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', pour);
  pour();
};

module.exports = {
  startService, startRaw, closedAddress,
  bytes, says, status, problem, never, cutBeforeHeaders, cutInBody, neverEnds, drips, pours,
};
