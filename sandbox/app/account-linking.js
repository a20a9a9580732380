// The four calls of the account linking service that an application makes for the person who is signed in.

/**
 * @typedef {{handle: string, provider: string, connection: string, name: string, created_at: string | null}} Candidate
 * @typedef {{outcome: 'linked' | 'already_linked' | 'refused', primary_user_id: string, link_id: string | null, reason: string | null, sign_in_again: boolean}} Joined
 * @typedef {{outcome: 'unlinked', primary_user_id: string, restored: string[]}} Separated
 */

/** The service did not do it; `code` has a sentence in sentences.js. */
export class ServiceError extends Error {
  /** @param {{code: string, status?: number, retryAfter?: number, traceId?: string}} problem */
  constructor({ code, status, retryAfter, traceId }, options) {
    super(code, options);
    Object.assign(this, { code, status, retryAfter, traceId });
  }
}

export class AccountLinking {
  /**
   * @param {string} service its address
   * @param {() => Promise<string>} accessToken the person's access token for the service's API
   */
  constructor(service, accessToken) {
    this.service = service;
    this.accessToken = accessToken;
    this.notBefore = 0;
  }

  /** @returns {Promise<Candidate[]>} accounts with the same verified e-mail address */
  async linkCandidates() {
    return (await this.#call('GET', 'link-candidates')).candidates;
  }

  /**
   * @param {string | null} handle of the candidate that is to be proved, null for an account that is not among them
   * @returns {Promise<string>} the nonce that the ID token of the proof has to carry
   */
  async linkChallenge(handle) {
    return (await this.#call('POST', 'link-challenges', { handle })).nonce;
  }

  /**
   * @param {string} idToken of the sign-in to the other account
   * @param {'this' | 'other'} primary which account stays
   * @returns {Promise<Joined>}
   */
  join(idToken, primary) {
    return this.#call('POST', 'identities', { id_token: idToken, primary });
  }

  /**
   * @param {string} userId of the identity that is to stand alone again, as in a `sub`: `google-oauth2|1234`
   * @returns {Promise<Separated>}
   */
  separate(userId) {
    // Only the first bar separates: the ids of enterprise connections have more of them.
    const bar = userId.indexOf('|');
    return this.#call('DELETE', `identities/${encodeURIComponent(userId.slice(0, bar))}/${encodeURIComponent(userId.slice(bar + 1))}`);
  }

  async #call(method, path, body) {
    this.#waitsForItsTurn();
    const authorization = `Bearer ${await this.accessToken()}`;
    const response = await fetch(new URL(`/api/me/${path}`, this.service), {
      method,
      headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    }).catch((cause) => {
      throw new ServiceError({ code: 'unreachable' }, { cause });
    });
    if (!response.ok) throw await this.#failed(response);
    return response.json();
  }

  /** Who was told to wait does not ask again before. */
  #waitsForItsTurn() {
    const seconds = Math.ceil((this.notBefore - Date.now()) / 1000);
    if (seconds > 0) throw new ServiceError({ code: 'too_many_requests', status: 429, retryAfter: seconds });
  }

  async #failed(response) {
    const problem = await response.json().catch(() => ({}));
    const retryAfter = Number(response.headers.get('retry-after')) || undefined;
    if (retryAfter) this.notBefore = Date.now() + retryAfter * 1000;
    return new ServiceError({ code: problem.code ?? 'unknown', status: response.status, retryAfter, traceId: problem.trace_id });
  }
}
