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

/** The result is JSON in a text, so that one that cannot be read can still be told whose it is. */
function answer(id, result) {
  process.stdout.write(JSON.stringify({ id, result }) + '\n');
}

function run(request) {
  const worker = spares.pop() || newWorker();
  let settled = false;
  const settle = (result) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    answer(request.id, result);
    worker.terminate();
    if (spares.length < SPARES) spares.push(newWorker());
  };
  const fail = (error, ms = 0) => settle(JSON.stringify({ error, ms, logs: [], warnings: [] }));
  const timer = setTimeout(
    () => fail(`The Action did not finish within ${request.timeoutMs / 1000} seconds.`, request.timeoutMs), request.timeoutMs);
  worker.once('message', settle);
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
