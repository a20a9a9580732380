metadata description = 'The secrets. What they are is never part of a deployment: people put them there.'

import { principal } from '../principal.bicep'

@description('Its name.')
@minLength(3)
@maxLength(24)
param name string

@description('Where it is.')
@minLength(1)
@maxLength(64)
param location string

@description('Its tags.')
param tags { *: string }

@description('Whether a vault of this name that was deleted is brought back, with its secrets. True for one deployment, if ever.')
param isRecovered bool

@description('Whether it is reached by its private endpoint alone, and from the addresses below.')
param isPrivate bool

@description('From where people who set secrets reach it though it is private: public addresses or ranges of at least four, as in 203.0.113.0/28.')
param operatorAddresses string[]

@description('Whether nobody can delete it before the lock is taken away.')
param isLocked bool

@description('The principal id of the app\'s identity, which reads secrets.')
@minLength(36)
@maxLength(36)
param appPrincipalId string

@description('People who set secrets.')
param operators principal[]

@description('Where it is noted who did what: the resource id of a Log Analytics workspace.')
@minLength(1)
@maxLength(1024)
param workspaceId string

// https://learn.microsoft.com/azure/key-vault/general/rbac-guide
var roleOfReaders = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6') // Key Vault Secrets User
var roleOfPeople = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7') // Key Vault Secrets Officer

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    createMode: isRecovered ? 'recover' : 'default'
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    // Roles, and no access policies beside them.
    enableRbacAuthorization: true
    // What is deleted can be brought back for 90 days, and nobody can shorten that.
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: isPrivate && empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      bypass: 'None'
      ipRules: [for address in operatorAddresses: { value: address }]
    }
  }
}

resource app 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, appPrincipalId, roleOfReaders)
  scope: vault
  properties: {
    roleDefinitionId: roleOfReaders
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource people 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: {
    name: guid(vault.id, operator.id, roleOfPeople)
    scope: vault
    properties: {
      roleDefinitionId: roleOfPeople
      principalId: operator.id
      principalType: operator.type
    }
  }
]

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked) {
  name: 'vault'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'Linking:Ssn:FingerprintKey and Journal:NameKey exist nowhere else.'
  }
}

@description('Its resource id.')
output id string = vault.id

@description('KeyVault:Uri.')
output uri string = vault.properties.vaultUri
