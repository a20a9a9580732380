// The page loads the application from here, so that it can say what is wrong where the packages have not been installed.
try {
  await import('./app.js');
} catch (error) {
  const packages = await fetch('./vendor/auth0-spa-js.js');
  if (packages.ok) throw error;
  document.querySelector('#status').textContent = '';
  document.querySelector('[data-step="packages-missing"]').hidden = false;
}
