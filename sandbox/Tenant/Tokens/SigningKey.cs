using System.Collections.Immutable;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>
/// The tenant's RS256 key, new in each run: no token of one sandbox means anything to another. After a rotation the keys before
/// it stay good until they are revoked.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<RsaKey> _made = [];
    private ImmutableArray<RsaKey> _keys = [];

    public SigningKey() => Rotate(revoke: false);

    /// <summary>The public keys as a JSON Web Key Set (RFC 7517), the one that signs first.</summary>
    public string Jwks => JsonValue.From(new { keys = _keys.Select(key => key.PublicKey) }).GetRawText();

    private RsaKey Current => _keys[0];

    /// <param name="header">Members that replace those of the tenant's own header; a null leaves one out.</param>
    public string Sign(JsonMap payload, JsonMap? header = null) => Current.Sign(payload, header);

    public bool HasSigned(Jwt token) => _keys.Any(key => key.HasSigned(token));

    /// <param name="revoke">No other key than the new one is good any more.</param>
    /// <returns>The id of the new key.</returns>
    public string Rotate(bool revoke)
    {
        var key = new RsaKey();
        lock (_gate)
        {
            // A key that was revoked may still be at work for a request under way: it is disposed of with all the others.
            _made.Add(key);
            _keys = revoke ? [key] : [key, .. _keys];
        }

        return key.Id;
    }

    public void Dispose()
    {
        foreach (var key in _made) key.Dispose();
    }
}
