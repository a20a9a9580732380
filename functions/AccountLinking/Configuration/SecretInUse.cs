namespace AccountLinking.Configuration;

/// <summary>
/// A secret that this service shows to another one. Both sides change it at moments of their own, so whoever is refused with it tries what the vault has by
/// then, and after that the one which last did.
/// </summary>
/// <param name="current">The one that the options have.</param>
internal sealed class SecretInUse<TSecret>(ISecrets secrets, SecretUse use, Func<TSecret> current)
    where TSecret : class, IEquatable<TSecret>
{
    private volatile TSecret? _proven;

    /// <param name="isTaken">True: it did. False: it was refused. Null: the answer says nothing about it.</param>
    /// <returns>The last answer.</returns>
    public async Task<TAnswer> UseAsync<TAnswer>(Func<TSecret, Task<TAnswer>> askAsync, Func<TAnswer, bool?> isTaken, CancellationToken cancellation)
    {
        var first = current();
        var answer = await AskAsync(first, askAsync, isTaken);
        if (isTaken(answer) != false) return answer;
        try
        {
            await secrets.ReadAgainAsync(use, cancellation);
        }
        catch (OperationCanceledException)
        {
            // There is no time to try another; what is known is why this one did not do.
            return answer;
        }

        foreach (var other in new[] { current(), _proven }.OfType<TSecret>().Where(other => !other.Equals(first)).Distinct())
        {
            answer = await AskAsync(other, askAsync, isTaken);
            if (isTaken(answer) != false) return answer;
        }

        return answer;
    }

    private async Task<TAnswer> AskAsync<TAnswer>(TSecret secret, Func<TSecret, Task<TAnswer>> askAsync, Func<TAnswer, bool?> isTaken)
    {
        var answer = await askAsync(secret);
        if (isTaken(answer) == true) _proven = secret;
        return answer;
    }
}
