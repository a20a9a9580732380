namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>What a person sees when no application can be told what is wrong.</summary>
public static class ErrorPage
{
    public static IResult Of(int status, string error, string description) => new HtmlPage(status, $"Something went wrong", $"""
        <main>
        <h1>Something went wrong</h1>
        <p>{description}</p>
        <p>Error: <code>{error}</code></p>
        <p class="sandbox">This is the sandbox of an Auth0 tenant.</p>
        </main>
        """);
}
