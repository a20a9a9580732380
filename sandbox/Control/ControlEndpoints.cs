using System.Text.Json;
using AccountLinking.Sandbox.Crm;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Authorization;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Control;

/// <summary>The calls under <c>/sandbox</c> with which a test or a person plays the world around the service.</summary>
public sealed class ControlEndpoints(SandboxState state, LoginFlow logins, TokenIssuer tokens, SigningKey key)
{
    public const string Prefix = "/sandbox";

    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup(Prefix);
        control.MapPost("reset", () => Done(state.Reset));
        control.MapPost("users", (Delegate)InsertUserAsync);
        control.MapPost("logins", (Delegate)LogInAsync);
        control.MapPost("tokens", (Delegate)SignTokenAsync);
        control.MapPost("keys", (Delegate)RotateKeysAsync);
        control.MapGet("calls", () => Results.Json(state.Calls.All, JsonValue.SerializerOptions));
        control.MapDelete("calls", () => Done(state.Calls.Clear));
        control.MapPost("faults", (Delegate)AddFaultAsync);
        control.MapDelete("faults", () => Done(state.Faults.Clear));
        control.MapPost("crm", (Delegate)SetCrmAnswerAsync);
        control.MapPost("sign", (Delegate)SignAsync);
        control.MapGet("settings", () => JsonResult.Of(state.Settings.ToJson()));
        control.MapPut("settings", (Delegate)ChangeSettingsAsync);
        control.MapFallback("{**call}", () => JsonResult.Of(
            JsonMap.Empty.With("error", "There is no such control call; docs/sandbox.md lists them."), StatusCodes.Status404NotFound));
    }

    /// <summary>A call that is not understood changes nothing and says what is wrong with it.</summary>
    public static async Task RefuseFaultyAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (FieldException fault)
        {
            await context.Response.WriteJsonAsync(StatusCodes.Status400BadRequest, JsonMap.Empty.With("error", fault.Message));
        }
        catch (JsonException malformed)
        {
            await context.Response.WriteJsonAsync(StatusCodes.Status400BadRequest, JsonMap.Empty.With("error", $"The body is not a JSON object: {malformed.Message}"));
        }
    }

    private static IResult Done(Action change)
    {
        change();
        return Results.NoContent();
    }

    private async Task<IResult> InsertUserAsync(HttpContext context)
    {
        var user = UserDocument.Parse(await context.Request.ReadObjectAsync(), state.Seed.Connections, state.Clock.GetUtcNow());
        return state.Users.Use(accounts =>
        {
            if (user.Identities.FirstOrDefault(identity => accounts.FindHolder(identity.FullId) is not null) is { } taken)
                return JsonResult.Of(JsonMap.Empty.With("error", $"An account already has the identity '{taken.FullId}'."), StatusCodes.Status409Conflict);
            accounts.Put(user);
            return JsonResult.Of(user.ToJson(), StatusCodes.Status201Created);
        });
    }

    private async Task<IResult> LogInAsync(HttpContext context)
    {
        var fields = new JsonFields(await context.Request.ReadObjectAsync());
        var request = LoginRequest.Parse(fields, state.Seed.Connections);
        var authorize = fields.OptionalFields("authorize");
        fields.RefuseUnknown();
        var asked = authorize is null ? new AuthorizationRequest { Application = state.Seed.Applications.Default } : AuthorizeFields.Read(authorize, state.Seed);
        var login = await logins.SignInAsync(request, asked);
        var issued = login.Grant is { } grant ? tokens.Issue(grant) : null;
        var answer = login.ToJson(issued);
        return JsonResult.Of(authorize is null ? answer : answer.With("access_token", JsonValue.From(issued?.AccessToken)));
    }

    private async Task<IResult> SignTokenAsync(HttpContext context) => JsonResult.Of(TokenForging.Sign(await context.Request.ReadObjectAsync(), key));

    private async Task<IResult> RotateKeysAsync(HttpContext context)
    {
        var fields = new JsonFields(await context.Request.ReadObjectAsync());
        var revoke = fields.OptionalBool("revoke");
        fields.RefuseUnknown();
        return JsonResult.Of(JsonMap.Empty.With("kid", key.Rotate(revoke)));
    }

    private async Task<IResult> AddFaultAsync(HttpContext context)
    {
        state.Faults.Add(Fault.Parse(await context.Request.ReadObjectAsync()));
        return Results.NoContent();
    }

    private async Task<IResult> SetCrmAnswerAsync(HttpContext context)
    {
        var (phoneNumber, answer) = CrmAnswer.Parse(new JsonFields(await context.Request.ReadObjectAsync()));
        state.Crm.Set(phoneNumber, answer);
        return Results.NoContent();
    }

    private async Task<IResult> ChangeSettingsAsync(HttpContext context)
    {
        state.Settings = SandboxSettings.Parse(await context.Request.ReadObjectAsync());
        return JsonResult.Of(state.Settings.ToJson());
    }

    private async Task<IResult> SignAsync(HttpContext context)
    {
        var signing = Signing.Of(context.Request.Query["as"]);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return JsonResult.Of(signing.HeadersFor(body.ToArray(), state.Clock.GetUtcNow()));
    }
}
