using System.Security.Cryptography;
using System.Text;
using AccountLinking.Auth0;

namespace AccountLinking.Journal;

/// <summary>Names of accounts in the journal: keyed hashes, because ids can hold personal data, and names end up in logs and bills.</summary>
internal sealed class AccountNames(byte[] key)
{
    public const string Prefix = "accounts/";

    public string Of(UserId id) => Prefix + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id.ToString())));
}
