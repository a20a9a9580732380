using AccountLinking.Webhooks;
using AccountLinking.Webhooks.OpenApi;
using Microsoft.OpenApi;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>What the document says of all routes together: where they are, and how a request shows who sends it.</summary>
internal static class Preamble
{
    private const string FunctionKey = "functionKey";
    private const string Id = "webhookId";
    private const string Timestamp = "webhookTimestamp";
    private const string ActionSignature = "actionSignature";
    private const string OperationsSignature = "operationsSignature";
    private const string Bearer = "bearer";

    private const string Signing =
        "[Standard Webhooks 1.0](https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): `v1,` and the base64 of the HMAC-SHA256 of "
        + "`{webhook-id}.{webhook-timestamp}.{body}`, the body's bytes as they are sent. A secret is `whsec_` and the base64 of the key, 24 to 64 bytes. "
        + "Several signatures may stand in the header, separated by spaces; one that is good will do. ";

    public static void Write(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Account linking",
            Version = "1",
            Description =
                "Joins the accounts of one person at Auth0, lets people do that themselves, and says who the person is to the CRM. Bodies are JSON in UTF-8; errors are problems (RFC 9457) with a `code` for programs. "
                + "Another method or path is an empty 404; but where an access token is wanted, `OPTIONS` is what browsers ask first (CORS), and an empty 204. The examples are requests that the tests send: the answer to a request's example is that of the same name, "
                + "under the status in its `x-status`. An answer's `x-request` is a request that is no good. What differs each time (`link_id`, `handle`, `nonce`, `id_token`, `trace_id`) has the form that it has here.",
        };
        document.Servers =
        [
            new OpenApiServer
            {
                Url = "https://{functionApp}.azurewebsites.net",
                Description = "In Azure",
                Variables = new Dictionary<string, OpenApiServerVariable> { ["functionApp"] = new() { Default = "account-linking", Description = "The name of the Functions app." } },
            },
            new OpenApiServer { Url = "http://127.0.0.1:7071", Description = "The sandbox" },
        ];
        document.Tags?.Clear();
        document.Components = new OpenApiComponents
        {
            Schemas = Schemas.All.ToDictionary(schema => schema.Name, schema => OperationWriter.Parse(schema.Json, document)),
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [FunctionKey] = Header("x-functions-key", "A key of the function or of the app, which the host in Azure asks for; the sandbox does not. The host takes it as `code` in the query too: never put it there, because others log addresses."),
                [Id] = Header(WebhookSignature.IdHeader, "Names the request; the same again with each attempt. It is part of what is signed."),
                [Timestamp] = Header(WebhookSignature.TimestampHeader, "The time of the attempt in seconds since 1970, no further from the service's than five minutes. It is part of what is signed."),
                [ActionSignature] = Header(WebhookSignature.SignatureHeader, $"{Signing}The secret is one of `{WebhookCaller.Action.Setting}`, which the post-login Action has."),
                [OperationsSignature] = Header(WebhookSignature.SignatureHeader, $"{Signing}The secret is one of `{WebhookCaller.Operations.Setting}`, which the Action does not have."),
                [Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description =
                        "A person's access token, which Auth0 issues to their application: RS256, for the API whose identifier is `Auth0:ApiAudience`, not expired and issued within the last hour, "
                        + "with the scope that stands here. It says who asks; nothing else in a request does.",
                },
            },
        };
    }

    public static IList<OpenApiSecurityRequirement> SecurityOf(ServiceRoute route, RouteDescription description, OpenApiDocument document)
    {
        List<(string Scheme, string? Scope)> schemes = [];
        if (route.Access == Access.FunctionKey) schemes.Add((FunctionKey, null));
        if (description.Caller is { } caller) schemes.AddRange([(Id, null), (Timestamp, null), (caller == WebhookCaller.Operations ? OperationsSignature : ActionSignature, null)]);
        if (description.Scope is { } needed) schemes.Add((Bearer, needed));
        if (schemes.Count == 0) return [];
        var all = new OpenApiSecurityRequirement();
        // Since OpenAPI 3.1 what is needed may stand there for any scheme: https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object.
        foreach (var (scheme, scope) in schemes) all.Add(new OpenApiSecuritySchemeReference(scheme, document), scope is null ? [] : [scope]);
        return [all];
    }

    private static OpenApiSecurityScheme Header(string name, string text) => new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = name, Description = text };
}
