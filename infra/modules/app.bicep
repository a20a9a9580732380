metadata description = 'The Functions app, on Flex Consumption.'

@description('The plan\'s name.')
@minLength(1)
@maxLength(40)
param planName string

@description('The app\'s name, which is its host name under azurewebsites.net, too.')
@minLength(2)
@maxLength(32)
param name string

@description('Where it is.')
@minLength(1)
@maxLength(64)
param location string

@description('Its tags.')
param tags { *: string }

@description('The resource id of the app\'s identity.')
@minLength(1)
@maxLength(1024)
param identityId string

@description('The container of the deployed package.')
@minLength(1)
@maxLength(1024)
param packagesUri string

@description('The app settings, by name.')
param settings { *: string }

@description('The memory of one instance. Megabytes.')
param instanceMemoryMB (512 | 2048 | 4096)

@description('The most instances.')
@minValue(40)
@maxValue(1000)
param maximumInstances int

@description('Instances that wait for logins all the time, so that none meets a cold start.')
@minValue(0)
@maxValue(1000)
param alwaysReadyInstances int

@description('How many logins one instance works on at the same time: no more than host.json lets in.')
@minValue(1)
@maxValue(200)
param concurrency int

@description('Whether instances are spread over the zones of the region.')
param isZoneRedundant bool

@description('The subnet in which its instances are; empty: none.')
@maxLength(1024)
param subnetId string

@description('Who may call it: public addresses or ranges, as in 203.0.113.0/28. None: everybody, and the function key and the signature decide.')
param callers string[]

@description('Where browsers may call from.')
param origins string[]

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    // Linux.
    reserved: true
    zoneRedundant: isZoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // No cookie that sends a caller to the same instance again: the Action keeps none.
    clientAffinityEnabled: false
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUri
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        // All HTTP functions share instances, which are the group 'http'.
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReadyInstances
              }
            ]
        triggers: {
          http: {
            perInstanceConcurrency: concurrency
          }
        }
      }
    }
    siteConfig: {
      appSettings: map(items(settings), setting => { name: setting.key, value: setting.value })
      minTlsVersion: '1.2'
      // The same list as the service has (SelfService:Origins). On this plan the host answers a browser's question itself, whether or not anything stands here, and the
      // service never hears of it: https://github.com/Azure/azure-functions-host/issues/9012.
      cors: {
        allowedOrigins: origins
      }
      ipSecurityRestrictionsDefaultAction: empty(callers) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: map(range(0, length(callers)), i => {
        name: 'caller ${i}'
        ipAddress: contains(callers[i], '/') ? callers[i] : contains(callers[i], ':') ? '${callers[i]}/128' : '${callers[i]}/32'
        action: 'Allow'
        priority: 100 + i
      })
      // Deployments come from elsewhere, and sign in.
      scmIpSecurityRestrictionsUseMain: false
    }
  }

  // Whoever deploys signs in to Azure; there is no password for it. (FTP is none of Flex Consumption's.)
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

@description('Its name.')
output name string = app.name

@description('Its resource id.')
output id string = app.id

@description('Where the Action calls it.')
output url string = 'https://${app.properties.defaultHostName}'
