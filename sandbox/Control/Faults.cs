using System.Text.Json;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace AccountLinking.Sandbox.Control;

/// <summary>The faults that are set, and how they are played. The oldest that matches a call is used first.</summary>
public sealed class Faults(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];

    public void Add(Fault fault)
    {
        lock (_gate) _faults.Add(fault);
    }

    public void Clear()
    {
        lock (_gate) _faults.Clear();
    }

    public async Task PlayAsync(string target, HttpContext context, RequestDelegate next)
    {
        switch (Take(target, context.Request.Method, RequestTarget.DecodedPath(context)))
        {
            case null:
                await next(context);
                break;
            case { AfterEffect: false, Delay: { } delay }:
                await RequestGuard.DelayAsync(delay, clock, context);
                await next(context);
                break;
            case { AfterEffect: false } fault:
                await MisbehaveAsync(fault, context);
                break;
            case var fault:
                await PlayAfterAsync(fault, context, next);
                break;
        }
    }

    private Fault? Take(string target, string method, string path)
    {
        lock (_gate)
        {
            var index = _faults.FindIndex(fault => fault.Matches(target, method, path));
            if (index < 0) return null;
            var found = _faults[index];
            if (found.Times > 1) _faults[index] = found with { Times = found.Times - 1 };
            else _faults.RemoveAt(index);
            return found;
        }
    }

    /// <summary>Lets the call do its work with its answer held back, then delays or replaces the answer.</summary>
    private async Task PlayAfterAsync(Fault fault, HttpContext context, RequestDelegate next)
    {
        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var held = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(held));
        try
        {
            await next(context);
            await context.Response.CompleteAsync();
        }
        finally
        {
            context.Features.Set(original);
        }

        if (fault.Delay is { } delay)
        {
            await RequestGuard.DelayAsync(delay, clock, context);
            if (held.Length > 0) await context.Response.Body.WriteAsync(held.ToArray(), context.RequestAborted);
            return;
        }

        context.Response.Clear();
        await MisbehaveAsync(fault, context);
    }

    private static async Task MisbehaveAsync(Fault fault, HttpContext context)
    {
        if (fault.Status is not { } status)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = JsonHttp.ContentType;
        foreach (var (name, value) in fault.Headers) context.Response.Headers[name] = value;
        if (!Fault.IsBodiless(status)) await context.Response.Body.WriteAsync(BodyOf(fault, status), context.RequestAborted);
    }

    /// <summary>A string is sent as it is, so that what is not JSON can be sent too; without a body, Auth0's error body.</summary>
    private static ReadOnlyMemory<byte> BodyOf(Fault fault, int status) => fault.Body switch
    {
        { ValueKind: JsonValueKind.String } text => System.Text.Encoding.UTF8.GetBytes(text.GetString()!),
        { } json => JsonValue.ToUtf8(json.WriteTo),
        null => JsonValue.ToUtf8(ErrorBody.Of(status, $"{ReasonPhrases.GetReasonPhrase(status)} (a fault that was asked for)", errorCode: null).WriteTo),
    };
}
