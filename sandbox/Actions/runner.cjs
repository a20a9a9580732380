'use strict';
// The long-lived Node process of the sandbox. One JSON line in, one out, for each login; each runs in a worker thread of its
// own, so that no state passes from one login to the next and an Action that never yields can still be stopped.
// Kept to syntax that old versions parse: the version check below must be able to say its sentence.

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stdout.write(JSON.stringify({ ready: false, version: process.versions.node }) + '\n');
  process.exit(0);
}

const path = require('node:path');
const readline = require('node:readline');
const { format } = require('node:util');
const { Worker } = require('node:worker_threads');

const SPARES = 2;
const MEMORY_MB = 256;

const spares = [];

function newWorker() {
  const worker = new Worker(path.join(__dirname, 'worker.cjs'), {
    // The Action sees no environment variables, and cannot write into this process's own output.
    env: {}, stdin: false, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  // A spare that dies of an error must not take the process along.
  worker.on('error', () => {});
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

/**
 * The result is JSON in a text, so that one that cannot be read can still be told whose it is. Half a surrogate pair, which
 * JSON.stringify escapes, becomes the replacement character, as it does wherever text is written in UTF-8.
 */
function answer(id, result, logs) {
  const line = JSON.stringify({ id, result: whole(result), logs: logs.map((log) => log.toWellFormed()) });
  process.stdout.write(line + '\n');
}

function whole(json) {
  return json.replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (escape, half) => (half ? '\ufffd' : escape));
}

function run(request) {
  const worker = spares.pop() || newWorker();
  const logs = [];
  let settled = false;
  const settle = (result) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    answer(request.id, result, logs);
    worker.terminate();
    if (spares.length < SPARES) spares.push(newWorker());
  };
  const fail = (error, ms = 0) => settle(JSON.stringify({ error, ms }));
  const timer = setTimeout(
    () => fail(`The Action did not finish within ${request.timeoutMs / 1000} seconds.`, request.timeoutMs), request.timeoutMs);
  worker.on('message', ({ log, result }) => (result === undefined ? logs.push(log) : settle(result)));
  worker.once('error', (error) => fail(format('%s', error && error.message || error)));
  worker.once('exit', () => fail('The Action ended its process before it had finished.'));
  worker.postMessage(request);
}

// The terminal sends Ctrl-C to every process in it; the sandbox ends this one in its own time by closing the input.
process.on('SIGINT', () => {});

readline.createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on('line', (line) => run(JSON.parse(line)))
  .on('close', () => process.exit(0));

for (let i = 0; i < SPARES; i++) spares.push(newWorker());
process.stdout.write(JSON.stringify({ ready: true, version: process.versions.node }) + '\n');
