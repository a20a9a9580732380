using System.Text.Json.Serialization.Metadata;

namespace AccountLinking.Auth0.Http;

/// <summary>How a call is made: its parts, how often, and how long each time.</summary>
internal sealed record Attempt(HttpMethod Method, string Path)
{
    /// <summary>Made anew each time: a content can be sent only once.</summary>
    public Func<HttpContent>? Content { get; private init; }

    public Effort Effort { get; init; } = Effort.Read;

    /// <summary>Whether it changes something at Auth0: then it needs time left to begin, and goes on when the caller hangs up.</summary>
    public bool IsWrite => Effort != Effort.Read;

    public Attempt WithJson<T>(T body, JsonTypeInfo<T> type) => this with { Content = () => System.Net.Http.Json.JsonContent.Create(body, type) };
}
