using 'main.bicep'

// What azd deploys, from its environment: azd env set AUTH0_DOMAIN name.eu.auth0.com. For a pipeline, or more than these, see environments/.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'swedencentral')

param auth0 = {
  domain: readEnvironmentVariable('AUTH0_DOMAIN', 'name.eu.auth0.com')
  clientId: readEnvironmentVariable('AUTH0_CLIENT_ID', 'client id of the machine-to-machine application')
}

// Lists are comma-separated.
param linking = {
  dryRun: bool(readEnvironmentVariable('LINKING_DRY_RUN', 'true'))
  ssn: {
    trustedConnections: split(readEnvironmentVariable('LINKING_SSN_TRUSTED_CONNECTIONS', 'swedish-bankid'), ',')
    candidateConnections: split(readEnvironmentVariable('LINKING_SSN_CANDIDATE_CONNECTIONS', 'Username-Password-Authentication'), ',')
  }
}

param crm = empty(readEnvironmentVariable('CRM_URL', ''))
  ? null
  : {
      url: readEnvironmentVariable('CRM_URL', '')
      namespace: readEnvironmentVariable('CRM_NAMESPACE', '')
      timeZone: readEnvironmentVariable('CRM_TIME_ZONE', 'UTC')
    }

param alwaysReadyInstances = int(readEnvironmentVariable('ALWAYS_READY_INSTANCES', '1'))
param networkAddressPrefix = readEnvironmentVariable('NETWORK_ADDRESS_PREFIX', '')

// Whoever runs azd sets the secrets.
param operators = empty(readEnvironmentVariable('AZURE_PRINCIPAL_ID', ''))
  ? []
  : [
      {
        id: readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
        type: 'User'
      }
    ]
