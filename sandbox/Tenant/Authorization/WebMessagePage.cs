using System.Security.Cryptography;
using System.Text.Json;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>
/// The answer of <c>response_mode=web_message</c>: a page in a frame or a window of the application that posts the end of the
/// login to it, and to no page of another origin.
/// </summary>
public sealed class WebMessagePage : IResult
{
    private readonly string _origin;
    private readonly string _message;

    private WebMessagePage(string origin, string message) => (_origin, _message) = (origin, message);

    public static IResult Of(string origin, IReadOnlyList<KeyValuePair<string, string?>> answer) =>
        // .NET's own encoder escapes what could end a script: < and > among others.
        new WebMessagePage(origin, JsonSerializer.Serialize(new { type = "authorization_response", response = answer.ToDictionary() }));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        PageHeaders.Set(httpContext.Response, $"default-src 'none'; script-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors {_origin}");
        httpContext.Response.ContentType = HtmlPage.ContentType;
        return httpContext.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Authorization response</title></head>
            <body>
            <script nonce="{nonce}">(window.opener || window.parent).postMessage({_message}, {JsonSerializer.Serialize(_origin)});</script>
            </body>
            </html>

            """,
            httpContext.RequestAborted);
    }
}
