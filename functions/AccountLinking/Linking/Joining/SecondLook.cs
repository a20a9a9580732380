namespace AccountLinking.Linking.Joining;

/// <summary>What became of a link that had been given up.</summary>
/// <param name="ToUndo">The record of one that joined, late, whom somebody had separated for good meanwhile.</param>
internal sealed record SecondLook(bool IsDone, string? ToUndo = null)
{
    public static readonly SecondLook TooEarly = new(IsDone: false);
    public static readonly SecondLook AsItWas = new(IsDone: true);
    public static readonly SecondLook Joined = new(IsDone: true);

    public static SecondLook Rejoined(string link) => new(IsDone: true, link);
}
