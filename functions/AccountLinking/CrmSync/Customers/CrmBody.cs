using System.Text.Json;
using System.Text.Unicode;
using AccountLinking.Auth0.ManagementApi;

namespace AccountLinking.CrmSync.Customers;

/// <summary>Reads the body of an answer, as far as it may be read.</summary>
internal static class CrmBody
{
    /// <summary>Far more than a customer has, and less than whatever it is written into allows.</summary>
    private const int MaxDepth = 32;

    /// <summary>Two values for one name could be read as one here and as the other elsewhere.</summary>
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    public static async Task<CrmAnswer> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > maxBytes) return TooLarge;
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[maxBytes + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length > maxBytes ? TooLarge : Parse(buffer[..length]);
    }

    private static CrmAnswer.Failed TooLarge => new(CrmFailure.TooLarge, Status: 200);

    private static CrmAnswer Parse(byte[] body)
    {
        if (!Utf8.IsValid(body)) return Unreadable;
        var text = body.ToArray();
        LoneSurrogates.SpellOut(text);
        if (!text.AsSpan().SequenceEqual(body)) return Unreadable;
        try
        {
            var json = JsonElement.Parse(body, Strict);
            return json.ValueKind == JsonValueKind.Object ? new CrmAnswer.Found(json) : Unreadable;
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    private static CrmAnswer.Failed Unreadable => new(CrmFailure.Unreadable, Status: 200);
}
