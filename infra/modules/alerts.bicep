metadata description = 'What somebody is woken for. Each query has rows only while something is wrong; what each means and what to do is in docs/operations.md#alerts.'

@description('The name of the action group.')
@minLength(1)
@maxLength(260)
param actionGroupName string

@description('Where the rules are.')
@minLength(1)
@maxLength(64)
param location string

@description('Their tags.')
param tags { *: string }

@description('What the alerts\' texts begin with, to tell environments apart.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Whom they write to: e-mail addresses. None: alerts are seen in the portal alone.')
param receivers string[]

@description('The workspace with the telemetry.')
@minLength(1)
@maxLength(1024)
param workspaceId string

@description('Whether at least one instance runs all the time, so that silence means that something is wrong.')
param isAlwaysReady bool

// 0 is the worst severity. The window is what the query sees; the frequency is how often it is asked. Windows overlap, because what is told comes in late.
var alerts = [
  {
    name: 'login-errors'
    title: 'Logins meet errors'
    severity: 1
    query: loadTextContent('../queries/login-errors.kql')
    window: 'PT1H'
    frequency: 'PT5M'
    isEnabled: true
  }
  {
    name: 'host-errors'
    title: 'Requests do not reach the service'
    severity: 1
    query: loadTextContent('../queries/host-errors.kql')
    window: 'PT1H'
    frequency: 'PT5M'
    isEnabled: true
  }
  {
    name: 'auth0-refuses'
    title: 'Auth0 refuses the service (401, 403)'
    severity: 1
    query: loadTextContent('../queries/auth0-refuses.kql')
    window: 'PT1H'
    frequency: 'PT5M'
    isEnabled: true
  }
  {
    name: 'silence'
    title: 'The service is not heard of'
    severity: 1
    query: loadTextContent('../queries/silence.kql')
    window: 'PT30M'
    frequency: 'PT15M'
    isEnabled: isAlwaysReady
  }
  {
    name: 'rate-limit'
    title: 'Auth0\'s rate limit is nearly used up'
    severity: 2
    query: loadTextContent('../queries/rate-limit.kql')
    window: 'PT15M'
    frequency: 'PT5M'
    isEnabled: true
  }
  {
    name: 'journal-stuck'
    title: 'Links were begun and cannot be settled'
    severity: 2
    query: loadTextContent('../queries/journal-stuck.kql')
    window: 'PT30M'
    frequency: 'PT15M'
    isEnabled: true
  }
  {
    name: 'logged-errors'
    title: 'The service logs errors'
    severity: 2
    query: loadTextContent('../queries/logged-errors.kql')
    window: 'PT30M'
    frequency: 'PT15M'
    isEnabled: true
  }
  {
    name: 'cold-starts'
    title: 'Logins wait for instances to start'
    severity: 3
    query: loadTextContent('../queries/cold-starts.kql')
    window: 'PT30M'
    frequency: 'PT15M'
    isEnabled: true
  }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  // Action groups are everywhere.
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    // At most 12 characters: what text messages begin with.
    groupShortName: 'acct-linking'
    emailReceivers: map(range(0, length(receivers)), i => {
      name: 'receiver ${i}'
      emailAddress: receivers[i]
      useCommonAlertSchema: true
    })
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [
  for alert in alerts: {
    name: 'account-linking-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${environmentName}: ${alert.title}'
      description: 'docs/operations.md#${alert.name}'
      enabled: alert.isEnabled
      severity: alert.severity
      scopes: [
        workspaceId
      ]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      // A new workspace does not know all of its tables yet.
      skipQueryValidation: true
      // It ends when the query has no rows any more.
      autoMitigate: true
      actions: {
        actionGroups: [
          group.id
        ]
      }
    }
  }
]

@description('The resource id of the action group, for alerts of your own.')
output actionGroupId string = group.id
