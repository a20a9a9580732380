using AccountLinking.Configuration.Checks;

namespace AccountLinking.Configuration.Vault;

/// <summary>
/// The secrets of the vault: read when the service starts, now and then, and when one of them did not do. Settings with which the service would not start
/// are not taken over, and when the vault cannot be read the last good ones stay.
/// </summary>
/// <param name="reader">Made when it is first needed: without a vault nothing of it is loaded.</param>
internal sealed partial class VaultSecrets(ServiceSettings settings, SettingsCheck check, Lazy<VaultReader> reader, TimeProvider clock, ILogger<VaultSecrets> logger) : ISecrets
{
    /// <summary>How long the vault has to be read.</summary>
    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(10);

    /// <summary>How long somebody waits for it in whose login there is other work to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How often it may be read for one reason.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>What is decided when the process starts: the tenant, and where the journal is and what accounts are called there.</summary>
    private static readonly string[] FixedAtStart = ["Auth0:Domain", "Auth0:BaseUrl", "Auth0:Client", "Journal:Kind", "Journal:Path", "Journal:ContainerUri", "Journal:NameKey"];

    private readonly Lock _gate = new();
    private readonly Dictionary<SecretUse, long> _lastReads = [];
    private readonly HashSet<string> _passedOver = new(StringComparer.OrdinalIgnoreCase);
    private Task _reading = Task.CompletedTask;
    private DateTimeOffset _lastGood;
    private bool _isUnreadable;

    public bool HasVault => settings.VaultAddress.Length > 0;

    /// <exception cref="VaultException">It cannot be read.</exception>
    /// <returns>What may be amiss all the same.</returns>
    public async Task<IReadOnlyList<string>> ReadAtStartAsync(CancellationToken cancellation)
    {
        var snapshot = await ReadAsync(cancellation);
        settings.Vault.Put(new Dictionary<string, string?>(snapshot.Values, StringComparer.OrdinalIgnoreCase));
        _lastGood = clock.GetUtcNow();
        Log.Read(logger, snapshot.Values.Count);
        return snapshot.Hints;
    }

    public async Task ReadAgainAsync(SecretUse use, CancellationToken cancellation)
    {
        if (!HasVault) return;
        Task reading;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var isTooSoon = _lastReads.TryGetValue(use, out var last) && clock.GetElapsedTime(last, now) < Pause;
            if (!isTooSoon) (_lastReads[use], _reading) = (now, RefreshAfterAsync(_reading));
            reading = _reading;
        }

        try
        {
            await reading.WaitAsync(Patience, clock, cancellation);
        }
        catch (TimeoutException)
        {
            // It goes on, for whoever comes next.
        }
    }

    /// <summary>Says what went wrong, and throws nothing.</summary>
    public Task RefreshAsync(CancellationToken cancellation)
    {
        lock (_gate) return (_reading = RefreshAfterAsync(_reading)).WaitAsync(cancellation);
    }

    /// <summary>One that is on its way may have begun before the secret was changed.</summary>
    private async Task RefreshAfterAsync(Task earlier)
    {
        await earlier;
        await Task.Yield();
        try
        {
            Adopt(await ReadAsync(CancellationToken.None));
        }
        catch (VaultException trouble)
        {
            _isUnreadable = true;
            Log.NotRead(logger, trouble.Message, _lastGood);
        }
        catch (Exception failure)
        {
            // Without its message, which may quote a secret.
            Log.Failed(logger, failure.GetType().Name, failure.StackTrace);
        }
    }

    private async Task<VaultSnapshot> ReadAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(ReadTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        return await reader.Value.ReadAsync(either.Token);
    }

    private void Adopt(VaultSnapshot snapshot)
    {
        var before = settings.Vault.Values;
        var after = WithoutWhatIsFixed(snapshot.Values, before);
        if (_isUnreadable) Log.ReadAgain(logger);
        _isUnreadable = false;
        var changed = before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase).Where(name => ValueOf(before, name) != ValueOf(after, name)).Order(StringComparer.Ordinal).ToList();
        if (changed.Count == 0)
        {
            _lastGood = clock.GetUtcNow();
            return;
        }

        settings.Vault.Put(after);
        if (check.Problems(isVaultRead: true) is { Count: > 0 } problems)
        {
            settings.Vault.Put(before);
            Log.NotAdopted(logger, string.Join('\n', problems));
            return;
        }

        _lastGood = clock.GetUtcNow();
        settings.Vault.Announce();
        Log.Adopted(logger, string.Join(", ", changed));
    }

    private Dictionary<string, string?> WithoutWhatIsFixed(IReadOnlyDictionary<string, string?> read, IDictionary<string, string?> before)
    {
        Dictionary<string, string?> after = new(read, StringComparer.OrdinalIgnoreCase);
        foreach (var name in FixedAtStart.Where(name => ValueOf(before, name) != ValueOf(after, name)))
        {
            if (_passedOver.Add(name)) Log.NeedsRestart(logger, name);
            if (before.TryGetValue(name, out var old)) after[name] = old;
            else after.Remove(name);
        }

        return after;
    }

    private static string? ValueOf(IDictionary<string, string?> values, string name) => values.TryGetValue(name, out var value) ? value : null;

    private static partial class Log
    {
        [LoggerMessage(EventIds.VaultRead, LogLevel.Information, "{Count} settings come from the vault.")]
        public static partial void Read(ILogger logger, int count);

        [LoggerMessage(EventIds.VaultAdopted, LogLevel.Information, "The vault has other values now, which count from here on: {Settings}.")]
        public static partial void Adopted(ILogger logger, string settings);

        [LoggerMessage(EventIds.VaultNotRead, LogLevel.Error, "The vault could not be read again: {Advice} The values of {LastGood:u} stay.")]
        public static partial void NotRead(ILogger logger, string advice, DateTimeOffset lastGood);

        [LoggerMessage(EventIds.VaultReadAgain, LogLevel.Information, "The vault can be read again.")]
        public static partial void ReadAgain(ILogger logger);

        [LoggerMessage(EventIds.VaultNotAdopted, LogLevel.Error, "The vault has values with which the service would not start; the old ones stay:\n{Problems}")]
        public static partial void NotAdopted(ILogger logger, string problems);

        [LoggerMessage(EventIds.VaultNeedsRestart, LogLevel.Warning, "The vault has another {Setting} now, which counts from the next start: this process keeps the one that it started with.")]
        public static partial void NeedsRestart(ILogger logger, string setting);

        [LoggerMessage(EventIds.VaultFailed, LogLevel.Error, "Reading the vault failed: {Exception}\n{StackTrace}")]
        public static partial void Failed(ILogger logger, string exception, string? stackTrace);
    }
}
