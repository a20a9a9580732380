using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Demo;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.EndToEnd;
using AccountLinking.Tests.Webhooks;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.Telemetry;

/// <summary>All that is told, of everything that happens: nobody is in it. It hears the whole process, in which other tests name whom they like, so they do not run meanwhile.</summary>
[Collection(SamplerTests.Name)]
public sealed class PrivacyTests
{
    private const string Hand = "auth0|hand";
    private const string Anna = "oidc|swedish-bankid|anna";

    public static TheoryData<int> Acts => [.. Enumerable.Range(0, DemoScenes.Acts.Count)];

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task No_scene_of_the_demo_tells_of_whom_it_is(int number)
    {
        var (personal, log, answers) = (new PersonalData(), new Overheard(), new List<ServiceAnswer>());
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        using var heard = new Heard(_ => true);
        var (rows, ports) = await DemoCommand.OnStageAsync(DemoScenes.Acts[number], new Dictionary<string, string?>(), logging, async (sandbox, stage) =>
        {
            var scenes = DemoScenes.Acts[number].Scenes.Select(scene => scene with { PlayAsync = async on => await RememberAsync(scene, on, sandbox, answers, personal) });
            return (await DemoCommand.PlayAsync(scenes, stage, TestContext.Current.CancellationToken), PortsOfOthers(sandbox));
        });

        // After it has stopped, too.
        AssertTold(personal, log, heard, ports);
        Assert.All(rows, row => Assert.Null(row.End.Failure));
        Assert.NotEmpty(answers);
        personal.AssertNowhereIn(answers.Select(answer => answer.Status == 200 ? WithoutWhatIsAsked(answer) : answer.Whole));
    }

    [Fact]
    public async Task No_error_tells_of_whom_it_is_whatever_Auth0_and_the_CRM_say_of_him()
    {
        var (personal, log) = (new PersonalData(), new Overheard());
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        using var heard = new Heard(_ => true);
        List<string> errors = [];
        string[] ports;
        await using (var sandbox = await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts with { ServiceSettings = new Dictionary<string, string?> { ["Webhooks:Budget"] = "00:00:04" } }, logging))
        {
            ports = PortsOfOthers(sandbox);
            errors.AddRange(await FailInManyWaysAsync(sandbox));
            personal.AddAllOf(sandbox);
        }

