'use strict';
// Auth0 keeps 256 characters of what an Action logs.

const { format } = require('node:util');

const MAX_CHARACTERS = 256;
const MAX_LINES = 100;

function createConsole(logs) {
  const write = (...args) => {
    if (logs.length < MAX_LINES) logs.push(format(...args).slice(0, MAX_CHARACTERS));
  };
  return { log: write, info: write, warn: write, error: write, debug: write, trace: write, dir: write };
}

module.exports = { createConsole };
