using Microsoft.AspNetCore.Http.Features;

namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// The path as it came over the wire. ASP.NET Core's own is half decoded: <c>%2F</c> stays and <c>%7C</c> does not, so that an
/// id with a slash or a percent sign cannot be had from it.
/// </summary>
public static class RequestTarget
{
    /// <summary>The path without query, still percent-encoded.</summary>
    public static string RawPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        // Some requests name a whole address, and some ("OPTIONS *") nothing that is a path.
        return !path.StartsWith('/') && Uri.TryCreate(path, UriKind.Absolute, out var address) ? address.AbsolutePath : path;
    }

    public static string DecodedPath(HttpContext context) => Uri.UnescapeDataString(RawPath(context));

    public static string[] Segments(HttpContext context) => [.. RawPath(context).TrimStart('/').Split('/').Select(Uri.UnescapeDataString)];
}
