// The service's settings as parameters, and as what the Functions app reads: https://learn.microsoft.com/azure/azure-functions/functions-app-settings
// What is not given is left out, and the service's own default counts. A test holds names, limits and defaults to the service's options.
// Secrets are in the vault alone: secretNames says how they are called there.

@export()
@description('The tenant, and the machine-to-machine application that the service is there: docs/linking.md#settings.')
@sealed()
type auth0Settings = {
  @description('The tenant\'s own domain, as in name.eu.auth0.com; not a custom one.')
  @minLength(4)
  @maxLength(253)
  domain: string

  @description('The client id of the machine-to-machine application, which has exactly read:users update:users.')
  @minLength(1)
  @maxLength(128)
  clientId: string

  @description('The iss of people\'s tokens where they sign in under a custom domain: https, that domain in lower case, and a slash, as in https://login.example.com/. Default: none. Without it they have the tenant\'s own domain there.')
  @minLength(10)
  @maxLength(262)
  issuer: string?

  @description('The identifier of an API of your own in Auth0, which people\'s access tokens are for. Default: none. Without it nobody\'s own application is served.')
  @minLength(1)
  @maxLength(600)
  apiAudience: string?

  @description('What sends the calls of the Management API: the service\'s own client, or Auth0\'s library. Default: Http.')
  client: ('Http' | 'Sdk')?
}

@export()
@description('Signed requests and their time.')
@sealed()
type webhooksSettings = {
  @description('How far a request\'s timestamp may be off, either way. Seconds, 1 to 3600. Default: 300.')
  @minValue(1)
  @maxValue(3600)
  toleranceSeconds: int?

  @description('The time of one request with all its calls to Auth0. Seconds, 3 to 18. Default: 6. The Action waits nine.')
  @minValue(3)
  @maxValue(18)
  budgetSeconds: int?
}

@description('The name of a connection at Auth0, to the letter; no wildcards.')
@minLength(1)
@maxLength(128)
type connectionName = string

@description('The rule that joins by national id.')
@sealed()
type ssnSettings = {
  @description('Default: true.')
  enabled: bool?

  @description('The connections whose assertion of a number is believed. At least one while the rule is enabled.')
  trustedConnections: connectionName[]

  @description('The other connections that an account may have whose number stands in its app_metadata. Only those over which nobody can sign up and choose it. Default: none.')
  candidateConnections: connectionName[]?

  @description('The key of app_metadata that holds the number: letters, digits, _ and -. Default: userSocialSecurityNumber.')
  @minLength(1)
  @maxLength(128)
  metadataKey: string?

  @description('The claims in which the trusted connections assert the number. Default: ssn.')
  claims: string[]?

  @description('Default: Swedish.')
  format: 'Swedish'?
}

@description('The rule that finds accounts by verified e-mail address.')
@sealed()
type emailSettings = {
  @description('Default: Suggest.')
  mode: ('Off' | 'Suggest' | 'Automatic')?

  @description('For Automatic: the connections that check each address themselves. Default: none.')
  trustedConnections: connectionName[]?
}

@description('Names of connections, each with its id: con_ and 16 letters or digits.')
type connectionIds = {
  @description('The connection\'s id.')
  @minLength(20)
  @maxLength(20)
  *: string
}

@export()
@description('Whom to join, and how: docs/linking.md#settings.')
@sealed()
type linkingSettings = {
  @description('Which of the accounts survives. Default: Oldest.')
  primary: ('Oldest' | 'Existing' | 'PreferConnections')?

  @description('For PreferConnections: the most preferred first. Default: none.')
  preferConnections: connectionName[]?

  @description('What becomes of a login with several matches. Default: Continue.')
  onAmbiguous: ('Continue' | 'Deny')?

  @description('What becomes of a login whose match is not safe to join. Deny can lock people out: docs/linking.md. Default: Continue.')
  onRefused: ('Continue' | 'Deny')?

  @description('Several matches are all joined into one account. Default: false.')
  linkAllMatches: bool?

  @description('How long an account is left alone after it was looked at. Minutes, 0 (looked at in every login) to 43200. Default: 1440.')
  @minValue(0)
  @maxValue(43200)
  recheckAfterMinutes: int?

  @description('Whether accounts are joined that together are larger than Auth0 allows. Default: Warn.')
  sizeLimit: ('Warn' | 'Refuse')?

  @description('Needed for the databases whose accounts may be the ones that are absorbed. Default: none.')
  connections: connectionIds?

  @description('Nothing is written: the answers tell what would have been done. Default: false.')
  dryRun: bool?

  @description('The rule that joins by national id.')
  ssn: ssnSettings

  @description('The rule that finds accounts by verified e-mail address. Default: its defaults.')
  email: emailSettings?
}

