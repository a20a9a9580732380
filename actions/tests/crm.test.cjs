'use strict';
// The claims of the CRM: which accounts the service is asked about, and with what; what becomes claims, and what never does.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const {
  CLAIMED, JOINED, SIGNING_SECRET, SURVIVOR, USER_ID, answerWith, bothSecretsFor, crmAnswerWith, crmSecretsFor, eventWith, logIn, secretsFor, unclaimed,
} = require('./support/login.cjs');
const { closedAddress, cutBeforeHeaders, neverEnds, bytes, problem, says, startService, status } = require('./support/service.cjs');
const { isSigned } = require('./support/signature.cjs');
const action = require('../post-login.js');

const PHONE = '+46701234567';
/** printf %s '28:oidc|swedish-bankid|anna-sub12:+467012345676:unsaid' | sha256sum: the account's own number alone. */
const OWN_HASH = 'af3f1319e296e95e';
/** printf %s '5:sms|112:+467012345674:true' | sha256sum: that of another identity alone. */
const OTHER_HASH = '9265dcb0eedb0b98';
/** Both, one after the other. */
const BOTH_HASH = 'a4b2e522b6414c92';
const HOUR = 60 * 60 * 1000;
const SILENT = { calls: [], logs: [] };
const RECORDED = [['idToken.setCustomClaim', 'https://crm.example.com/', { externalUserId: 'C-1' }], ['idToken.setCustomClaim', 'https://crm.example.com/name', 'Doris']];
const ALONE = answerWith({ outcome: 'no_match', primary_user_id: USER_ID });

