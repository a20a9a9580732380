using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Crm;

/// <summary>
/// A customer register like many: <c>POST {"phoneNumber": "+46…", "extended": true}</c> with <c>x-api-key</c>, on any path,
/// since the path belongs to whoever runs the real one.
/// </summary>
public sealed class CrmEndpoint(CrmDirectory directory, string apiKey)
{
    public static Task RefuseAsync(HttpContext context, int status, string reason) => Error(status, reason).ExecuteAsync(context);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var key = Encoding.UTF8.GetBytes(context.Request.Headers["x-api-key"].ToString());
        if (!CryptographicOperations.FixedTimeEquals(key, Encoding.UTF8.GetBytes(apiKey)))
            return Error(StatusCodes.Status401Unauthorized, "The header 'x-api-key' is missing or wrong.");
        if (!HttpMethods.IsPost(context.Request.Method)) return Error(StatusCodes.Status405MethodNotAllowed, "Only POST is answered here.");
        try
        {
            var fields = new JsonFields(await context.Request.ReadObjectAsync());
            fields.OptionalBool("extended");
            return Answer(fields.RequiredText("phoneNumber"));
        }
        catch (JsonException)
        {
            return Error(StatusCodes.Status400BadRequest, "The body must be a JSON object.");
        }
        catch (FieldException fault)
        {
            return Error(StatusCodes.Status400BadRequest, fault.Message);
        }
    }

    private IResult Answer(string phoneNumber) => directory.Find(phoneNumber) switch
    {
        null => Error(StatusCodes.Status404NotFound, "No customer has this phone number."),
        { } bodiless when Fault.IsBodiless(bodiless.Status) => Results.StatusCode(bodiless.Status),
        { Body: { ValueKind: JsonValueKind.String } text } raw => Results.Text(text.GetString(), JsonHttp.ContentType, Encoding.UTF8, raw.Status),
        { Body: { } body } answer => new JsonResult(answer.Status, body.WriteTo),
        { Status: < 300 } empty => JsonResult.Of(JsonMap.Empty, empty.Status),
        var bare => Error(bare.Status, "Answered as it was told."),
    };

    private static JsonResult Error(int status, string message) => JsonResult.Of(JsonMap.Empty.With("error", message), status);
}
