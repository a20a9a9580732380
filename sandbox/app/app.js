// Wires the page: session.js (the SDK), account-linking.js (the four calls), proof.js (the sign-in to the other account) and view.js.
import { AccountLinking, ServiceError } from './account-linking.js';
import { openProofWindow, proveOtherAccount, ProofError } from './proof.js';
import { sentenceFor, sentenceForRefusal, signedOutSentence } from './sentences.js';
import { Session, SignInNeeded } from './session.js';
import { chosenPrimary, hideAccountName, onAction, say, showAccount, showCandidates, showJoined, showJoinedNote, shownStep, showProve, showRestored, showStep } from './view.js';

const config = await (await fetch('./config.json')).json();
const session = new Session(config);
const service = new AccountLinking(config.service, () => session.accessToken());

/** What the page knows; all of it is gone when the page is. */
const state = { user: undefined, candidates: [], chosen: undefined, joined: undefined, proof: undefined };

const actions = {
  'sign-in': () => session.signIn(),
  // What was joined goes along, and comes back with the person; the SDK keeps it for the time of the sign-in only.
  'sign-in-again': () => session.signIn({ again: true, appState: { joined: state.joined } }),
  overview: () => showOverview(),
  'show-joined': () => showJoined(state.joined),
  choose: (button) => choose(state.candidates.find((candidate) => candidate.handle === button.dataset.handle)),
  'choose-unlisted': () => choose(undefined),
  prove,
  separate,
};

/** One thing at a time; buttons are not disabled meanwhile, as the focus would be lost with them. */
let busy = false;

onAction(async (name, element) => {
  if (name === 'cancel-proof') return state.proof?.abort();
  if (name === 'sign-out') return signOut();
  if (busy) return;
  busy = true;
  try {
    await actions[name](element);
  } catch (error) {
    showTrouble(error);
  } finally {
    busy = false;
  }
});

await start();

async function start() {
  try {
    const { user, appState, wasSignedIn } = await session.resume();
    state.user = user;
    if (!user) {
      showSignedOut();
      if (wasSignedIn) say(signedOutSentence);
      return;
    }

    showAccount(user);
    if (appState?.joined?.primary !== user.sub) return await showOverview();
    state.joined = appState.joined;
    showJoined(state.joined);
  } catch (error) {
    if (error instanceof ServiceError) return showTrouble(error);
    console.warn('The sign-in failed.', error);
    showSignedOut(sentenceFor({ code: 'sign_in_failed' }));
  }
}

function showSignedOut(trouble) {
  state.user = undefined;
  showAccount(undefined);
  showStep('signed-out', {}, trouble);
}

/** At once, whatever else is going on. */
function signOut() {
  state.proof?.abort();
  return session.signOut();
}

/** Where nothing is known for certain any more: whatever was joined, and whatever comes, needs a new sign-in. */
function showSignInAgain(trouble) {
  state.joined = undefined;
  leaveAccount('sign-in-again', trouble);
}

/** To a step from which a new sign-in alone leads on: the account may be gone, or the service joins nothing more by this page's tokens. */
function leaveAccount(step, trouble) {
  state.user = undefined;
  session.forgetTokens();
  hideAccountName();
  showStep(step, {}, trouble);
}

async function showOverview(trouble) {
  say('Looking for accounts that may be yours …');
  state.chosen = undefined;
  const introduction = await lookForCandidates();
  showCandidates(state.candidates);
  showJoinedNote(Boolean(state.joined));
  showStep('overview', { introduction }, trouble);
}

async function lookForCandidates() {
  try {
    state.candidates = await service.linkCandidates();
    return state.candidates.length > 0
      ? 'These accounts have the same e-mail address as the one that you are signed in with.'
      : 'We know of no other account with your e-mail address.';
  } catch (error) {
    // Who signs in this way is told nothing about other accounts, and can still join one that is his.
    if (error.code !== 'connection_not_listed') throw error;
    state.candidates = [];
    return 'For the way in which you signed in, we make no suggestions.';
  }
}

function choose(candidate) {
  state.chosen = candidate;
  showProve(state.user, candidate);
}

async function prove() {
  // First of all, and before anything is awaited: later it would be blocked.
  const proofWindow = openProofWindow();
  state.proof = new AbortController();
  showStep('waiting');
  let proof;
  try {
    proof = await Promise.race([proveIn(proofWindow, state.proof.signal), untilCancelled(state.proof.signal)]);
  } catch (error) {
    // The candidate is out of date, so the others are, too.
    if (error.code === 'invalid_handle') return await showOverview(sentenceFor(error));
    throw error;
  } finally {
    proofWindow.close();
    state.proof = undefined;
  }
  await join(proof);
}

async function proveIn(proofWindow, signal) {
  const nonce = await service.linkChallenge(state.chosen?.handle ?? null);
  session.distrustTenantSession();
  const proof = await proveOtherAccount(config, proofWindow, {
    nonce,
    connection: state.chosen?.connection,
    signal,
    onLost: () => say('If you have closed the small window, choose Cancel.'),
  });
  // Once more: who signed in to this page in another tab meanwhile has ended the distrust there.
  session.distrustTenantSession();
  return proof;
}

/** Also while the service has not answered yet. */
function untilCancelled(signal) {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new ProofError('proof_cancelled')), { once: true }));
}

async function join({ idToken, userId }) {
  showStep('joining');
  const answer = await service.join(idToken, chosenPrimary());
  if (answer.reason === 'separated_before') return showSignInAgain(sentenceForRefusal(answer.reason));
  // The other choice may do, and is the person's to make.
  if (answer.reason === 'connection_unknown') return showStep('prove', {}, sentenceForRefusal(answer.reason));
  if (answer.outcome === 'refused') return showOverview(sentenceForRefusal(answer.reason));

  // Both identities open the same account now, so it does not matter which of them the tenant's session belongs to.
  session.trustTenantSession(answer.primary_user_id);
  const kept = answer.primary_user_id === state.user.sub;
  const joined = { primary: answer.primary_user_id, secondary: kept ? userId : state.user.sub };
  state.joined = joined;
  if (answer.sign_in_again) leaveAccount('joined-elsewhere');
  else showJoined(joined);
}

async function separate() {
  say('Separating the accounts …');
  // Its session may be that of the account that stands alone then, also where the answer is lost.
  session.distrustTenantSession();
  const answer = await service.separate(state.joined.secondary);
  state.joined = undefined;
  showRestored(answer.restored);
  // The service joins nothing more by tokens that are older than a separation of their account.
  leaveAccount('separated');
}

/** Says what went wrong, at the step from which the person can go on. */
function showTrouble(error) {
  const sentence = sentenceFor(error);
  if (error instanceof SignInNeeded || error.status === 401 || error.code === 'account_gone') return showSignedOut(sentence);
  if (error.code === 'unknown_identity' || error.code === 'join_unanswered') return showSignInAgain(sentence);
  if (error.code === 'proof_cancelled') return showCancelled(sentence);
  if (!(error instanceof ServiceError || error instanceof ProofError)) console.error(error);
  showStep(stepToGoOnFrom(), {}, sentence);
}

/** As the person wanted, so it is no trouble. */
function showCancelled(sentence) {
  showStep(stepToGoOnFrom());
  say(sentence);
}

function stepToGoOnFrom() {
  const shown = shownStep();
  return shown === 'waiting' || shown === 'joining' ? 'prove' : (shown ?? 'overview');
}
