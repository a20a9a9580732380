// The page loads the application from here, so that it can say what is wrong where it cannot even begin.
try {
  await import('./app.js');
} catch (error) {
  console.error(error);
  const packages = await Promise.all(['./vendor/auth0-spa-js.js', './vendor/oauth4webapi.js'].map(isThere)).catch(() => [true]);
  document.querySelector('#status').textContent = '';
  document.querySelector(packages.every(Boolean) ? '[data-step="not-started"]' : '[data-step="packages-missing"]').hidden = false;
}

async function isThere(file) {
  return (await fetch(file)).ok;
}
