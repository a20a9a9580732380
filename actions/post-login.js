'use strict';

/**
 * Post-login Action of the account linking service. It runs in every login of the tenant, in the sandbox as well, and for now
 * lets each one go on as Auth0 decided.
 *
 * @param {Event} event - https://auth0.com/docs/actions/reference/post-login/post-login-event-object
 * @param {PostLoginAPI} api - https://auth0.com/docs/actions/reference/post-login/post-login-api-object
 */
exports.onExecutePostLogin = async (event, api) => {};
