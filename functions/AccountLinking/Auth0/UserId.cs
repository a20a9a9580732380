using System.Diagnostics.CodeAnalysis;

namespace AccountLinking.Auth0;

/// <summary>
/// Auth0's <c>provider|id</c>. Providers put nearly anything into the second part: pipes, slashes, braces, e-mail addresses.
/// An id may therefore hold personal data, and is not logged.
/// </summary>
public readonly record struct UserId
{
    /// <summary>Auth0's limit of the id that <c>setPrimaryUser</c> takes: https://auth0.com/docs/customize/actions/limitations.</summary>
    public const int MaxLength = 128;

    /// <summary>What <see cref="TryParse"/> asks for, in words.</summary>
    public const string Rule = "a user id: 'provider|id', at most 128 characters, none of them a control character, and no path segment '.' or '..'";

    private readonly string? _value;

    private UserId(string value) => _value = value;

    /// <summary>Before the first pipe; further pipes belong to the id.</summary>
    public string Provider => Value[..Pipe];

    /// <summary>After the first pipe: what the identity is called in <c>identities[].user_id</c>.</summary>
    public string IdentityId => Value[(Pipe + 1)..];

    private string Value => _value ?? throw new InvalidOperationException("A user id that was never given.");

    private int Pipe => Value.IndexOf('|', StringComparison.Ordinal);

    public static UserId Parse(string value) => TryParse(value, out var id) ? id : throw new FormatException($"Expected {Rule}.");

    public static bool TryParse([NotNullWhen(true)] string? value, out UserId id)
    {
        id = default;
        if (value is null || value.Length > MaxLength || value.Any(char.IsControl)) return false;
        var pipe = value.IndexOf('|', StringComparison.Ordinal);
        if (pipe <= 0 || pipe == value.Length - 1) return false;
        // Escaping leaves dots alone, and whoever normalises a path on the way takes such a segment for a step up. What follows a
        // pipe may stand in a path by itself.
        if (value.Split('/', '\\', '|').Any(segment => segment is "." or "..")) return false;
        id = new UserId(value);
        return true;
    }

    /// <summary>As one segment of a path at Auth0.</summary>
    public string ToPathSegment() => Uri.EscapeDataString(Value);

    public override string ToString() => Value;
}
