using Azure;

namespace AccountLinking.Journal.Stores.Blobs;

/// <summary>
/// What it means that there is no answer, or one that is no success, and what the operator does about it. Neither addresses nor
/// bodies are passed on: they hold the names of blobs.
/// </summary>
internal static class BlobTrouble
{
    private const string Role = "'Storage Blob Data Contributor'";
    private const string NoContainer = "Something other than a blob container answers at Journal:ContainerUri: check its spelling, and what intercepts requests on the way.";

    public static JournalException Of(BlobAnswer answer) => new(answer switch
    {
        { Status: 401 } =>
            $"Blob storage did not take the access token ({What(answer)}): check that the managed identity belongs to the tenant of the storage account at Journal:ContainerUri.",
        { Status: 403, Code: "AuthorizationPermissionMismatch" } =>
            $"The journal's container may not be used ({What(answer)}): give the managed identity the role {Role} on the container, and some minutes to take effect.",
        { Status: 403, Code: "AuthorizationFailure" } =>
            $"The storage account refuses requests from here ({What(answer)}): let the service's network through the account's firewall.",
        { Status: 403 } =>
            $"The journal's container may not be used ({What(answer)}): check that the managed identity has the role {Role} on the container, and that the storage account's firewall lets the service in.",
        { Status: 404, Code: "ContainerNotFound" } =>
            "The journal's container does not exist: create it, or correct the name in Journal:ContainerUri.",
        { Status: 404 } =>
            $"There is no blob container at Journal:ContainerUri ({What(answer)}): check its spelling.",
        { Status: 409 or 412 } =>
            $"The storage account does not let the journal be changed ({What(answer)}): take leases, snapshots, legal holds and immutability policies off the container.",
        { IsPassing: true } =>
            $"Blob storage answered several times with {What(answer)}: look at the storage account's metrics and at Azure's status page.",
        { Status: >= 400 } =>
            $"Blob storage rejected the request ({What(answer)}), which asking again does not change: check that Journal:ContainerUri is a container of an account for block blobs.",
        _ => NoContainer,
    });

    /// <summary>It is a success, but not of blob storage.</summary>
    public static JournalException NoBlobStorage() => new(NoContainer);

    public static JournalException OfNoToken(Exception failure) => new(
        "No access token for blob storage could be got: give the service a managed identity, or sign in with Azure's command line where it runs locally.", failure);

    public static JournalException OfNoAnswer(Exception failure) => new(
        CauseOf(failure) switch
        {
            HttpRequestError.NameResolutionError => "The host in Journal:ContainerUri is not known: check its spelling, and the DNS zone of a private endpoint.",
            HttpRequestError.SecureConnectionError => "The host in Journal:ContainerUri could not prove by its TLS certificate that it is the storage account: check the setting's spelling, and what intercepts TLS on the way.",
            _ => "Blob storage could not be reached, or it or the access token took too long: check Journal:ContainerUri, the storage account's firewall, the network's way out, and Azure's status page.",
        },
        failure);

    public static bool IsNoAnswer(Exception failure) => failure is RequestFailedException { Status: 0 } or HttpRequestException or IOException or OperationCanceledException;

    /// <summary>It did not get as far as to a connection.</summary>
    public static bool IsNotSent(Exception failure) =>
        CauseOf(failure) is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    private static HttpRequestError? CauseOf(Exception? failure)
    {
        while (failure is not null and not HttpRequestException) failure = failure.InnerException;
        return (failure as HttpRequestException)?.HttpRequestError;
    }

    /// <summary>A code is a word of Azure's; anything else is somebody's.</summary>
    private static string What(BlobAnswer answer) => answer.Code is { Length: <= 64 } code && code.All(char.IsAsciiLetter) ? $"{answer.Status} {code}" : $"status {answer.Status}";
}
