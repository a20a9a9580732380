using Azure.Core;

namespace AccountLinking.Journal.Stores.Blobs;

/// <summary>
/// Says what to do when there is no token. A call that is given up does not give up the token: fetching the first may take longer
/// than a login has time, and the credential keeps it for the next.
/// </summary>
internal sealed class JournalCredential(TokenCredential credential) : TokenCredential
{
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await credential.GetTokenAsync(requestContext, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw BlobTrouble.OfNoToken(failure);
        }
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The journal sends no request synchronously.");
}
