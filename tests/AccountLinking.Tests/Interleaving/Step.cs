using System.Globalization;
using System.Runtime.InteropServices;

namespace AccountLinking.Tests.Interleaving;

/// <summary>What the scheduler does next.</summary>
/// <param name="Actor">Whose call, if it is about one.</param>
/// <param name="Call">Which of those that the actor waits for.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Step(StepKind Kind, int Actor = 0, int Call = 0)
{
    private const string Letters = "cwxftplase";

    public static IEnumerable<Step> ParseAll(string schedule) => schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse);

    /// <summary>A letter for the kind, and who: <c>c0.1</c>.</summary>
    public override string ToString() => Kind switch
    {
        StepKind.Call or StepKind.LoseAnswer => string.Create(CultureInfo.InvariantCulture, $"{Letter}{Actor}.{Call}"),
        StepKind.LookAgain or StepKind.Crash or StepKind.Freeze or StepKind.Thaw => string.Create(CultureInfo.InvariantCulture, $"{Letter}{Actor}"),
        _ => Letter.ToString(),
    };

    private char Letter => Letters[(int)Kind];

    private static Step Parse(string text)
    {
        var numbers = text[1..].Split('.', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return new Step((StepKind)Letters.IndexOf(text[0], StringComparison.Ordinal), numbers.FirstOrDefault(), numbers.Skip(1).FirstOrDefault());
    }
}

internal enum StepKind
{
    /// <summary>A call takes effect, and its answer arrives.</summary>
    Call,

    /// <summary>Whoever waits for a lease looks again.</summary>
    LookAgain,

    /// <summary>The process dies, with all calls that it waits for. The same requests come again at once, to another.</summary>
    Crash,

    /// <summary>The process stands still until its leases have run out.</summary>
    Freeze,

    /// <summary>It goes on.</summary>
    Thaw,

    /// <summary>All wait for somebody who does not come back: time passes, until no budget is left.</summary>
    Pass,

    /// <summary>A call takes so long that nobody has the time to begin a write any more.</summary>
    Late,

    /// <summary>Who had no luck comes again, after the leases of whoever died have run out.</summary>
    Again,

    /// <summary>Auth0's index catches up, and everybody signs in once more.</summary>
    SignInAgain,

    /// <summary>A write takes effect, and its answer is lost.</summary>
    LoseAnswer,
}
