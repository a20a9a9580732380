using AccountLinking.Configuration.Checks;

namespace AccountLinking.Configuration.Vault;

/// <summary>
/// The secrets of the vault: read when the service starts, now and then, and when one of them did not do. Settings with which the service would not start
/// are not taken over, and when the vault cannot be read the last good ones stay.
/// </summary>
internal sealed partial class VaultSecrets : ISecrets
{
    /// <summary>How long the vault has to be read.</summary>
    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(10);

    /// <summary>How often it is read for one use in half a minute. One stray refusal must not use up what a rotation needs a moment later.</summary>
    private const int ReadingsForOneUse = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>How long somebody waits for it in whose login there is other work to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What is decided when the process starts: the tenant, where the journal is and what accounts are called there, and how often one person may ask.</summary>
    private static readonly string[] FixedAtStart = ["Auth0:Domain", "Auth0:BaseUrl", "Auth0:Client", "Journal:Kind", "Journal:Path", "Journal:ContainerUri", "Journal:NameKey", "SelfService:RequestsPerMinute"];

    /// <summary>Without it numbers that contradict each other would no longer keep accounts apart; nobody is to lose that by a slip of the hand.</summary>
    private static readonly string[] KeptWhenGone = ["Linking:Ssn:FingerprintKey"];

    private readonly ServiceSettings _settings;
    private readonly SettingsCheck _check;
    private readonly Lazy<VaultReader> _reader;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Dictionary<SecretUse, Allowance> _allowances;
    private readonly Readings _readings;
    private readonly HashSet<string> _toldHints = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _toldValues = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _lastGood;
    private bool _isUnreadable;

    /// <param name="reader">Made when it is first needed: without a vault nothing of it is loaded.</param>
    public VaultSecrets(ServiceSettings settings, SettingsCheck check, Lazy<VaultReader> reader, TimeProvider clock, ILogger<VaultSecrets> logger)
    {
        (_settings, _check, _reader, _clock, _logger, _readings) = (settings, check, reader, clock, logger, new Readings(RefreshAsync));
        _allowances = Enum.GetValues<SecretUse>().ToDictionary(use => use, _ => new Allowance(ReadingsForOneUse, Window, clock));
    }

    public bool HasVault => _settings.VaultAddress.Length > 0;

    /// <summary>Whether it was read when the service started.</summary>
    public bool IsRead { get; private set; }

    /// <summary>What may be amiss in it all the same.</summary>
    public IReadOnlyList<string> Hints { get; private set; } = [];

    /// <exception cref="VaultException">It cannot be read.</exception>
    public async Task ReadAtStartAsync(CancellationToken cancellation)
    {
        var snapshot = await ReadAsync(cancellation);
        _settings.Vault.Begin(new Dictionary<string, string?>(snapshot.Values, StringComparer.OrdinalIgnoreCase));
        (_lastGood, IsRead, Hints) = (_clock.GetUtcNow(), true, snapshot.Hints);
        _toldHints.UnionWith(snapshot.Hints);
        Log.Read(_logger, snapshot.Values.Count);
    }

    public async Task ReadAgainAsync(SecretUse use, CancellationToken cancellation)
    {
        if (!HasVault) return;
        try
        {
            await _readings.BeginIfAsync(_allowances[use].TryTake).WaitAsync(Patience, _clock, cancellation);
        }
        catch (TimeoutException)
        {
            // It goes on, for whoever comes next.
        }
    }

    public Task RefreshAsync(CancellationToken cancellation) => _readings.BeginAsync().WaitAsync(cancellation);

    /// <summary>Says what went wrong, and throws nothing.</summary>
    private async Task RefreshAsync()
    {
        try
        {
            Adopt(await ReadAsync(CancellationToken.None));
        }
        catch (VaultException trouble)
        {
            _isUnreadable = true;
            Log.NotRead(_logger, trouble.Message, _lastGood);
        }
        catch (Exception failure)
        {
            // Without its message, which may quote a secret.
            Log.Failed(_logger, failure.GetType().Name, failure.StackTrace);
        }
    }

    private async Task<VaultSnapshot> ReadAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(ReadTime, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        return await _reader.Value.ReadAsync(either.Token);
    }

    private void Adopt(VaultSnapshot snapshot)
    {
        if (_isUnreadable) Log.ReadAgain(_logger);
        _isUnreadable = false;
        foreach (var hint in snapshot.Hints.Where(_toldHints.Add)) Log.Hint(_logger, hint);
        var before = _settings.Vault.Values;
        // As they were read: what counts only from the next start must not prevent that either.
        if (IsOther(snapshot.Values, before) && _check.ProblemsWith(snapshot.Values) is { Count: > 0 } problems)
        {
            Log.NotAdopted(_logger, string.Join('\n', problems));
            return;
        }

        var after = WithoutWhatIsFixed(snapshot.Values, before);
        var changed = before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase).Where(name => ValueOf(before, name) != ValueOf(after, name)).Order(StringComparer.Ordinal).ToList();
        if (changed.Count > 0)
        {
            _settings.Vault.Replace(after);
            Tell(changed, after);
        }

