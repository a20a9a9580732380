namespace AccountLinking.Linking.Joining;

internal enum JoinEnd
{
    Joined,

    /// <summary>Auth0 refused, because somebody else was first and did the same.</summary>
    WasJoined,

    /// <summary>Whoever signs in is joined; another account could not be, and the next login goes on with it.</summary>
    JoinedInPart,

    /// <summary>Auth0 refused, nothing is joined, and what was written for it is taken back.</summary>
    Refused,
}
