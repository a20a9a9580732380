'use strict';

/**
 * Post-login Action of the account linking service. First it asks the service whether the account that signs in is a second one of
 * somebody known, and lets the login continue as the account that the service names. Then it puts what the CRM says of that account
 * into the ID token, which the account itself remembers for the day. It holds no Management API credential, no policy, and of the
 * person nothing but ids. Whatever goes wrong, the login goes on as if this Action were not there, and one line in the tenant's log
 * says why.
 *
 * Secrets of the Action:
 *   ACCOUNT_LINKING_URL             the service's address, as in https://name.azurewebsites.net
 *   ACCOUNT_LINKING_SIGNING_SECRET  one of the service's Webhooks:SigningSecrets: whsec_ and the base64 of 24 to 64 bytes
 *   ACCOUNT_LINKING_FUNCTION_KEY    optional: the key of the Azure Functions app
 *   ACCOUNT_LINKING_CONNECTIONS     optional: exact names of the connections that are worth asking about, with commas between
 *                                   them; without it every connection is
 *   ACCOUNT_LINKING_FEATURES        optional: "link" or "crm" for one of the two alone; without it both
 */

const crypto = require('node:crypto');

/**
 * Auth0 gives all Actions of a login 20 seconds, and asks that none waits longer than 10 for an answer:
 * https://auth0.com/docs/customize/actions/action-coding-guidelines. The service answers within 6 unless it is told otherwise.
 */
const LIMITS = Object.freeze({
  attemptMs: 9_000, // one attempt, to the end of the answer
  totalMs: 15_000, // all attempts and the wait between them; what the link leaves of it is the CRM's
  leastMs: 1_000, // with less than this left, it does not ask again
  waitMs: 200, // before it asks again, where no Retry-After says another
  longestWaitMs: 2_000, // the longest Retry-After that is worth holding a login up for
  answerBytes: 64 * 1024, // after decompression
});

const LINK_ROUTE = '/api/accounts/link';
const CRM_ROUTE = '/api/crm/sync';

const FEATURES = ['link', 'crm'];

/** Of what setPrimaryUser takes: https://auth0.com/docs/customize/actions/limitations */
const USER_ID_CHARACTERS = 128;

/** The person reads it, so it says nothing of any account. */
const DENIED = 'You could not be signed in. Please contact support.';

/** A marker further ahead than the service ever sets one is not the service's. */
const FARTHEST_CHECK_MS = 31 * 24 * 60 * 60 * 1000;
/** No day is longer, also when clocks are set back. */
const LONGEST_DAY_MS = 26 * 60 * 60 * 1000;
/** Of the SHA-256 of an address or phone number, in hexadecimal. */
const HASH_DIGITS = 16;
const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** What an operator should look at first. A 401 comes from the service, or from Azure for a wrong function key. */
const CHECK_URL = 'check the secret ACCOUNT_LINKING_URL';
const CHECK_KEYS = 'compare ACCOUNT_LINKING_SIGNING_SECRET with Webhooks:SigningSecrets, '
  + 'and ACCOUNT_LINKING_FUNCTION_KEY with the key of the Functions app';
const HINTS = Object.freeze({ 401: CHECK_KEYS, 404: CHECK_URL });
/** Of problems that the service itself has found. */
const HINTS_OF_CODES = Object.freeze({
  crm_disabled: 'set Crm:Enabled, or the secret ACCOUNT_LINKING_FEATURES to link',
  unknown_user: 'the account was deleted or linked meanwhile',
});

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Protocols without a person who signs in just now: tokens are renewed or exchanged, or a program passes a password on. Their
 * callers have a session as somebody already, or cannot follow a redirect, and must not find themselves to be another user.
 */
const UNATTENDED = [
  'oauth2-refresh-token', 'oauth2-password', 'oauth2-resource-owner', 'oauth2-resource-owner-jwt-bearer', 'oauth2-token-exchange',
];

/**
 * Why the login goes on without the service's word. Reason and hint are logged: nothing personal may be in them, and together
 * with the rest of the line they stay below the 256 characters that Auth0 keeps.
 */
class Trouble extends Error {
  constructor(reason, { hint, again = false, waitMs } = {}) {
    super(reason);
    Object.assign(this, { reason, hint, again, waitMs });
  }
}

function fail(reason) {
  throw new Trouble(reason);
}

/**
 * @param {Event} event - https://auth0.com/docs/actions/reference/post-login/post-login-event-object
 * @param {PostLoginAPI} api - https://auth0.com/docs/actions/reference/post-login/post-login-api-object
 */
