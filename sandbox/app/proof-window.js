// Runs in the small window, when it opens and when the tenant has sent it back: hands the tenant's answer to the page that waits for it, and is
// done. The page may not be able to close it: a page on the way can have cut the tie between the two.
import { channelName } from './proof-channel.js';

if (new URLSearchParams(location.search).has('state')) {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(location.search);
  channel.close();
  // The code is good for one exchange only, and still no business of the browser's history.
  history.replaceState(null, '', location.pathname);
  window.close();
}
