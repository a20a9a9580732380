'use strict';
// One login: an event, an api that records what is asked of it, and what was logged.

const assert = require('node:assert/strict');
const action = require('../../post-login.js');

const USER_ID = 'oidc|swedish-bankid|anna-sub';
const SURVIVOR = 'auth0|anna';
const SIGNING_SECRET = 'whsec_c2FuZGJveC1zaWduaW5nLXNlY3JldC0wMDAx';
const FUNCTION_KEY = 'key-of-the-functions-app';
const PREFIX = 'account-linking: the login goes on without it: ';
const CRM_PREFIX = 'crm-sync: the login goes on without claims: ';

/** Generous, so that a busy machine changes no result. Tests of time make them short, one at a time. */
const PATIENT = Object.freeze({ ...action.LIMITS, attemptMs: 20_000, totalMs: 20_000, leastMs: 1, waitMs: 1 });

/** Those of an Action that does both. */
const bothSecretsFor = (url, others = {}) => secretsFor(url, { ACCOUNT_LINKING_FEATURES: undefined, ...others });

/** Those of an Action that asks for claims alone. */
const crmSecretsFor = (url, others = {}) => secretsFor(url, { ACCOUNT_LINKING_FEATURES: 'crm', ...others });

/** Those of an Action that links, and leaves the CRM alone. */
function secretsFor(url, others = {}) {
  return { ACCOUNT_LINKING_URL: url, ACCOUNT_LINKING_SIGNING_SECRET: SIGNING_SECRET, ACCOUNT_LINKING_FEATURES: 'link', ...others };
}

/** An event as Auth0 makes it, with more of the person in it than the service may ever see. Frozen: Auth0 says it is read-only. */
function eventWith({ user = {}, connection = {}, transaction = {}, ...others } = {}) {
  return deepFreeze({
    user: {
      user_id: USER_ID, email: 'anna@example.com', email_verified: true, name: 'Anna Svensson', phone_number: '+46701234567',
      app_metadata: { userSocialSecurityNumber: '196802020575' }, user_metadata: {}, identities: [], ...user,
    },
    connection: connection && { id: 'con_swedishbankid001', name: 'swedish-bankid', strategy: 'oidc', metadata: { a: 'b' }, ...connection },
    transaction: transaction && { id: 'transaction-anna', protocol: 'oidc-basic-profile', requested_scopes: ['openid'], metadata: {}, ...transaction },
    request: { ip: '192.0.2.17', query: {}, body: {} },
    secrets: {},
    ...others,
  });
}

/**
 * Runs the Action for one login.
 * @returns {{ calls: unknown[][], logs: string[] }} what it called on api, and what it logged
 */
async function logIn(t, event, { limits = PATIENT, refuse } = {}) {
  const logs = listen(t);
  const calls = [];
  assert.equal(await action.play(event, recordingApi(calls, refuse), limits), undefined);
  for (const mock of logs.mocks) mock.mock.restore();
  for (const line of logs.lines) assertSafe(line, event);
  return { calls, logs: logs.lines };
}

const PLAYED = ['access.deny', 'authentication.setPrimaryUser', 'idToken.setCustomClaim'];

/** Whatever is called is recorded; what is not played throws as well, and so does what the test says is refused. */
function recordingApi(calls, refuse) {
  const group = (name) => new Proxy({}, {
    get: (_, method) => (...args) => {
      const call = `${name}.${String(method)}`;
      calls.push([call, ...args]);
      if (call === refuse) throw new Error(`${args[0]} of anna@example.com was refused`);
      if (!PLAYED.includes(call)) throw new Error(`${call} is not expected`);
    },
  });
  return new Proxy({}, { get: (_, name) => group(String(name)) });
}

function listen(t) {
  const lines = [];
  const mocks = ['log', 'info', 'warn', 'error', 'debug', 'trace'].map((method) => t.mock.method(
    console, method, (...args) => lines.push(method === 'log' && args.length === 1 ? args[0] : [method, ...args])));
  return { lines, mocks };
}

function assertSafe(line, event) {
  assert.equal(typeof line, 'string');
  assert.ok(line.length <= 256, `${line.length} characters are more than Auth0 keeps`);
  assert.ok(line.startsWith(PREFIX) || line.startsWith(CRM_PREFIX), line);
  assert.doesNotMatch(line, /[\r\n]/);
  const url = event?.secrets?.ACCOUNT_LINKING_URL;
  const { user, connection, transaction, secrets } = event ?? {};
  const unspeakable = [
    user?.user_id, user?.email, user?.name, connection?.id, connection?.name, transaction?.id,
    url, URL.canParse(url) && new URL(url).host, ...Object.values(secrets ?? {}), SURVIVOR, '127.0.0.1', 'msg_', 'v1,', 'trace-of-the-service',
    '196802020575', 'anna@example.com', '+46701234567', 'C-100605', 'Doris',
  ];
  for (const text of unspeakable) if (text && !['link', 'crm'].includes(text)) assert.ok(!line.includes(text), `"${line}" gives away "${text}"`);
}

function deepFreeze(value) {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

/** The good answer, with differences. */
const answerWith = (differences = {}) => ({
  outcome: 'linked', login: 'continue', primary_user_id: SURVIVOR, rule: 'ssn', link_id: 'link-1', reason: null, candidates: 0, ...differences,
});

const JOINED = Object.freeze({ calls: [['authentication.setPrimaryUser', SURVIVOR]], logs: [] });

/** What the service says of a customer, with differences. */
const crmAnswerWith = (differences = {}) => ({
  outcome: 'synced', external_user_id: 'C-100605', last_update: '2026-11-20T08:15:30Z',
  claims: { 'https://crm.example.com/': { externalUserId: 'C-100605', address: { city: 'Umeå' } }, 'https://crm.example.com/name': 'Doris' }, ...differences,
});

/** The calls for the claims of that answer. */
const CLAIMED = Object.freeze([
  ['idToken.setCustomClaim', 'https://crm.example.com/', { externalUserId: 'C-100605', address: { city: 'Umeå' } }],
  ['idToken.setCustomClaim', 'https://crm.example.com/name', 'Doris'],
]);

/** The login went on without claims, and the one line says why. */
const unclaimed = (reason, calls = []) => ({ calls, logs: [CRM_PREFIX + reason] });

/** The login went on as if the Action were not there, and the one line says why. */
const goesOn = (reason) => ({ calls: [], logs: [PREFIX + reason] });

module.exports = {
  bothSecretsFor, crmSecretsFor, crmAnswerWith, CLAIMED, unclaimed,
  action, USER_ID, SURVIVOR, SIGNING_SECRET, FUNCTION_KEY, PATIENT, JOINED, secretsFor, eventWith, logIn, answerWith, goesOn,
};
