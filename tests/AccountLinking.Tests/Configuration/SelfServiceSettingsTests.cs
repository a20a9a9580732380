using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountLinking.Tests.Configuration;

/// <summary>The settings of what people's own applications are served, as <see cref="StartUpTests"/> has all others.</summary>
public sealed class SelfServiceSettingsTests
{
    private const string Sensitive = "s3cret-value";
    private const string Key = "MzRmZDM2YzI5N2QyNGU5YjkwYjRkZGYzNmU5NDc1ZmE=";
    private const string Issuer = "Auth0:Issuer must be the iss of people's tokens, exactly, as in https://login.example.com/: the https address of the custom domain in lower case, with a slash at its end; leave it out where there is no custom domain.";
    private const string Audience = "Auth0:ApiAudience must be the identifier of an API of your own in Auth0, exactly, as in https://account-linking.example.com/: without white space, and none of Auth0's own (the Management API, /userinfo).";
    private const string Origin = "SelfService:Origins:0 must be an origin as browsers send it, as in https://app.example.com: scheme and host in lower case (international names as xn--…), a port only where it is not the usual one, and no path, slash at its end or wildcard; plain http is taken for this machine only.";
    private const string NonceKey = "SelfService:NonceKey must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'.";

    private static readonly Dictionary<string, string?> Good = new(GoodSettings.All)
    {
        ["Auth0:ApiAudience"] = "https://account-linking.example.com/",
        ["SelfService:NonceKey"] = Key,
    };

