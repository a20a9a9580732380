using 'main.bicep'

// What azd deploys, from its environment: azd env set AUTH0_DOMAIN name.eu.auth0.com. A variable that is empty counts as not set. For a pipeline, or more than these, see environments/.
var environmentOfAzd = readEnvironmentVariable('AZURE_ENV_NAME', '')
var locationOfAzd = readEnvironmentVariable('AZURE_LOCATION', '')
var domain = readEnvironmentVariable('AUTH0_DOMAIN', '')
var clientId = readEnvironmentVariable('AUTH0_CLIENT_ID', '')
var issuer = readEnvironmentVariable('AUTH0_ISSUER', '')
var apiAudience = readEnvironmentVariable('AUTH0_API_AUDIENCE', '')
var isDryRun = readEnvironmentVariable('LINKING_DRY_RUN', '')
var trustedConnections = readEnvironmentVariable('LINKING_SSN_TRUSTED_CONNECTIONS', '')
var candidateConnections = readEnvironmentVariable('LINKING_SSN_CANDIDATE_CONNECTIONS', '')
var connectionIds = readEnvironmentVariable('LINKING_CONNECTIONS', '')
var crmUrl = readEnvironmentVariable('CRM_URL', '')
var crmTimeZone = readEnvironmentVariable('CRM_TIME_ZONE', '')
var peoplesConnections = readEnvironmentVariable('SELF_SERVICE_CONNECTIONS', '')
var origins = readEnvironmentVariable('SELF_SERVICE_ORIGINS', '')
var instances = readEnvironmentVariable('ALWAYS_READY_INSTANCES', '')
var addresses = readEnvironmentVariable('OPERATOR_ADDRESSES', '')
var principalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

param environmentName = empty(environmentOfAzd) ? 'dev' : environmentOfAzd
param location = empty(locationOfAzd) ? 'swedencentral' : locationOfAzd

// A secret must not be sent to somebody else's tenant: without a domain of yours there is none.
param auth0 = {
  domain: empty(domain) ? 'auth0-domain-is-not-set.invalid' : domain
  clientId: empty(clientId) ? 'AUTH0_CLIENT_ID is not set' : clientId
  issuer: empty(issuer) ? null : issuer
  apiAudience: empty(apiAudience) ? null : apiAudience
}

// Lists are comma-separated; connections and their ids are pairs, as in Username-Password-Authentication=con_….
param linking = {
  dryRun: empty(isDryRun) ? true : bool(isDryRun)
  connections: empty(connectionIds) ? {} : toObject(map(split(connectionIds, ','), pair => split(pair, '=')), pair => trim(pair[0]), pair => trim(join(skip(pair, 1), '=')))
  ssn: {
    trustedConnections: empty(trustedConnections) ? ['swedish-bankid'] : map(split(trustedConnections, ','), name => trim(name))
    candidateConnections: empty(candidateConnections) ? [] : map(split(candidateConnections, ','), name => trim(name))
  }
}

param crm = empty(crmUrl)
  ? null
  : {
      url: crmUrl
      namespace: readEnvironmentVariable('CRM_NAMESPACE', 'CRM_NAMESPACE is not set')
      timeZone: empty(crmTimeZone) ? 'UTC' : crmTimeZone
    }

param selfService = {
  connections: empty(peoplesConnections) ? [] : map(split(peoplesConnections, ','), name => trim(name))
  origins: empty(origins) ? [] : map(split(origins, ','), origin => trim(origin))
}

param alwaysReadyInstances = empty(instances) ? 1 : int(instances)
param networkAddressPrefix = readEnvironmentVariable('NETWORK_ADDRESS_PREFIX', '')
param operatorAddresses = empty(addresses) ? [] : map(split(addresses, ','), address => trim(address))
param isVaultRecovered = readEnvironmentVariable('RECOVER_VAULT', '') == 'true'

// Whoever runs azd sets the secrets.
param operators = empty(principalId)
  ? []
  : [
      {
        id: principalId
        type: readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User') == 'ServicePrincipal' ? 'ServicePrincipal' : 'User'
      }
    ]
