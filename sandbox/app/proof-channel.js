/** A channel is heard by this origin's pages alone, and works where the tenant's pages have cut the window off from its opener. */
export const channelName = 'account-linking-proof';