    public static TheoryData<string, string?, string> Wrong => new()
    {
        { "Auth0:Issuer", "login.example.com", Issuer },
        { "Auth0:Issuer", "https://login.example.com", Issuer },
        { "Auth0:Issuer", "https://login.example.com//", Issuer },
        { "Auth0:Issuer", "https://login.example.com/oauth/", Issuer },
        { "Auth0:Issuer", "https://login.example.com/?a=/", Issuer },
        { "Auth0:Issuer", "https://login.example.com:443/", Issuer },
        { "Auth0:Issuer", "https://Login.example.com/", Issuer },
        { "Auth0:Issuer", " https://login.example.com/", Issuer },
        { "Auth0:Issuer", "https://login.example.com/\n", Issuer },
        { "Auth0:Issuer", "https://a:b@login.example.com/", Issuer },
        { "Auth0:Issuer", "http://login.example.com/", Issuer },
        { "Auth0:Issuer", "/", Issuer },
        { "Auth0:ApiAudience", "https://name.eu.auth0.com/api/v2/", Audience },
        { "Auth0:ApiAudience", "https://name.eu.auth0.com/userinfo", Audience },
        { "Auth0:ApiAudience", "account linking", Audience },
        { "Auth0:ApiAudience", "account-linking\n", Audience },
        { "Auth0:ApiAudience", " ", Audience },
        { "Auth0:Audience", "x", "Auth0:Audience is not a setting: those of Auth0 are Domain, ClientId, ClientSecret, BaseUrl, Issuer, ApiAudience, Client." },
        { "SelfService:NonceKey", null, "SelfService:NonceKey is required while Auth0:ApiAudience is set: the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'." },
        { "SelfService:NonceKey", "", "SelfService:NonceKey is required while Auth0:ApiAudience is set: the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'." },
        { "SelfService:NonceKey", Sensitive, NonceKey },
        { "SelfService:NonceKey", Convert.ToBase64String(new byte[31]), NonceKey },
        { "SelfService:NonceKey", Convert.ToBase64String(new byte[65]), NonceKey },
        { "SelfService:NonceKey", "@Microsoft.KeyVault(x)", "SelfService:NonceKey is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "SelfService:Connections", "google-oauth2", "SelfService:Connections is a list: its values are set as SelfService:Connections:0, SelfService:Connections:1 and so on." },
        { "SelfService:Connections:0", "*", "SelfService:Connections:0 must be the exact name of a connection, as in swedish-bankid: there are no wildcards." },
        { "SelfService:Connections:0", "google-oauth2 ", "SelfService:Connections:0 must be the exact name of a connection, as in swedish-bankid." },
        { "SelfService:Connections:0", "", "SelfService:Connections:0 must be the exact name of a connection, as in swedish-bankid." },
        { "SelfService:RequestsPerMinute", "4", "SelfService:RequestsPerMinute must be from 5 to 600, as in 30." },
        { "SelfService:RequestsPerMinute", "601", "SelfService:RequestsPerMinute must be from 5 to 600, as in 30." },
        { "SelfService:RequestsPerMinute", "many", "SelfService:RequestsPerMinute must be a whole number, as in 30." },
        { "SelfService:Origin:0", "https://app.example.com", "SelfService:Origin is not a setting: perhaps SelfService:Origins is meant." },
        { "SelfService:Enabled", "true", "SelfService:Enabled is not a setting: those of SelfService are Connections, Origins, RequestsPerMinute, NonceKey." },
    };

    /// <summary>Whatever else browsers never send, or everybody could.</summary>
    public static TheoryData<string> NoOrigins =>
    [
        "", "*", "null", "app.example.com", "https://*.example.com", "https://app.example.com,https://www.example.com",
        "https://app.example.com/", "https://app.example.com/path", "https://app.example.com?a", "https://app.example.com#a",
        "https://app.example.com:443", "https://app.example.com:", "http://localhost:80", "https://App.example.com", "HTTPS://app.example.com", "https://bücher.example",
        "https://a:b@app.example.com", "https://@app.example.com", " https://app.example.com", "https://app.example.com\n", "https:\\\\app.example.com",
        "http://app.example.com", "ftp://127.0.0.1", "capacitor://localhost", "file:///app",
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Names_the_setting_that_is_wrong_and_says_how(string setting, string? value, string problem)
    {
        var failure = Assert.Single(Problems(With((setting, value))));

        Assert.Equal(problem, failure);
        Assert.DoesNotContain(Sensitive, failure, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NoOrigins))]
    public void Takes_no_origin_that_browsers_do_not_send(string origin) => Assert.Equal([Origin], Problems(With(("SelfService:Origins:0", origin))));

    [Fact]
    public void Names_each_origin_that_is_none_by_its_own_name() => Assert.Equal(
        ["SelfService:Origins:1", "SelfService:Origins:4"],
        Problems(With(("SelfService:Origins:1", "*"), ("SelfService:Origins:2", "https://app.example.com"), ("SelfService:Origins:4", "null"))).Select(problem => problem.Split(' ')[0]));

    [Theory]
    [InlineData("Auth0:Issuer", "")]
    [InlineData("Auth0:Issuer", "https://login.example.com/")]
    [InlineData("Auth0:Issuer", "https://name.eu.auth0.com/")]
    [InlineData("Auth0:Issuer", "http://127.0.0.1:4010/")]
    [InlineData("Auth0:ApiAudience", "account-linking")]
    [InlineData("Auth0:ApiAudience", "urn:account-linking")]
    [InlineData("SelfService:Origins:0", "https://app.example.com")]
    [InlineData("SelfService:Origins:0", "https://app.example.com:8443")]
    [InlineData("SelfService:Origins:0", "https://xn--bcher-kva.example")]
    [InlineData("SelfService:Origins:0", "http://localhost:3000")]
    [InlineData("SelfService:Origins:0", "http://[::1]:3000")]
    [InlineData("SelfService:RequestsPerMinute", "5")]
    [InlineData("SelfService:RequestsPerMinute", "600")]
    [InlineData("SelfService:Connections:0", "Username-Password-Authentication")]
    public void Says_nothing_of_what_is_right(string setting, string value) => Assert.Empty(Problems(With((setting, value))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Where_nobodys_application_is_served_nothing_is_required(string? audience) => Assert.Empty(Problems(With(("Auth0:ApiAudience", audience), ("SelfService:NonceKey", null))));

    [Fact]
    public void What_is_wrong_is_wrong_also_where_nobodys_application_is_served() => Assert.Equal(
        ["SelfService:NonceKey", "SelfService:Origins:0", "SelfService:RequestsPerMinute"],
        Problems(With(("Auth0:ApiAudience", null), ("SelfService:NonceKey", "short"), ("SelfService:Origins:0", "*"), ("SelfService:RequestsPerMinute", "0"))).Select(problem => problem.Split(' ')[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Has_the_defaults_that_are_documented()
    {
        using var services = Compose(GoodSettings.All);

        var (auth0, options) = (services.GetRequiredService<IOptions<Auth0Options>>().Value, services.GetRequiredService<IOptions<SelfServiceOptions>>().Value);

        Assert.Equal((false, "https://name.eu.auth0.com/"), (auth0.ServesPeople, auth0.TokenIssuer));
        Assert.Equal((30, 0, 0), (options.RequestsPerMinute, options.Connections.Length, options.Origins.Length));
    }

    private static Dictionary<string, string?> With(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Good);
        foreach (var (name, value) in changes)
        {
            if (value is null) settings.Remove(name);
            else settings[name] = value;
        }

        return settings;
    }

    private static IReadOnlyList<string> Problems(Dictionary<string, string?> settings)
    {
        using var services = Compose(settings);
        return services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true);
    }

    private static ServiceProvider Compose(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ServiceCollection().AddAccountLinking(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
}
