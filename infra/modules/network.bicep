metadata description = 'A virtual network in which the app reaches storage and vault by private addresses, and the internet from one fixed address, which Auth0 and the CRM may be told to expect.'

@description('Its name. What belongs to it is called after it.')
@minLength(2)
@maxLength(64)
param name string

@description('Where it is.')
@minLength(1)
@maxLength(64)
param location string

@description('Its tags.')
param tags { *: string }

@description('Its addresses: a /24 or larger, as in 10.20.0.0/24, which overlaps with no network that it is to be joined with.')
@minLength(9)
@maxLength(18)
param addressPrefix string

// Half of a /24 for the app's instances, of which several share an address; a /27 for the private endpoints.
var appPrefix = cidrSubnet(addressPrefix, 25, 0)
var endpointPrefix = cidrSubnet(addressPrefix, 27, 4)

resource address 'Microsoft.Network/publicIPAddresses@2023-11-01' = {
  name: '${name}-outbound'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

// Subnets have no way to the internet of their own any more: https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
// It is in one zone, which Azure chooses: if that one fails nobody is joined until it is back, and everybody signs in.
resource nat 'Microsoft.Network/natGateways@2023-11-01' = {
  name: '${name}-nat'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIpAddresses: [
      {
        id: address.id
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressPrefix
      ]
    }
    // In one piece with the network: as resources of their own they would be torn out and put back in each deployment.
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: appPrefix
          natGateway: {
            id: nat.id
          }
          // What Flex Consumption asks for: https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to
          delegations: [
            {
              name: 'app'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: endpointPrefix
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }

  resource app 'subnets' existing = {
    name: 'app'
  }

  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2020-06-01' = [
  for zone in ['privatelink.blob.${environment().suffixes.storage}', 'privatelink.vaultcore.azure.net']: {
    name: zone
    // Zones are everywhere.
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = [
  for i in range(0, 2): {
    parent: zones[i]
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

@description('Where the app\'s instances are.')
output appSubnetId string = network::app.id

@description('Where private endpoints have their addresses.')
output endpointSubnetId string = network::endpoints.id

@description('The private DNS zone for blobs.')
output blobZoneId string = zones[0].id

@description('The private DNS zone for vaults.')
output vaultZoneId string = zones[1].id

@description('From where Auth0 and the CRM see the app come.')
output outboundAddress string = address.properties.ipAddress
