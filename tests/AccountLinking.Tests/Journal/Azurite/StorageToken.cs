using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Core;

namespace AccountLinking.Tests.Journal.Azurite;

/// <summary>A managed identity. Azurite looks at everything in a token but its signature.</summary>
internal sealed class StorageToken(Func<CancellationToken, Task<string>> fetchAsync) : TokenCredential
{
    public StorageToken()
        : this(_ => Task.FromResult(Make()))
    {
    }

    /// <summary>What tokens were asked for.</summary>
    public ConcurrentQueue<string> Scopes { get; } = [];

    public static string Make(string audience = "https://storage.azure.com")
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return string.Join('.', Part(new { alg = "RS256", typ = "JWT" }), Part(new
        {
            aud = audience,
            iss = "https://sts.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/",
            iat = now - 60,
            nbf = now - 60,
            exp = now + 3600,
        }), Part("no signature"));
    }

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        foreach (var scope in requestContext.Scopes) Scopes.Enqueue(scope);
        return new AccessToken(await fetchAsync(cancellationToken), DateTimeOffset.UtcNow.AddHours(1));
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
