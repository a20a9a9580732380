// Azurite's blob service, until the input closes: so it ends with the tests, even when they are killed.
import 'azurite/dist/src/blob/main.js';

process.stdin.on('close', () => process.exit()).resume();
