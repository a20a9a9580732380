using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AccountLinking.CrmSync;

/// <summary>
/// A phone number in E.164, as <c>+46701740605</c>; nothing else is one, because what a prefix or a space is left out for depends on the country. It prints masked.
/// </summary>
internal readonly partial record struct PhoneNumber
{
    /// <summary>Hexadecimal digits: enough to tell that a number has changed, which is all that it is for.</summary>
    private const int HashLength = 16;

    private readonly string? _value;

    private PhoneNumber(string value) => _value = value;

    /// <summary>Of SHA-256. Numbers are few, so it keeps no secret: it stands beside the number itself.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Reveal())))[..HashLength];

    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = text is not null && E164().IsMatch(text) ? new PhoneNumber(text) : default;
        return number._value is not null;
    }

    public string Reveal() => _value ?? throw new InvalidOperationException("A phone number that was never given.");

    public override string ToString() => "+***";

    [GeneratedRegex(@"^\+[1-9][0-9]{1,14}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex E164();
}
