using System.Xml;
using System.Xml.Linq;

namespace AccountLinking.Journal.Stores.Blobs;

/// <summary>A page of a container's names: https://learn.microsoft.com/rest/api/storageservices/list-blobs.</summary>
/// <param name="Next">The marker to ask with for the next one; null after the last.</param>
internal sealed record BlobPage(IReadOnlyList<string> Names, string? Next)
{
    /// <returns>Null: it is no such page.</returns>
    public static BlobPage? Parse(byte[] body)
    {
        try
        {
            // This reader, unlike the document's own, refuses document type definitions.
            using var reader = XmlReader.Create(new MemoryStream(body));
            return XDocument.Load(reader).Element("EnumerationResults") is { } results && results.Element("Blobs") is { } blobs
                ? new BlobPage([.. blobs.Elements("Blob").Select(blob => (string?)blob.Element("Name") ?? "")], NextOf(results))
                : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? NextOf(XElement results) => (string?)results.Element("NextMarker") is { Length: > 0 } marker ? marker : null;
}
