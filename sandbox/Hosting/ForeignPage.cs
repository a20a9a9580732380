namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// Requests that a browser sends for a page of another address: any page may post a form here, or text, without asking first. What is no
/// browser says nothing of pages, and may do everything.
/// </summary>
public static class ForeignPage
{
    public const string Refusal = "A page of another address has asked for this; only the sandbox's own pages may.";

    public static bool Sent(HttpRequest request)
    {
        // The sandbox's other ports are the same site to a browser, and still other pages.
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site) return site is not ("same-origin" or "none");
        // Older browsers do not say it. Of a page without a referrer the origin is "null", and could be anybody's.
        return request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != $"{request.Scheme}://{request.Host}";
    }
}
