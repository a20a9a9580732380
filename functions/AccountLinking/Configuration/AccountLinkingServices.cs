using AccountLinking.Auth0;
using AccountLinking.Auth0.Http;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Auth0.Tokens;
using AccountLinking.Configuration.Checks;
using AccountLinking.Configuration.Vault;
using AccountLinking.CrmSync;
using AccountLinking.CrmSync.Customers;
using AccountLinking.Health;
using AccountLinking.Health.Checkups;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Linking;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Linking.Unlinking;
using AccountLinking.SelfService;
using AccountLinking.Telemetry;
using AccountLinking.Telemetry.Export;
using AccountLinking.Webhooks;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AccountLinking.Configuration;

/// <summary>The composition root: every host composes the service with this, and differs only outside of it.</summary>
public static class AccountLinkingServices
{
    /// <summary>All settings are checked when the host starts; it does not start with wrong ones, and says all that is wrong.</summary>
    public static IServiceCollection AddAccountLinking(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging().AddMetrics();
        services.AddSingleton<ServiceTelemetry>().AddSingleton(new OtlpExport.Source(configuration)).AddHostedService<OtlpExport>();
        services.AddSettings(configuration);
        services.AddAuth0();
        services.AddTokenVerification();
        services.AddJournal();
        services.AddSingleton<SurvivorSearch>().AddSingleton<LinkStep>().AddSingleton<TakeBackStep>().AddSingleton<SettleStep>().AddSingleton<JoinStep>().AddSingleton<ForgetSeparationStep>().AddSingleton<AccountWork>();
        services.AddSingleton<CandidateSearch>().AddSingleton<NoteStep>().AddSingleton<AccountLinker>().AddSingleton<SimultaneousSignIns>();
        services.AddSingleton<RestoreStep>().AddSingleton<Unlinker>();
        services.AddSingleton<JournalCare>().AddSingleton(provider => new Lazy<JournalCare>(provider.GetRequiredService<JournalCare>)).AddSingleton(provider => new Lazy<SpentNonces>(provider.GetRequiredService<SpentNonces>)).AddHostedService<JournalSweep>();
        services.AddCrm();
        services.AddSelfService();
        services.AddDoctor();
        services.AddSingleton<Edge>().AddSingleton<SignedRequest>().AddSingleton<LinkEndpoint>().AddSingleton<UnlinkEndpoint>().AddSingleton<SyncEndpoint>().AddSingleton<ReadyEndpoint>();
        return services;
    }

    private static void AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = new ServiceSettings(configuration);
        services.AddSingleton(settings).AddSingleton<SettingsCheck>();
        services.AddSettings(settings, SettingsSections.Auth0).AddSettings(settings, SettingsSections.Webhooks).AddSettings(settings, SettingsSections.Linking)
            .AddSettings(settings, SettingsSections.Crm).AddSettings(settings, SettingsSections.Journal).AddSettings(settings, SettingsSections.SelfService).AddSettings(settings, SettingsSections.KeyVault);
        // A host that knows its identity better brings its own.
        services.TryAddSingleton(_ => ServiceIdentity.Find(configuration));
        services.TryAddSingleton(provider => VaultClient.Create(settings.VaultAddress, provider.GetRequiredService<TokenCredential>()));
        services.AddSingleton(provider => new Lazy<VaultReader>(() => new VaultReader(provider.GetRequiredService<SecretClient>(), provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton<VaultSecrets>().AddSingleton<ISecrets>(provider => provider.GetRequiredService<VaultSecrets>());
        services.AddHostedService<StartUp>().AddHostedService<VaultWatch>();
    }

    private static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, ServiceSettings settings, SettingsSection<TOptions> section)
        where TOptions : class, new()
    {
        services.AddOptions<TOptions>().Configure(options => section.BindTo(options, settings.All));
        services.AddSingleton<IValidateOptions<TOptions>>(new SettingsValidator<TOptions>(section, settings.All));
        // Made anew when the vault has other values, and only then: what else may change is not checked as a whole.
        return services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(new ConfigurationChangeTokenSource<TOptions>(settings.VaultChanges));
    }

    private static void AddJournal(this IServiceCollection services)
    {
        services.AddSingleton<IJournalStore>(provider => new ObservedJournalStore(StoreOf(provider), provider.GetRequiredService<ServiceTelemetry>()));
        services.AddSingleton(provider => new AccountNames(provider.GetRequiredService<IOptions<JournalOptions>>().Value.NameKeyBytes));
        services.AddSingleton<LinkIds>().AddSingleton<LinkJournal>().AddSingleton<AccountLeases>();
        services.AddSingleton(provider => new JournalDesk(provider.GetRequiredService<LinkJournal>(), provider.GetRequiredService<AccountLeases>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static IJournalStore StoreOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<JournalOptions>>().Value switch
    {
        { Kind: JournalKind.Blob } options => new BlobJournalStore(new Uri(options.ContainerUri), provider.GetRequiredService<TokenCredential>()),
        var options => new FileJournalStore(options.Path),
    };

    private static void AddAuth0(this IServiceCollection services)
    {
        services.AddQuietClient<Auth0Http>((provider, http) =>
        {
            http.BaseAddress = provider.GetRequiredService<IOptions<Auth0Options>>().Value.BaseAddress;
            http.MaxResponseContentBufferSize = Auth0Http.MaxAnswerBytes;
        });
        services.AddSingleton<Auth0Calls>().AddSingleton<ClientCredentialsGrant>().AddSingleton<AccessTokens>().AddSingleton<IAuth0Users, Auth0Users>();
        // A host may add others, and the settings choose.
        services.AddKeyedSingleton<IManagementApi, HttpManagementApi>(Auth0Client.Http);
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IManagementApi>(provider.GetRequiredService<IOptions<Auth0Options>>().Value.Client));
    }

    private static void AddTokenVerification(this IServiceCollection services)
    {
        services.AddQuietClient<JwksHttp>((provider, http) => http.BaseAddress = provider.GetRequiredService<IOptions<Auth0Options>>().Value.BaseAddress);
        services.AddSingleton<SigningKeys>().AddSingleton<TokenVerifier>();
    }

    private static void AddCrm(this IServiceCollection services)
    {
        services.AddQuietClient<CrmClient>((_, _) => { });
        // One for all: what the CRM asks for, and whether it is down, is remembered there.
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CrmClient>(provider, provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CrmClient))));
        services.AddSingleton<ICustomers>(provider => provider.GetRequiredService<CrmClient>()).AddSingleton<CrmSyncer>().AddSingleton<SimultaneousSyncs>();
    }