exports.onExecutePostLogin = async (event, api) => {
  await play(event, api);
};

/** The whole of it; tests make the limits short. Never throws: a throw would fail the login. */
async function play(event, api, limits = LIMITS) {
  const ends = performance.now() + limits.totalMs;
  try {
    const features = readFeatures(event.secrets);
    const account = features.includes('link') ? await joinAccounts(event, api, limits, ends) : asItCame(event);
    if (features.includes('crm') && account) await setClaims(event, api, account, limits, ends);
  } catch (error) {
    logTrouble('account-linking: the login goes on without it', error);
  }
}

function logTrouble(what, error) {
  const { reason, hint } = error instanceof Trouble ? error : new Trouble('unexpected failure');
  console.log(`${what}: ${reason}${hint ? `; ${hint}` : ''}`);
}

// Joining accounts

/** The account that the login continues as: its id, and its profile where that is on hand; null where there is none to speak of. */
const asItCame = ({ user }) => (user ? { id: user.user_id, profile: user } : null);

/** @returns that account; null where the login is denied, or another Action has chosen an account for it */
async function joinAccounts(event, api, limits, ends) {
  let answer;
  try {
    if (!isWorthAsking(event)) return asItCame(event);
    answer = await ask(LINK_ROUTE, linkRequestOf(event), { read: readLinkAnswer, settings: readSettings(event.secrets), limits, ends });
    return obey(answer, event, api);
  } catch (error) {
    logTrouble('account-linking: the login goes on without it', error);
    return answer ? null : asItCame(event);
  }
}

function isWorthAsking(event) {
  return isConnectionListed(event)
    && !UNATTENDED.includes(event.transaction?.protocol)
    && !isLookedAt(event.user);
}

function isConnectionListed({ connection, secrets }) {
  if (!connection?.name) return false;
  const listed = secretOf(secrets, 'ACCOUNT_LINKING_CONNECTIONS').split(',').map((name) => name.trim()).filter(Boolean);
  return listed.length === 0 || listed.includes(connection.name);
}

/**
 * The service notes on the account when it is worth asking again, and with which verified e-mail address it was looked at: with
 * another one it is worth asking at once. People cannot edit their app_metadata.
 */
function isLookedAt(user) {
  const marker = user.app_metadata?.account_linking;
  return isStillAhead(marker?.next_check_at, FARTHEST_CHECK_MS) && (marker.email_hash ?? null) === hashOfEmail(user);
}

function isStillAhead(time, farthestMs) {
  if (typeof time !== 'string' || !ISO_8601.test(time)) return false;
  const aheadMs = Date.parse(time) - Date.now();
  return aheadMs > 0 && aheadMs <= farthestMs;
}

function hashOfEmail({ email, email_verified: isVerified }) {
  return isVerified === true && isText(email) ? hashOf(email) : null;
}

const isText = (value) => typeof value === 'string' && value !== '';

const hashOf = (text) => crypto.createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);

/** Ids, and nothing else of the event. What is undefined is left out. */
function linkRequestOf({ user, connection: { id, name, strategy }, transaction }) {
  return JSON.stringify({ user_id: user.user_id, connection: { id, name, strategy }, transaction_id: transaction?.id });
}

function readLinkAnswer(answer) {
  return isUserId(answer?.primary_user_id) && ['continue', 'deny'].includes(answer.login) ? answer : fail('invalid answer');
}

function obey({ login, outcome, primary_user_id: id, dry_run: dryRun }, event, api) {
  if (login === 'deny') {
    api.access.deny(DENIED);
    return null;
  }
  if (id !== event.user.user_id) setPrimaryUser(api, id);
  // The profile on hand is another account's, or was this one's before it was joined with others.
  const isAsItWas = id === event.user.user_id && (dryRun || !['linked', 'already_linked'].includes(outcome));
  return { id, profile: isAsItWas ? event.user : null };
}

function setPrimaryUser(api, userId) {
  try {
    api.authentication.setPrimaryUser(userId);
  } catch {
    throw new Trouble('setPrimaryUser failed', { hint: 'another Action of this login may have called it before' });
  }
}

// The CRM

/**
 * Claims come from what the service has written on the account for today, where people cannot edit it, or from the service: never from user_metadata.
 * Tokens that are renewed have them as well.
 */
async function setClaims(event, api, account, limits, ends) {
  try {
    const claims = await claimsOf(event, account, limits, ends);
    for (const [name, value] of claims) api.idToken.setCustomClaim(name, value);
  } catch (error) {
    logTrouble('crm-sync: the login goes on without claims', error);
  }
}