const ahead = (ms) => new Date(Date.now() + ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** What the service has written today, with differences. */
const recordWith = (differences = {}) => ({
  external_user_id: 'C-1', keys: ['externalUserId', 'lastUpdate'], last_update: ahead(-HOUR), valid_until: ahead(HOUR), phone_hash: '0', numbers_hash: OWN_HASH, copy_hash: '0',
  claims: [{ name: 'https://crm.example.com/', value: { externalUserId: 'C-1' } }, { name: 'https://crm.example.com/name', value: 'Doris' }],
  ...differences,
});

const remembering = (differences, user = {}) => ({ app_metadata: { crm_sync: recordWith(differences) }, ...user });

async function play(t, { user, transaction, connection, secrets = crmSecretsFor, limits, refuse } = {}, ...answers) {
  const service = await startService(t, ...(answers.length ? answers : [says(crmAnswerWith())]));
  const event = eventWith({ user, transaction, connection, secrets: typeof secrets === 'function' ? secrets(service.url) : { ...crmSecretsFor(service.url), ...secrets } });
  const end = await logIn(t, event, { limits, refuse });
  return { end, requests: service.requests };
}

const pathsOf = (requests) => requests.map(({ path }) => path);
const CRM = '/api/crm/sync';
const LINK = '/api/accounts/link';

test('asks with the id alone, and sets the claims of the answer', async (t) => {
  const { end, requests } = await play(t);
  assert.deepEqual(end, { calls: CLAIMED, logs: [] });
  assert.deepEqual(requests.map(({ method, path, body }) => [method, path, JSON.parse(body)]), [['POST', CRM, { user_id: USER_ID }]]);
  assert.ok(await isSigned(requests[0], SIGNING_SECRET));
});

test('keeps what stands in the path of the address', async (t) => {
  const { requests } = await play(t, { secrets: (url) => crmSecretsFor(`${url}/base/`) });
  assert.deepEqual(pathsOf(requests), [`/base${CRM}`]);
});

const noNumber = {
  'no number': { phone_number: undefined },
  'an empty number': { phone_number: '' },
  'a number that is no text': { phone_number: 46701234567 },
  'identities without a number': { phone_number: undefined, identities: [{ provider: 'auth0' }, { profileData: {} }, { profileData: { phone_number: '' } }, null] },
  'identities that are none': { phone_number: undefined, identities: 'sms' },
  'a number in user_metadata alone': { phone_number: undefined, user_metadata: { phone_number: PHONE } },
};

for (const [name, user] of Object.entries(noNumber)) {
  test(`does not ask about an account with ${name}`, async (t) => {
    const { end, requests } = await play(t, { user });
    assert.deepEqual(end, SILENT);
    assert.deepEqual(requests, []);
  });

  test(`asks, and uses no record, when an account that was known has ${name}`, async (t) => {
    const { end, requests } = await play(t, { user: { ...remembering(), ...user } }, says(crmAnswerWith({ outcome: 'no_phone', claims: {} })));
    assert.deepEqual(end, SILENT);
    assert.deepEqual(pathsOf(requests), [CRM]);
  });
}

test('asks about an account whose other identity has a number', async (t) => {
  const { end } = await play(t, { user: { phone_number: undefined, identities: [{ provider: 'auth0' }, { provider: 'sms', profileData: { phone_number: PHONE } }] } });
  assert.deepEqual(end.calls, CLAIMED);
});

const today = {
  'as it is': {},
  'until soon': { valid_until: ahead(HOUR / 2) },
  'of somebody whom the CRM does not know': { claims: [], external_user_id: null, keys: [] },
};

for (const [name, differences] of Object.entries(today)) {
  test(`asks nobody while the record is of today: ${name}`, async (t) => {
    const { end, requests } = await play(t, { user: remembering(differences) });
    assert.deepEqual(end, { calls: differences.claims ? [] : RECORDED, logs: [] });
    assert.deepEqual(requests, []);
  });
}

const SMS = { provider: 'sms', user_id: '1', connection: 'sms', profileData: { phone_number: PHONE, phone_verified: true } };
const BANKID = { provider: 'oidc', user_id: 'swedish-bankid|anna-sub', connection: 'swedish-bankid' };

const shown = {
  'its own number': [OWN_HASH, {}],
  'its own number, with its identity in the list': [OWN_HASH, { identities: [BANKID, { provider: 'auth0', user_id: 'x' }, null] }],
  'the number of another identity': [OTHER_HASH, { phone_number: undefined, identities: [BANKID, SMS] }],
  'both': [BOTH_HASH, { identities: [BANKID, SMS] }],
  'both, in another order': [BOTH_HASH, { identities: [SMS, BANKID] }],
};

for (const [name, [hash, user]] of Object.entries(shown)) {
  test(`asks nobody while the account shows what it did then: ${name}`, async (t) => {
    const { end, requests } = await play(t, { user: remembering({ numbers_hash: hash }, user) });
    assert.deepEqual(end.calls, RECORDED);
    assert.deepEqual(requests, []);
  });
}

const changed = {
  'its own number is another': [OWN_HASH, { phone_number: '+46701234568' }],
  'its own number is verified now': [OWN_HASH, { phone_verified: true }],
  'its own number is not verified any more': [OWN_HASH, { phone_verified: false }],
  'another identity has a number, too': [OWN_HASH, { identities: [BANKID, SMS] }],
  'another identity is gone': [BOTH_HASH, { identities: [BANKID] }],
  'another identity has lost its number': [BOTH_HASH, { identities: [BANKID, { ...SMS, profileData: {} }] }],
  'its own number is gone, and another identity has the same': [OWN_HASH, { phone_number: undefined, identities: [BANKID, SMS] }],
  'another identity has it now': [OTHER_HASH, { phone_number: undefined, identities: [BANKID, { ...SMS, provider: 'oauth2' }] }],
  'another identity of the same provider has it now': [OTHER_HASH, { phone_number: undefined, identities: [BANKID, { ...SMS, user_id: '2' }] }],
  'the number of another identity is not verified any more': [OTHER_HASH, { phone_number: undefined, identities: [BANKID, { ...SMS, profileData: { phone_number: PHONE, phone_verified: false } }] }],
  'somebody says what looks like the rest of it': [BOTH_HASH, { phone_number: `${PHONE}6:unsaid5:sms|112:${PHONE}`, phone_verified: true }],
};

for (const [name, [hash, user]] of Object.entries(changed)) {
  test(`asks when the account shows something else than then: ${name}`, async (t) => {
    const { end, requests } = await play(t, { user: remembering({ numbers_hash: hash }, user) });
    assert.deepEqual(end, { calls: CLAIMED, logs: [] });
    assert.deepEqual(pathsOf(requests), [CRM]);
  });
}

test('needs no secrets while the record is of today', async (t) => {
  assert.deepEqual(await logIn(t, eventWith({ user: remembering(), secrets: { ACCOUNT_LINKING_FEATURES: 'crm' } })), { calls: RECORDED, logs: [] });
});

const unusable = {
  'of yesterday': { valid_until: ahead(-1000) },
  'with an end that is too far ahead to be true': { valid_until: ahead(27 * HOUR) },
  'with an end that is years ahead': { valid_until: '9999-12-31T23:59:59Z' },
  'with an end that is a number': { valid_until: Date.now() + HOUR },
  'without an end': { valid_until: undefined },
  'of other numbers': { numbers_hash: 'ffffffffffffffff' },
  'without numbers': { numbers_hash: undefined },
  'whose numbers are null': { numbers_hash: null },
  'without claims': { claims: undefined },
  'whose claims are an object': { claims: { 'https://crm.example.com/name': 'Doris' } },
  'with a claim that is none': { claims: [null] },
  'with a claim without a name': { claims: [{ value: 'Doris' }] },
  'with a claim without a value': { claims: [{ name: 'https://crm.example.com/name' }] },
  'with a claim of the tenant\'s own': { claims: [{ name: 'email', value: 'other@example.com' }] },
  'with a claim that only looks like ours': { claims: [{ name: 'https:// sub', value: 'other' }] },
};

for (const [name, differences] of Object.entries(unusable)) {
  test(`asks when the record is one ${name}`, async (t) => {
    const { end, requests } = await play(t, { user: remembering(differences) });
    assert.deepEqual(end, { calls: CLAIMED, logs: [] });
    assert.deepEqual(pathsOf(requests), [CRM]);
  });
}

for (const crmSync of [undefined, null, 'C-1', 7, [], true]) {
  test(`asks when the record is ${JSON.stringify(crmSync) ?? 'missing'}`, async (t) => {
    assert.deepEqual((await play(t, { user: { app_metadata: { crm_sync: crmSync } } })).end.calls, CLAIMED);
  });
}

test('asks when there is no app_metadata', async (t) => {
  assert.deepEqual((await play(t, { user: { app_metadata: undefined } })).end.calls, CLAIMED);
});

test('believes nothing of user_metadata: no record, no claim', async (t) => {
  const forged = recordWith({ claims: [{ name: 'https://crm.example.com/name', value: 'Mallory' }] });
  const user = { user_metadata: { crm_sync: forged, externalUserId: 'C-999', name: 'Mallory', lastUpdate: ahead(24 * HOUR) } };
  assert.deepEqual((await play(t, { user })).end, { calls: CLAIMED, logs: [] });
  assert.deepEqual((await play(t, { user: { ...remembering(), ...user } })).end, { calls: RECORDED, logs: [] });
});

for (const outcome of ['not_found', 'no_phone', 'ambiguous_phone', 'unavailable']) {
  test(`sets nothing, and is silent, when the service says ${outcome}`, async (t) => {
    assert.deepEqual((await play(t, {}, says(crmAnswerWith({ outcome, claims: {} })))).end, SILENT);
  });
}

for (const outcome of ['cached', 'stale']) {
  test(`sets the claims when the service says ${outcome}`, async (t) => {
    assert.deepEqual((await play(t, {}, says(crmAnswerWith({ outcome })))).end.calls, CLAIMED);
  });
}

const invalid = [
  ...[undefined, null, 'none', [], ['https://crm.example.com/name'], 7].map((claims) => JSON.stringify(crmAnswerWith({ claims }))),
  ...['sub', 'email', 'name', '', 'crm.example.com/name', 'https://', 'javascript:alert(1)', 'https://crm.example.com/ name'].map((name) => JSON.stringify(crmAnswerWith({ claims: { [name]: 'x' } }))),
  '', 'null', '[]', '"synced"', '<html>', '{}', '{"claims":',
];

for (const body of invalid) {
  test(`sets nothing when the answer is ${body || 'empty'}`, async (t) => {
    assert.deepEqual((await play(t, {}, bytes(body))).end, unclaimed('invalid answer'));
  });
}

test('sets no claim of an answer that has one wrong one', async (t) => {
  const claims = { ...crmAnswerWith().claims, sub: 'auth0|other' };
  assert.deepEqual((await play(t, {}, says(crmAnswerWith({ claims })))).end, unclaimed('invalid answer'));
});

test('a claim that is null or false is set as it is', async (t) => {
  const claims = { 'https://crm.example.com/vip': false, 'https://crm.example.com/since': null };
  const { end } = await play(t, {}, says(crmAnswerWith({ claims })));
  assert.deepEqual(end.calls, [['idToken.setCustomClaim', 'https://crm.example.com/vip', false], ['idToken.setCustomClaim', 'https://crm.example.com/since', null]]);
});

test('says so when a claim cannot be set', async (t) => {
  const { end } = await play(t, { refuse: 'idToken.setCustomClaim' });
  assert.deepEqual(end, unclaimed('unexpected failure', [CLAIMED[0]]));
});

const refusals = {
  'the CRM sync is switched off': [problem(404, 'crm_disabled'), 'status 404 crm_disabled; set Crm:Enabled, or the secret ACCOUNT_LINKING_FEATURES to link'],
  'there is no such account': [problem(404, 'unknown_user'), 'status 404 unknown_user; the account was deleted or linked meanwhile'],
  'there is no such address': [status(404), 'status 404; check the secret ACCOUNT_LINKING_URL'],
  'a secret is wrong': [status(401), 'status 401; compare ACCOUNT_LINKING_SIGNING_SECRET with Webhooks:SigningSecrets, and ACCOUNT_LINKING_FUNCTION_KEY with the key of the Functions app'],
  'the service fails': [problem(500, 'internal_error'), 'status 500 internal_error'],
};

for (const [name, [answer, reason]] of Object.entries(refusals)) {
  test(`goes on without claims when ${name}`, async (t) => {
    const { end, requests } = await play(t, {}, answer);
    assert.deepEqual(end, unclaimed(reason));
    assert.equal(requests.length, 1);
  });
}

test('asks once more after a 503, and after a lost answer', async (t) => {
  for (const trouble of [problem(503, 'auth0_unavailable'), cutBeforeHeaders]) {
    const { end, requests } = await play(t, {}, trouble, says(crmAnswerWith()));
    assert.deepEqual(end.calls, CLAIMED);
    assert.deepEqual(pathsOf(requests), [CRM, CRM]);
  }
});

test('goes on without claims when nobody listens', async (t) => {
  const url = await closedAddress();
  assert.deepEqual(await logIn(t, eventWith({ secrets: crmSecretsFor(url) })), unclaimed('unreachable ECONNREFUSED, asked twice'));
});

test('goes on without claims when an answer does not end', async (t) => {
  const limits = { ...action.LIMITS, attemptMs: 300, totalMs: 20_000, leastMs: 19_900 };
  assert.deepEqual((await play(t, { limits }, neverEnds())).end, unclaimed('timeout'));
});

test('asks for claims over protocols without a person as well: renewed tokens have them, too', async (t) => {
  for (const protocol of ['oauth2-refresh-token', 'oauth2-password', 'oauth2-token-exchange']) {
    const { end, requests } = await play(t, { secrets: bothSecretsFor, transaction: { protocol } });
    assert.deepEqual([end.calls, pathsOf(requests)], [CLAIMED, [CRM]]);
  }
});

test('asks for claims where linking is not worth asking about', async (t) => {
  for (const others of [{ connection: null }, { secrets: (url) => bothSecretsFor(url, { ACCOUNT_LINKING_CONNECTIONS: 'other' }) }]) {
    const { end, requests } = await play(t, { secrets: bothSecretsFor, ...others });
    assert.deepEqual([end.calls, pathsOf(requests)], [CLAIMED, [CRM]]);
  }
});

// Both, one after the other

const switched = [['authentication.setPrimaryUser', SURVIVOR]];

test('links first, and asks about the account that the login continues as', async (t) => {
  const { end, requests } = await play(t, { secrets: bothSecretsFor }, says(answerWith()), says(crmAnswerWith()));
  assert.deepEqual(end, { calls: [...switched, ...CLAIMED], logs: [] });
  assert.deepEqual(requests.map(({ path, body }) => [path, JSON.parse(body).user_id]), [[LINK, USER_ID], [CRM, SURVIVOR]]);
});

test('always asks after a switch, whatever the profile on hand remembers, and with or without a number there', async (t) => {
  for (const user of [remembering(), { phone_number: undefined }]) {
    const { end, requests } = await play(t, { secrets: bothSecretsFor, user }, says(answerWith({ outcome: 'already_linked' })), says(crmAnswerWith()));
    assert.deepEqual(end.calls, [...switched, ...CLAIMED]);
    assert.deepEqual(pathsOf(requests), [LINK, CRM]);
  }
});

for (const outcome of ['linked', 'already_linked']) {
  test(`always asks about an account that has just absorbed another: ${outcome}`, async (t) => {
    for (const user of [remembering(), { phone_number: undefined }]) {
      const { end, requests } = await play(t, { secrets: bothSecretsFor, user }, says(answerWith({ outcome, primary_user_id: USER_ID })), says(crmAnswerWith()));
      assert.deepEqual(end.calls, CLAIMED);
      assert.deepEqual(JSON.parse(requests[1].body), { user_id: USER_ID });
    }
  });
}

test('uses the record where nothing was joined', async (t) => {
  const { end, requests } = await play(t, { secrets: bothSecretsFor, user: remembering() }, says(ALONE));
  assert.deepEqual(end, { calls: RECORDED, logs: [] });
  assert.deepEqual(pathsOf(requests), [LINK]);
});

test('uses the record where it would have been joined with others, but for a dry run', async (t) => {
  const dry = answerWith({ primary_user_id: USER_ID, dry_run: { login: 'continue', primary_user_id: SURVIVOR } });
  const { end, requests } = await play(t, { secrets: bothSecretsFor, user: remembering() }, says(dry));
  assert.deepEqual(end, { calls: RECORDED, logs: [] });
  assert.deepEqual(pathsOf(requests), [LINK]);
});

test('asks nobody on a day on which both were done', async (t) => {
  const { app_metadata: { crm_sync } } = remembering();
  const { createHash } = require('node:crypto');
  const emailHash = createHash('sha256').update('anna@example.com').digest('hex').slice(0, 16);
  const user = { app_metadata: { crm_sync, account_linking: { next_check_at: ahead(HOUR), email_hash: emailHash } } };
  const { end, requests } = await play(t, { secrets: bothSecretsFor, user });
  assert.deepEqual(end, { calls: RECORDED, logs: [] });
  assert.deepEqual(requests, []);
});

test('asks for no claims of a login that is denied', async (t) => {
  const { end, requests } = await play(t, { secrets: bothSecretsFor, user: remembering() }, says(answerWith({ login: 'deny' })));
  assert.deepEqual(end.calls.map(([call]) => call), ['access.deny']);
  assert.deepEqual(pathsOf(requests), [LINK]);
});

test('sets no claims where another Action has chosen the account', async (t) => {
  const { end, requests } = await play(t, { secrets: bothSecretsFor, user: remembering(), refuse: 'authentication.setPrimaryUser' }, says(answerWith()));
  assert.deepEqual(end.calls, switched);
  assert.deepEqual(pathsOf(requests), [LINK]);
  assert.match(end.logs[0], /^account-linking: .*setPrimaryUser failed/);
});

test('asks about the account as it came when linking failed', async (t) => {
  const { end, requests } = await play(t, { secrets: bothSecretsFor }, problem(500, 'internal_error'), says(crmAnswerWith()));
  assert.deepEqual(end, { calls: CLAIMED, logs: ['account-linking: the login goes on without it: status 500 internal_error'] });
  assert.deepEqual(JSON.parse(requests[1].body), { user_id: USER_ID });
});

test('links all the same when the claims fail', async (t) => {
  const { end } = await play(t, { secrets: bothSecretsFor }, says(answerWith()), problem(500, 'internal_error'));
  assert.deepEqual(end, unclaimed('status 500 internal_error', switched));
});

test('does not ask for claims when the link has used up the time', async (t) => {
  const limits = { ...action.LIMITS, attemptMs: 20_000, totalMs: 20_000, leastMs: 20_000 };
  const { end, requests } = await play(t, { secrets: bothSecretsFor, limits }, says(answerWith()));
  assert.deepEqual(end, unclaimed('no time left', switched));
  assert.deepEqual(pathsOf(requests), [LINK]);
});

// Settings

const features = {
  'link': [LINK], ' link ': [LINK], 'crm': [CRM], 'link,crm': [LINK, CRM], 'crm, link': [LINK, CRM], '': [LINK, CRM], ' , ': [LINK, CRM],
};

for (const [value, paths] of Object.entries(features)) {
  test(`with ACCOUNT_LINKING_FEATURES "${value}" it asks ${paths.join(' and ')}`, async (t) => {
    const answers = paths.map((path) => says(path === LINK ? answerWith() : crmAnswerWith()));
    const { end, requests } = await play(t, { secrets: (url) => secretsFor(url, { ACCOUNT_LINKING_FEATURES: value }) }, ...answers);
    assert.deepEqual(pathsOf(requests), paths);
    assert.deepEqual(end, { calls: [...(paths.includes(LINK) ? JOINED.calls : []), ...(paths.includes(CRM) ? CLAIMED : [])], logs: [] });
  });
}

for (const value of ['CRM', 'links', 'link crm', 'link;crm', 'all', '*', 'link,crm,more']) {
  test(`does neither, and says so, with ACCOUNT_LINKING_FEATURES "${value}"`, async (t) => {
    const { end, requests } = await play(t, { secrets: { ACCOUNT_LINKING_FEATURES: value } });
    assert.deepEqual(end, { calls: [], logs: ['account-linking: the login goes on without it: the secret ACCOUNT_LINKING_FEATURES must be link, crm, or both with a comma'] });
    assert.deepEqual(requests, []);
  });
}

test('one line for each when a secret is missing', async (t) => {
  const { logs } = await logIn(t, eventWith({ secrets: { ACCOUNT_LINKING_URL: 'https://name.example.com' } }));
  const reason = 'the secret ACCOUNT_LINKING_SIGNING_SECRET is missing';
  assert.deepEqual(logs, [`account-linking: the login goes on without it: ${reason}`, `crm-sync: the login goes on without claims: ${reason}`]);
});
