'use strict';
// Auth0 keeps 256 characters of what an Action logs.

const { format } = require('node:util');

const MAX_CHARACTERS = 256;
const MAX_LINES = 100;

/** Each line is passed on as it is written: what an Action said before it was stopped is what its author needs most. */
function createConsole(pass) {
  let lines = 0;
  const write = (...args) => {
    if (lines++ < MAX_LINES) pass(format(...args).slice(0, MAX_CHARACTERS));
  };
  const played = { log: write, info: write, warn: write, error: write, debug: write, trace: write, dir: write, table: write };
  // The rest of Node's console (assert, time, group, …) is there, and says nothing.
  return new Proxy(played, { get: (methods, name) => methods[name] ?? (typeof console[name] === 'function' ? () => {} : undefined) });
}

module.exports = { createConsole };
