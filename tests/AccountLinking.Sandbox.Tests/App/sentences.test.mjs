import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, nameOfIdentity, wayToSignIn } from '../../../sandbox/app/names.js';
import { sentenceFor, sentenceForRefusal } from '../../../sandbox/app/sentences.js';

test('A code that is not in the table has a sentence all the same, with the number that support finds it by', () => {
  for (const code of [undefined, 'brand_new', 'constructor', '__proto__']) {
    assert.match(sentenceFor({ code, traceId: 'abc' }), /^Something went wrong.* by this number: abc$/);
  }
  assert.match(sentenceForRefusal('toString'), /^These accounts cannot be joined\./);
});

test('Waiting is told in seconds where the service says how many', () => {
  assert.equal(sentenceFor({ code: 'too_many_requests', retryAfter: 1 }), 'That was too often. Please wait a second, and try again.');
  assert.equal(sentenceFor({ code: 'too_many_requests', retryAfter: 12 }), 'That was too often. Please wait 12 seconds, and try again.');
  assert.equal(sentenceFor({ code: 'too_many_requests' }), 'That was too often. Please wait a moment, and try again.');
});

test('A connection without a name of its own is called by its id', () => {
  assert.equal(wayToSignIn('partner-portal'), 'partner-portal');
  assert.equal(wayToSignIn('constructor'), 'constructor');
  assert.equal(nameOfIdentity('oidc|swedish-bankid|a|b'), 'BankID (oidc|swedish-bankid|a|b)');
  assert.equal(nameOfIdentity('google-oauth2|1'), 'Google (google-oauth2|1)');
});

test('A day is the same wherever the person is', () => {
  assert.equal(dayOf('2021-03-04', 'en-GB'), '4 March 2021');
});
