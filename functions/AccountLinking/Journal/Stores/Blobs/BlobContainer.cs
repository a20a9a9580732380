using Azure.Core;
using Azure.Core.Pipeline;

namespace AccountLinking.Journal.Stores.Blobs;

/// <summary>Sends requests to one container, a few times where that may help.</summary>
internal sealed class BlobContainer
{
    public const string Scope = "https://storage.azure.com/.default";

    /// <summary>Storage keeps the meaning of each version for good: https://learn.microsoft.com/rest/api/storageservices/versioning-for-the-azure-storage-services.</summary>
    private const string ApiVersion = "2024-11-04";

    private const int MaxRepeats = 2;

    /// <summary>Of an attempt, once there is a token. Storage answers within a tenth of that.</summary>
    private static readonly TimeSpan AttemptTime = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClientTransport UsualTransport = new(MakeHandler());

    private readonly Uri _uri;
    private readonly HttpPipeline _pipeline;

    public BlobContainer(Uri uri, TokenCredential credential, HttpPipelineTransport? transport)
    {
        if (!IsContainer(uri)) throw new ArgumentException("Journal:ContainerUri must be an https address with a container's name and no query.", nameof(uri));
        _uri = new Uri(uri.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        _pipeline = HttpPipelineBuilder.Build(
            new Options { Transport = transport ?? UsualTransport },
            new BearerTokenAuthenticationPolicy(new JournalCredential(credential), Scope));
    }

    /// <summary>As Azure's own, but it tells nobody: .NET's traces of requests hold their addresses, and so the names of blobs.</summary>
    public static SocketsHttpHandler MakeHandler() => new()
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        UseCookies = false,
        // A new address of the account's is noticed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <returns>The last answer, whatever its status.</returns>
    public async Task<BlobAnswer> SendAsync(BlobRequest request, CancellationToken cancellation)
    {
        var mayHaveTakenEffect = false;
        for (var repeats = 0; ; repeats++)
        {
            try
            {
                var answer = await SendOnceAsync(request, cancellation);
                if (!answer.IsPassing || repeats == MaxRepeats) return answer with { FollowsLostOne = mayHaveTakenEffect };
                mayHaveTakenEffect |= !answer.IsRateLimit;
            }
            catch (Exception lost) when (repeats < MaxRepeats && !cancellation.IsCancellationRequested && BlobTrouble.IsNoAnswer(lost))
            {
                mayHaveTakenEffect |= !BlobTrouble.IsNotSent(lost);
            }

            await Task.Delay(FirstDelay * (repeats + 1), cancellation);
        }
    }

    private async Task<BlobAnswer> SendOnceAsync(BlobRequest request, CancellationToken cancellation)
    {
        using var message = _pipeline.CreateMessage();
        request.WriteTo(message.Request, _uri);
        message.Request.Headers.Add("x-ms-version", ApiVersion);
        await _pipeline.SendAsync(message, cancellation);
        return BlobAnswer.Of(message.Response);
    }

    public static bool IsContainer(Uri uri) =>
        uri.IsAbsoluteUri && uri.Scheme == Uri.UriSchemeHttps && uri.AbsolutePath.Trim('/').Length > 0 && uri is { Query: "", Fragment: "", UserInfo: "" };

    private sealed class Options : ClientOptions
    {
        public Options()
        {
            // What is repeated is decided here, and not by Azure.Core: it takes more time than a login has.
            Retry.MaxRetries = 0;
            Retry.NetworkTimeout = AttemptTime;
            Diagnostics.IsLoggingEnabled = false;
            Diagnostics.IsDistributedTracingEnabled = false;
            Diagnostics.IsTelemetryEnabled = false;
        }
    }
}
