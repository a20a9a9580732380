using System.Runtime.CompilerServices;
using System.Text.Json;
using AccountLinking.Linking;
using AccountLinking.Sandbox.Tenant.Users;
using AccountLinking.Tests.Journal.Stores;

namespace AccountLinking.Tests.Interleaving;

/// <summary>What metadata says, value by value, so that one can ask where it is.</summary>
internal static class Facts
{
    private static readonly ConditionalWeakTable<TenantUser, IReadOnlySet<string>> OfUsers = [];
    private static readonly ConditionalWeakTable<MemoryJournalStore.Document, IReadOnlySet<string>> OfRecords = [];

    /// <summary>Of an account.</summary>
    public static IReadOnlySet<string> Of(TenantUser user) => OfUsers.GetValue(user, static account => OfDocument(account.ToJson().ToElement()).ToHashSet(StringComparer.Ordinal));

    /// <summary>Of somebody at first.</summary>
    public static IEnumerable<string> Of(Person person) => OfDocument(JsonElement.Parse(person.Document));

    /// <summary>Of a record, each with the account that it is about.</summary>
    public static IReadOnlySet<string> Of(MemoryJournalStore.Document record) => OfRecords.GetValue(record, static document =>
    {
        return Records.Of(document).Accounts.SelectMany(account => OfDocument(account.Document).Select(fact => About(account.Id.ToString(), fact))).ToHashSet(StringComparer.Ordinal);
    });

    public static string About(string account, string fact) => $"{account}: {fact}";

    private static IEnumerable<string> OfDocument(JsonElement user) =>
        Section(user, "user_metadata").Concat(Section(user, "app_metadata").Where(fact => !fact.StartsWith($"app_metadata/{AccountNote.Key}", StringComparison.Ordinal)));

    private static IEnumerable<string> Section(JsonElement user, string name) => user.TryGetProperty(name, out var metadata) ? Of(name, metadata) : [];

    private static IEnumerable<string> Of(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Of($"{path}/{property.Name}", property.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Of($"{path}[]", item)),
        _ => [$"{path} = {value.GetRawText()}"],
    };
}
