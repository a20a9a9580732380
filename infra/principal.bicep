@export()
@description('Whom a role is assigned to.')
@sealed()
type principal = {
  @description('The object id in Microsoft Entra ID.')
  @minLength(36)
  @maxLength(36)
  id: string

  @description('What it is.')
  type: 'User' | 'Group' | 'ServicePrincipal'
}
