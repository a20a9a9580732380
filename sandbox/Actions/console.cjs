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
  return { log: write, info: write, warn: write, error: write, debug: write, trace: write, dir: write };
}

module.exports = { createConsole };
