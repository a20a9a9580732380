namespace AccountLinking.Tests.Interleaving;

/// <summary>What happens to one process.</summary>
/// <param name="Actor">Whose request it is about; null: time passes.</param>
/// <param name="Call">Which of its calls is answered; null: it looks again at what it waits for.</param>
internal sealed record LocalEvent(int? Actor, int? Call, CallResult? Result, TimeSpan Time)
{
    public UInt128 Digest { get; } = Interleaving.Digest.Of(((UInt128)(ulong)Time.Ticks << 64) + (ulong)((((Actor ?? -1) + 1) * 1000) + (Call ?? -1) + 1), Result?.Digest ?? 0);

    public static LocalEvent Answered(int actor, int call, CallResult result) => new(actor, call, result, TimeSpan.Zero);

    public static LocalEvent LooksAgain(int actor) => new(actor, null, null, TimeSpan.Zero);

    public static LocalEvent Passed(TimeSpan time) => new(null, null, null, time);
}
