using AccountLinking.Auth0;
using AccountLinking.CrmSync.Customers;
using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.Interleaving;

/// <summary>What a call came to. It can be given again to whoever repeats what led to the call.</summary>
internal sealed record CallResult(object? Value, Exception? Failure, UInt128 Digest)
{
    public static CallResult Of(object? value) => new(value, null, Interleaving.Digest.Of(Text(value)));

    public static CallResult Of(Exception failure) => new(null, failure, Interleaving.Digest.Of($"{failure.GetType()} {(failure as Auth0Exception)?.Code} {(failure as Auth0Exception)?.MayHaveTakenEffect} {failure.Message}"));

    public override string ToString() => Failure is { } failure ? $"{failure.GetType().Name}: {(failure as Auth0Exception)?.Code ?? failure.Message}" : Value switch
    {
        Auth0User user => $"{user.Id} [{string.Join(", ", user.Identities.Select(identity => identity.FullId))}]",
        StoredDocument document => $"version {document.Version}",
        null => "nothing",
        var other => Text(other),
    };

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        Auth0User user => user.Document.GetRawText(),
        IEnumerable<Auth0User> users => string.Join('\n', users.Select(user => user.Document.GetRawText())),
        IEnumerable<UserId> ids => string.Join('\n', ids),
        IEnumerable<string> names => string.Join('\n', names),
        StoredDocument document => $"{document.Version} {Convert.ToBase64String(document.Content)}",
        CrmAnswer.Found customer => customer.Fields.GetRawText(),
        bool or string or Enum => value.ToString()!,
        _ => throw new ArgumentException($"{value.GetType()} has no text.", nameof(value)),
    };
}
