using System.Security.Cryptography;
using System.Text;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>A page that the tenant shows to a person. It runs no script, loads nothing, and stands in no frame.</summary>
public sealed class HtmlPage(int status, Html title, Html body) : IResult
{
    public const string ContentType = "text/html; charset=utf-8";

    private const string Style = """
        :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
        body { margin: 0 auto; padding: 2rem 1rem; max-width: 34rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; }
        h2 { font-size: 1.125rem; margin-top: 2rem; }
        .sandbox, .alert { padding: .75rem 1rem; border-left: .25rem solid; }
        .sandbox { border-color: #8a6100; }
        .alert { border-color: #c2002f; }
        ul { list-style: none; padding: 0; display: grid; gap: .5rem; }
        button, input, select { font: inherit; padding: .5rem .75rem; border: 1px solid GrayText; border-radius: .375rem; box-sizing: border-box; }
        button { width: 100%; text-align: left; overflow-wrap: anywhere; cursor: pointer; }
        button:hover { border-color: currentcolor; }
        button span { display: block; font-size: .875rem; }
        :focus-visible { outline: .1875rem solid Highlight; outline-offset: .125rem; }
        form.new, form.new label { display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem; }
        form.new { gap: .75rem; }
        form.new label.check { display: flex; align-items: center; }
        code { overflow-wrap: anywhere; }
        """;

    /// <summary>Without carriage returns, whatever the source file has: a browser leaves them out before it computes the hash.</summary>
    private static readonly string Css = Style.ReplaceLineEndings("\n");

    private static readonly string CssHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));

    /// <summary>Where forms of the page may lead; nowhere unless it has some.</summary>
    public string FormTargets { get; init; } = "'none'";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        PageHeaders.Set(httpContext.Response, $"default-src 'none'; style-src 'sha256-{CssHash}'; form-action {FormTargets}; base-uri 'none'; frame-ancestors 'none'");
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = ContentType;
        return httpContext.Response.WriteAsync(ToString(), httpContext.RequestAborted);
    }

    public override string ToString() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>
        <style>{Css}</style>
        </head>
        <body>
        {body}
        </body>
        </html>

        """;
}
