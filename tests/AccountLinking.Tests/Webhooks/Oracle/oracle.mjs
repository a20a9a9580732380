// The official library signs and verifies. In: a JSON array of questions; out: an array of answers.
import { Webhook } from 'standardwebhooks';
import { text } from 'node:stream/consumers';

const answers = JSON.parse(await text(process.stdin)).map(({ secret, id, timestamp, body, signature }) => {
  const webhook = new Webhook(secret);
  if (signature === undefined) return webhook.sign(id, new Date(timestamp * 1000), body);
  try {
    webhook.verify(body, { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
});
process.stdout.write(JSON.stringify(answers));
