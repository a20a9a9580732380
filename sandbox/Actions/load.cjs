'use strict';
// Loads an Action as Auth0 does: CommonJS source, compiled as a function body.

const fs = require('node:fs');
const vm = require('node:vm');
const { createRequire } = require('node:module');

const MAX_BYTES = 100 * 1024;
const HANDLER = 'onExecutePostLogin';

function loadAction(file, console) {
  const source = fs.readFileSync(file, 'utf8');
  if (Buffer.byteLength(source) > MAX_BYTES) throw new Error('The Action is larger than 100 kB.');
  const module = { exports: {} };
  vm.compileFunction(source, ['module', 'exports', 'require', 'console'], { filename: file })(
    module, module.exports, createRequire(file), console);
  if (typeof module.exports !== 'object' || module.exports === null) throw new Error('The Action must export an object.');
  const handler = module.exports[HANDLER];
  if (typeof handler !== 'function' || handler.constructor.name !== 'AsyncFunction') {
    throw new Error(`Invalid function signature for the "${HANDLER}" handler. `
      + `Use "exports.${HANDLER} = async function(event, api) { }" as the signature.`);
  }
  return handler;
}

module.exports = { loadAction };
