using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Authorization;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tenant;

/// <summary>Everything that the tenant's address answers: Auth0's end points, and beside them the sandbox's control calls.</summary>
public sealed class TenantApp(SandboxState state, SigningKey key, TenantAddresses addresses, ControlEndpoints control, LoginFlow logins, TokenIssuer issuer)
{
    public void Map(WebApplication app)
    {
        var tokens = new AccessTokens(key, addresses, state.Clock);
        var gate = new ManagementApiGate(tokens, state.RateLimiter);

        app.UseWhen(IsCounted, branch => branch.Use((context, next) => state.Calls.RecordAsync(Fault.Auth0, context, next)));
        app.Use(new RequestGuard(RefuseAsync).InvokeAsync);
        app.Use(new Cors(state.Seed.Applications).InvokeAsync);
        app.UseWhen(IsControl, branch => branch.Use(RefuseForeignPagesAsync).Use(ControlEndpoints.RefuseFaultyAsync));
        app.UseWhen(context => !IsControl(context), branch => branch.Use(DelayAsync).Use((context, next) => state.Faults.PlayAsync(Fault.Auth0, context, next)));
        app.UseRouting();
        app.UseWhen(IsManagementApi, branch => branch.Use(gate.InvokeAsync));
        app.UseWhen(IsForPeople, branch => branch.Use(NotStoredAsync));

        control.Map(app);
        app.MapDiscovery(key, addresses);
        app.MapPost(TokenEndpoint.Path, (Delegate)new TokenEndpoint(state.Clients, tokens, addresses, new AuthorizationCodeGrant(state, issuer)).HandleAsync);
        MapLogins(app);
        app.MapManagementApi(
            new UserQueries(state.Users),
            new UserCommands(state.Users, state.Seed.Connections, state.Clock),
            new IdentityCommands(state.Users, state.Seed.Connections, new LinkWithToken(key, addresses, state.Clock), state.Clock),
            new ClientCommands(state.Clients));
    }

    private void MapLogins(WebApplication app)
    {
        var pages = new LoginEndpoints(state, logins);
        app.MapGet(AuthorizeEndpoint.Path, (Delegate)new AuthorizeEndpoint(state, logins).HandleAsync);
        app.MapGet(LoginEndpoints.Path, (Delegate)pages.Show);
        app.MapPost(LoginEndpoints.Path, (Delegate)pages.ChooseAsync);
        app.MapGet(LogoutEndpoint.Path, (Delegate)new LogoutEndpoint(state).Handle);
    }

    private async Task DelayAsync(HttpContext context, RequestDelegate next)
    {
        if (state.Settings.Latency > TimeSpan.Zero) await RequestGuard.DelayAsync(state.Settings.Latency, state.Clock, context);
        await next(context);
    }

    private static Task RefuseForeignPagesAsync(HttpContext context, RequestDelegate next) =>
        ForeignPage.Sent(context.Request) ? RefuseAsync(context, StatusCodes.Status403Forbidden, ForeignPage.Refusal) : next(context);

    /// <summary>Redirects, too: their addresses hold codes.</summary>
    private static Task NotStoredAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        return next(context);
    }

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        if (IsControl(context)) return context.Response.WriteJsonAsync(status, JsonMap.Empty.With("error", reason));
        return IsManagementApi(context)
            ? context.Response.WriteJsonAsync(status, ErrorBody.Of(status, reason, errorCode: null))
            : OAuthError.Of(status, "invalid_request", reason).ExecuteAsync(context);
    }

    private static bool IsControl(HttpContext context) => context.Request.Path.StartsWithSegments(ControlEndpoints.Prefix, StringComparison.OrdinalIgnoreCase);

    private static bool IsManagementApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ManagementApiEndpoints.Prefix, StringComparison.OrdinalIgnoreCase);

    private static bool IsForPeople(HttpContext context) => context.Request.Path.Value is AuthorizeEndpoint.Path or LoginEndpoints.Path or LogoutEndpoint.Path;

    private static bool IsCounted(HttpContext context) => IsManagementApi(context) || (context.Request.Path == TokenEndpoint.Path && HttpMethods.IsPost(context.Request.Method));
}
