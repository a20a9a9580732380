namespace AccountLinking.Sandbox.Demo;

/// <summary>The time of day, which a scene can move on so that nobody has to wait.</summary>
public sealed class DemoClock : TimeProvider
{
    private long _ahead;

    /// <summary>A time zone in which the day neither begins nor ends within hours: what is done once a day is then done once.</summary>
    public static string ZoneFarFromMidnight(TimeProvider clock) => clock.GetUtcNow().Hour is >= 4 and < 20 ? "Etc/UTC" : "Etc/GMT-12";

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
