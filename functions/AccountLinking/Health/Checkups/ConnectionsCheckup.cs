using System.Collections.Concurrent;
using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using Microsoft.Extensions.Options;

namespace AccountLinking.Health.Checkups;

/// <summary>
/// Whether the tenant has the connections of the settings. The service may not list connections (that would take another scope), so accounts are asked: a name that no
/// account's identity has is one that was mistyped, or one that nobody has signed in over yet.
/// </summary>
internal sealed class ConnectionsCheckup(
    IManagementApi api,
    Auth0Calls calls,
    IOptionsMonitor<Auth0Options> auth0,
    IOptionsMonitor<LinkingOptions> linking,
    IOptionsMonitor<CrmOptions> crm,
    IOptionsMonitor<SelfServiceOptions> selfService,
    TimeProvider clock)
{
    public const string Connections = "connections";

    /// <summary>Each name is a search or two; nobody configures more.</summary>
    private const int MostNames = 20;

    /// <summary>The rest of Auth0's allowance is for logins.</summary>
    private const int LeastHeadroom = 2;

    private const int MaxTypingErrors = 2;

    /// <summary>What is there once does not go away so soon.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (string Provider, DateTimeOffset SeenAt)> _seen = new(StringComparer.Ordinal);

    private bool ServesPeople => auth0.CurrentValue.ServesPeople;

    /// <param name="sample">Connections that some accounts are of, and the provider of each.</param>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(IReadOnlyDictionary<string, string> sample, AccessToken token, RequestBudget budget)
    {
        Remember(sample);
        var configured = ConfiguredConnections.Of(linking.CurrentValue, crm.CurrentValue, ServesPeople ? selfService.CurrentValue.Connections : []);
        var looked = await LookAsync([.. configured.Select(pair => pair.Name).Where(name => !_seen.ContainsKey(name))], token, budget);
        List<Finding> found =
        [
            .. configured.Where(pair => looked.Absent.Contains(pair.Name)).Select(pair => OfAbsent(pair.Name, string.Join(", ", pair.Settings), OthersThan(pair.Settings, configured))),
            .. OfDatabases(),
            .. looked.Why is { } why ? [Finding.Warn(Connections, why)] : Array.Empty<Finding>(),
        ];
        return found.Count > 0 ? found : [Finding.Pass(Connections, "There are accounts of every connection in the settings.")];
    }

    /// <summary>Those that accounts are of. What stands in one list with a name is meant beside it, however alike they are.</summary>
    private IEnumerable<string> OthersThan(IReadOnlyList<string> settings, IReadOnlyList<(string Name, IReadOnlyList<string> Settings)> configured) =>
        _seen.Keys.Except(configured.Where(pair => pair.Settings.Intersect(settings, StringComparer.Ordinal).Any()).Select(pair => pair.Name), StringComparer.Ordinal);

    /// <param name="others">Connections that may have been meant. One that is spelled the same but for capitals and dashes was meant; one that is nearly so (bankid-se, bankid-no) perhaps.</param>
    public static Finding OfAbsent(string name, string settings, IEnumerable<string> others)
    {
        var near = others.Where(other => Spelling.Distance(other, name) <= MaxTypingErrors || Plain(other) == Plain(name)).MinBy(other => (Plain(other) != Plain(name), Spelling.Distance(other, name)));
        var absent = $"No account has an identity of the connection '{name}' ({settings})";
        if (near is not null && Plain(near) == Plain(name)) return Finding.Fail(Connections, $"{absent}, and some have one of '{near}': correct the name, of which every letter and capital counts.");
        return Finding.Warn(
            Connections,
            $"{absent}: if the tenant has no connection of that name, correct it (every letter and capital counts{(near is null ? string.Empty : $"; perhaps '{near}' is meant")}); if nobody has signed in over it yet, nothing is wrong.");
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>Names that are spelled the same but for capitals and dashes, as they are mistyped most.</summary>
    private static IEnumerable<string> Variants(string name) =>
        new[] { name.ToLowerInvariant(), name.Replace('_', '-'), name.Replace('-', '_'), name.ToLowerInvariant().Replace('_', '-') }.Distinct(StringComparer.Ordinal).Where(variant => variant != name);

    /// <summary>Without its id an account of a database cannot be absorbed: that is refused as connection_unknown. Whoever joins his own accounts may have one of any.</summary>
    private IEnumerable<Finding> OfDatabases()
    {
        var options = linking.CurrentValue;
        var candidates = options.Ssn.Enabled ? options.Ssn.TrustedConnections.Concat(options.Ssn.CandidateConnections) : [];
        var joined = candidates.Concat(options.Email.Mode == EmailMode.Automatic ? options.Email.TrustedConnections : []);
        return (ServesPeople ? joined.Concat(_seen.Keys.Order(StringComparer.Ordinal)) : joined).Distinct(StringComparer.Ordinal)
            .Where(name => _seen.TryGetValue(name, out var seen) && seen.Provider == UserIdentity.DatabaseProvider && !options.Connections.ContainsKey(name))
            .Select(name => Finding.Warn(Connections, $"Linking:Connections has no id for the database '{name}': where an account of it would be absorbed, that is refused (connection_unknown). Set Linking:Connections:{name} to the connection's id, con_ and 16 letters or digits."));
    }

    private void Remember(IReadOnlyDictionary<string, string> seen)
    {
        var now = clock.GetUtcNow();
        foreach (var old in _seen.Where(pair => now - pair.Value.SeenAt > Memory).Select(pair => pair.Key).ToList()) _seen.TryRemove(old, out _);
        foreach (var (name, provider) in seen) _seen[name] = (provider, now);
    }

    /// <returns>Why not all were looked at is null where they were.</returns>
    private async Task<(IReadOnlyList<string> Absent, string? Why)> LookAsync(IReadOnlyList<string> names, AccessToken token, RequestBudget budget)
    {
        List<string> absent = [];
        try
        {
            foreach (var name in names.Take(MostNames))
            {
                var hasRoom = await SearchAsync(UserQuery.Connection(name), token, budget);
                if (!_seen.ContainsKey(name))
                {
                    absent.Add(name);
                    if (hasRoom && Variants(name).Select(UserQuery.Connection).ToList() is [var first, .. var more]) hasRoom = await SearchAsync(more.Aggregate(first, (query, other) => query.Or(other)), token, budget);
                }

                if (!hasRoom) return (absent, "Not all connections of the settings were looked at, because Auth0's rate limit is nearly used up: ask again in a minute.");
            }
        }
        catch (Auth0Exception trouble) when (trouble.Code is TroubleCode.RateLimited or TroubleCode.Unavailable or TroubleCode.BudgetExceeded)
        {
            return (absent, trouble.Code == TroubleCode.RateLimited
                ? "Not all connections of the settings were looked at, because Auth0's rate limit is used up: ask again in a minute."
                : "Not all connections of the settings were looked at, because Auth0 did not answer a search: its index may be busy. Ask again in a minute.");
        }

        return (absent, names.Count > MostNames ? $"{names.Count - MostNames} connections of the settings were not looked at: {MostNames} are at once." : null);
    }

    /// <summary>Asked once: whoever asks can do without.</summary>
    /// <returns>Whether Auth0 has room for more.</returns>
    private async Task<bool> SearchAsync(UserQuery query, AccessToken token, RequestBudget budget)
    {
        var call = new ManagementCall.SearchUsers(query, MaxHits: 1, ManagementCall.SearchUsers.Identities);
        var answer = await calls.SendAsync(call.Name, Effort.Look, cancellation => api.SendAsync(call, token, cancellation), budget);
        if (!answer.Succeeded || answer.Body.ValueKind != JsonValueKind.Array) throw Auth0Trouble.OfCall(answer, call);
        Remember(SeenConnections.In(answer.Body));
        return answer.Headroom is not { Remaining: < LeastHeadroom };
    }
}
