'use strict';
// Logins about which the service is not asked, and those that look as if it were not.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { JOINED, answerWith, eventWith, logIn, secretsFor } = require('./support/login.cjs');
const { says, startService } = require('./support/service.cjs');

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const SILENT = { calls: [], logs: [] };

const ahead = (ms) => new Date(Date.now() + ms).toISOString();
/** Looked at with the address whose hash the marker has. */
const lookedAt = (hash, user, next = ahead(DAY)) => ({ user: { ...user, app_metadata: { account_linking: { next_check_at: next, email_hash: hash } } } });
const verified = (email) => ({ email, email_verified: true });
/** printf %s anna@example.com | sha256sum */
const ANNAS = 'f7d54c22dda5b178';
const marked = (next) => lookedAt(ANNAS, {}, next);
const listed = (connections) => ({ secrets: { ACCOUNT_LINKING_CONNECTIONS: connections } });

async function play(t, { secrets, ...event }) {
  const service = await startService(t, says(answerWith()));
  const end = await logIn(t, eventWith({ ...event, secrets: secretsFor(service.url, secrets) }));
  return { end, asked: service.requests.length };
}

const skipped = [
  ['of a login without a connection', { connection: null }],
  ['of a connection without a name', { connection: { name: undefined } }],
  ['of a connection that is not listed', listed('google-oauth2,sms')],
  ['of a connection that is listed in capitals', listed('Swedish-BankID')],
  ['of a connection whose name is only the beginning of a listed one', listed('swedish-bankid-2')],
  ['of a connection whose name only begins like a listed one', listed('swedish')],
  ['of a connection when there is a star in the list', listed('*')],
  ['before the day has come', marked(ahead(DAY))],
  ['in the last minutes before', marked(ahead(5 * 60 * 1000))],
  ['for nearly 31 days', marked(ahead(31 * DAY - HOUR))],
  ['before a time without fractions', marked(`${ahead(DAY).slice(0, 19)}Z`)],
  ['before a time with many fractions', marked(`${ahead(DAY).slice(0, 19)}.1234567Z`)],
  ['before a time without seconds', marked(`${ahead(DAY).slice(0, 16)}Z`)],
  ['before a time with an offset', marked(`${ahead(2 * DAY).slice(0, 19)}+02:00`)],
  ['of an account with the verified address that it had then', lookedAt(ANNAS, verified('anna@example.com'))],
  ['of an account whose address is not verified, and was not then', lookedAt(undefined, { email: 'anna@example.com', email_verified: false })],
  ['of an account without an address, and there was none then', lookedAt(null, { email: undefined, email_verified: true })],
  ['of an account with an empty address, and there was none then', lookedAt(undefined, verified(''))],
  ['of an account whose address is no text, and there was none then', lookedAt(undefined, verified(['anna@example.com']))],
  ...['oauth2-refresh-token', 'oauth2-password', 'oauth2-resource-owner', 'oauth2-resource-owner-jwt-bearer', 'oauth2-token-exchange']
    .map((protocol) => [`over ${protocol}`, { transaction: { protocol } }]),
];

for (const [name, event] of skipped) {
  test(`does not ask, and is silent, ${name}`, async (t) => {
    assert.deepEqual(await play(t, event), { end: SILENT, asked: 0 });
  });
}

test('is silent about missing secrets where it would not ask', async (t) => {
  assert.deepEqual(await logIn(t, eventWith({ user: { phone_number: undefined }, transaction: { protocol: 'oauth2-refresh-token' } })), SILENT);
});

const asked = [
  ['of a connection that is the only one listed', listed('swedish-bankid')],
  ['of a connection among others', listed('sms, swedish-bankid ,google-oauth2')],
  ['of a connection in a list with gaps and line breaks', listed(',\n swedish-bankid\n,,')],
  ['of every connection when the list is empty', listed('')],
  ['of every connection when the list is blank', listed(' \t\n')],
  ['of every connection when the list has only commas', listed(' , ,')],
  ['when the time has come', marked(ahead(-1000))],
  ['long after', marked('2020-01-01T00:00:00Z')],
  ['when the time is too far ahead to be true', marked(ahead(31 * DAY + HOUR))],
  ['when the time is years ahead', marked('9999-12-31T23:59:59Z')],
  ['when the time is a number', marked(Date.now() + DAY)],
  ['when the time is a list of a time', marked([ahead(DAY)])],
  ['when the time is a boolean', marked(true)],
  ['when the time is empty', marked('')],
  ['when the time is a word', marked('tomorrow')],
  ['when the time is a date only', marked(ahead(2 * DAY).slice(0, 10))],
  ['when the time has no zone', marked(ahead(2 * DAY).slice(0, 19))],
  ['when the time is written as people do', marked(new Date(Date.now() + DAY).toUTCString())],
  ['when the time is on no calendar', marked(`${ahead(DAY).slice(0, 5)}13-41T00:00:00Z`)],
  ['when the time stands among other words', marked(`at ${ahead(DAY)}`)],
  ['when there is no marker', { user: { app_metadata: {} } }],
  ['when the time is null', marked(null)],
  ['when the marker is null', { user: { app_metadata: { account_linking: null } } }],
  ['when the marker is a text', { user: { app_metadata: { account_linking: ahead(DAY) } } }],
  ['when the marker stands in user_metadata', { user: { user_metadata: { account_linking: { next_check_at: ahead(DAY), email_hash: ANNAS } } } }],
  ['when there is no app_metadata', { user: { app_metadata: undefined } }],
  ['when app_metadata is null', { user: { app_metadata: null } }],
  ['when the address is another one', lookedAt(ANNAS, verified('anna.berg@example.com'))],
  ['when the address is spelled otherwise', lookedAt(ANNAS, verified('Anna@example.com'))],
  ['when the address has been verified since', lookedAt(undefined, verified('anna@example.com'))],
  ['when the address is not verified any more', lookedAt(ANNAS, { email: 'anna@example.com', email_verified: false })],
  ['when whether the address is verified is only a text', lookedAt(ANNAS, { email: 'anna@example.com', email_verified: 'true' })],
  ['when the address is gone', lookedAt(ANNAS, { email: undefined, email_verified: true })],
  ['when the hash is longer', lookedAt(`${ANNAS}00`, verified('anna@example.com'))],
  ['when the hash is no text', lookedAt([ANNAS], verified('anna@example.com'))],
  ['when the time has come, whatever the address', lookedAt(ANNAS, verified('anna@example.com'), ahead(-1000))],
  ['when there is no transaction', { transaction: null }],
  ...[undefined, 'oidc-basic-profile', 'oidc-implicit-profile', 'oidc-hybrid-profile', 'oauth2-device-code', 'samlp', 'wsfed']
    .map((protocol) => [`over ${protocol ?? 'an unknown protocol'}`, { transaction: { protocol } }]),
];

for (const [name, event] of asked) {
  test(`asks ${name}`, async (t) => {
    assert.deepEqual(await play(t, event), { end: JOINED, asked: 1 });
  });
}