async function claimsOf(event, { id, profile }, limits, ends) {
  const numbers = profile && numbersOf(profile);
  // A record of a number that is gone is asked about once more: the service removes it.
  if (numbers?.length === 0 && !profile.app_metadata?.crm_sync) return [];
  const remembered = profile && rememberedClaims(profile, numbers);
  if (remembered) return remembered;
  const settings = readSettings(event.secrets);
  if (ends - performance.now() < limits.leastMs) fail('no time left');
  return ask(CRM_ROUTE, JSON.stringify({ user_id: id }), { read: readCrmAnswer, settings, limits, ends });
}

/**
 * All phone numbers that the account shows, each with its identity and whether it says to be verified. Which of them is the account's only the service
 * knows, and it follows from these alone.
 */
function numbersOf({ user_id: id, phone_number: number, phone_verified: isVerified, identities }) {
  const others = (Array.isArray(identities) ? identities : [])
    .map((identity) => ({ id: `${identity?.provider}|${identity?.user_id}`, number: identity?.profileData?.phone_number, isVerified: identity?.profileData?.phone_verified }))
    .filter((other) => other.id !== id);
  return [{ id, number, isVerified }, ...others].filter((shown) => isText(shown.number));
}

/** As the service makes it. Lengths come first, so that nothing that a provider says can look like the end of it. */
function hashOfNumbers(numbers) {
  const part = (text) => `${text.length}:${text}`;
  const said = (isVerified) => (isVerified === true ? 'true' : isVerified == null ? 'unsaid' : 'false');
  return hashOf(numbers.map(({ id, number, isVerified }) => part(id) + part(number) + part(said(isVerified))).sort().join(''));
}

/** The day is the service's to reckon, and the numbers must be those that it saw. */
function rememberedClaims({ app_metadata: metadata }, numbers) {
  const record = metadata?.crm_sync;
  if (!isStillAhead(record?.valid_until, LONGEST_DAY_MS) || record.numbers_hash !== hashOfNumbers(numbers)) return null;
  if (!Array.isArray(record.claims)) return null;
  const claims = record.claims.map((claim) => [claim?.name, claim?.value]);
  return claims.every(isClaim) ? claims : null;
}

function readCrmAnswer(answer) {
  const claims = isObject(answer) && isObject(answer.claims) ? Object.entries(answer.claims) : [[]];
  return claims.every(isClaim) ? claims : fail('invalid answer');
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only what is an address by its name, as the service's claims are: nothing may stand in for a claim of the tenant's own. */
const isClaim = ([name, value]) => isText(name) && /^https?:\/\/[^\s]+$/.test(name) && value !== undefined;

// The service

/** White space around a secret comes from pasting it. */
function secretOf(secrets, name) {
  const value = secrets?.[name];
  return typeof value === 'string' ? value.trim() : '';
}

const requiredSecretOf = (secrets, name) => secretOf(secrets, name) || fail(`the secret ${name} is missing`);

function readFeatures(secrets) {
  const features = secretOf(secrets, 'ACCOUNT_LINKING_FEATURES').split(',').map((name) => name.trim()).filter(Boolean);
  if (!features.every((name) => FEATURES.includes(name))) fail('the secret ACCOUNT_LINKING_FEATURES must be link, crm, or both with a comma');
  return features.length === 0 ? FEATURES : features;
}

function readSettings(secrets) {
  return {
    url: readUrl(requiredSecretOf(secrets, 'ACCOUNT_LINKING_URL')),
    key: readSigningSecret(requiredSecretOf(secrets, 'ACCOUNT_LINKING_SIGNING_SECRET')),
    functionKey: readFunctionKey(secretOf(secrets, 'ACCOUNT_LINKING_FUNCTION_KEY')),
  };
}

/** Ids travel there and an answer comes back that decides who somebody is: over TLS, or on this machine. */
function readUrl(text) {
  const base = URL.canParse(text) ? new URL(text) : null;
  const isSafe = base?.protocol === 'https:' || (base?.protocol === 'http:' && LOOPBACK.includes(base.hostname));
  // A key in the address, as in ?code=, would be lost without a word.
  if (!isSafe || base.username || base.password || base.search || base.hash) {
    fail('the secret ACCOUNT_LINKING_URL must be an https address without a query');
  }
  return base;
}

function addressOf(base, route) {
  const address = new URL(base);
  address.pathname = base.pathname.replace(/\/+$/, '') + route;
  return address;
}

function readSigningSecret(text) {
  const base64 = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(text)?.[1] ?? '';
  const key = Buffer.from(base64, 'base64');
  if (key.length < 24 || key.length > 64) fail('the secret ACCOUNT_LINKING_SIGNING_SECRET must be whsec_ and the base64 of 24 to 64 bytes');
  return key;
}

function readFunctionKey(text) {
  if (!/^[\x21-\x7e]*$/.test(text)) fail('the secret ACCOUNT_LINKING_FUNCTION_KEY has characters that no key has');
  return text;
}

/**
 * Asks, and asks once more where that may help: the service finishes what it began, and then says "already linked". The second
 * request has the webhook-id of the first, and is signed anew.
 */
async function ask(route, body, { read, settings: { url, ...keys }, limits, ends }) {
  const settings = { url: addressOf(url, route), ...keys };
  const message = { id: `msg_${crypto.randomUUID()}`, body };
  return read(parse(await askTwice(message, settings, limits, ends)));
}

async function askTwice(message, settings, limits, ends) {
  try {
    return await askOnce(message, settings, limits, ends);
  } catch (trouble) {
    const waitMs = trouble.waitMs ?? limits.waitMs;
    const leftMs = ends - performance.now() - waitMs;
    if (!trouble.again || waitMs > limits.longestWaitMs || leftMs < limits.leastMs) throw trouble;
    await new Promise((resume) => setTimeout(resume, waitMs));
  }
  try {
    return await askOnce(message, settings, limits, ends);
  } catch (trouble) {
    throw trouble instanceof Trouble ? new Trouble(`${trouble.reason}, asked twice`, { hint: trouble.hint }) : trouble;
  }
}

async function askOnce(message, settings, limits, ends) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), Math.min(limits.attemptMs, ends - performance.now()));
  try {
    const response = await post(message, settings, giveUp.signal);
    if (response.status !== 200) throw await refusal(response, limits, giveUp.signal);
    return await readBody(response, limits, giveUp.signal);
  } catch (trouble) {
    // Whatever was not read to its end, as of a redirect, would hold its connection.
    giveUp.abort();
    throw trouble;
  } finally {
    clearTimeout(timer);
  }
}

