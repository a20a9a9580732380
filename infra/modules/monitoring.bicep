metadata description = 'Where telemetry and the audit logs of vault and journal go. It takes no keys: whoever sends signs in.'

@description('The name of the Log Analytics workspace.')
@minLength(4)
@maxLength(63)
param workspaceName string

@description('The name of the Application Insights resource.')
@minLength(1)
@maxLength(260)
param applicationInsightsName string

@description('Where they are.')
@minLength(1)
@maxLength(64)
param location string

@description('Their tags.')
param tags { *: string }

@description('How long logs, spans and numbers are kept. Days.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('The most that the workspace takes in a day; what comes after it is lost, and with it alerts. Gigabytes; 0: no limit.')
@minValue(0)
@maxValue(1000)
param dailyLimitGb int

@description('Who sends telemetry: the principal id of the app\'s identity.')
@minLength(36)
@maxLength(36)
param senderPrincipalId string

// Monitoring Metrics Publisher: https://learn.microsoft.com/azure/azure-monitor/app/azure-ad-authentication
var metricsPublisher = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3913510d-42f4-4e42-8a64-420c390055eb')

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      // -1: no limit.
      dailyQuotaGb: dailyLimitGb == 0 ? -1 : dailyLimitGb
    }
    features: {
      // No shared keys.
      disableLocalAuth: true
      // Whoever may read a resource may read its logs, and needs no right on the whole workspace.
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // The connection string is then no secret: who sends must sign in, and have the role below.
    DisableLocalAuth: true
    // The addresses of callers are those of Auth0, but nobody needs them.
    DisableIpMasking: false
  }
}

resource sender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(applicationInsights.id, senderPrincipalId, metricsPublisher)
  scope: applicationInsights
  properties: {
    roleDefinitionId: metricsPublisher
    principalId: senderPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('The workspace\'s resource id.')
output workspaceId string = workspace.id

@description('Where the app sends its telemetry. It holds no secret.')
output connectionString string = applicationInsights.properties.ConnectionString
