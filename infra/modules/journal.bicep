metadata description = 'The link journal: records that undo a link, with personal data. An account to itself, so that a right on it is a right on the journal alone.'

import { principal } from '../principal.bicep'

@description('The name of the storage account: letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Where it is.')
@minLength(1)
@maxLength(64)
param location string

@description('Its tags.')
param tags { *: string }

@description('How often each record is kept, and where.')
param redundancy ('Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS')

@description('How long the service keeps a record after the link was made or undone. Days.')
@minValue(1)
@maxValue(3650)
param retentionDays int

@description('How long what was erased can still be brought back. Days. A person\'s data is gone only after it.')
@minValue(1)
@maxValue(365)
param softDeleteDays int

@description('Whether it is reached by its private endpoint alone, and from the addresses below.')
param isPrivate bool

@description('From where people who look after records reach it though it is private: public addresses or ranges of at least four, as in 203.0.113.0/28.')
param operatorAddresses string[]

@description('Whether nobody can delete the account before the lock is taken away.')
param isLocked bool

@description('The principal id of the app\'s identity.')
@minLength(36)
@maxLength(36)
param appPrincipalId string

@description('People who look after records: who asks what is kept of him, and who wants it erased.')
param operators principal[]

@description('Where it is noted who read and deleted records: the resource id of a Log Analytics workspace.')
@minLength(1)
@maxLength(1024)
param workspaceId string

var container = 'journal'
var blobDataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: redundancy
  }
  properties: {
    // No keys, and nothing for strangers.
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate && empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      // Azure's own services that are trusted: the lifecycle rule is carried out by one of them.
      bypass: 'AzureServices'
      // Storage takes a single address without its length.
      ipRules: [for address in operatorAddresses: { value: endsWith(address, '/32') ? split(address, '/')[0] : address }]
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: {
        enabled: true
        days: softDeleteDays
      }
      containerDeleteRetentionPolicy: {
        enabled: true
        days: softDeleteDays
      }
    }

    resource journal 'containers' = {
      name: container
    }
  }

  // The service erases what is too old itself, because only it knows what a record is still needed for. This is for the day on which nothing runs any more:
  // nobody's data stays because a service was forgotten. open/ is left out: what stands there was never ended.
  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'retention'
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: [
                  'blockBlob'
                ]
                prefixMatch: [
                  '${container}/records/'
                  '${container}/accounts/'
                ]
              }
              actions: {
                baseBlob: {
                  delete: {
                    daysAfterModificationGreaterThan: retentionDays + 30
                  }
                }
              }
            }
          }
          {
            // That something was used up counts for some minutes, until it would have expired by itself.
            name: 'nonces'
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: [
                  'blockBlob'
                ]
                prefixMatch: [
                  '${container}/nonces/'
                ]
              }
              actions: {
                baseBlob: {
                  delete: {
                    daysAfterModificationGreaterThan: 1
                  }
                }
              }
            }
          }
        ]
      }
    }
  }
}

resource app 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::journal.id, appPrincipalId, blobDataContributor)
  scope: account::blobs::journal
  properties: {
    roleDefinitionId: blobDataContributor
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource people 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: {
    name: guid(account::blobs::journal.id, operator.id, blobDataContributor)
    scope: account::blobs::journal
    properties: {
      roleDefinitionId: blobDataContributor
      principalId: operator.id
      principalType: operator.type
    }
  }
]

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: account::blobs
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageRead'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked) {
  name: 'journal'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'Records that undo links: without them no link can be undone, and metadata of absorbed accounts is lost.'
  }
}

@description('The resource id of the storage account.')
output id string = account.id

@description('The container: Journal:ContainerUri.')
output containerUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::journal.name}'
