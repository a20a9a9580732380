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
  parentPort.postMessage(report({ ...effects, cache: error === null ? request.cache : null, error, logs, ms }));
});

/** Auth0 passes the message on to the application; what kind of error it was helps whoever wrote the Action. */
function describe(thrown) {
  if (!(thrown instanceof Error)) return format('The Action threw %s', thrown);
  return thrown.name === 'Error' ? format('%s', thrown.message) : format('%s: %s', thrown.name, thrown.message);
}

/**
 * JSON, as it goes on to another process; a value that JSON cannot hold is the Action's mistake. Half a surrogate pair, which
 * JSON.stringify escapes, becomes the replacement character, as it does wherever text is written in UTF-8.
 */
function report(result) {
  try {
    return JSON.stringify(result).replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (escape, half) => (half ? '\ufffd' : escape));
  } catch (unserializable) {
    const { logs, ms } = result;
    return JSON.stringify({ error: `A claim or metadata value is not JSON: ${unserializable.message}`, logs, ms, warnings: [] });
  }
}
