using System.Diagnostics;
using AccountLinking.Auth0;

namespace AccountLinking.Linking.Rules;

/// <summary>An account's e-mail address, spelled as Auth0 has it. It prints masked.</summary>
[DebuggerDisplay("***@***")]
internal readonly record struct EmailAddress
{
    /// <summary>Of local part, @ and domain: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.</summary>
    private const int MaxLength = 64 + 1 + 255;

    private readonly string _stored;

    private EmailAddress(string stored) => _stored = stored;

    /// <summary>
    /// Auth0's look-up tells upper from lower case, its own databases keep lower case, and other connections what the identity provider says:
    /// https://auth0.com/docs/manage-users/user-search/get-users-by-id-or-email.
    /// </summary>
    public IEnumerable<string> Spellings => new[] { _stored, Lowered }.Distinct(StringComparer.Ordinal);

    /// <summary>ASCII letters alone: other alphabets have letters that become ASCII in lower case, as the Kelvin sign does, and another's address with them.</summary>
    private string Lowered => string.Concat(_stored.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));

    /// <summary>Null: the account has none, or nothing that could be one.</summary>
    public static EmailAddress? Of(Auth0User user) =>
        user.Email is { Length: <= MaxLength } text && text.Contains('@', StringComparison.Ordinal) && !text.Any(char.IsControl) ? new EmailAddress(text) : null;

    /// <summary>Whether the other one is among the spellings that are looked for.</summary>
    public bool Covers(EmailAddress other) => Spellings.Contains(other._stored, StringComparer.Ordinal);

    public override string ToString() => "***@***";
}
