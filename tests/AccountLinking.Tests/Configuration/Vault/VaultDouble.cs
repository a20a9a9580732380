using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AccountLinking.Configuration.Vault;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Configuration.Vault;

/// <summary>
/// A vault that speaks Key Vault's protocol over TLS, with its challenge and its pages, under a name as vaults have:
/// https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets, https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses.
/// </summary>
internal sealed class VaultDouble : IAsyncDisposable
{
    /// <summary>Pages are small, so that there are some.</summary>
    private const int PageSize = 2;
    private const string Challenge = "Bearer authorization=\"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555\", resource=\"https://vault.azure.net\"";

    private readonly X509Certificate2 _certificate;
    private LoopbackServer _server = null!;

    private VaultDouble() => _certificate = CreateCertificate(new Uri(Address).Host);

    /// <summary>Of its own: the client remembers for good what challenge a vault has.</summary>
    public string Address { get; } = $"https://v{Guid.NewGuid():n}"[..32] + ".vault.azure.net";

    public ConcurrentDictionary<string, Secret> Secrets { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Method, path and status of every request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How often it was listed.</summary>
    public int Readings => Requests.Count(request => request == "GET /secrets 200");

    /// <summary>Answers in place of the vault; false: it does not.</summary>
    public Func<HttpContext, Task<bool>> Trouble { get; set; } = _ => Task.FromResult(false);

    public OneToken Credential { get; } = new();

    public static async Task<VaultDouble> StartAsync(params (string Name, string Value)[] secrets)
    {
        var vault = new VaultDouble();
        foreach (var (name, value) in secrets) vault.Secrets[name] = new Secret(value);
        vault._server = await LoopbackServer.StartAsync("vault", [new ListenPort(0, "--vault-port", Tls: true)], NullLoggerFactory.Instance, app => app.Run(vault.AnswerAsync), vault._certificate);
        return vault;
    }

    public void Set(string name, string value) => Secrets[name] = new Secret(value);

    /// <summary>What the service is composed with, but for the way to the vault.</summary>
    public void AddTo(IServiceCollection services) => services.AddSingleton(Client());

    /// <summary>The real client, which finds the name of the vault on this machine and trusts its certificate alone.</summary>
    public SecretClient Client()
    {
        var options = VaultClient.Options(new Uri(Address));
        options.Transport = new HttpClientTransport(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = ConnectAsync,
            SslOptions = { CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { _certificate } } },
        });
        return new SecretClient(new Uri(Address), Credential, options);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, _server.Ports[0], cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!await Trouble(context)) await (Authorize(context) ? AnswerSecretsAsync(context) : ChallengeAsync(context));
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path.Value!.TrimEnd('/')} {context.Response.StatusCode}");
    }

    private bool Authorize(HttpContext context) => context.Request.Headers.Authorization == $"Bearer {Credential.Token}";

    private static Task ChallengeAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = Challenge;
        return WriteAsync(context, 401, Error("Unauthorized"));
    }

    private Task AnswerSecretsAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Trim('/').Split('/');
        if (path is ["secrets"]) return ListAsync(context);
        if (path is not ["secrets", var name, ..] || !Secrets.TryGetValue(name, out var secret)) return WriteAsync(context, 404, Error("SecretNotFound"));
        if (path is [_, _, "versions"]) return WriteAsync(context, 200, JsonMap.Empty.With("value", JsonElement.Parse($"[{string.Join(',', secret.Versions.Select(version => version.Describe(Address, name)))}]")));
        if (path is [_, _, var id]) secret = secret.Versions.Single(version => version.Version == id);
        return secret.Enabled ? WriteAsync(context, 200, secret.Describe(Address, name).With("value", secret.Value)) : WriteAsync(context, 403, Error("Forbidden"));
    }

    private Task ListAsync(HttpContext context)
    {
        var from = int.Parse(context.Request.Query["$skiptoken"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        var names = Secrets.Keys.Order(StringComparer.Ordinal).ToArray();
        var page = JsonMap.Empty.With("value", JsonElement.Parse($"[{string.Join(',', names.Skip(from).Take(PageSize).Select(name => Secrets[name].Describe(Address, name)))}]"));
        return WriteAsync(context, 200, from + PageSize < names.Length ? page.With("nextLink", $"{Address}/secrets?api-version=7.5&$skiptoken={from + PageSize}") : page);
    }

    private static JsonMap Error(string code) => JsonMap.Empty.With("error", JsonMap.Empty.With("code", code).With("message", "no").ToElement());

    private static Task WriteAsync(HttpContext context, int status, JsonMap body)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json; charset=utf-8");
        return context.Response.WriteAsync(body.ToString());
    }

    private static X509Certificate2 CreateCertificate(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Vault", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    internal sealed record Secret(string Value, bool Enabled = true, DateTimeOffset? NotBefore = null, DateTimeOffset? Expires = null)
    {
        public string Version { get; } = Guid.NewGuid().ToString("n");

        public DateTimeOffset Created { get; init; } = DateTimeOffset.UtcNow;

        /// <summary>Older ones, in no order.</summary>
        public IReadOnlyList<Secret> Earlier { get; init; } = [];

        public IEnumerable<Secret> Versions => [.. Earlier, this];

        public JsonMap Describe(string vault, string name)
        {
            var attributes = JsonMap.Empty.With("enabled", Enabled).With("created", Created.ToUnixTimeSeconds());
            if (NotBefore is { } start) attributes = attributes.With("nbf", start.ToUnixTimeSeconds());
            if (Expires is { } end) attributes = attributes.With("exp", end.ToUnixTimeSeconds());
            return JsonMap.Empty.With("id", $"{vault}/secrets/{name}/{Version}").With("attributes", attributes.ToElement());
        }
    }

    /// <summary>An identity that has a token for vaults.</summary>
    internal sealed class OneToken : TokenCredential
    {
        public string Token { get; } = Guid.NewGuid().ToString();

        public ConcurrentQueue<string> Scopes { get; } = new();

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.Enqueue(string.Join(' ', requestContext.Scopes));
            return new AccessToken(Token, DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
