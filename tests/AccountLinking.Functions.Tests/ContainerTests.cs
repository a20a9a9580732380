using AccountLinking.Auth0;
using AccountLinking.Auth0.Http;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using AccountLinking.Functions.Auth0Sdk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Functions.Tests;

public sealed class ContainerTests
{
    private static readonly Dictionary<string, string?> Settings = new(ServiceDefaults(), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Everything_can_be_made_and_nothing_outlives_what_it_needs()
    {
        using var app = AppFixture.Build(Settings);

        Assert.NotNull(app.Services.GetRequiredService<IAuth0Users>());
        Assert.Empty(app.Services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true));
    }

    [Theory]
    [InlineData(null, typeof(HttpManagementApi))]
    [InlineData("Http", typeof(HttpManagementApi))]
    [InlineData("Sdk", typeof(SdkManagementApi))]
    public void The_client_of_the_Management_API_is_the_one_that_is_set(string? client, Type type)
    {
        using var app = AppFixture.Build(client is null ? Settings : [.. Settings, KeyValuePair.Create("Auth0:Client", (string?)client)]);

        Assert.IsType(type, app.Services.GetRequiredService<IManagementApi>());
        Assert.Empty(app.Services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true));
    }

    [Fact]
    public async Task It_does_not_start_with_wrong_settings()
    {
        using var app = AppFixture.Build([.. Settings, KeyValuePair.Create("Linking:OnRefuesd", (string?)"Deny")]);

        var wrong = await Assert.ThrowsAsync<SettingsException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["Linking:OnRefuesd is not a setting: perhaps Linking:OnRefused is meant."], wrong.Problems);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics")]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel")]
    public void No_address_of_a_request_is_logged(string category)
    {
        using var app = AppFixture.Build(Settings);

        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.False(logger.IsEnabled(LogLevel.Information));
        Assert.True(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AccountLinking.Webhooks.LinkEndpoint").IsEnabled(LogLevel.Information));
    }

    private static IReadOnlyDictionary<string, string?> ServiceDefaults() =>
        AccountLinking.Sandbox.Hosting.ServiceDefaults.Settings(new Uri("http://127.0.0.1:4010"), journal: "none");
}
