using System.Net;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Authorization;
using AccountLinking.Sandbox.Tenant.Tokens;
using Microsoft.AspNetCore.WebUtilities;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

/// <summary>A browser as far as a login needs one: it keeps cookies, and it shows where it is sent.</summary>
internal sealed partial class Browser : IDisposable
{
    public const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";
    public const string Bo = "google-oauth2|108204268033311374519";
    public const string Callback = "http://127.0.0.1:4777/";

    /// <summary>Those of RFC 7636, appendix B.</summary>
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private readonly HttpClient _http;

    public Browser(Uri tenant) => _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = tenant };

    public CookieContainer Cookies { get; } = new();

    /// <param name="parameters">What differs from a request that is right; null leaves one out.</param>
    public static string Authorize(params (string Name, string? Value)[] parameters)
    {
        Dictionary<string, string?> query = new(StringComparer.Ordinal)
        {
            ["client_id"] = "sandbox-app",
            ["response_type"] = "code",
            ["redirect_uri"] = Callback,
            ["scope"] = "openid profile email",
            ["state"] = "s&1",
            ["nonce"] = "n-1",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in parameters) query[name] = value;
        return QueryHelpers.AddQueryString(AuthorizeEndpoint.Path, query.Where(parameter => parameter.Value is not null));
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<ApiAnswer> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = Form(fields) });

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request);
            // As they came: .NET would make addresses of what it reads as such.
            var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
            return new ApiAnswer(response.StatusCode, headers, await response.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Where the login page is that <c>/authorize</c> leads to.</summary>
    public async Task<string> BeginAsync(params (string Name, string? Value)[] parameters)
    {
        var answer = await GetAsync(Authorize(parameters));
        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.Matches("^/u/login[?]state=[0-9a-f]{64}$", answer.Headers["Location"]);
        return answer.Headers["Location"];
    }

    /// <summary>Signs in as one of those whom the page offers.</summary>
    /// <returns>What the application finds in the address that it is called back at.</returns>
    public async Task<IReadOnlyDictionary<string, string>> SignInAsync(string identityId, params (string Name, string? Value)[] parameters) =>
        CalledBack(await PostAsync(await BeginAsync(parameters), ("identity", identityId)));

    /// <summary>Signs in without being asked, and exchanges the code.</summary>
    public async Task<JsonMap> SignInAgainAsync(params (string Name, string? Value)[] parameters) =>
        await TokensAsync(CalledBack(await GetAsync(Authorize(parameters))));

    public async Task<JsonMap> TokensAsync(IReadOnlyDictionary<string, string> calledBack)
    {
        var answer = await ExchangeAsync(calledBack["code"]);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Body;
    }

    /// <param name="fields">What differs from an exchange that is right; null leaves one out.</param>
    public Task<ApiAnswer> ExchangeAsync(string code, params (string Name, string? Value)[] fields)
    {
        Dictionary<string, string?> form = new(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "sandbox-app",
            ["code"] = code,
            ["redirect_uri"] = Callback,
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in fields) form[name] = value;
        return PostAsync("/oauth/token", [.. form.Where(field => field.Value is not null).Select(field => (field.Key, field.Value!))]);
    }

    public static IReadOnlyDictionary<string, string> CalledBack(ApiAnswer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.Found, answer.Text);
        var location = answer.Headers["Location"];
        Assert.StartsWith($"{Callback}?", location, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(location[(Callback.Length + 1)..]).ToDictionary(parameter => parameter.Key, parameter => Assert.Single(parameter.Value)!);
    }

    public static JsonMap ClaimsOf(JsonMap tokens, string token = "id_token") => Jwt.ParseWithoutVerification(tokens.Text(token)!)!.Payload;

    /// <summary>What the page posts, and to whom.</summary>
    public static (JsonMap Message, string Origin) MessageOf(ApiAnswer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        var script = PostMessage().Match(answer.Text);
        Assert.True(script.Success, answer.Text);
        return (JsonMap.From(JsonMap.Parse(script.Groups["message"].Value)["response"]), script.Groups["origin"].Value);
    }

    public void Dispose() => _http.Dispose();

    private static FormUrlEncodedContent Form(IEnumerable<(string Name, string Value)> fields) =>
        new(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));

    [GeneratedRegex(
        @"<script nonce=""[^""]+"">\(window\.opener \|\| window\.parent\)\.postMessage\((?<message>\{""type"":""authorization_response"",.*\}), ""(?<origin>[^""]*)""\);</script>",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PostMessage();
}
