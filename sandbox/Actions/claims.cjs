'use strict';
// Which custom claims Auth0 leaves out of a token without a word.
// https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims

const RESTRICTED = new Set((
  'acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash client_id cnf cty dest entitlements events '
  + 'exp groups gty htm htu iat internalService iss jcard jku jti jwe jwk kid may_act mky nbf nonce object_id org_id org_name orig '
  + 'origid permissions roles rph s_hash sid sip_callid sip_cseq_num sip_date sip_from_tag sip_via_branch sub sub_jwk toe txn typ '
  + 'uuid vot vtm x5t#S256').split(' '));

const FORBIDDEN_HOSTS = ['auth0.com', 'webtask.io', 'webtask.run'];

/** Claims of OpenID Connect that are in a token only with their scope, whoever sets them. */
const SCOPE_OF = {
  phone_number: 'phone', phone_number_verified: 'phone', address: 'address', email: 'email', email_verified: 'email',
  name: 'profile', family_name: 'profile', given_name: 'profile', middle_name: 'profile', nickname: 'profile',
  preferred_username: 'profile', profile: 'profile', picture: 'profile', website: 'profile', gender: 'profile',
  birthdate: 'profile', zoneinfo: 'profile', locale: 'profile', updated_at: 'profile',
};

/** Why Auth0 ignores the claim, or null. */
function whyIgnored(name, requestedScopes) {
  if (RESTRICTED.has(name)) return 'Auth0 reserves the name';
  if (/^urn:auth0(:|$)/.test(name)) return 'Auth0 reserves the namespace';
  if (Object.hasOwn(SCOPE_OF, name) && !requestedScopes.includes(SCOPE_OF[name])) return `the scope "${SCOPE_OF[name]}" was not requested`;
  const host = /^https?:\/\/([^/:?#]+)/.exec(name)?.[1].toLowerCase();
  if (host && FORBIDDEN_HOSTS.some((forbidden) => host === forbidden || host.endsWith(`.${forbidden}`))) {
    return 'Auth0 reserves the namespace';
  }
  return null;
}

module.exports = { whyIgnored };
