using Azure;

namespace AccountLinking.Journal.Stores.Blobs;

/// <summary>An answer of blob storage, read to its end.</summary>
/// <param name="Code">Storage's name for an error: https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes; null where it gave none.</param>
/// <param name="Version">The blob's ETag, without its quotes.</param>
/// <param name="Type">The blob's.</param>
/// <param name="Write">Which write the blob comes from.</param>
internal sealed record BlobAnswer(int Status, string? Code, string? Version, string? Type, string? Write, byte[] Content)
{
    public const string BlockBlob = "BlockBlob";

    /// <summary>The same request was sent before, and may have taken effect though there was no answer that said so.</summary>
    public bool FollowsLostOne { get; init; }

    /// <summary>The container is there, the blob is not.</summary>
    public bool IsNoBlob => this is { Status: 404, Code: "BlobNotFound" };

    /// <summary>The blob is not the one that was expected. A blob under a lease or a policy has the same status, but is trouble.</summary>
    public bool IsOutdated => this is { Status: 409, Code: "BlobAlreadyExists" } or { Status: 412, Code: "ConditionNotMet" };

    /// <summary>Whatever else answers at an address that was spelled wrong does not say this.</summary>
    public bool IsBlob => Version is not null && Type == BlockBlob;

    public bool IsRateLimit => Status == 429;

    /// <summary>Asking again may help.</summary>
    public bool IsPassing => Status is 408 or >= 500 || IsRateLimit;

    public static BlobAnswer Of(Response response) => new(
        response.Status,
        HeaderOf(response, "x-ms-error-code"),
        HeaderOf(response, "ETag") is ['"', .. var version, '"'] && IsVersion(version) ? version : null,
        HeaderOf(response, "x-ms-blob-type"),
        HeaderOf(response, BlobRequest.WriteHeader),
        response.Content.ToArray());

    /// <summary>False for what means several ETags, or any, where one is expected.</summary>
    public static bool IsVersion(string version) => version.Length > 0 && version.All(character => character is > ' ' and <= '~' and not ('*' or '"' or ','));

    public StoredDocument ToDocument() => new(Content, Version!);

    private static string? HeaderOf(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;
}
