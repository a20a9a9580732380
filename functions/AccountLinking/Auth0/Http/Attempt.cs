using System.Text.Json.Serialization.Metadata;

namespace AccountLinking.Auth0.Http;

/// <summary>How a call is made: its parts, how often, and how long each time.</summary>
internal sealed record Attempt(HttpMethod Method, string Path)
{
    /// <summary>Made anew each time: a content can be sent only once.</summary>
    public Func<HttpContent>? Content { get; private init; }

    public Repeat Repeat { get; init; } = Repeat.WhenPassing;

    /// <summary>Whether it changes something at Auth0: then it needs time left to begin, and is not broken off.</summary>
    public bool IsWrite => Repeat != Repeat.WhenPassing;

    public Attempt WithJson<T>(T body, JsonTypeInfo<T> type) => this with { Content = () => System.Net.Http.Json.JsonContent.Create(body, type) };
}

internal enum Repeat
{
    /// <summary>A read: whatever may pass is asked again.</summary>
    WhenPassing,

    /// <summary>Only when Auth0 says that it did not even look: a rate limit.</summary>
    WhenNotCarriedOut,

    Never,
}
