using System.Globalization;
using Azure.Core;

namespace AccountLinking.Journal.Stores.Blobs;

/// <summary>A request to the container, which can be sent several times.</summary>
/// <param name="Name">Of the blob; null where the container itself is asked.</param>
internal sealed record BlobRequest(RequestMethod Method, string? Name, params IReadOnlyList<(string Name, string Value)> Headers)
{
    /// <summary>Metadata of a blob: which write it comes from.</summary>
    public const string WriteHeader = "x-ms-meta-write";

    public ReadOnlyMemory<byte>? Content { get; private init; }

    public IReadOnlyList<(string Name, string Value)> Query { get; private init; } = [];

    public static BlobRequest Get(string name) => new(RequestMethod.Get, name);

    /// <param name="expected">Null: there must be none.</param>
    public static BlobRequest Put(string name, ReadOnlyMemory<byte> content, string? expected, string write) =>
        new(RequestMethod.Put, name, ("x-ms-blob-type", BlobAnswer.BlockBlob), (WriteHeader, write), Only(expected)) { Content = content };

    public static BlobRequest Delete(string name, string expected) => new(RequestMethod.Delete, name, Only(expected));

    public static BlobRequest List(string prefix, string marker, int? pageSize) => new(RequestMethod.Get, Name: null)
    {
        Query =
        [
            ("restype", "container"), ("comp", "list"), ("prefix", prefix), ("marker", marker),
            ("maxresults", pageSize?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ],
    };

    public void WriteTo(Request request, Uri container)
    {
        request.Method = Method;
        request.Uri.Reset(container);
        if (Name is not null) request.Uri.AppendPath("/" + Name, escape: false);
        foreach (var (name, value) in Query.Where(pair => pair.Value.Length > 0)) request.Uri.AppendQuery(name, value, escapeValue: true);
        foreach (var (name, value) in Headers) request.Headers.Add(name, value);
        if (Content is { } content) request.Content = RequestContent.Create(content);
    }

    private static (string Name, string Value) Only(string? expected)
    {
        if (expected is null) return ("If-None-Match", "*");
        return BlobAnswer.IsVersion(expected) ? ("If-Match", $"\"{expected}\"") : throw new ArgumentException("Not the version of a document.", nameof(expected));
    }
}
