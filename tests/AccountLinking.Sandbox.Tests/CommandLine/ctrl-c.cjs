'use strict';
// Starts the sandbox in a process group of its own, waits for its ready line, and does what a terminal does on Ctrl-C: the
// signal goes to every process of the group. Node resets signals that this process may have inherited as ignored.
// Prints what came of it as JSON.

const { spawn } = require('node:child_process');

const [dotnet, sandbox, signal] = process.argv.slice(2);
const child = spawn(dotnet, [sandbox, '--tenant-port', '0', '--crm-port', '0', '--service-port', '0'], { detached: true });
let output = '';
let interrupted = false;
child.stdout.on('data', (data) => {
  output += data;
  if (interrupted || !output.includes('Ready.')) return;
  interrupted = true;
  process.kill(-child.pid, signal);
});
child.stderr.on('data', (data) => { output += data; });

// Whoever is left after this would be left for ever.
const patience = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 30_000);
child.on('close', (code) => {
  clearTimeout(patience);
  process.stdout.write(JSON.stringify({ code, output, left: groupIsAlive() }));
});

function groupIsAlive() {
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    return false;
  }
}
