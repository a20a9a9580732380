using System.Globalization;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Webhooks;
using Microsoft.Extensions.Primitives;

namespace AccountLinking.Sandbox.Control;

/// <summary>Signs a request for whoever sends it by hand, with the secrets that are the sandbox's own and no secrets at all.</summary>
public sealed class Signing
{
    private static readonly Dictionary<string, string> Secrets = new(StringComparer.Ordinal)
    {
        ["action"] = ServiceDefaults.SigningSecret,
        ["operations"] = ServiceDefaults.OperationsSecret,
    };

    private readonly WebhookSecret _secret;

    private Signing(WebhookSecret secret) => _secret = secret;

    /// <param name="caller">Who the request is to be from.</param>
    /// <exception cref="FieldException">It is nobody who may ask the service.</exception>
    public static Signing Of(StringValues caller) =>
        caller is [{ } name] && Secrets.TryGetValue(name, out var text) && WebhookSecret.TryParse(text, out var secret)
            ? new Signing(secret)
            : throw new FieldException($"'as' must be one of {string.Join(", ", Secrets.Keys)}.");

    /// <summary>The headers of the request that has this body.</summary>
    public JsonMap HeadersFor(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var id = $"msg_{Guid.NewGuid():n}";
        return JsonMap.Empty
            .With("webhook_id", id)
            .With("webhook_timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .With("webhook_signature", WebhookSignature.Create(_secret, id, now, body));
    }
}