        personal.AssertNowhereIn(errors);
        AssertTold(personal, log, heard, ports);
        // Each of them is in the log, too.
        Assert.InRange(log.Lines.Count(line => line.Contains("RequestTrouble", StringComparison.Ordinal)), TroubleTests.Failures.Count, errors.Count);
        Assert.Contains(log.Lines, line => line.Contains("CallerGone", StringComparison.Ordinal));
    }

    private static async Task<List<string>> FailInManyWaysAsync(RunningSandbox sandbox)
    {
        using var client = new SandboxClient(sandbox.Tenant);
        List<string> errors = [];

        foreach (var (method, path, fault) in TroubleTests.Failures.Select(row => row.Data).Select(row => (row.Item1, row.Item2, row.Item3.Replace("MARKER", PersonalData.Indiscretion, StringComparison.Ordinal))))
            errors.Add(await FailAsync(sandbox, client, $$"""{"method": "{{method}}", "path": "{{path}}", "times": 20, {{fault.TrimStart('{')}}"""));
        foreach (var request in Refused()) errors.Add(Fails(await request.SendAsync(sandbox.Service)).Text);
        errors.Add(await FailToReadCustomersAsync(sandbox, client));
        foreach (var type in (string[])["application/json", "text/plain"]) errors.Add(await ExamineAsync(sandbox, client, type));

        await HangUpAsync(sandbox, client);
        return errors;
    }

    private static async Task HangUpAsync(RunningSandbox sandbox, SandboxClient client)
    {
        await client.SetFaultAsync($$"""{"path": "/oauth/token", "delay_ms": 60000, "times": 20}""");
        await client.SetFaultAsync($$"""{"path": "/api/v2/users/*", "delay_ms": 60000, "times": 20}""");
        using var hangUp = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ServiceClient(sandbox.Service).LinkUntilAsync(Anna, hangUp.Token));
    }

    [Fact]
    public async Task The_sandboxs_console_tells_what_the_service_does_and_of_nobody()
    {
        var start = new ProcessStartInfo(SandboxProgram.Dotnet, [SandboxProgram.File, "--tenant-port=0", "--crm-port=0", "--app-port=0", "--service-port=0"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var program = Process.Start(start)!;
        var console = new StringBuilder();
        program.ErrorDataReceived += (_, line) => Append(console, line.Data);
        program.OutputDataReceived += (_, line) => Append(console, line.Data);
        program.BeginErrorReadLine();
        program.BeginOutputReadLine();
        try
        {
            var tenant = await ReadAddressAsync(console);
            await LogInManyWaysAsync(tenant);
            await Eventually.IsSoAsync(() => TextOf(console).Contains("Edge[1004]", StringComparison.Ordinal));
        }
        finally
        {
            await StopAsync(program);
        }

        var text = TextOf(console);
        foreach (var happened in (string[])["Link: linked (rule ssn", "Link: no_match (rule ssn", "CRM sync: synced", "auth0_unavailable"]) Assert.Contains(happened, text, StringComparison.Ordinal);
        var personal = new PersonalData();
        foreach (var fixture in (string[])["193110209289", "astrid.lund", "5f7c8ec7c33c6c004bbafe82", "63d17c4a8869daf88ed7db97", "46701740605", "Doris", "Astrid"]) personal.Add(fixture);
        personal.AssertNowhereIn(text.Split('\n'));
    }

    /// <summary>It would be no test if nothing was found where something is.</summary>
    [Theory]
    [InlineData("a number 196802020575 in it", "196802020575")]
    [InlineData("19680202-0575", "19680202-0575")]
    [InlineData("Number=196802020575", "196802020575")]
    [InlineData("call +46701740605 now", "+46701740605")]
    [InlineData("from anna.berg@example.com.", "anna.berg@example.com")]
    [InlineData("GET /api/v2/users/auth0%7Chand", "auth0%7Ch")]
    [InlineData("user oidc|swedish-bankid|anna", "oidc|s")]
    [InlineData("Bearer eyJhbGciOiJSUzI1NiJ9.e30.x", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.x")]
    [InlineData("Bearer 0a1b2c3d4e5f", "Bearer 0a1b2c3d4e5f")]
    [InlineData("Bearer error=\"invalid_token\"", null)]
    [InlineData("key sandbox-crm-key", "sandbox-crm-key")]
    [InlineData("link 0193ab46196802020575cdef", null)]
    [InlineData("transaction 19792445-1536-4c1b-9a57-5f1a3f9c1d01", null)]
    [InlineData("number 19792445-1536-4c", "19792445-1536")]
    [InlineData("1968.02 ms, 20261120081530 ns", null)]
    public void What_is_personal_is_known_by_its_form(string text, string? found) => Assert.Equal(found, new PersonalData().FindIn(text));

    private static async Task<SceneEnd> RememberAsync(Scene scene, DemoStage stage, RunningSandbox sandbox, List<ServiceAnswer> answers, PersonalData personal)
    {
        var end = await scene.PlayAsync(stage);
        answers.AddRange(sandbox.ServiceAnswers.All);
        personal.AddAllOf(sandbox);
        return end;
    }

    private static void AssertTold(PersonalData personal, Overheard log, Heard heard, string[] ports)
    {
        heard.Ask();
        Assert.Contains(heard.Spans, span => span.Source.Name == "AccountLinking");
        Assert.Contains(heard.Numbers, number => number.Instrument == "account_linking.requests");
        Assert.Contains(log.Lines, line => line.StartsWith("AccountLinking.Webhooks.", StringComparison.Ordinal));
        personal.AssertNowhereIn(log.Lines);
        personal.AssertNowhereIn(heard.Spans.Select(Heard.Describe));
        personal.AssertNowhereIn(heard.Numbers.Select(number => $"{number.Instrument} {number.Tags}"));
        // .NET's own spans of what the service sends would hold addresses with ids; here there are none at all.
        Assert.DoesNotContain(heard.Spans, span => span.Source.Name.StartsWith("System.Net.Http", StringComparison.Ordinal) && ports.Contains(span.GetTagItem("server.port")?.ToString(), StringComparer.Ordinal));
    }

    private static string[] PortsOfOthers(RunningSandbox sandbox) => [sandbox.Tenant.Port.ToString(CultureInfo.InvariantCulture), sandbox.Crm.Port.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Ids of accounts are what the Action asks for.</summary>
    private static string WithoutWhatIsAsked(ServiceAnswer answer) =>
        answer.Whole[..answer.Whole.IndexOf('{', StringComparison.Ordinal)] + answer.Body.Where(name => name is not ("primary_user_id" or "restored" or "dry_run"));

    private static async Task<string> FailAsync(RunningSandbox sandbox, SandboxClient client, string fault)
    {
        await client.ControlAsync(HttpMethod.Post, "reset");
        await client.InsertUserAsync($$"""{"user_id": "{{Hand}}", "email": "anna@example.com", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "196802020575"} }""");
        await client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "196802020575", "phone_number": "+46701740605", "created_at": "2026-01-01T00:00:00.000Z"}""");
        await client.SetFaultAsync(fault);
        var answer = Fails(await new ServiceClient(sandbox.Service).LinkAsync(Anna));
        await client.ControlAsync(HttpMethod.Delete, "faults");
        return answer.Text;
    }

    private static IEnumerable<SignedPost> Refused()
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"user_id": "{{Anna}}", "connection": {"name": "196802020575"}, "email": "anna@example.com"}""");
        yield return new SignedPost { Body = body, Secret = ServiceDefaults.OperationsSecret };
        yield return new SignedPost { Body = body, Timestamp = "196802020575" };
        yield return new SignedPost { Body = body, ContentType = "text/anna@example.com" };
        yield return new SignedPost { Body = [.. body, .. new byte[70_000]] };
        yield return new SignedPost { Body = body[..^3] };
        yield return new SignedPost { Body = Encoding.UTF8.GetBytes("""{"user_id": "anna@example.com", "connection": {"name": "196802020575"} }""") };
        yield return new SignedPost { Body = Encoding.UTF8.GetBytes($$"""{"user_id": "{{Anna}}", "connection": "196802020575"}""") };
        yield return new SignedPost { Path = "/api/accounts/unlink", Secret = ServiceDefaults.OperationsSecret, Body = Encoding.UTF8.GetBytes($$"""{"link_id": "{{Anna}}"}""") };
        yield return new SignedPost { Path = "/api/crm/sync", Body = Encoding.UTF8.GetBytes("""{"user_id": "auth0|anna@example.com"}""") };
    }

    private static async Task<string> FailToReadCustomersAsync(RunningSandbox sandbox, SandboxClient client)
    {
        await client.SetFaultAsync($$"""{"target": "crm", "status": 200, "body": "{{PersonalData.Indiscretion}}", "times": 20}""");
        var answer = await new SignedPost { Path = "/api/crm/sync", Body = Encoding.UTF8.GetBytes($$"""{"user_id": "{{CrmStage.Doris}}"}""") }.SendAsync(sandbox.Service);
        await client.SetFaultAsync($$"""{"path": "/api/v2/users/*", "status": 403, "body": {"message": "{{PersonalData.Indiscretion}}"}, "times": 1}""");
        var trouble = Fails(await new SignedPost { Path = "/api/crm/sync", Body = Encoding.UTF8.GetBytes($$"""{"user_id": "{{CrmStage.Doris}}"}""") }.SendAsync(sandbox.Service));
        return answer.Text + trouble.Text;
    }

    private static async Task<string> ExamineAsync(RunningSandbox sandbox, SandboxClient client, string type)
    {
        await client.SetFaultAsync($$"""{"path": "/oauth/token", "status": 200, "body": {"access_token": "{{PersonalData.Indiscretion}}"}, "times": 20}""");
        using var http = new HttpClient { BaseAddress = sandbox.Service };
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/health/ready");
        request.Headers.Accept.ParseAdd(type);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static ApiAnswer Fails(ApiAnswer answer)
    {
        Assert.InRange((int)answer.Status, 400, 599);
        return answer;
    }

    private static async Task LogInManyWaysAsync(Uri tenant)
    {
        using var client = new SandboxClient(tenant);
        await client.LogInAsync("swedish-bankid", """{"sub": "astrid", "ssn": "193110209289"}""");
        await client.LogInAsync("swedish-bankid", """{"sub": "bo", "ssn": "197503144128", "email": "bo.ek@example.com"}""");
        await client.LogInAsync("sms", """{"sub": "63d17c4a8869daf88ed7db97", "phone_number": "+46701740605"}""");
        await client.ManageAsync(HttpMethod.Get, "users?q=app_metadata.userSocialSecurityNumber%3A%22193110209289%22&search_engine=v3");
        await client.ManageAsync(HttpMethod.Get, "users-by-email?email=astrid.lund%40example.com");
        await client.SetFaultAsync($$"""{"path": "/api/v2/users/*", "status": 503, "body": "{{PersonalData.Indiscretion}}", "times": 20}""");
        await client.LogInAsync("swedish-bankid", """{"sub": "cilla", "ssn": "198211052314"}""");
    }

    private static async Task<Uri> ReadAddressAsync(StringBuilder console)
    {
        const string TenantLine = "Auth0 tenant  ";
        await Eventually.IsSoAsync(() => TextOf(console).Contains("Ready.", StringComparison.Ordinal));
        return new Uri(TextOf(console).Split('\n').Single(line => line.StartsWith(TenantLine, StringComparison.Ordinal))[TenantLine.Length..].TrimEnd('\r'));
    }

    /// <summary>As a person does, so that it says its last words and leaves nothing behind.</summary>
    private static async Task StopAsync(Process program)
    {
        if (OperatingSystem.IsWindows()) program.Kill(entireProcessTree: true);
        else using (var kill = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static void Append(StringBuilder console, string? line)
    {
        lock (console) console.AppendLine(line);
    }

    private static string TextOf(StringBuilder console)
    {
        lock (console) return console.ToString();
    }
}
