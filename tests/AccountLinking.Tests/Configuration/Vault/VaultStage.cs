using System.Collections.Concurrent;
using AccountLinking.Configuration;
using AccountLinking.Configuration.Vault;
using AccountLinking.Tests.Auth0;
using AccountLinking.Tests.EndToEnd;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace AccountLinking.Tests.Configuration.Vault;

/// <summary>The service's settings, some of them in a vault, on a clock that stands still.</summary>
internal sealed class VaultStage : IDisposable
{
    public const string OldSecret = "whsec_ng9Kk6bn3Fl2bKZ8o2xV1mXyO0bqYw7B";
    public const string NewSecret = "whsec_9yYtqHn0v3hXc5mZK2r7sW1pLd8uEg4a";
    public const string NameKey = "MzRmZDM2YzI5N2QyNGU5YjkwYjRkZGYzNmU5NDc1ZmE=";

    private readonly ServiceProvider _services;

    public VaultStage(params (string Name, string? Value)[] settings)
    {
        Dictionary<string, string?> all = new(StringComparer.OrdinalIgnoreCase)
        {
            ["KeyVault:Uri"] = "https://accounts.vault.azure.net",
            ["Auth0:Domain"] = "name.eu.auth0.com",
            ["Auth0:ClientId"] = "id",
            ["Auth0:ClientSecret"] = "from the environment",
            ["Linking:Ssn:TrustedConnections:0"] = "swedish-bankid",
            ["Journal:Path"] = "journal",
        };
        foreach (var (name, value) in settings) all[name] = value;
        Client.GetPropertiesOfSecretsAsync(Arg.Any<CancellationToken>()).Returns(call => List(call.ArgAt<CancellationToken>(0)));
        Client.GetSecretAsync(Arg.Any<string>(), Arg.Any<string?>(), Arg.Any<CancellationToken>()).Returns(call => Get(call.ArgAt<string>(0)));
        _services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddSingleton(Client).AddSingleton<ILoggerProvider>(Log)
            .AddAccountLinking(new ConfigurationBuilder().AddInMemoryCollection(all.Where(setting => setting.Value is not null)).Build()).BuildServiceProvider();
    }

    public SecretClient Client { get; } = Substitute.For<SecretClient>();

    public ConcurrentDictionary<string, string> Secrets { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Webhooks--SigningSecrets--0"] = OldSecret,
        ["Journal--NameKey"] = NameKey,
    };

    /// <summary>Thrown in place of the list.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>Waited for before the list is given.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public SteppedClock Clock { get; } = new();

    public LogSink Log { get; } = new();

    public int Readings { get; private set; }

    public VaultSecrets Vault => _services.GetRequiredService<VaultSecrets>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public string[] SigningSecrets => Get<IOptionsMonitor<WebhooksOptions>>().CurrentValue.SigningSecrets;

    public string ClientSecret => Get<IOptionsMonitor<Auth0Options>>().CurrentValue.ClientSecret;

    public Task StartAsync() => Hosted<StartUp>().StartingAsync(CancellationToken.None);

    public T Hosted<T>()
        where T : IHostedService => _services.GetServices<IHostedService>().OfType<T>().Single();

    public int Events(int id) => Log.Events.Count(happened => happened == $"{id}");

    public void Dispose()
    {
        _services.Dispose();
        Log.Dispose();
    }

    private AsyncPageable<SecretProperties> List(CancellationToken cancellation)
    {
        Readings++;
        if (Trouble is { } trouble) throw trouble;
        return new Pages(Gate?.Task.WaitAsync(cancellation) ?? Task.CompletedTask, [.. Secrets.Keys.Select(name => new SecretProperties(name))]);
    }

    private Response<KeyVaultSecret> Get(string name) =>
        Secrets.TryGetValue(name, out var value) ? Response.FromValue(new KeyVaultSecret(name, value), Substitute.For<Response>()) : throw new RequestFailedException(404, "gone");

    private sealed class Pages(Task gate, IReadOnlyList<SecretProperties> secrets) : AsyncPageable<SecretProperties>
    {
        public override async IAsyncEnumerable<Page<SecretProperties>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            await gate;
            yield return Page<SecretProperties>.FromValues(secrets, continuationToken: null, Substitute.For<Response>());
        }
    }
}