@export()
@description('The customer register: docs/crm.md#settings.')
@sealed()
type crmSettings = {
  @description('Where it is asked: https.')
  @minLength(9)
  @maxLength(2000)
  url: string

  @description('What the names of all claims begin with: an address of your own that ends with a slash.')
  @minLength(9)
  @maxLength(500)
  namespace: string

  @description('Each account is synced once a day, by the calendar of this IANA time zone. Default: UTC.')
  @minLength(1)
  @maxLength(64)
  timeZone: string?

  @description('How long one question may take. Seconds, 1 to 10. Default: 3.')
  @minValue(1)
  @maxValue(10)
  timeoutSeconds: int?

  @description('How old data may be that is served while the CRM does not answer. Hours, 0 (none is) to 720. Default: 48.')
  @minValue(0)
  @maxValue(720)
  maxStaleHours: int?

  @description('The most bytes that an answer may have: 64 to 8192. Default: 2048.')
  @minValue(64)
  @maxValue(8192)
  maxBytes: int?

  @description('The connections whose phone_number is believed where they say phone_verified; that of Auth0\'s own SMS connection always is. Default: none.')
  phoneConnections: connectionName[]?

  @description('The field of the CRM\'s answer that is the external id: letters, digits, _ and -. Default: externalUserId.')
  @minLength(1)
  @maxLength(128)
  externalIdField: string?

  @description('The CRM\'s fields that become claims; * is one claim with all of them. Default: * and name.')
  claims: string[]?

  @description('What becomes of fields whose names Auth0 does not take. Default: Rename.')
  forbiddenKeys: ('Rename' | 'Refuse')?
}

@description('Where browsers may call from, as they send it: https, the host in lower case, and a port only where it is not the usual one, as in https://app.example.com; no slash at its end, no wildcards.')
@minLength(9)
@maxLength(261)
type origin = string

@export()
@description('What people\'s own applications may ask for, where auth0.apiAudience is given: docs/operations.md#peoples-own-applications.')
@sealed()
type selfServiceSettings = {
  @description('Over which people must have signed up to be told of other accounts with their verified address. Only connections that verify addresses: another could probe who has an account. Default: none.')
  connections: connectionName[]?

  @description('Where browsers may call from. Default: none.')
  origins: origin[]?

  @description('How many requests one person may make a minute, of each instance: 5 to 600. Default: 30.')
  @minValue(5)
  @maxValue(600)
  requestsPerMinute: int?
}

@export()
@description('All of the service\'s settings that are the tenant\'s or a matter of policy.')
@sealed()
type serviceSettings = {
  auth0: auth0Settings
  webhooks: webhooksSettings
  linking: linkingSettings
  crm: crmSettings?
  selfService: selfServiceSettings

  @description('How long a record is kept after the link was made or undone. Days.')
  journalRetentionDays: int

  @description('How often the vault is read again. Seconds.')
  vaultReloadSeconds: int
}

@export()
@description('Where the app finds what else was deployed.')
@sealed()
type platformSettings = {
  @description('Of the identity that the app has.')
  identityClientId: string

  @description('The blob endpoint of the storage account that the Functions host works with.')
  hostBlobEndpoint: string

  @description('The container of the journal.')
  journalContainerUri: string

  vaultUri: string

  @description('It holds no secret: the resource takes no keys.')
  applicationInsightsConnectionString: string
}

@description('As .NET writes a duration: days.hours:minutes:seconds.')
func duration(seconds int) string =>
  '${seconds / 86400}.${padLeft(seconds / 3600 % 24, 2, '0')}:${padLeft(seconds / 60 % 60, 2, '0')}:${padLeft(seconds % 60, 2, '0')}'

@description('One setting for each value: Name__0, Name__1 and so on.')
func listOf(name string, values string[]) object =>
  toObject(range(0, length(values)), i => '${name}__${i}', i => values[i])

@description('Those that are given.')
func given(settings object) object => toObject(filter(items(settings), setting => setting.?value != null), setting => setting.key, setting => string(setting.value))

func ofAuth0(auth0 auth0Settings) object => given({
  Auth0__Domain: auth0.domain
  Auth0__ClientId: auth0.clientId
  Auth0__Issuer: auth0.?issuer
  Auth0__ApiAudience: auth0.?apiAudience
  Auth0__Client: auth0.?client
})

func ofWebhooks(webhooks webhooksSettings) object => given({
  Webhooks__Tolerance: webhooks.?toleranceSeconds == null ? null : duration(webhooks.?toleranceSeconds ?? 0)
  Webhooks__Budget: webhooks.?budgetSeconds == null ? null : duration(webhooks.?budgetSeconds ?? 0)
})

