'use strict';
// api.cache of a trigger, with Auth0's limits. https://auth0.com/docs/customize/actions/limitations
// The records live as long as the sandbox keeps them; Auth0 promises less.

const MAX_ENTRIES = 20;
const MAX_KEY_BYTES = 64;
const MAX_VALUE_BYTES = 4096;
const MAX_TOTAL_BYTES = 8192;
const DEFAULT_TTL_MS = 15 * 60 * 1000;
const MAX_TTL_MS = 24 * 60 * 60 * 1000;

const error = (code) => ({ type: 'error', code });

function createCache(records) {
  const live = (key) => (Object.hasOwn(records, key) && records[key].expires_at > Date.now() ? records[key] : undefined);

  function whyNot(key, value, expiresAt) {
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) return 'CacheKeySizeExceeded';
    if (Buffer.byteLength(value) > MAX_VALUE_BYTES) return 'CacheValueSizeExceeded';
    const others = Object.keys(records).filter((name) => name !== key && live(name));
    if (others.length >= MAX_ENTRIES) return 'MaxSideEffectsExceeded';
    const total = others.reduce((sum, name) => sum + Buffer.byteLength(name) + Buffer.byteLength(records[name].value), 0);
    if (total + Buffer.byteLength(key) + Buffer.byteLength(value) > MAX_TOTAL_BYTES) return 'CacheSizeExceeded';
    if (!Number.isFinite(expiresAt)) return 'InvalidExpiry';
    return expiresAt <= Date.now() ? 'ItemAlreadyExpired' : null;
  }

  return {
    get(key) {
      const record = live(key);
      return record && { ...record };
    },
    set(key, value, options = {}) {
      const now = Date.now();
      const ends = [options.ttl === undefined ? undefined : now + options.ttl, options.expires_at].filter((end) => end !== undefined);
      const expiresAt = Math.floor(Math.min(...(ends.length > 0 ? ends : [now + DEFAULT_TTL_MS]), now + MAX_TTL_MS));
      const code = whyNot(key, value, expiresAt);
      if (code) return error(code);
      records[key] = { value, expires_at: expiresAt };
      return { type: 'success', record: { ...records[key] } };
    },
    delete(key) {
      if (!live(key)) return error('CacheKeyDoesNotExist');
      delete records[key];
      return { type: 'success' };
    },
  };
}

module.exports = { createCache };
