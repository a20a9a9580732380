'use strict';
// Runs one Action for one login and reports what it did.

const { parentPort } = require('node:worker_threads');
const { performance } = require('node:perf_hooks');
const { createApi } = require('./api.cjs');
const { createConsole } = require('./console.cjs');
const { loadAction } = require('./load.cjs');

parentPort.once('message', async (request) => {
  const logs = [];
  const started = performance.now();
  // Without a prototype, "__proto__" is a name like any other.
  const map = () => Object.create(null);
  const effects = { deny: null, primaryUserId: null, idTokenClaims: map(), userMetadata: map(), appMetadata: map(), warnings: [] };
  let error = null;
  try {
    const handler = loadAction(request.file, createConsole(logs));
    if (!request.checkOnly) await handler({ ...request.event, secrets: request.secrets }, createApi(request, effects));
  } catch (thrown) {
    error = describe(thrown);
  }

  const ms = Math.round((performance.now() - started) * 100) / 100;
  parentPort.postMessage(report({ ...effects, cache: request.cache, error, logs, ms }));
});

/** Auth0 passes the message on to the application; what kind of error it was helps whoever wrote the Action. */
function describe(thrown) {
  if (!(thrown instanceof Error)) return `The Action threw ${String(thrown)}`;
  return thrown.name === 'Error' ? thrown.message : `${thrown.name}: ${thrown.message}`;
}

/** JSON, as it goes on to another process; a value that JSON cannot hold is the Action's mistake. */
function report(result) {
  try {
    return JSON.stringify(result);
  } catch (unserializable) {
    const { logs, ms } = result;
    return JSON.stringify({ error: `A claim or metadata value is not JSON: ${unserializable.message}`, logs, ms, warnings: [] });
  }
}
