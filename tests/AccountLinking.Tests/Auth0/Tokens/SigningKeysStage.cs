namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>A verifier whose tenant answers as a test wants it, at a time that a test sets.</summary>
public abstract class SigningKeysStage : IAsyncLifetime
{
    protected const string Fetch = "GET /.well-known/jwks.json";
    private const string NextKeyId = "key-2";

    private protected VerifierStage Stage { get; } = new();

    private protected JwksDouble Tenant => Stage.Tenant;

    protected string NextKey { get; } = TokenSigner.Jwk(TokenSigner.OtherKey, NextKeyId);

    protected string Token => TokenSigner.Sign(Stage.AccessToken);

    protected string TokenOfNextKey => TokenSigner.Sign(Stage.AccessToken, $$"""{"alg":"RS256","kid":"{{NextKeyId}}"}""", TokenSigner.OtherKey);

    public ValueTask InitializeAsync() => Stage.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Stage.DisposeAsync();
    }

    /// <summary>Time goes by, and the token is good.</summary>
    protected async Task PassAsync(TimeSpan time)
    {
        Stage.Clock.Advance(time);
        Assert.Equal("accepted", await JudgeAsync(Token));
    }

    protected Task<string> JudgeAsync(string token) => Stage.JudgeAccessTokenAsync(token);
}