    private static void AddSelfService(this IServiceCollection services)
    {
        services.AddCors();
        services.AddSingleton<TwinSearch>().AddSingleton<Separator>().AddSingleton<UnfinishedSeparations>().AddSingleton<SpentNonces>();
        services.AddSingleton<SealKeeper>().AddSingleton<PersonLimits>().AddSingleton<Callers>().AddSingleton<CrossOrigin>().AddSingleton<PersonalRequests>();
        services.AddSingleton<CandidatesEndpoint>().AddSingleton<ChallengesEndpoint>().AddSingleton<ProofEndpoint>().AddSingleton<SeparationEndpoint>();
    }

    /// <summary>What it examines with is made when it is needed: its settings may be wrong, and a service that nobody examines has no use for it.</summary>
    private static void AddDoctor(this IServiceCollection services)
    {
        services.AddSingleton<SettingsCheckup>().AddSingleton<VaultCheckup>().AddSingleton<CrmCheckup>().AddSingleton<JournalCheckup>().AddSingleton<Auth0Checkup>();
        services.AddSingleton<TenantCheckup>().AddSingleton<TokenCheckup>().AddSingleton<ManagementApiCheckup>().AddSingleton<ConnectionsCheckup>().AddSingleton<SelfServiceCheckup>();
        services.AddSingleton<Examination>().AddSingleton(provider => new Doctor(provider.GetRequiredService<Examination>().ExamineAsync, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>One that is held for good, and tells nobody what it sends.</summary>
    private static void AddQuietClient<TClient>(this IServiceCollection services, Action<IServiceProvider, HttpClient> configure)
        where TClient : class =>
        services.AddHttpClient<TClient>(typeof(TClient).Name, (provider, http) =>
            {
                configure(provider, http);
                // Each call has its own limit, from the request's budget.
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.DefaultRequestHeaders.UserAgent.ParseAdd(Auth0Http.UserAgent);
            })
            // The handler must look its host's name up again by itself. Nobody redirects these calls rightly, and a token or key must not travel to
            // wherever a redirect points.
            .UseSocketsHttpHandler((handler, _) =>
            {
                (handler.PooledConnectionLifetime, handler.AllowAutoRedirect, handler.UseCookies) = (TimeSpan.FromMinutes(2), false, false);
                // No activity for these calls: it would carry their paths, and ids may be personal data.
                handler.ActivityHeadersPropagator = null;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The client's own lines print paths, and ids may be personal data.
            .RemoveAllLoggers();
}
