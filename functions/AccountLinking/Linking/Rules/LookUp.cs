using AccountLinking.Auth0;

namespace AccountLinking.Linking.Rules;

/// <summary>Where to look for accounts.</summary>
internal abstract record LookUp
{
    /// <summary>In the index, which lags: every hit is read again by its id.</summary>
    public sealed record Search(UserQuery Query) : LookUp;

    /// <summary>Nowhere: who it is is known.</summary>
    public sealed record Known(UserId Id) : LookUp;

    /// <summary>By e-mail address, exactly as it is spelled. Never late.</summary>
    public sealed record ByEmail(string Address) : LookUp;
}
