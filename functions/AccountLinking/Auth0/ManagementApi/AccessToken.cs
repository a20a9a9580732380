namespace AccountLinking.Auth0.ManagementApi;

/// <summary>A bearer token. It prints masked.</summary>
internal sealed class AccessToken(string value, DateTimeOffset usableUntil)
{
    public DateTimeOffset UsableUntil { get; } = usableUntil;

    public string Reveal() => value;

    public override string ToString() => "***";
}
