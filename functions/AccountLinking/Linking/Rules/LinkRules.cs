using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking.Rules;

/// <summary>The rules, and which of them decides. Pure.</summary>
internal static class LinkRules
{
    /// <summary>The first that applies decides, and if it finds nobody, nobody is joined.</summary>
    public static readonly IReadOnlyList<ILinkRule> InOrder =
    [
        new SsnRule(),
        new EmailRule(),
    ];

    public static Examination Examine(Auth0User user, ConnectionReference connection, LinkingOptions options)
    {
        if (user.IsBlocked) return new Examination.Refused(Reason.UserBlocked, Rule: null);
        if (!IsOwn(connection, user) || !IsPinned(connection, options)) return new Examination.NotEligible(Reason.ConnectionMismatch);
        string? firstReason = null;
        foreach (var rule in InOrder.Where(rule => rule.IsEnabled(options)))
        {
            var examination = rule.Examine(user, connection, options);
            if (examination is not Examination.DoesNotApply { Why: var why }) return examination;
            firstReason ??= why;
        }

        return new Examination.NotEligible(firstReason ?? Reason.NoRuleEnabled);
    }

    private static bool IsOwn(ConnectionReference connection, Auth0User user) => user.Identities.Any(identity => identity.Connection == connection.Name);

    /// <summary>The name on the user's identity decides; an id that the settings list for it must be the posted one, if one was posted.</summary>
    private static bool IsPinned(ConnectionReference connection, LinkingOptions options) =>
        connection.Id is not { } posted || !options.Connections.TryGetValue(connection.Name, out var listed) || listed == posted;
}
