using System.Text.Json;
using AccountLinking.Sandbox.Crm;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Control;

/// <summary>The calls under <c>/sandbox</c> with which a test or a person plays the world around the service.</summary>
public sealed class ControlEndpoints(SandboxState state, LoginFlow logins)
{
    public const string Prefix = "/sandbox";

    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup(Prefix);
        control.MapPost("reset", () => Done(state.Reset));
        control.MapPost("users", (Delegate)InsertUserAsync);
        control.MapPost("logins", (Delegate)LogInAsync);
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
        var request = LoginRequest.Parse(await context.Request.ReadObjectAsync(), state.Seed.Connections);
        return JsonResult.Of((await logins.RunAsync(request)).ToJson());
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
