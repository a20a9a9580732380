metadata description = 'An address in the virtual network for a resource that has no other.'

@description('Its name.')
@minLength(2)
@maxLength(64)
param name string

@description('Where it is.')
@minLength(1)
@maxLength(64)
param location string

@description('Its tags.')
param tags { *: string }

@description('The subnet in which it has its address.')
@minLength(1)
@maxLength(1024)
param subnetId string

@description('The resource that it stands for.')
@minLength(1)
@maxLength(1024)
param targetId string

@description('Which of the resource\'s services: blob of a storage account, vault of a key vault.')
param groupId ('blob' | 'vault')

@description('The private DNS zone in which the resource\'s public name leads here.')
@minLength(1)
@maxLength(1024)
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2023-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: targetId
          groupIds: [
            groupId
          ]
        }
      }
    ]
  }

  resource zones 'privateDnsZoneGroups@2023-11-01' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: groupId
          properties: {
            privateDnsZoneId: zoneId
          }
        }
      ]
    }
  }
}
