using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountLinking.Tests.Configuration;

/// <summary>Connections and their ids, by name or as a list of pairs: an app setting in Azure takes no dash in its name.</summary>
public sealed class ConnectionMapTests
{
    private const string Id = "con_0123456789abcdef";
    private const string OtherId = "con_abcdef0123456789";

    [Fact]
    public void Takes_names_and_pairs_side_by_side()
    {
        using var services = Compose(("Legacy", OtherId), ("0", $"Username-Password-Authentication={Id}"), ("7", $"a=b={OtherId}"), ("8", $"7={OtherId}"), ("12", Id));

        Assert.Empty(services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true));
        var connections = services.GetRequiredService<IOptions<LinkingOptions>>().Value.Connections;
        Assert.Equal(["12", "7", "Legacy", "Username-Password-Authentication", "a=b"], connections.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([Id, OtherId, OtherId, Id, OtherId], connections.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
    }

    [Theory]
    [InlineData("0", "db=con_short", "Linking:Connections:0 must have the connection's id: con_ and 16 letters or digits, as in con_0123456789abcdef.")]
    [InlineData("0", "db", "Linking:Connections:0 must have the connection's id: con_ and 16 letters or digits, as in con_0123456789abcdef.")]
    [InlineData("0", "db=", "Linking:Connections:0 must have the connection's id: con_ and 16 letters or digits, as in con_0123456789abcdef.")]
    [InlineData("0", $"={Id}", "Linking:Connections:0 must be a name and a value, as in name=value.")]
    [InlineData("0", $"a b={Id}", "Linking:Connections:0 must be a name and a value, as in name=value.")]
    [InlineData("0", $"a:b={Id}", "Linking:Connections:0 must be a name and a value, as in name=value.")]
    [InlineData("0", $"Legacy={Id}", "Linking:Connections:0 has a name that Linking:Connections:Legacy has as well: leave one of them out.")]
    [InlineData("x", $"db={Id}", "Linking:Connections:x must have the connection's id: con_ and 16 letters or digits, as in con_0123456789abcdef.")]
    [InlineData("0", "@Microsoft.KeyVault(x=y)", "Linking:Connections:0 is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret.")]
    public void Says_which_is_wrong(string key, string value, string problem)
    {
        using var services = Compose(("Legacy", OtherId), (key, value));

        Assert.Equal([problem], services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true));
    }

    [Fact]
    public void Does_not_take_the_same_name_twice()
    {
        using var services = Compose(("0", $"db={Id}"), ("1", $"db={OtherId}"));

        Assert.Equal(["Linking:Connections:1 has a name that Linking:Connections:0 has as well: leave one of them out."], services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true));
    }

    private static ServiceProvider Compose(params (string Key, string Value)[] connections)
    {
        var settings = GoodSettings.All.Concat(connections.Select(pair => KeyValuePair.Create($"Linking:Connections:{pair.Key}", (string?)pair.Value)));
        return new ServiceCollection().AddAccountLinking(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
    }
}
