using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary>The document as it is checked in: a test writes it, from the route table.</summary>
internal static class OpenApiFile
{
    private const string Resource = "openapi.json";

    private static readonly Lazy<(byte[] Json, EntityTagHeaderValue Tag)> Checked = new(() =>
    {
        using var stream = typeof(OpenApiFile).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("The OpenAPI document was not compiled in.");
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return (json, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json))}\""));
    });

    public static Task<IResult> HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Task.FromResult(Results.Bytes(Checked.Value.Json, "application/json", entityTag: Checked.Value.Tag));
    }
}
