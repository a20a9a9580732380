using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AccountLinking.Auth0;

namespace AccountLinking.SelfService;

/// <summary>
/// One of the accounts that were suggested to a person, for the application to name. It holds a keyed hash of the account under a salt of its own: who
/// has it learns nothing of the account, not even whether two handles are of the same one. Good for the caller and client that it was made for, until it expires.
/// </summary>
internal sealed record LinkHandle(byte[] Salt, DateTimeOffset Expires, byte[] Account)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int SaltLength = 16;
    private const string AccountPurpose = "account";
    private const string HandlePurpose = "handle";

    /// <summary>In bytes, without its seal.</summary>
    public const int Length = SaltLength + SealedText.TimeLength + Seal.Length;

    public static LinkHandle Create(Seal seal, UserId account, DateTimeOffset now)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new LinkHandle(salt, now + Lifetime, seal.Of(AccountPurpose, salt, Encoding.UTF8.GetBytes(account.ToString())));
    }

    public bool IsOf(Seal seal, UserId account) => seal.Has(Account, AccountPurpose, Salt, Encoding.UTF8.GetBytes(account.ToString()));

    public string Write(Seal seal, Caller caller) => SealedText.Write(seal, HandlePurpose, caller, ToBytes());

    /// <returns>False: nobody made it, or for somebody else, or it has expired.</returns>
    public static bool TryRead(Seal seal, string text, Caller caller, DateTimeOffset now, [NotNullWhen(true)] out LinkHandle? handle)
    {
        handle = SealedText.TryRead(seal, HandlePurpose, caller, text, Length, out var bytes) ? FromBytes(bytes) : null;
        if (handle?.Expires <= now) handle = null;
        return handle is not null;
    }

    public byte[] ToBytes() => [.. Salt, .. SealedText.Of(Expires), .. Account];

    public static LinkHandle FromBytes(ReadOnlySpan<byte> bytes) => new(
        bytes[..SaltLength].ToArray(), SealedText.ToTime(bytes[SaltLength..]), bytes[(SaltLength + SealedText.TimeLength)..].ToArray());
}
