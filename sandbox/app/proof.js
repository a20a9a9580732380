// The proof: the person signs in to the other account in a small window, and the ID token of that sign-in carries the service's nonce.
// It is a code flow of its own, beside the SDK's: the SDK makes its nonces itself, and the first account's tokens must stay where they are.
import * as oauth from './vendor/oauth4webapi.js';
import { channelName } from './proof-channel.js';

/** As long as the service's nonce is good: what comes later proves nothing. */
const longestProof = 10 * 60_000;

/** What the person, or the tenant, did instead of proving; `code` has a sentence in sentences.js. */
export class ProofError extends Error {
  /** @param {'popup_blocked' | 'proof_cancelled' | 'proof_too_late' | 'proof_denied' | 'proof_invalid'} code */
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
  // Its opener stays: without one, this page could not close it when the person cancels.
  return opened;
}

/**
 * Sends the small window to the tenant and waits for what comes back. Whoever opened the window closes it where it can.
 *
 * @param {{tenant: string, client_id: string}} config
 * @param {Window} proofWindow what {@link openProofWindow} returned
 * @param {{nonce: string, connection?: string, signal: AbortSignal, onLost: () => void}} request `onLost`: the window is closed, or seems so
 * @returns {Promise<{idToken: string, userId: string}>}
 */
export async function proveOtherAccount(config, proofWindow, { nonce, connection, signal, onLost }) {
  const flow = { state: oauth.generateRandomState(), verifier: oauth.generateRandomCodeVerifier(), nonce };
  const address = await authorizeAddress(config, flow, connection);
  const answer = waitForAnswer(proofWindow, flow.state, signal, onLost);
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

/**
 * Settles when the window comes back with this state, or when the page gives up. A window that seems to be closed settles nothing: it seems
 * so, too, once a page in it has sent `Cross-Origin-Opener-Policy`, as pages of identity providers do.
 */
function waitForAnswer(proofWindow, state, signal, onLost) {
  const channel = new BroadcastChannel(channelName);
  let limit;
  let watch;
  const answer = new Promise((resolve, reject) => {
    const cancel = () => reject(new ProofError('proof_cancelled'));
    // It may have been cancelled before it came to this.
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    limit = setTimeout(() => reject(new ProofError('proof_too_late')), longestProof);
    // No event tells that another window was closed.
    watch = setInterval(() => {
      if (!proofWindow.closed) return;
      clearInterval(watch);
      onLost();
    }, 250);
    channel.addEventListener('message', ({ data }) => {
      const parameters = new URLSearchParams(data);
      if (parameters.get('state') === state) resolve(parameters);
    });
  });
  return answer.finally(() => {
    clearTimeout(limit);
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
      // The clock of this computer may be wrong by minutes. That the person signed in for this proof, and not before, the service judges.
      maxAge: 600,
    });
    return { idToken: tokens.id_token, userId: oauth.getValidatedIdTokenClaims(tokens).sub };
  } catch (error) {
    throw new ProofError(error instanceof oauth.AuthorizationResponseError ? 'proof_denied' : 'proof_invalid', { cause: error });
  }
}

function redirectUri() {
  return new URL('/proof.html', location.origin).href;
}
