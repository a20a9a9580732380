using AccountLinking.Auth0;

namespace AccountLinking.Linking.Joining;

/// <summary>What became of one link.</summary>
/// <param name="IsCertain">Auth0 said so; else it may turn out yet that it is there.</param>
/// <param name="WasThere">Another request made it.</param>
/// <param name="Trouble">Null: Auth0 refused because the accounts are not what they were.</param>
internal sealed record LinkEnd(bool IsThere, bool IsCertain = true, bool WasThere = false, Auth0Exception? Trouble = null)
{
    public static readonly LinkEnd Made = new(IsThere: true);
    public static readonly LinkEnd MadeBefore = new(IsThere: true, WasThere: true);

    public static LinkEnd NotMade(Auth0Exception? trouble) => new(IsThere: false, Trouble: trouble);

    public static LinkEnd Unknown(Auth0Exception trouble) => new(IsThere: false, IsCertain: false, Trouble: trouble);
}
