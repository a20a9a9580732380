metadata description = 'The identity under which the app reads the vault, writes the journal and its host\'s storage, and sends its telemetry. What it may do stands beside each resource.'

@description('Its name.')
@minLength(3)
@maxLength(128)
param name string

@description('Where it is.')
@minLength(1)
@maxLength(64)
param location string

@description('Its tags.')
param tags { *: string }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

@description('What others refer to it by.')
output id string = identity.id

@description('What roles are assigned to.')
output principalId string = identity.properties.principalId

@description('What the app signs in with.')
output clientId string = identity.properties.clientId
