metadata description = 'The workbook: what became of logins, by rule, and how Auth0, the CRM and the journal did. How to read it is in docs/operations.md#the-dashboard.'

@description('Where it is.')
@minLength(1)
@maxLength(64)
param location string

@description('Its tags.')
param tags { *: string }

@description('What its title begins with, to tell environments apart.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The workspace with the telemetry.')
@minLength(1)
@maxLength(1024)
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2022-04-01' = {
  // Workbooks are called by GUIDs.
  name: guid(workspaceId, 'account-linking')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: '${environmentName}: account linking'
    category: 'workbook'
    sourceId: workspaceId
    version: '1.0'
    serializedData: replace(loadTextContent('../workbook.json'), '{workspace}', workspaceId)
  }
}

@description('Its resource id.')
output id string = workbook.id
