namespace AccountLinking.Linking.Joining;

/// <summary>What a second look at a link that had been given up has come to.</summary>
/// <param name="IsDone">Whatever has happened has a record of its own by now. Else it is too early to tell.</param>
/// <param name="LinkToUndo">The record of one that joined, late, whom somebody had separated for good meanwhile.</param>
internal sealed record SecondLook(bool IsDone, string? LinkToUndo = null)
{
    public static readonly SecondLook TooEarly = new(IsDone: false);
    public static readonly SecondLook Done = new(IsDone: true);

    public static SecondLook ToUndo(string link) => new(IsDone: true, link);
}
