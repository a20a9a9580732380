// The proof: the person signs in to the other account in a small window, and the ID token of that sign-in carries the service's nonce.
// It is a code flow of its own, beside the SDK's: the SDK makes its nonces itself, and the first account's tokens must stay where they are.
import * as oauth from './vendor/oauth4webapi.js';
import { channelName } from './proof-channel.js';

/** What the person, or the tenant, did instead of proving; `code` has a sentence in sentences.js. */
export class ProofError extends Error {
  /** @param {'popup_blocked' | 'proof_cancelled' | 'proof_denied' | 'proof_invalid'} code */
  constructor(code, options) {
    super(code, options);
    this.code = code;
  }
}

/**
 * Opens the small window. To be called in the handler of a click, before anything is awaited: browsers block what opens later.
 *
 * @returns {Window}
 */
export function openProofWindow() {
  const opened = window.open('proof.html', '_blank', 'popup,width=480,height=720');
  if (!opened) throw new ProofError('popup_blocked');
  return opened;
}

/**
 * Sends the small window to the tenant and waits for what comes back. Whoever opened the window closes it.
 *
 * @param {{tenant: string, client_id: string}} config
 * @param {Window} proofWindow what {@link openProofWindow} returned
 * @param {{nonce: string, connection?: string, signal: AbortSignal}} request
 * @returns {Promise<{idToken: string, userId: string}>}
 */
export async function proveOtherAccount(config, proofWindow, { nonce, connection, signal }) {
  const flow = { state: oauth.generateRandomState(), verifier: oauth.generateRandomCodeVerifier(), nonce, startedAt: Date.now() };
  const address = await authorizeAddress(config, flow, connection);
  const answer = waitForAnswer(proofWindow, flow.state, signal);
  proofWindow.location.replace(address);
  return redeem(config, flow, await answer);
}

async function authorizeAddress(config, flow, connection) {
  const address = new URL('/authorize', config.tenant);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: config.client_id,
    redirect_uri: redirectUri(),
    scope: 'openid',
    // A session that is there already proves nothing: the person is to sign in now.
    max_age: '0',
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
    ...(connection && { connection }),
  }).toString();
  return address.href;
}

/** Settles when the window comes back with this state, when the person closes it, or when the page gives up. */
function waitForAnswer(proofWindow, state, signal) {
  const channel = new BroadcastChannel(channelName);
  let watch;
  const answer = new Promise((resolve, reject) => {
    // No event tells that another window was closed. It does not close itself, so that a closed one is always the person's doing.
    watch = setInterval(() => {
      if (proofWindow.closed || signal.aborted) reject(new ProofError('proof_cancelled'));
    }, 250);
    channel.addEventListener('message', ({ data }) => {
      const parameters = new URLSearchParams(data);
      if (parameters.get('state') === state) resolve(parameters);
    });
  });
  return answer.finally(() => {
    clearInterval(watch);
    channel.close();
  });
}

async function redeem(config, flow, parameters) {
  // Auth0's endpoints are where they are for every tenant, so there is no need to discover them.
  const tenant = { issuer: new URL('/', config.tenant).href, token_endpoint: new URL('/oauth/token', config.tenant).href };
  const client = { client_id: config.client_id, [oauth.clockTolerance]: 60 };
  try {
    const validated = oauth.validateAuthResponse(tenant, client, parameters, flow.state);
    const response = await oauth.authorizationCodeGrantRequest(tenant, client, oauth.None(), validated, redirectUri(), flow.verifier, {
      // The sandbox speaks plain HTTP on this machine; a tenant never does.
      [oauth.allowInsecureRequests]: new URL(config.tenant).hostname === '127.0.0.1',
    });
    const tokens = await oauth.processAuthorizationCodeResponse(tenant, client, response, {
      requireIdToken: true,
      expectedNonce: flow.nonce,
      // Signed in since the window was opened, and not before.
      maxAge: Math.ceil((Date.now() - flow.startedAt) / 1000),
    });
    return { idToken: tokens.id_token, userId: oauth.getValidatedIdTokenClaims(tokens).sub };
  } catch (error) {
    throw new ProofError(error instanceof oauth.AuthorizationResponseError ? 'proof_denied' : 'proof_invalid', { cause: error });
  }
}

function redirectUri() {
  return new URL('/proof.html', location.origin).href;
}
