metadata description = 'What the Functions host works with: the deployed package, its leases and its function keys. Nothing of the service\'s own; the journal has an account to itself.'

@description('Its name: letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Where it is.')
@minLength(1)
@maxLength(64)
param location string

@description('Its tags.')
param tags { *: string }

@description('Whether it is reached by its private endpoint alone.')
param isPrivate bool

@description('Whether it is in all zones of the region: an app that is must have its storage there.')
param isZoneRedundant bool

@description('The principal id of the app\'s identity.')
@minLength(36)
@maxLength(36)
param appPrincipalId string

// The host makes containers of its own and takes leases there, which only the owner's role lets it:
// https://learn.microsoft.com/azure/azure-functions/functions-reference#grant-permission-to-the-identity
var blobDataOwner = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: isZoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    // No keys, and nothing for strangers.
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      bypass: 'None'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: 'packages'
    }
  }
}

resource app 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, blobDataOwner)
  scope: account
  properties: {
    roleDefinitionId: blobDataOwner
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('Its resource id.')
output id string = account.id

@description('Where its blobs are.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('The container of the deployed package.')
output packagesUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::packages.name}'
