// Calls Auth0's Node SDK as it is published, for tests in another language. One JSON command per line on standard input,
// one JSON answer per line on standard output, in whichever order the calls end. It ends when its input does.
//   {"id": 1, "client": {ManagementClient's options}, "call": "users.identities.link", "args": […], "every_page": false}
//   {"id": 1, "ok": true, "value": …}   or   {"id": 1, "ok": false, "error": {…}}
import { createInterface } from 'node:readline';
import { ManagementClient, ManagementError } from 'auth0';

const clients = new Map();

// The same options mean the same client, as in a program that makes its client once: tokens are kept in it.
function clientFor(options) {
  const key = JSON.stringify(options);
  if (!clients.has(key)) clients.set(key, new ManagementClient(options));
  return clients.get(key);
}

async function call(command) {
  const path = command.call.split('.');
  const method = path.pop();
  const owner = path.reduce((api, name) => api[name], clientFor(command.client));
  const result = await owner[method](...command.args);
  return command.every_page ? everyItem(result) : plain(result);
}

async function everyItem(page) {
  const items = [];
  for await (const item of page) items.push(item);
  return items;
}

// A page of a list is a class with functions in it: what it says becomes data.
function plain(result) {
  if (typeof result?.hasNextPage !== 'function') return result ?? null;
  const { start, limit, length, total } = result.response;
  return { data: result.data, has_next_page: result.hasNextPage(), start, limit, length, total };
}

function describe(error) {
  return {
    name: error.constructor.name,
    is_management_error: error instanceof ManagementError,
    status_code: error.statusCode ?? null,
    message: error.message,
    body: error.body ?? null,
    cause: error.cause?.code ?? null,
  };
}

async function answer({ id, ...command }) {
  try {
    return { id, ok: true, value: await call(command) };
  } catch (error) {
    return { id, ok: false, error: describe(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  answer(JSON.parse(line)).then(reply => process.stdout.write(`${JSON.stringify(reply)}\n`));
}

process.exit();
