/** Only pages of this origin hear it, so the code in the address reaches nobody else. Other tabs do: each takes its own answer by the state. */
export const channelName = 'account-linking-proof';
