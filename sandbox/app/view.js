// What is on the screen: one step at a time, a line that says what is going on, and what went wrong.
import { dayOf, nameOfCandidate, wayOfIdentity, wayToSignIn } from './names.js';

const main = document.querySelector('main');
const status = document.querySelector('#status');
const problem = document.querySelector('#problem');

/**
 * Shows a step instead of the one before and moves the focus to its heading, where a screen reader goes on reading.
 *
 * @param {string} name of the section's data-step
 * @param {Record<string, string>} texts for the elements with these data-text
 * @param {string} [trouble] what went wrong on the way here; the focus goes to it instead
 */
export function showStep(name, texts = {}, trouble) {
  for (const section of main.querySelectorAll('[data-step]')) section.hidden = section.dataset.step !== name;
  const step = main.querySelector(`[data-step="${name}"]`);
  fill(step, texts);
  say('');
  problem.textContent = trouble ?? '';
  problem.hidden = !trouble;
  const heading = step.querySelector('h2');
  document.title = `${heading.textContent} – Join your accounts`;
  (trouble ? problem : heading).focus();
}

/** @returns {string | undefined} */
export function shownStep() {
  return main.querySelector('[data-step]:not([hidden])')?.dataset.step;
}

/** Says what is going on, for those who see it and those who hear it. */
export function say(text) {
  status.textContent = text;
}

/** @param {{name?: string, sub: string} | undefined} user */
export function showAccount(user) {
  const account = document.querySelector('#account');
  account.hidden = !user;
  account.querySelector('p').hidden = false;
  if (user) fill(account, { name: user.name ?? user.sub, way: wayOfIdentity(user.sub) });
}

/** Says of nobody that he is signed in; that he can sign out stays. */
export function hideAccountName() {
  document.querySelector('#account p').hidden = true;
}

/** @param {import('./account-linking.js').Candidate[]} candidates */
export function showCandidates(candidates) {
  document.querySelector('#candidates').replaceChildren(...candidates.map(candidateItem));
}

/** @param {boolean} there whether something was joined that can be taken back */
export function showJoinedNote(there) {
  document.querySelector('#joined-note').hidden = !there;
}

/** @param {string[]} userIds */
export function showRestored(userIds) {
  document.querySelector('#restored').replaceChildren(...userIds.map((userId) => {
    const item = document.querySelector('#identity').content.cloneNode(true);
    fill(item, { way: wayOfIdentity(userId), id: userId });
    return item;
  }));
}

/**
 * @param {{sub: string}} user
 * @param {import('./account-linking.js').Candidate} [candidate] undefined: one that was not suggested
 */
export function showProve(user, candidate) {
  document.querySelector('#prove-form').reset();
  showStep('prove', {
    other: candidate ? nameOfCandidate(candidate) : 'the account that you want to join',
    'this-way': wayOfIdentity(user.sub),
    'other-way': candidate ? ` (${wayToSignIn(candidate.connection)})` : '',
  });
}

/** @param {{primary: string, secondary: string}} joined */
export function showJoined({ primary, secondary }) {
  showStep('joined', { primary: wayOfIdentity(primary), 'primary-id': primary, secondary: wayOfIdentity(secondary), 'secondary-id': secondary });
}

/** Calls back with the name of the action and the element that was pressed. */
export function onAction(handle) {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-action]');
    if (button) handle(button.dataset.action, button);
  });
  document.querySelector('#prove-form').addEventListener('submit', (event) => {
    event.preventDefault();
    handle('prove', event.target);
  });
}

/** @returns {'this' | 'other'} */
export function chosenPrimary() {
  return new FormData(document.querySelector('#prove-form')).get('primary');
}

function candidateItem(candidate) {
  const item = document.querySelector('#candidate').content.cloneNode(true);
  const since = candidate.created_at && `, since ${dayOf(candidate.created_at, document.documentElement.lang)}`;
  fill(item, { name: candidate.name, origin: wayToSignIn(candidate.connection) + (since ?? '') });
  const button = item.querySelector('button');
  button.dataset.handle = candidate.handle;
  // All of these buttons say the same; whoever hears the button alone must hear which account.
  button.setAttribute('aria-label', `Join this account: ${nameOfCandidate(candidate)}`);
  return item;
}

/** Always as text: names are what people, and other companies, have written. */
function fill(root, texts) {
  for (const element of root.querySelectorAll('[data-text]')) {
    if (element.dataset.text in texts) element.textContent = texts[element.dataset.text];
  }
}
