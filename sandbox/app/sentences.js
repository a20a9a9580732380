// What the person reads. The service answers with codes, so that an application can say things in its own words and language.

/** Codes of the service's errors, and those of this application's own. */
const sentences = {
  // The proof
  popup_blocked: 'Your browser has blocked the small window. Please allow windows of this page, and try again.',
  proof_cancelled: 'You cancelled before you had signed in, so nothing was joined.',
  proof_too_late: 'The sign-in to the other account took too long, so nothing was joined. Please try again.',
  proof_denied: 'The sign-in to the other account was refused or cancelled, so nothing was joined.',
  proof_invalid: 'The sign-in to the other account could not be checked, so nothing was joined. Please try again.',
  invalid_id_token: 'The sign-in to the other account could not be checked, so nothing was joined. Please try again.',
  wrong_client: 'The sign-in to the other account was for another application, so nothing was joined. Please try again.',
  sign_in_too_old: 'The sign-in to the other account was too long ago. Please try again.',
  wrong_account: 'You signed in to another account than the one you had chosen, so nothing was joined.',
  same_account: 'You signed in to the account that you are in already, so there is nothing to join. If you meant another account, sign in to that one.',
  account_gone: 'The account is not there any more. Perhaps it was joined a moment ago: please sign in again.',
  invalid_handle: 'That took a little too long. Please choose the account once more.',
  invalid_nonce: 'That took a little too long. Please start once more.',
  nonce_spent: 'This sign-in has been used already. Please start once more.',
  join_unanswered: 'The answer did not arrive, so it is not known whether your accounts were joined. Sign in with the other one to see: if both ways open the same account, they are.',
  // Taking it back
  separate_unanswered: 'The answer did not arrive, so it is not known whether the accounts were separated. Please try again: it is not done twice.',
  unknown_identity: 'These accounts are not joined, or not any more. Please sign in again, with the one that you want to go on with.',
  main_identity: 'The account belongs to this way to sign in, so it stays. Separate the other ones from it instead.',
  last_identity: 'This is the only way to sign in to the account, so it stays.',
  // The sign-in to this page
  sign_in_needed: 'Your sign-in has expired. Please sign in again.',
  invalid_token: 'Your sign-in has expired. Please sign in again.',
  sign_in_failed: 'You were not signed in: it was refused or cancelled, or did not work. Please try again.',
  insufficient_scope: 'This application may not join accounts for you.',
  account_blocked: 'Your account is blocked. Please ask our support.',
  // Trouble
  too_many_requests: 'That was too often. Please wait a moment, and try again.',
  dry_run: 'Accounts are neither joined nor separated at the moment. Please come back later.',
  self_service_disabled: 'Accounts are neither joined nor separated here.',
  unreachable: 'The service cannot be reached. Please check your connection, and try again.',
};

/** Why two accounts stay apart although both are the person's. */
const refusals = {
  national_id_conflict: 'The two accounts belong to different people, as far as we know, so they stay apart.',
  user_blocked: 'One of the accounts is blocked, so they stay apart. Please ask our support.',
  candidate_blocked: 'One of the accounts is blocked, so they stay apart. Please ask our support.',
  candidate_gone: 'The other account is not there any more, so nothing was joined.',
  // From each other, or one of them from a third.
  separated_before: 'One of these accounts was separated from another after you had signed in to it, so nothing was joined. If the two belong together, please sign in again, first to the one and then to the other.',
  connection_unknown: 'It does not work this way round, so nothing was joined. Please change which account you want to keep, and sign in to the other one again. If that does not help, ask our support.',
  profile_too_large: 'Together the accounts hold more than one account can, so they stay apart. Please ask our support.',
};

/** Where a reload has signed the person out. */
export const signedOutSentence = 'Please sign in again. Another account may have been signed in to in this browser, and this way you do not end up in the wrong one.';

/**
 * @param {{code?: string, retryAfter?: number, traceId?: string}} error
 * @returns {string}
 */
export function sentenceFor({ code, retryAfter, traceId }) {
  if (code === 'too_many_requests' && retryAfter) return `That was too often. Please wait ${seconds(retryAfter)}, and try again.`;
  const sentence = own(sentences, code);
  if (sentence) return code.endsWith('_unanswered') ? sentence + reference(traceId) : sentence;
  return `Something went wrong, and nothing was changed. Please try again in a moment.${reference(traceId)}`;
}

/** @param {string | null} reason of a `refused` */
export function sentenceForRefusal(reason) {
  return own(refusals, reason) ?? 'These accounts cannot be joined. Please ask our support.';
}

const seconds = (count) => (count === 1 ? 'a second' : `${count} seconds`);

const reference = (traceId) => (traceId ? ` Our support finds it by this number: ${traceId}` : '');

const own = (table, name) => (Object.hasOwn(table, name) ? table[name] : undefined);
