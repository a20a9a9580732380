namespace AccountLinking.Tests.Configuration;

/// <summary>What the service starts with, and nothing more than it needs.</summary>
internal static class GoodSettings
{
    public static readonly IReadOnlyDictionary<string, string?> All = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Auth0:Domain"] = "name.eu.auth0.com",
        ["Auth0:ClientId"] = "id",
        ["Auth0:ClientSecret"] = "secret",
        ["Webhooks:SigningSecrets:0"] = "whsec_ng9Kk6bn3Fl2bKZ8o2xV1mXyO0bqYw7B",
        ["Linking:Ssn:TrustedConnections:0"] = "swedish-bankid",
        ["Journal:Path"] = "journal",
        ["Journal:NameKey"] = "MzRmZDM2YzI5N2QyNGU5YjkwYjRkZGYzNmU5NDc1ZmE=",
    };
}
