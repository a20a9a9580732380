// The person's sign-in to this application, by Auth0's own SDK. Tokens live in memory.
import { Auth0Client } from './vendor/auth0-spa-js.js';

/** Nobody is signed in, or no longer. */
export class SignInNeeded extends Error {
  code = 'sign_in_needed';
}

/** Set, for all tabs, while the tenant's session may not be the one of the person's account; it says nothing else. */
const sessionIsAnothers = 'tenant-session-is-anothers';

/** Whose page this tab is, so that a reload does not make it somebody else's; gone with the tab. */
const accountOfTab = 'account-of-tab';

export class Session {
  #auth0;

  /** The tenant's session is not this tab's; it may be that of others. */
  #isAnothersHere = false;

  #tokensAreForgotten = false;

  /** @param {{tenant: string, client_id: string, audience: string}} config */
  constructor(config) {
    this.#auth0 = new Auth0Client({
      domain: config.tenant,
      clientId: config.client_id,
      cacheLocation: 'memory',
      authorizationParams: {
        redirect_uri: homeAddress(),
        audience: config.audience,
        scope: 'openid profile email read:link_candidates link:identities',
      },
    });
  }

  /**
   * Takes up where the person was: back from the tenant's login page, or in a session that the tenant still knows.
   *
   * @returns {Promise<{user?: {sub: string, name?: string}, appState?: any, wasSignedIn?: boolean}>} `wasSignedIn`: the page was somebody's, and
   * is not any more, as the tenant's session may be another account's
   */
  async resume() {
    if (isCallback()) return this.#comeBack();
    const expected = sessionStorage.getItem(accountOfTab);
    if (localStorage.getItem(sessionIsAnothers)) return { wasSignedIn: expected !== null };
    await this.#auth0.checkSession();
    const user = await this.#auth0.getUser();
    if (!user || !expected || user.sub === expected) return { user: this.#remember(user) };
    // Another tab has proved, or signed in to, another account since.
    this.#isAnothersHere = true;
    return { wasSignedIn: true };
  }

  /**
   * Leaves the page for the tenant's login page. After a proof the tenant's session belongs to the account that was proved last, and
   * without `prompt=login` the tenant would sign the person in to that one, without a question.
   *
   * @param {{again?: boolean, appState?: any}} options
   */
  signIn({ again = false, appState } = {}) {
    const prompt = again || this.#isAnothersHere || localStorage.getItem(sessionIsAnothers) ? 'login' : undefined;
    return this.#auth0.loginWithRedirect({ appState, authorizationParams: { prompt } });
  }

  signOut() {
    sessionStorage.removeItem(accountOfTab);
    return this.#auth0.logout({ logoutParams: { returnTo: homeAddress() } });
  }

  /** From memory only: a token that the SDK fetched by the tenant's session could be another account's. */
  async accessToken() {
    const token = this.#tokensAreForgotten ? undefined : await this.#auth0.getTokenSilently({ cacheMode: 'cache-only' });
    if (!token) throw new SignInNeeded();
    return token;
  }

  /** Until the next sign-in, which is how a newer one comes: one that the SDK fetches without it could be another account's. */
  forgetTokens() {
    this.#tokensAreForgotten = true;
  }

  /** From now on the tenant's session is not to be taken for the person's account, here and in other tabs. */
  distrustTenantSession() {
    localStorage.setItem(sessionIsAnothers, 'yes');
  }

  /**
   * The tenant's session leads to the person's account again, whichever of its identities signed in.
   *
   * @param {string} sub of that account
   */
  trustTenantSession(sub) {
    sessionStorage.setItem(accountOfTab, sub);
    localStorage.removeItem(sessionIsAnothers);
  }

  async #comeBack() {
    try {
      const { appState } = await this.#auth0.handleRedirectCallback();
      localStorage.removeItem(sessionIsAnothers);
      return { user: this.#remember(await this.#auth0.getUser()), appState };
    } finally {
      history.replaceState(null, '', '/');
    }
  }

  #remember(user) {
    if (user) sessionStorage.setItem(accountOfTab, user.sub);
    return user;
  }
}

function isCallback() {
  const parameters = new URLSearchParams(location.search);
  return parameters.has('state') && (parameters.has('code') || parameters.has('error'));
}

function homeAddress() {
  return `${location.origin}/`;
}
