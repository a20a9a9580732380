'use strict';

/**
 * Post-login Action of the account linking service. It asks the service whether the account that signs in is a second one of
 * somebody known, and lets the login continue as the account that the service names. It holds no Management API credential, no
 * policy, and of the person nothing but ids. Whatever goes wrong, the login goes on as if this Action were not there, and one
 * line in the tenant's log says why.
 *
 * Secrets of the Action:
 *   ACCOUNT_LINKING_URL             the service's address, as in https://name.azurewebsites.net
 *   ACCOUNT_LINKING_SIGNING_SECRET  one of the service's Webhooks:SigningSecrets
 *   ACCOUNT_LINKING_FUNCTION_KEY    optional: the key of the Azure Functions app
 *   ACCOUNT_LINKING_CONNECTIONS     optional: names of the connections that are worth asking about, with commas between them
 */

const crypto = require('node:crypto');

/**
 * Auth0 gives all Actions of a login 20 seconds, and asks that none waits longer than 10 for an answer:
 * https://auth0.com/docs/customize/actions/action-coding-guidelines. The service answers within 6 unless it is told otherwise.
 */
const LIMITS = Object.freeze({
  attemptMs: 9_000,
  totalMs: 15_000,
  /** With less time than this left, it does not ask again. */
  leastMs: 1_000,
  /** The longest Retry-After that is worth holding a login up for. */
  longestWaitMs: 2_000,
  waitMs: 200,
  answerBytes: 64 * 1024,
});

const ATTEMPTS = 2;
const ROUTE = '/api/accounts/link';
const DENIED = 'You could not be signed in. Please contact support.';

/** A marker further ahead than the service ever sets one is not the service's. */
const FARTHEST_CHECK_MS = 31 * 24 * 60 * 60 * 1000;

/** No person is there to be joined: a token is exchanged, or a password is passed on by a program. */
const UNATTENDED = new Set([
  'oauth2-refresh-token', 'oauth2-password', 'oauth2-resource-owner', 'oauth2-resource-owner-jwt-bearer', 'oauth2-token-exchange',
]);

/** Why the login goes on without the service's word. The reason is logged: nothing personal may be in it. */
class Trouble extends Error {
  constructor(reason, { again = false, waitMs } = {}) {
    super(reason);
    this.reason = reason;
    this.again = again;
    this.waitMs = waitMs;
  }
}

/**
 * @param {Event} event - https://auth0.com/docs/actions/reference/post-login/post-login-event-object
 * @param {PostLoginAPI} api - https://auth0.com/docs/actions/reference/post-login/post-login-api-object
 */
exports.onExecutePostLogin = async (event, api) => {
  await joinAccounts(event, api, LIMITS);
};

/** The whole of it, with time limits that tests can make short. Never throws: a throw would fail the login. */
async function joinAccounts(event, api, limits) {
  try {
    if (isWorthAsking(event)) obey(await ask(requestOf(event), readSettings(event.secrets), limits), event, api);
  } catch (trouble) {
    console.log(`account-linking: the login goes on without it: ${trouble instanceof Trouble ? trouble.reason : 'unexpected failure'}`);
  }
}

function isWorthAsking(event) {
  if (!event.connection?.name || UNATTENDED.has(event.transaction?.protocol)) return false;
  const connections = (event.secrets?.ACCOUNT_LINKING_CONNECTIONS ?? '').split(',').map((name) => name.trim()).filter(Boolean);
  if (connections.length > 0 && !connections.includes(event.connection.name)) return false;
  return !isLookedAt(event.user.app_metadata?.account_linking?.next_check_at);
}

/** The service notes on the account when it is worth asking again. People cannot edit their app_metadata. */
function isLookedAt(nextCheckAt) {
  const ahead = typeof nextCheckAt === 'string' ? Date.parse(nextCheckAt) - Date.now() : NaN;
  return ahead > 0 && ahead <= FARTHEST_CHECK_MS;
}

function requestOf(event) {
  const { id, name, strategy } = event.connection;
  return JSON.stringify({ user_id: event.user.user_id, connection: { id, name, strategy }, transaction_id: event.transaction?.id });
}

function obey(answer, event, api) {
  if (answer.login === 'deny') api.access.deny(DENIED);
  else if (answer.primary_user_id !== event.user.user_id) setPrimaryUser(api, answer.primary_user_id);
}

function setPrimaryUser(api, userId) {
  try {
    api.authentication.setPrimaryUser(userId);
  } catch {
    throw new Trouble('the primary user could not be set; another Action may have set it already');
  }
}

