'use strict';
// Runs one Action for one login and reports what it did.

const { parentPort } = require('node:worker_threads');
const { performance } = require('node:perf_hooks');
const { format } = require('node:util');
const { createApi } = require('./api.cjs');
const { createConsole } = require('./console.cjs');
const { loadAction } = require('./load.cjs');

parentPort.once('message', async (request) => {
  // An Action that waits for nothing that is pending has not ended; its time limit ends it.
  parentPort.ref();
  const started = performance.now();
  // Without a prototype, "__proto__" is a name like any other.
  const map = () => Object.create(null);
  const effects = { deny: null, primaryUserId: null, idTokenClaims: map(), accessTokenClaims: map(), userMetadata: map(), appMetadata: map(), warnings: [] };
  let error = null;
  try {
    const handler = loadAction(request.file, createConsole((log) => parentPort.postMessage({ log })));
    if (!request.checkOnly) await handler({ ...request.event, secrets: request.secrets }, createApi(request, effects));
  } catch (thrown) {
    error = describe(thrown);
  }

  const ms = Math.round((performance.now() - started) * 100) / 100;
  parentPort.postMessage({ result: stringify({ ...effects, cache: error === null ? request.cache : null, error, ms }) });
});

/** Auth0 passes the message on to the application; what kind of error it was helps whoever wrote the Action. */
function describe(thrown) {
  if (!(thrown instanceof Error)) return format('The Action threw %s', thrown);
  return thrown.name === 'Error' ? format('%s', thrown.message) : format('%s: %s', thrown.name, thrown.message);
}

/** A value that JSON cannot hold is the Action's mistake. */
function stringify(result) {
  try {
    return JSON.stringify(result);
  } catch (unserializable) {
    return JSON.stringify({ error: `A claim or metadata value is not JSON: ${unserializable.message}`, ms: result.ms });
  }
}
