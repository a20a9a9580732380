using System.Text.Json.Serialization;

namespace AccountLinking.Journal;

/// <summary>How far a link has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LinkState>))]
public enum LinkState
{
    /// <summary>Something may have been changed at Auth0, and nobody has found out yet what: whoever comes next does.</summary>
    [JsonStringEnumMemberName("started")]
    Started,

    /// <summary>The accounts are one.</summary>
    [JsonStringEnumMemberName("linked")]
    Linked,

    /// <summary>Nobody was joined, and what was changed for it is taken back.</summary>
    [JsonStringEnumMemberName("abandoned")]
    Abandoned,

    /// <summary>The accounts were one and are separate again.</summary>
    [JsonStringEnumMemberName("unlinked")]
    Unlinked,
}
