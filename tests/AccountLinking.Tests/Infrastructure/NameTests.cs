using System.Text.Json;
using System.Text.RegularExpressions;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>Whatever an environment is called, each resource's name is one that Azure takes: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules.</summary>
public sealed class NameTests
{
    private const string Token = "a1b2c3d4e5f6g";

    /// <summary>The rules are ASCII's; <c>main.bicep</c> takes up to 64 characters of whatever kind.</summary>
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["resourceGroup"] = "^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$",
        ["identity"] = "^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$",
        ["plan"] = "^[A-Za-z0-9-]{1,40}$",
        ["functionApp"] = "^[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]$",
        ["hostStorage"] = "^[a-z0-9]{3,24}$",
        ["journalStorage"] = "^[a-z0-9]{3,24}$",
        ["keyVault"] = "^(?=.{3,24}$)[A-Za-z](-?[A-Za-z0-9])+$",
        ["workspace"] = "^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$",
        ["applicationInsights"] = "^[^%&\\\\?/]{0,259}[^%&\\\\?/. ]$",
        ["actionGroup"] = "^[^:<>+/&%\\\\?|]{0,259}[^:<>+/&%\\\\?|. ]$",
        ["virtualNetwork"] = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]$",
    };

    private static readonly string[] Chosen = ["a", "prod", "Dev-Test_01", "-", "___", "...", " ", "Åäö", "production-environment-of-the-customer-register", new('z', 64), new('-', 64), "1", "日本", "a/b\\c", "İ", "🦊", "%", "😀prod"];

    [Fact]
    public async Task Each_is_one_that_the_resource_takes()
    {
        var random = new Random(1);
        const string Characters = "abzABZ019-_.() /\\%&?<>:#åÅéßıİ日\u0301";
        string[] environments = [.. Chosen, .. Enumerable.Range(0, 2000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 65)).Select(_ => Characters[random.Next(Characters.Length)])))];

        var named = await NamesAsync([.. environments.Select(name => (name, Token))]);

        Assert.Equal(environments.Length, named.Count);
        foreach (var (environment, names) in environments.Zip(named))
        {
            Assert.Equal(Rules.Keys.Order(StringComparer.Ordinal), names.Keys.Order(StringComparer.Ordinal));
            foreach (var (resource, rule) in Rules) Assert.True(Regex.IsMatch(names[resource], rule, RegexOptions.None, TimeSpan.FromSeconds(1)), $"{resource} of '{environment}' is {names[resource]}");
        }
    }

    [Fact]
    public async Task Those_of_what_all_of_Azure_shares_and_all_others_tell_environments_apart_by_the_token_alone()
    {
        var named = await NamesAsync([("dev", "aaaaaaaaaaaaa"), ("dev", "bbbbbbbbbbbbb"), ("de-v", "ccccccccccccc"), (new string('x', 64), "aaaaaaaaaaaaa"), (new string('x', 63), "bbbbbbbbbbbbb")]);

        foreach (var resource in Rules.Keys) Assert.Equal(named.Count, named.Select(names => names[resource]).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task A_name_can_be_recognised() => Assert.Equal("func-link-prod" + Token, (await NamesAsync([("Prod", Token)]))[0]["functionApp"]);

    private static async Task<List<Dictionary<string, string>>> NamesAsync((string Environment, string Token)[] cases) =>
        (await Bicep.AskAsync("names", ("cases", cases.Select(one => (string[])[one.Environment, one.Token])))).Deserialize<List<Dictionary<string, string>>>()!;
}
