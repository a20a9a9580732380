'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { builtinModules } = require('node:module');
const path = require('node:path');
const { test } = require('node:test');

const file = path.join(__dirname, '..', 'post-login.js');
const action = require(file);

test('exports a handler that Auth0 accepts: a real async function', () => {
  assert.equal(action.onExecutePostLogin.constructor.name, 'AsyncFunction');
});

test('fits into an Action and needs nothing beyond the platform', () => {
  const source = fs.readFileSync(file, 'utf8');
  assert.ok(Buffer.byteLength(source) <= 100 * 1024);
  for (const [, name] of source.matchAll(/require\(['"]([^'"]+)['"]\)/g)) {
    assert.ok(builtinModules.includes(name.replace(/^node:/, '')), `${name} is not a module of Node's own`);
  }
});

test('stays within what Auth0 gives all Actions of a login, and cannot be told otherwise', () => {
  assert.deepEqual(action.LIMITS, {
    attemptMs: 9_000, totalMs: 15_000, leastMs: 1_000, longestWaitMs: 2_000, waitMs: 200, answerBytes: 65_536,
  });
  assert.ok(Object.isFrozen(action.LIMITS));
});
