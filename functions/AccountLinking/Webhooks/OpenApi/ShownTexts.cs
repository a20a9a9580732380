namespace AccountLinking.Webhooks.OpenApi;

/// <summary>In place of texts that only their maker can make: they have the form of real ones, and are good for nothing.</summary>
internal static class ShownTexts
{
    public const string Handle = "Iy5QV1gYh1nTlkATAibt2eNhNsDy1W0qDHeBttq7bjiSw_PFx66ZR-mvdu7K5RbK9EbvPYr-cDv";
    public const string Nonce = "ZI-OGToGwwdn5x-zKkqyq-4txkDalngrk-guPbWo8BYKeACVkXIsyE";
    public const string NonceOfChosen = "BpfFmJi4O3yhWPwb63osBm0tIERRuJ8rjqX9wWSCGVTggcjiq5fZ236g-deKqXACA_mdXNbLNPsYYwFinIqB6Gsc7vvs_yXQfsn2jByXSBk";
    public const string IdToken = "eyJhbGciOiJSUzI1NiJ9.eyJub25jZSI6IuKApiJ9.c2lnbmF0dXJl";
}
