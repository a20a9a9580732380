using '../main.bicep'

// To try things out: nothing runs while nobody signs in, and what is recorded is soon forgotten. What stands for yours is to be replaced.
param environmentName = 'dev'
param location = 'swedencentral'
param tags = {
  system: 'account-linking'
}

param auth0 = {
  domain: 'name-dev.eu.auth0.com'
  clientId: 'client id of the machine-to-machine application'
}

param linking = {
  // Answers tell what would be done, until you are content with them.
  dryRun: true
  ssn: {
    trustedConnections: ['swedish-bankid']
    candidateConnections: ['Username-Password-Authentication']
  }
}

// The first login after a pause waits for an instance to start.
param alwaysReadyInstances = 0
param instanceMemoryMB = 512
param concurrencyPerInstance = 50

param journalRetentionDays = 30
param journalSoftDeleteDays = 1
param journalRedundancy = 'Standard_LRS'
param logRetentionDays = 30
param logLimitGb = 1
