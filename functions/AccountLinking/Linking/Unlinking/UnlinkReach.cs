namespace AccountLinking.Linking.Unlinking;

/// <summary>How far the undoing of a link goes.</summary>
internal enum UnlinkReach
{
    /// <summary>To wherever its accounts are by now: operations know what they do.</summary>
    Everywhere,

    /// <summary>Only where whom it joined is still with the survivor, or stands alone because somebody has begun to undo it: what they are part of otherwise is somebody else's.</summary>
    InPlace,

    /// <summary>Likewise, and only what a person has begun to undo, and has not proven since to be theirs after all.</summary>
    Begun,
}
