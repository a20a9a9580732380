using '../main.bicep'

// What stands for yours is to be replaced; what is left out has the default that infra/main.bicep and infra/settings.bicep say.
param environmentName = 'prod'
param location = 'swedencentral'
param tags = {
  system: 'account-linking'
}

param auth0 = {
  domain: 'name.eu.auth0.com'
  clientId: 'client id of the machine-to-machine application'
  apiAudience: 'https://account-linking.example.com/'
}

param linking = {
  ssn: {
    trustedConnections: ['swedish-bankid']
    candidateConnections: ['Username-Password-Authentication']
  }
  email: {
    mode: 'Suggest'
  }
  connections: {
    'Username-Password-Authentication': 'con_0123456789abcdef'
  }
}

param crm = {
  url: 'https://crm.example.com/customers'
  namespace: 'https://crm.example.com/'
  timeZone: 'Europe/Stockholm'
}

// Leave both out where people do not find, join and separate their accounts themselves: this, and apiAudience above.
param selfService = {
  connections: ['Username-Password-Authentication']
  origins: ['https://app.example.com']
}

// No login meets a cold start, and instances, their storage and the journal outlive a zone.
param alwaysReadyInstances = 2
param isZoneRedundant = true
param journalRedundancy = 'Standard_GZRS'

// Storage and vault have no public address.
param networkAddressPrefix = '10.20.0.0/24'

param alertReceivers = ['operations@example.com']
param isLocked = true
