// What the resources are called. Of a name that people choose only its letters and digits are kept, because some resources take nothing else, and of those only as many as fit;
// the token tells apart what is then alike. The rules: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules

@export()
@description('The names of all resources of one environment.')
@sealed()
type resourceNames = {
  resourceGroup: string
  identity: string
  plan: string
  functionApp: string
  hostStorage: string
  journalStorage: string
  keyVault: string
  workspace: string
  applicationInsights: string
  actionGroup: string
  virtualNetwork: string
}

@description('Its ASCII letters and digits, in lower case.')
func plain(name string) string =>
  join(filter(map(range(0, length(name)), i => toLower(substring(name, i, 1))), c => contains('abcdefghijklmnopqrstuvwxyz0123456789', c)), '')

@export()
@description('The names of all resources of an environment. The token is 13 lower-case letters and digits, as uniqueString makes them.')
func namesOf(environmentName string, token string) resourceNames => {
  resourceGroup: 'rg-account-linking-${take(plain(environmentName), 32)}${token}'
  identity: 'id-account-linking-${take(plain(environmentName), 32)}${token}'
  plan: 'plan-account-linking-${take(plain(environmentName), 6)}${token}'
  // No longer than 32: the Functions host knows itself by so much of it, and apps that it cannot tell apart disturb each other.
  functionApp: 'func-link-${take(plain(environmentName), 9)}${token}'
  // At most 24 letters and digits.
  hostStorage: 'sthost${take(plain(environmentName), 5)}${token}'
  journalStorage: 'stlink${take(plain(environmentName), 5)}${token}'
  // At most 24, beginning with a letter, and no two dashes together.
  keyVault: 'kv-${take(plain(environmentName), 8)}${token}'
  workspace: 'log-account-linking-${take(plain(environmentName), 30)}${token}'
  applicationInsights: 'appi-account-linking-${take(plain(environmentName), 32)}${token}'
  actionGroup: 'ag-account-linking-${take(plain(environmentName), 32)}${token}'
  virtualNetwork: 'vnet-account-linking-${take(plain(environmentName), 30)}${token}'
}
