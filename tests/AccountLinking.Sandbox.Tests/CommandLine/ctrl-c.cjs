'use strict';
// Starts the sandbox in a process group of its own, waits for its ready line, and does what a terminal does on Ctrl-C: the
// signal goes to every process of the group. Node resets signals that this process may have inherited as ignored.
// A request is under way meanwhile, and will not end by itself for a minute. Prints what came of it as JSON.

const { spawn } = require('node:child_process');
const http = require('node:http');

const NUMBER = '196802020575';

const [dotnet, sandbox, signal] = process.argv.slice(2);
const child = spawn(dotnet, [sandbox, '--tenant-port', '0', '--crm-port', '0', '--app-port', '0', '--service-port', '0'], { detached: true });
let output = '';
let interrupted = false;
child.stdout.on('data', (data) => {
  output += data;
  if (interrupted || !output.includes('Ready.')) return;
  interrupted = true;
  interrupt(/http:\S+/.exec(output)[0]);
});
child.stderr.on('data', (data) => { output += data; });

// Whoever is left after this would be left for ever.
const patience = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 30_000);
child.on('close', (code) => {
  clearTimeout(patience);
  process.stdout.write(JSON.stringify({ code, output, left: groupIsAlive() }));
});

async function interrupt(tenant) {
  // Numbers in a query, in bodies that are understood and in one that is not: none of them may be printed.
  await fetch(`${tenant}/api/v2/users?q=app_metadata.n%3A%22${NUMBER}%22`);
  await fetch(`${tenant}/sandbox/logins`, { method: 'POST', body: `{"connection": "swedish-bankid", "profile": {"sub": "1", "ssn": "${NUMBER}"}}` });
  await fetch(`${tenant}/sandbox/users`, { method: 'POST', body: `{"user_id": ${NUMBER}` });
  await fetch(`${tenant}/sandbox/faults`, { method: 'POST', body: '{"path": "/oauth/token", "delay_ms": 60000}' });
  const request = http.request(`${tenant}/oauth/token`, { method: 'POST' });
  request.on('error', () => {});
  request.end('{}', () => setTimeout(() => process.kill(-child.pid, signal), 100));
}

function groupIsAlive() {
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    return false;
  }
}