// Names of app settings take no dash, and names of connections have some: pairs, then.
func ofConnections(connections object) object =>
  listOf('Linking__Connections', map(items(connections), connection => '${connection.key}=${connection.value}'))

func ofSsn(ssn ssnSettings) object => union(
  given({
    Linking__Ssn__Enabled: ssn.?enabled
    Linking__Ssn__MetadataKey: ssn.?metadataKey
    Linking__Ssn__Format: ssn.?format
  }),
  listOf('Linking__Ssn__TrustedConnections', ssn.trustedConnections),
  listOf('Linking__Ssn__CandidateConnections', ssn.?candidateConnections ?? []),
  listOf('Linking__Ssn__Claims', ssn.?claims ?? [])
)

func ofLinking(linking linkingSettings) object => union(
  given({
    Linking__Primary: linking.?primary
    Linking__OnAmbiguous: linking.?onAmbiguous
    Linking__OnRefused: linking.?onRefused
    Linking__LinkAllMatches: linking.?linkAllMatches
    Linking__RecheckAfter: linking.?recheckAfterMinutes == null ? null : duration((linking.?recheckAfterMinutes ?? 0) * 60)
    Linking__SizeLimit: linking.?sizeLimit
    Linking__DryRun: linking.?dryRun
    Linking__Email__Mode: linking.?email.?mode
  }),
  listOf('Linking__PreferConnections', linking.?preferConnections ?? []),
  listOf('Linking__Email__TrustedConnections', linking.?email.?trustedConnections ?? []),
  ofConnections(linking.?connections ?? {}),
  ofSsn(linking.ssn)
)

func ofCrm(crm crmSettings?) object => crm == null
  ? { Crm__Enabled: 'false' }
  : union(
      given({
        Crm__Enabled: 'true'
        Crm__Url: crm.?url
        Crm__Namespace: crm.?namespace
        Crm__TimeZone: crm.?timeZone
        Crm__Timeout: crm.?timeoutSeconds == null ? null : duration(crm.?timeoutSeconds ?? 0)
        Crm__MaxStale: crm.?maxStaleHours == null ? null : duration((crm.?maxStaleHours ?? 0) * 3600)
        Crm__MaxBytes: crm.?maxBytes
        Crm__ExternalIdField: crm.?externalIdField
        Crm__ForbiddenKeys: crm.?forbiddenKeys
      }),
      listOf('Crm__PhoneConnections', crm.?phoneConnections ?? []),
      listOf('Crm__Claims', crm.?claims ?? [])
    )

func ofSelfService(selfService selfServiceSettings) object => union(
  given({
    SelfService__RequestsPerMinute: selfService.?requestsPerMinute
  }),
  listOf('SelfService__Connections', selfService.?connections ?? []),
  listOf('SelfService__Origins', selfService.?origins ?? [])
)

@description('Of the host and of the libraries.')
func ofHost(platform platformSettings) object => {
  // Without keys: the host signs in as the app's identity.
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: platform.identityClientId
  AzureWebJobsStorage__blobServiceUri: platform.hostBlobEndpoint
  // The host's page at / tells strangers what runs here.
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: platform.applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${platform.identityClientId};Authorization=AAD'
  // All of the host's own spans, of which else it sends five a second: alerts count them.
  OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
  OTEL_TRACES_SAMPLER_ARG: '1'
  // Which identity the service takes for the vault and the journal.
  AZURE_CLIENT_ID: platform.identityClientId
}

@export()
@description('All app settings.')
func appSettings(service serviceSettings, platform platformSettings) object => union(
  ofHost(platform),
  ofAuth0(service.auth0),
  ofWebhooks(service.webhooks),
  ofLinking(service.linking),
  ofCrm(service.?crm),
  ofSelfService(service.selfService),
  {
    Journal__Kind: 'Blob'
    Journal__ContainerUri: platform.journalContainerUri
    Journal__Retention: duration(service.journalRetentionDays * 86400)
    KeyVault__Uri: platform.vaultUri
    KeyVault__ReloadInterval: duration(service.vaultReloadSeconds)
  }
)

@export()
@description('What must be in the vault before the service starts.')
func secretNames(hasCrm bool, servesPeople bool) string[] => concat(
  [
    'Auth0--ClientSecret'
    'Webhooks--SigningSecrets--0'
    'Webhooks--OperationsSecrets--0'
    'Linking--Ssn--FingerprintKey'
    'Journal--NameKey'
  ],
  hasCrm ? ['Crm--ApiKey'] : [],
  servesPeople ? ['SelfService--NonceKey'] : []
)
