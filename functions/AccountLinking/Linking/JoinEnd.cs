namespace AccountLinking.Linking;

internal enum JoinEnd
{
    Joined,

    /// <summary>Auth0 refused, because somebody else was first and did the same.</summary>
    WasJoined,

    /// <summary>Auth0 refused, and the two are not joined.</summary>
    Refused,
}
