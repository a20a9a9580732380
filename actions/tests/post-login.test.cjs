'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { builtinModules } = require('node:module');
const path = require('node:path');
const { test } = require('node:test');

const file = path.join(__dirname, '..', 'post-login.js');
const action = require(file);

/** An object that fails the test when anything is asked of it. */
const untouchable = (name) => new Proxy({}, {
  get: (_, key) => assert.fail(`${name}.${String(key)} was used`),
  set: (_, key) => assert.fail(`${name}.${String(key)} was set`),
});

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

test('lets a login go on as Auth0 decided', async () => {
  await action.onExecutePostLogin(untouchable('event'), untouchable('api'));
});
