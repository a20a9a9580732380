import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { dayOf, wayOfIdentity, wayToSignIn } from '../../../sandbox/app/names.js';
import { sentenceFor, sentenceForRefusal } from '../../../sandbox/app/sentences.js';

test('A code that is not in the table has a sentence all the same, with the number that support finds it by', () => {
  for (const code of [undefined, 'brand_new', 'constructor', '__proto__']) {
    assert.match(sentenceFor({ code, traceId: 'abc' }), /^Something went wrong.* by this number: abc$/);
  }
  assert.match(sentenceForRefusal('toString'), /^These accounts cannot be joined\./);
});

test('What the service refuses a person has a sentence of its own', async () => {
  const codes = await documentedRefusals();
  assert.ok(codes.has('wrong_account') && codes.has('main_identity'));

  // An application that makes no mistakes gets none of the first; the page has words of its own for the last.
  for (const code of ['malformed_json', 'invalid_field', 'unreadable_request', 'unsupported_media_type', 'content_too_large', 'connection_not_listed']) codes.delete(code);

  for (const code of codes) assert.doesNotMatch(sentenceFor({ code }), /^Something went wrong/, code);
});

test('Each reason that a proof can be refused for has a sentence of its own', async () => {
  const { components } = await description();
  const reasons = components.schemas.LinkIdentityAnswer.properties.reason.enum.filter((reason) => reason !== null);
  assert.ok(reasons.includes('separated_before'));

  for (const reason of reasons) assert.notEqual(sentenceForRefusal(reason), sentenceForRefusal('brand_new'), reason);
});

test('Where an answer was lost nothing is claimed, and support finds it all the same', () => {
  for (const code of ['join_unanswered', 'separate_unanswered']) {
    assert.match(sentenceFor({ code, traceId: 'abc' }), /^The answer did not arrive, so it is not known .* by this number: abc$/);
  }
});

test('Waiting is told in seconds where the service says how many', () => {
  assert.equal(sentenceFor({ code: 'too_many_requests', retryAfter: 1 }), 'That was too often. Please wait a second, and try again.');
  assert.equal(sentenceFor({ code: 'too_many_requests', retryAfter: 12 }), 'That was too often. Please wait 12 seconds, and try again.');
  assert.equal(sentenceFor({ code: 'too_many_requests' }), 'That was too often. Please wait a moment, and try again.');
});

test('A connection without a name of its own is called by its id', () => {
  assert.equal(wayToSignIn('partner-portal'), 'partner-portal');
  assert.equal(wayToSignIn('constructor'), 'constructor');
  assert.equal(wayOfIdentity('oidc|swedish-bankid|a|b'), 'BankID');
  assert.equal(wayOfIdentity('google-oauth2|1'), 'Google');
});

test('A day is the same wherever the person is', () => {
  assert.equal(dayOf('2021-03-04', 'en-GB'), '4 March 2021');
});

/** The codes of all answers with a status in the four hundreds that docs/openapi.json has of the person's own end points. */
async function documentedRefusals() {
  const { paths } = await description();
  const answers = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/me/'))
    .flatMap(([, operations]) => Object.values(operations))
    .flatMap((operation) => Object.entries(operation.responses))
    .filter(([status]) => status.startsWith('4'));
  return new Set(JSON.stringify(answers).match(/(?<="code":")\w+/g));
}

async function description() {
  return JSON.parse(await readFile(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
}