async function post({ id, body }, settings, signal) {
  const headers = headersOf(id, body, settings);
  try {
    // What was signed for the service goes nowhere else: redirects are not followed.
    return await fetch(settings.url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  } catch (error) {
    throw lost('unreachable', error, signal);
  }
}

/** Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function headersOf(id, body, { key, functionKey }) {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = crypto.createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json', accept: 'application/json',
    'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}`,
    ...(functionKey && { 'x-functions-key': functionKey }),
  };
}

async function readBody(response, { answerBytes }, signal) {
  const chunks = [];
  let size = 0;
  try {
    for await (const chunk of response.body) {
      size += chunk.length;
      if (size > answerBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw lost('answer cut off', error, signal);
  }
  return size > answerBytes ? fail('answer too large') : Buffer.concat(chunks);
}

/** The connection or the time ended first. The message of the error may name the address; its code, as in ECONNREFUSED, does not. */
function lost(what, error, signal) {
  const code = error?.cause?.code;
  const isCode = typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,39}$/.test(code);
  return new Trouble(signal.aborted ? 'timeout' : what + (isCode ? ` ${code}` : ''), { again: true });
}

function isUserId(value) {
  return typeof value === 'string' && value.length <= USER_ID_CHARACTERS && /^[^|]+\|./s.test(value) && !/\p{Cc}/u.test(value);
}

async function refusal(response, limits, signal) {
  const { status } = response;
  if (REDIRECTS.includes(status)) return new Trouble('redirected', { hint: CHECK_URL });
  // The status says enough where the problem cannot be read.
  const problem = parse(await readBody(response, limits, signal).catch(() => Buffer.alloc(0)));
  const code = codeOf(problem);
  const hint = Object.hasOwn(HINTS_OF_CODES, code) ? HINTS_OF_CODES[code] : HINTS[status];
  return new Trouble(code ? `status ${status} ${code}` : `status ${status}`, { hint, again: status === 503, waitMs: retryAfterMs(response) });
}

/** Only what can be one of the service's codes: whoever answered, people read the line. */
function codeOf(problem) {
  const code = problem?.code;
  return typeof code === 'string' && /^[a-z][a-z0-9_]{0,39}$/.test(code) ? code : '';
}

/** A date, or what is neither date nor number, counts as none. */
function retryAfterMs(response) {
  const seconds = response.headers.get('retry-after') ?? '';
  return /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}

function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

exports.play = play;
exports.LIMITS = LIMITS;
exports.DENIED = DENIED;
