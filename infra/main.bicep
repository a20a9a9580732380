targetScope = 'subscription'

metadata name = 'Account linking'
metadata description = 'The service, with all that it needs, in a resource group of its own: docs/operations.md.'

import { namesOf } from 'names.bicep'
import { principal } from 'principal.bicep'
import { appSettings, auth0Settings, crmSettings, linkingSettings, secretNames, selfServiceSettings, webhooksSettings } from 'settings.bicep'

@description('The name of the environment, as in dev or prod. Everything is called after it, and each has everything to itself.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The region: one with Flex Consumption, near the Auth0 tenant (az functionapp list-flexconsumption-locations).')
@minLength(1)
@maxLength(64)
@metadata({ azd: { type: 'location' } })
param location string

@description('Tags of every resource, beside azd-env-name.')
param tags { *: string } = {}

@description('The tenant, and the application that the service is there.')
param auth0 auth0Settings

@description('Signed requests and their time.')
param webhooks webhooksSettings = {}

@description('Whom to join, and how.')
param linking linkingSettings

@description('The customer register. Without it nothing is synced.')
param crm crmSettings?

@description('What people\'s own applications may ask for. They are served where auth0.apiAudience is given.')
param selfService selfServiceSettings = {}

@description('How long a record of a link is kept after the link was made or undone. Days.')
@minValue(1)
@maxValue(3650)
param journalRetentionDays int = 400

@description('How long what was erased from the journal can still be brought back. Days.')
@minValue(1)
@maxValue(365)
param journalSoftDeleteDays int = 7

@description('How often each record of the journal is kept, and where: in one zone, in three, or in another region, too.')
param journalRedundancy ('Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS') = 'Standard_ZRS'

@description('How often the vault is read again. Seconds.')
@minValue(30)
@maxValue(86400)
param vaultReloadSeconds int = 300

@description('Whether a deleted vault of this environment is brought back with its secrets: docs/operations.md#the-vault-is-gone.')
param isVaultRecovered bool = false

@description('The memory of one instance, with which its processor grows. Megabytes.')
param instanceMemoryMB (512 | 2048 | 4096) = 2048

@description('The most instances.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that wait for logins all the time, so that none meets a cold start. Zero is cheapest, and the first login after a pause waits some seconds.')
@minValue(0)
@maxValue(1000)
param alwaysReadyInstances int = 1

@description('How many logins one instance works on at the same time. They wait for Auth0 most of it. No more than host.json lets in.')
@minValue(1)
@maxValue(200)
param concurrencyPerInstance int = 100

@description('Whether instances, and the storage that they start from, are spread over the zones of the region; not every region has them (az functionapp list-flexconsumption-locations --zone-redundant=true). Decide it for a new environment.')
param isZoneRedundant bool = false

@description('The addresses of a virtual network, a /24 or larger, as in 10.20.0.0/24: storage and vault are then reached by private endpoints alone, and the app has one fixed address for the outside. Empty: no such network.')
@maxLength(18)
param networkAddressPrefix string = ''

@description('With a virtual network: from where operators reach vault and journal all the same. Public addresses or ranges of at least four, as in 203.0.113.0/28.')
param operatorAddresses string[] = []

@description('Who may call the app: public addresses or ranges, such as those of Auth0 in your region. None: everybody, and the function key and the signature decide, or a person\'s token. With auth0.apiAudience leave it out: people\'s browsers call, too.')
param callerAddresses string[] = []

@description('Who sets secrets and looks after records. None: give the roles by hand.')
param operators principal[] = []

@description('Whom alerts write to: e-mail addresses.')
param alertReceivers string[] = []

@description('How long logs, spans and numbers are kept. Days.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('The most that is logged in a day. Gigabytes; 0: no limit.')
@minValue(0)
@maxValue(1000)
param logLimitGb int = 0

@description('Whether vault and journal are locked against being deleted.')
param isLocked bool = false

var names = namesOf(environmentName, uniqueString(subscription().id, environmentName, toLower(replace(location, ' ', ''))))
var allTags = union(tags, { 'azd-env-name': environmentName })
var isPrivate = !empty(networkAddressPrefix)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: names.resourceGroup
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  name: 'identity'
  params: {
    name: names.identity
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    workspaceName: names.workspace
    applicationInsightsName: names.applicationInsights
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    dailyLimitGb: logLimitGb
    senderPrincipalId: identity.outputs.principalId
  }
}

module network 'modules/network.bicep' = if (isPrivate) {
  scope: group
  name: 'network'
  params: {
    name: names.virtualNetwork
    location: location
    tags: allTags
    addressPrefix: networkAddressPrefix
  }
}

module hostStorage 'modules/hostStorage.bicep' = {
  scope: group
  name: 'hostStorage'
  params: {
    name: names.hostStorage
    location: location
    tags: allTags
    isPrivate: isPrivate
    isZoneRedundant: isZoneRedundant
    appPrincipalId: identity.outputs.principalId
  }
}

