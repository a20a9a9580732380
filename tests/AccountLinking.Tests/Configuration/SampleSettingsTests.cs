using System.Text.Json;
using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Configuration;

/// <summary><c>local.settings.sample.json</c> has every setting, and the service starts with it.</summary>
public sealed class SampleSettingsTests
{
    private static readonly IReadOnlyDictionary<string, string?> Sample = Read();

    public static TheoryData<string> Settings =>
    [
        .. NamesOf(typeof(Auth0Options), Auth0Options.Section),
        .. NamesOf(typeof(WebhooksOptions), WebhooksOptions.Section),
        .. NamesOf(typeof(LinkingOptions), LinkingOptions.Section),
        .. NamesOf(typeof(JournalOptions), JournalOptions.Section),
        .. NamesOf(typeof(CrmOptions), CrmOptions.Section),
        .. NamesOf(typeof(SelfServiceOptions), SelfServiceOptions.Section),
        .. NamesOf(typeof(KeyVaultOptions), KeyVaultOptions.Section),
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_is_in_the_sample(string setting) =>
        Assert.Contains(Sample.Keys, key => key == setting || key.StartsWith($"{setting}:", StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_wrong_with_the_sample()
    {
        using var services = Compose(Sample);

        Assert.Empty(services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true));
    }

    [Fact]
    public void It_has_the_defaults_of_whatever_is_no_text_or_list()
    {
        var exceptions = new[] { "Crm:Enabled" };
        foreach (var section in SettingsSections.All)
        {
            foreach (var (name, value) in DefaultsOf(Activator.CreateInstance(section.Type)!, section.Name).Where(setting => !exceptions.Contains(setting.Name)))
            {
                Assert.Equal((name, value.ToString()), (name, Parse(value.GetType(), Sample[name]!).ToString()));
            }
        }
    }

    [Theory]
    [InlineData("Auth0:Domain")]
    [InlineData("Webhooks:SigningSecrets:0")]
    [InlineData("Linking:Ssn:TrustedConnections:0")]
    [InlineData("Journal:Path")]
    [InlineData("Journal:NameKey")]
    [InlineData("Crm:Url")]
    [InlineData("Crm:ApiKey")]
    [InlineData("Crm:Namespace")]
    [InlineData("SelfService:NonceKey")]
    public void Without_what_is_required_it_does_not_start(string missing)
    {
        using var services = Compose(Sample.Where(setting => setting.Key != missing));

        var problem = Assert.Single(services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true));

        Assert.StartsWith(missing.Split(":0")[0], problem, StringComparison.Ordinal);
    }

    /// <summary>Records are personal data: whoever tries the sample in the repository must not commit them.</summary>
    [Fact]
    public async Task The_folder_of_its_journal_is_nobodys_to_commit() =>
        Assert.Contains($"/{Sample["Journal:Path"]}/", await File.ReadAllLinesAsync(Path.Combine(Repository.Root, ".gitignore"), TestContext.Current.CancellationToken));

    private static ServiceProvider Compose(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddAccountLinking(configuration).BuildServiceProvider();
    }

    private static IEnumerable<(string Name, object Value)> DefaultsOf(object options, string path) => options.GetType().GetProperties().SelectMany(property => property.GetValue(options) switch
    {
        ValueType value => [($"{path}:{property.Name}", value)],
        SsnOptions or EmailOptions => DefaultsOf(property.GetValue(options)!, $"{path}:{property.Name}"),
        _ => (IEnumerable<(string, object)>)[],
    });

    private static object Parse(Type type, string text) => System.ComponentModel.TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text)!;

    private static IEnumerable<string> NamesOf(Type type, string path) => type.GetProperties().SelectMany(property =>
        property.PropertyType is { IsClass: true } nested && nested != typeof(string) && !nested.IsArray
            ? NamesOf(nested, $"{path}:{property.Name}")
            : [$"{path}:{property.Name}"]);

    private static Dictionary<string, string?> Read()
    {
        var document = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")));
        return document.GetProperty("Values").EnumerateObject()
            .Where(setting => setting.Name.Contains("__", StringComparison.Ordinal))
            .ToDictionary(setting => setting.Name.Replace("__", ":", StringComparison.Ordinal), setting => setting.Value.GetString(), StringComparer.Ordinal);
    }
}