function readSettings(secrets) {
  return {
    url: readUrl(secrets?.ACCOUNT_LINKING_URL),
    key: readSigningSecret(secrets?.ACCOUNT_LINKING_SIGNING_SECRET),
    functionKey: secrets?.ACCOUNT_LINKING_FUNCTION_KEY?.trim(),
  };
}

/** Ids travel there and an answer comes back that decides who somebody is: over TLS, or on this machine. */
function readUrl(text) {
  if (!text) throw new Trouble('the secret ACCOUNT_LINKING_URL is missing');
  const base = URL.canParse(text) ? new URL(text) : null;
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(base?.hostname);
  if (base?.protocol !== 'https:' && !(base?.protocol === 'http:' && isLocal)) {
    throw new Trouble('the secret ACCOUNT_LINKING_URL must be an https address');
  }
  return new URL(base.pathname.replace(/\/+$/, '') + ROUTE, base.origin);
}

function readSigningSecret(text) {
  if (!text) throw new Trouble('the secret ACCOUNT_LINKING_SIGNING_SECRET is missing');
  const key = /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text.slice('whsec_'.length), 'base64') : Buffer.alloc(0);
  if (key.length < 24 || key.length > 64) {
    throw new Trouble('the secret ACCOUNT_LINKING_SIGNING_SECRET must be whsec_ and the base64 of 24 to 64 bytes');
  }
  return key;
}

/** Asks, and asks once more where that may help: the service finishes what it began, and then says "already linked". */
async function ask(body, settings, limits) {
  const ends = performance.now() + limits.totalMs;
  const id = `msg_${crypto.randomUUID()}`;
  for (let attempt = 1; ; attempt++) {
    try {
      return await askOnce(body, id, settings, Math.min(limits.attemptMs, ends - performance.now()), limits);
    } catch (trouble) {
      const waitMs = trouble.waitMs ?? limits.waitMs;
      const left = ends - performance.now() - waitMs;
      if (attempt === ATTEMPTS) throw new Trouble(`${trouble.reason} (asked twice)`);
      if (!trouble.again || waitMs > limits.longestWaitMs || left < limits.leastMs) throw trouble;
      await new Promise((resume) => setTimeout(resume, waitMs));
    }
  }
}

async function askOnce(body, id, settings, ms, limits) {
  const limit = AbortSignal.timeout(Math.max(1, Math.floor(ms)));
  try {
    const response = await fetch(settings.url, {
      method: 'POST', headers: headersOf(body, id, settings), body, signal: limit,
      // What was signed for the service goes nowhere else.
      redirect: 'manual',
    });
    const text = await readText(response, limits.answerBytes);
    return response.status === 200 ? readAnswer(text) : refuse(response, text);
  } catch (failure) {
    if (failure instanceof Trouble) throw failure;
    throw new Trouble(limit.aborted ? 'timeout' : 'unreachable', { again: true });
  }
}

/** Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function headersOf(body, id, { key, functionKey }) {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = crypto.createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json', accept: 'application/json',
    'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}`,
    ...(functionKey && { 'x-functions-key': functionKey }),
  };
}

async function readText(response, maxBytes) {
  const chunks = [];
  let bytes = 0;
  // Leaving the loop early gives the connection up.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Trouble('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readAnswer(text) {
  const answer = parse(text);
  if (!isUserId(answer?.primary_user_id) || !['continue', 'deny'].includes(answer.login)) throw new Trouble('invalid answer');
  return answer;
}

function isUserId(value) {
  return typeof value === 'string' && value.length <= 128 && /^[^|]+\|.+$/s.test(value);
}

function refuse(response, text) {
  if (response.status >= 300 && response.status < 400) throw new Trouble('redirected; check the secret ACCOUNT_LINKING_URL');
  throw new Trouble(`status ${response.status}${codeOf(text)}${hintOf(response.status)}`, { again: response.status === 503, waitMs: waitOf(response) });
}

/** Only what is certainly one of the service's codes: the line is read by people, and the answer may be anybody's. */
function codeOf(text) {
  const code = parse(text)?.code;
  return typeof code === 'string' && /^[a-z][a-z0-9_]{0,39}$/.test(code) ? ` ${code}` : '';
}

function hintOf(status) {
  if (status === 401) return '; compare the secret ACCOUNT_LINKING_SIGNING_SECRET with Webhooks:SigningSecrets, and ACCOUNT_LINKING_FUNCTION_KEY with the key of the Functions app';
  return status === 404 ? '; check the secret ACCOUNT_LINKING_URL' : '';
}

function waitOf(response) {
  const seconds = response.headers.get('retry-after');
  return /^\d{1,9}$/.test(seconds ?? '') ? Number(seconds) * 1000 : undefined;
}

function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

exports.joinAccounts = joinAccounts;
exports.LIMITS = LIMITS;
exports.DENIED = DENIED;
