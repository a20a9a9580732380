// The four calls of the account linking service that an application makes for the person who is signed in.

/**
 * @typedef {{handle: string, provider: string, connection: string, name: string, created_at: string | null}} Candidate
 * @typedef {{outcome: 'linked' | 'already_linked' | 'refused', primary_user_id: string, link_id: string | null, reason: string | null, sign_in_again: boolean}} Joined
 * @typedef {{outcome: 'unlinked', primary_user_id: string, restored: string[]}} Separated
 */

/** Seconds that a person is left to wait for a second try. */
const longestPause = 10;

/** The service did not do it, or nobody knows whether it did (`…_unanswered`); `code` has a sentence in sentences.js. */
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
   * @param {{patience?: number}} options how many milliseconds an answer may take
   */
  constructor(service, accessToken, { patience = 20_000 } = {}) {
    this.service = service;
    this.accessToken = accessToken;
    this.patience = patience;
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
    return (await this.#call('POST', 'link-challenges', { body: { handle } })).nonce;
  }

  /**
   * Sent once more where the answer did not arrive, or told of trouble: what was begun is finished then, with the same ID token.
   *
   * @param {string} idToken of the sign-in to the other account
   * @param {'this' | 'other'} primary which account stays
   * @returns {Promise<Joined>}
   */
  async join(idToken, primary) {
    const send = () => this.#call('POST', 'identities', { body: { id_token: idToken, primary }, unanswered: 'join_unanswered' });
    try {
      return await send();
    } catch (error) {
      if (error.code !== 'join_unanswered' || error.retryAfter > longestPause) throw error;
      await this.#pause();
      return await send().catch((second) => {
        // The first request has spent it, so it was carried out, or is being; what came of it is not known.
        throw second.code === 'nonce_spent' ? error : second;
      });
    }
  }

  /**
   * @param {string} userId of the identity that is to stand alone again, as in a `sub`: `google-oauth2|1234`
   * @returns {Promise<Separated>}
   */
  separate(userId) {
    // Only the first bar separates: the ids of enterprise connections have more of them.
    const bar = userId.indexOf('|');
    return this.#call('DELETE', `identities/${encodeURIComponent(userId.slice(0, bar))}/${encodeURIComponent(userId.slice(bar + 1))}`, { unanswered: 'separate_unanswered' });
  }

  /** @param {{body?: object, unanswered?: string}} options `unanswered`: the code where the request may have been carried out all the same */
  async #call(method, path, { body, unanswered } = {}) {
    this.#waitsForItsTurn();
    const authorization = `Bearer ${await this.accessToken()}`;
    try {
      const response = await fetch(new URL(`/api/me/${path}`, this.service), {
        method,
        headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(this.patience),
      });
      if (!response.ok) throw await this.#failed(response, unanswered);
      return await response.json();
    } catch (error) {
      throw error instanceof ServiceError ? error : new ServiceError({ code: unanswered ?? 'unreachable' }, { cause: error });
    }
  }

  /** Who was told to wait does not ask again before. */
  #waitsForItsTurn() {
    const seconds = Math.ceil((this.notBefore - Date.now()) / 1000);
    if (seconds > 0) throw new ServiceError({ code: 'too_many_requests', status: 429, retryAfter: seconds });
  }

  /** As long as the service asked for, and a moment at least. */
  #pause() {
    return new Promise((resolve) => setTimeout(resolve, Math.max(1000, this.notBefore - Date.now() + 50)));
  }

  async #failed(response, unanswered) {
    const problem = await response.json().catch(() => ({}));
    const retryAfter = Number(response.headers.get('retry-after')) || undefined;
    if (retryAfter) this.notBefore = Date.now() + retryAfter * 1000;
    const code = response.status >= 500 ? unanswered : undefined;
    return new ServiceError({ code: code ?? problem.code ?? 'unknown', status: response.status, retryAfter, traceId: problem.trace_id });
  }
}
