'use strict';
// A double of the api object that Auth0 hands to a post-login Action: what it refuses is refused here with the same words,
// and what is not played is an error rather than a silence.
// https://auth0.com/docs/actions/reference/post-login/post-login-api-object

const { createCache } = require('./cache.cjs');
const { whyIgnored } = require('./claims.cjs');

const MAX_PRIMARY_USER_ID = 128;

function createApi({ event, cache }, effects) {
  const api = {
    access: {
      // Records and returns: the code after it runs on, and only later Actions do not.
      deny(reason) {
        effects.deny = String(reason);
        return played;
      },
    },
    authentication: {
      setPrimaryUser(userId) {
        if (effects.primaryUserId !== null) throw new Error('The primary user can only be altered once per transaction');
        if (typeof userId !== 'string' || userId.length === 0) throw new Error('The provided primary_user_id must be a non-empty string');
        if (userId.length > MAX_PRIMARY_USER_ID) throw new Error('The provided primary_user_id exceeds the maximum length.');
        effects.primaryUserId = userId;
      },
    },
    idToken: {
      setCustomClaim: (name, value) => claim('idToken', effects.idTokenClaims, name, value),
    },
    accessToken: {
      setCustomClaim: (name, value) => claim('accessToken', effects.accessTokenClaims, name, value),
    },
    user: {
      setUserMetadata: (key, value) => set(effects.userMetadata, key, value),
      setAppMetadata: (key, value) => set(effects.appMetadata, key, value),
    },
    cache: createCache(cache),
    transaction: {
      setMetadata(key, value) {
        if (value === null) delete event.transaction.metadata[key];
        else event.transaction.metadata[key] = value;
      },
    },
    redirect: { canRedirect: () => event.transaction.protocol !== 'oauth2-refresh-token' },
    rules: { wasExecuted: () => false },
  };

  function claim(token, claims, name, value) {
    refuseScope(name);
    const reason = whyIgnored(name, event.transaction.requested_scopes);
    if (reason) effects.warnings.push(`api.${token}.setCustomClaim ignored "${name}": ${reason}.`);
    else claims[name] = value;
    return played;
  }

  function set(changes, key, value) {
    changes[key] = value === undefined ? null : value;
    return played;
  }

  const played = withoutSilence(api, 'api');
  return played;
}

function refuseScope(name) {
  if (name === 'scope') throw new Error('The "scope" claim cannot be set.');
}

/** Using a member that the double lacks says so, and does not look like a mistake of the Action's. */
function withoutSilence(target, name) {
  return new Proxy(target, {
    get(object, key) {
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON') return object[key];
      if (!Object.hasOwn(object, key)) throw new Error(`The sandbox does not play ${name}.${key}.`);
      const value = object[key];
      return typeof value === 'object' ? withoutSilence(value, `${name}.${key}`) : value;
    },
  });
}

module.exports = { createApi };
