using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.Telemetry;

/// <summary>What must reach no log, span, number or error answer: by its form, and, of the accounts that there are, as it stands there.</summary>
internal sealed partial class PersonalData
{
    /// <summary>What others say when they fail.</summary>
    public const string Indiscretion = "196802020575 anna@example.com +46701740605 auth0|hand eyJhbGciOiJSUzI1NiJ9 whsec_c2FuZGJveC1zaWdu";

    private static readonly string[] Secrets =
    [
        ServiceDefaults.SigningSecret, ServiceDefaults.OperationsSecret, "sandbox-secret", "sandbox-admin-secret", "sandbox-crm-key", "c2FuZGJveC", "correct horse", "dGhpcy1pcy1ub3Q",
        .. ServiceDefaults.Settings(new Uri("http://127.0.0.1"), string.Empty).Where(setting => setting.Key is "Linking:Ssn:FingerprintKey" or "Journal:NameKey").Select(setting => setting.Value!),
    ];

    private readonly HashSet<string> _texts = new(Secrets, StringComparer.Ordinal);

    /// <summary>All accounts that a tenant has now, and those that they have absorbed.</summary>
    public void AddAllOf(RunningSandbox sandbox)
    {
        foreach (var user in sandbox.State.Users.Current().Values)
        {
            foreach (var id in user.Identities.Select(identity => identity.FullId).Append(user.UserId))
            {
                Add(id);
                AddIfLong(id[(id.IndexOf('|', StringComparison.Ordinal) + 1)..]);
            }

            foreach (var claims in user.Identities.Select(identity => identity.ToJson()).Append(user.ToJson())) AddValuesOf(claims);
        }
    }

    public void Add(string text)
    {
        _texts.Add(text);
        _texts.Add(Uri.EscapeDataString(text));
    }

    /// <summary>What of it stands in a text; null: nothing.</summary>
    public string? FindIn(string text)
    {
        if (Form().Match(text) is { Success: true } match) return match.Value;
        return _texts.FirstOrDefault(forbidden => text.Contains(forbidden, StringComparison.OrdinalIgnoreCase));
    }

    public void AssertNowhereIn(IEnumerable<string> texts) => Assert.Empty(texts.Select(text => FindIn(text) is { } found ? $"{found} in: {text}" : null).OfType<string>().Take(5));

    private void AddValuesOf(JsonMap claims)
    {
        foreach (var key in (string[])["email", "phone_number", "ssn", "name", "nickname", "given_name", "family_name"])
        {
            if (claims.Text(key) is { } value) AddIfLong(value);
        }

        if (claims.Text("ssn") is { Length: 12 } number) AddNumber(number);
        if (claims.TryGetValue("app_metadata", out var metadata) && JsonMap.From(metadata).Text("userSocialSecurityNumber") is { Length: 12 } other) AddNumber(other);
        if (claims.Text("phone_number") is { } phone) Add(phone.TrimStart('+'));
    }

    /// <summary>As people write it.</summary>
    private void AddNumber(string number)
    {
        foreach (var spelled in (string[])[number, number[2..], $"{number[..8]}-{number[8..]}", $"{number[2..8]}-{number[8..]}"]) Add(spelled);
    }

    /// <summary>A word that is a part of others would be found everywhere.</summary>
    private void AddIfLong(string text)
    {
        if (text.Length > 6) Add(text);
    }

    /// <summary>National ids, phone numbers, e-mail addresses, user ids, tokens and secrets, whosoever they are. Some ids of transactions begin with twelve digits; they go on after that.</summary>
    [GeneratedRegex(
        @"(?<![0-9A-Za-z.-])(19|20)\d{6}-?\d{4}(?![0-9A-Za-z]|-[0-9A-Fa-f]{4}-)|\+\d{8,}|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}|\b(auth0|oidc|google-oauth2|sms)(\||%7C)\w|eyJ[A-Za-z0-9_-]{8,}|whsec_[A-Za-z0-9+/]{8,}|Bearer [A-Za-z0-9._~+/-]{8,}",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Form();
}
