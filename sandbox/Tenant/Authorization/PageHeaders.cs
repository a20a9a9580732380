namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>Headers of every page that the tenant gives a browser: nobody is told its address, which names a login.</summary>
public static class PageHeaders
{
    public static void Set(HttpResponse response, string contentSecurityPolicy)
    {
        response.Headers.ContentSecurityPolicy = contentSecurityPolicy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