module journal 'modules/journal.bicep' = {
  scope: group
  name: 'journal'
  params: {
    name: names.journalStorage
    location: location
    tags: allTags
    redundancy: journalRedundancy
    retentionDays: journalRetentionDays
    softDeleteDays: journalSoftDeleteDays
    isPrivate: isPrivate
    operatorAddresses: operatorAddresses
    isLocked: isLocked
    appPrincipalId: identity.outputs.principalId
    operators: operators
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  name: 'vault'
  params: {
    name: names.keyVault
    location: location
    tags: allTags
    isRecovered: isVaultRecovered
    isPrivate: isPrivate
    operatorAddresses: operatorAddresses
    isLocked: isLocked
    appPrincipalId: identity.outputs.principalId
    operators: operators
    workspaceId: monitoring.outputs.workspaceId
  }
}

module hostStorageEndpoint 'modules/privateEndpoint.bicep' = if (isPrivate) {
  scope: group
  name: 'hostStorageEndpoint'
  params: {
    name: '${names.hostStorage}-blob'
    location: location
    tags: allTags
    subnetId: isPrivate ? network!.outputs.endpointSubnetId : ''
    targetId: hostStorage.outputs.id
    groupId: 'blob'
    zoneId: isPrivate ? network!.outputs.blobZoneId : ''
  }
}

module journalEndpoint 'modules/privateEndpoint.bicep' = if (isPrivate) {
  scope: group
  name: 'journalEndpoint'
  params: {
    name: '${names.journalStorage}-blob'
    location: location
    tags: allTags
    subnetId: isPrivate ? network!.outputs.endpointSubnetId : ''
    targetId: journal.outputs.id
    groupId: 'blob'
    zoneId: isPrivate ? network!.outputs.blobZoneId : ''
  }
}

module vaultEndpoint 'modules/privateEndpoint.bicep' = if (isPrivate) {
  scope: group
  name: 'vaultEndpoint'
  params: {
    name: '${names.keyVault}-vault'
    location: location
    tags: allTags
    subnetId: isPrivate ? network!.outputs.endpointSubnetId : ''
    targetId: vault.outputs.id
    groupId: 'vault'
    zoneId: isPrivate ? network!.outputs.vaultZoneId : ''
  }
}

module app 'modules/app.bicep' = {
  scope: group
  name: 'app'
  // Whatever it needs when it first starts.
  dependsOn: [
    hostStorageEndpoint
    journalEndpoint
    vaultEndpoint
  ]
  params: {
    planName: names.plan
    name: names.functionApp
    location: location
    // azd finds the app that it deploys by this tag.
    tags: union(allTags, { 'azd-service-name': 'service' })
    identityId: identity.outputs.id
    packagesUri: hostStorage.outputs.packagesUri
    settings: appSettings(
      {
        auth0: auth0
        webhooks: webhooks
        linking: linking
        crm: crm
        selfService: selfService
        journalRetentionDays: journalRetentionDays
        vaultReloadSeconds: vaultReloadSeconds
      },
      {
        identityClientId: identity.outputs.clientId
        hostBlobEndpoint: hostStorage.outputs.blobEndpoint
        journalContainerUri: journal.outputs.containerUri
        vaultUri: vault.outputs.uri
        applicationInsightsConnectionString: monitoring.outputs.connectionString
      }
    )
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    concurrency: concurrencyPerInstance
    isZoneRedundant: isZoneRedundant
    subnetId: isPrivate ? network!.outputs.appSubnetId : ''
    callers: callerAddresses
    origins: selfService.?origins ?? []
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    actionGroupName: names.actionGroup
    location: location
    tags: allTags
    environmentName: environmentName
    receivers: alertReceivers
    workspaceId: monitoring.outputs.workspaceId
    isAlwaysReady: alwaysReadyInstances > 0
  }
}

module dashboard 'modules/dashboard.bicep' = {
  scope: group
  name: 'dashboard'
  params: {
    location: location
    tags: allTags
    environmentName: environmentName
    workspaceId: monitoring.outputs.workspaceId
  }
}

@description('The region.')
output AZURE_LOCATION string = location

@description('The directory of the subscription.')
output AZURE_TENANT_ID string = tenant().tenantId

@description('The resource group of the environment.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The Functions app.')
output AZURE_FUNCTION_NAME string = app.outputs.name

@description('Where the Action calls it: the beginning of ACCOUNT_LINKING_URL.')
output SERVICE_URL string = app.outputs.url

@description('The vault.')
output AZURE_KEY_VAULT_NAME string = names.keyVault

@description('What must be in the vault before the service starts. Names, never values: infra/secrets puts them there.')
output KEY_VAULT_NAMES string[] = secretNames(crm != null, !empty(auth0.?apiAudience ?? ''))

@description('The journal: Journal:ContainerUri, for the journal commands of the sandbox.')
output JOURNAL_CONTAINER_URI string = journal.outputs.containerUri

@description('From where Auth0 and the CRM see the app come; empty without a virtual network: then it has many addresses.')
output OUTBOUND_ADDRESS string = isPrivate ? network!.outputs.outboundAddress : ''
