// What accounts, and the ways to sign in to them, are called.

const waysToSignIn = {
  'Username-Password-Authentication': 'e-mail and password',
  auth0: 'e-mail and password',
  'google-oauth2': 'Google',
  'swedish-bankid': 'BankID',
  'freja-eid': 'Freja',
  sms: 'text message',
};

/** @param {string} connection */
export function wayToSignIn(connection) {
  return Object.hasOwn(waysToSignIn, connection) ? waysToSignIn[connection] : connection;
}

/** @param {string} userId `google-oauth2|1234`, or with the connection's name in between: `oidc|swedish-bankid|1234` */
export function wayOfIdentity(userId) {
  const parts = userId.split('|');
  return wayToSignIn(parts.length > 2 ? parts[1] : parts[0]);
}

/** @param {import('./account-linking.js').Candidate} candidate */
export function nameOfCandidate(candidate) {
  return `${candidate.name} (${wayToSignIn(candidate.connection)})`;
}

/**
 * @param {string} time a day as the service writes it
 * @param {string} language
 */
export function dayOf(time, language) {
  return new Date(time).toLocaleDateString(language, { dateStyle: 'long', timeZone: 'UTC' });
}
