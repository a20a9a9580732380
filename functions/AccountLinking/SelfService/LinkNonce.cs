using System.Security.Cryptography;
using AccountLinking.Auth0;

namespace AccountLinking.SelfService;

/// <summary>
/// What the ID token must hold that proves the other account: so it was issued for this proof, and not for another one or stolen elsewhere. Bound to the
/// caller, the client and, where one was chosen, to the account; good until it expires, and once.
/// </summary>
/// <param name="Id">By which it is spent.</param>
/// <param name="Chosen">The account that was chosen; null: any.</param>
internal sealed record LinkNonce(byte[] Id, DateTimeOffset Expires, LinkHandle? Chosen)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int IdLength = 16;
    private const string Purpose = "nonce";

    public static LinkNonce Create(LinkHandle? chosen, DateTimeOffset now) => new(RandomNumberGenerator.GetBytes(IdLength), now + Lifetime, chosen);

    public string Write(Seal seal, Caller caller) => SealedText.Write(seal, Purpose, caller, [.. Id, .. SealedText.Of(Expires), .. Chosen?.ToBytes() ?? []]);

    /// <param name="account">That the ID token is of.</param>
    public static NonceVerdict Judge(Seal seal, string text, Caller caller, UserId account, DateTimeOffset now)
    {
        if (TryRead(seal, text, caller) is not { } nonce || nonce.Expires <= now) return new NonceVerdict.Invalid();
        return nonce.Chosen?.IsOf(seal, account) == false ? new NonceVerdict.WrongAccount() : new NonceVerdict.Good(Convert.ToHexStringLower(nonce.Id), nonce.Expires - Lifetime, nonce.Expires);
    }

    private static LinkNonce? TryRead(Seal seal, string text, Caller caller)
    {
        const int Head = IdLength + SealedText.TimeLength;
        if (SealedText.TryRead(seal, Purpose, caller, text, Head, out var any)) return new LinkNonce(any[..IdLength], SealedText.ToTime(any.AsSpan(IdLength)), Chosen: null);
        return SealedText.TryRead(seal, Purpose, caller, text, Head + LinkHandle.Length, out var bytes)
            ? new LinkNonce(bytes[..IdLength], SealedText.ToTime(bytes.AsSpan(IdLength)), LinkHandle.FromBytes(bytes.AsSpan(Head)))
            : null;
    }
}