        _lastGood = _clock.GetUtcNow();
    }

    private void Tell(List<string> changed, Dictionary<string, string?> after)
    {
        if (changed.Where(after.ContainsKey).ToList() is { Count: > 0 } set) Log.Adopted(_logger, string.Join(", ", set));
        if (changed.Where(name => !after.ContainsKey(name)).ToList() is { Count: > 0 } gone) Log.Gone(_logger, string.Join(", ", gone));
    }

    private Dictionary<string, string?> WithoutWhatIsFixed(IReadOnlyDictionary<string, string?> read, IReadOnlyDictionary<string, string?> before)
    {
        Dictionary<string, string?> after = new(read, StringComparer.OrdinalIgnoreCase);
        var kept = FixedAtStart.Where(name => ValueOf(before, name) != ValueOf(after, name)).Concat(KeptWhenGone.Where(name => !string.IsNullOrEmpty(ValueOf(before, name)) && string.IsNullOrWhiteSpace(ValueOf(after, name)))).ToList();
        foreach (var name in _toldValues.Keys.Except(kept, StringComparer.OrdinalIgnoreCase).ToList()) _toldValues.Remove(name);
        foreach (var name in kept)
        {
            if (!_toldValues.TryGetValue(name, out var told) || told != ValueOf(after, name)) Log.NeedsRestart(_logger, name);
            _toldValues[name] = ValueOf(after, name);
            if (before.TryGetValue(name, out var old)) after[name] = old;
            else after.Remove(name);
        }

        return after;
    }

    private static bool IsOther(IReadOnlyDictionary<string, string?> one, IReadOnlyDictionary<string, string?> other) =>
        one.Keys.Union(other.Keys, StringComparer.OrdinalIgnoreCase).Any(name => ValueOf(one, name) != ValueOf(other, name));

    private static string? ValueOf(IReadOnlyDictionary<string, string?> values, string name) => values.TryGetValue(name, out var value) ? value : null;

    private static partial class Log
    {
        [LoggerMessage(EventIds.VaultRead, LogLevel.Information, "{Count} settings come from the vault.", EventName = nameof(EventIds.VaultRead))]
        public static partial void Read(ILogger logger, int count);

        [LoggerMessage(EventIds.VaultAdopted, LogLevel.Information, "The vault has other values now, which count from here on: {Settings}.", EventName = nameof(EventIds.VaultAdopted))]
        public static partial void Adopted(ILogger logger, string settings);

        [LoggerMessage(EventIds.VaultGone, LogLevel.Warning, "These are no longer in the vault, or are disabled there, and count no more: {Settings}.", EventName = nameof(EventIds.VaultGone))]
        public static partial void Gone(ILogger logger, string settings);

        [LoggerMessage(EventIds.VaultNotRead, LogLevel.Error, "The vault could not be read again: {Advice} The values of {LastGood:u} stay.", EventName = nameof(EventIds.VaultNotRead))]
        public static partial void NotRead(ILogger logger, string advice, DateTimeOffset lastGood);

        [LoggerMessage(EventIds.VaultReadAgain, LogLevel.Information, "The vault can be read again.", EventName = nameof(EventIds.VaultReadAgain))]
        public static partial void ReadAgain(ILogger logger);

        [LoggerMessage(EventIds.VaultNotAdopted, LogLevel.Error, "The vault has values with which the service would not start; the old ones stay:\n{Problems}", EventName = nameof(EventIds.VaultNotAdopted))]
        public static partial void NotAdopted(ILogger logger, string problems);

        [LoggerMessage(EventIds.VaultNeedsRestart, LogLevel.Warning, "The vault has another {Setting} now, or none, which counts from the next start: this process keeps the one that it has.", EventName = nameof(EventIds.VaultNeedsRestart))]
        public static partial void NeedsRestart(ILogger logger, string setting);

        [LoggerMessage(EventIds.VaultFailed, LogLevel.Error, "Reading the vault failed: {Exception}\n{StackTrace}", EventName = nameof(EventIds.VaultFailed))]
        public static partial void Failed(ILogger logger, string exception, string? stackTrace);

        [LoggerMessage(EventIds.SettingNotRead, LogLevel.Warning, "{Hint}", EventName = nameof(EventIds.SettingNotRead))]
        public static partial void Hint(ILogger logger, string hint);
    }
}
