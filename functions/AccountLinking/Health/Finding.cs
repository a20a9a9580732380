namespace AccountLinking.Health;

/// <summary>A line of the report.</summary>
/// <param name="Check">What was looked at; the same name may stand there several times.</param>
/// <param name="Message">What was found, and what to do about it. It holds no secret and nothing personal.</param>
public sealed record Finding(string Check, Verdict Verdict, string Message)
{
    internal static Finding Pass(string check, string message) => new(check, Verdict.Pass, message);

    internal static Finding Warn(string check, string message) => new(check, Verdict.Warn, message);

    internal static Finding Fail(string check, string message) => new(check, Verdict.Fail, message);

    internal static Finding Skip(string check, string message) => new(check, Verdict.Skip, message);

    internal static Finding SettingsFirst(string check) => Skip(check, "Not examined: its settings are missing or wrong.");
}
