namespace AccountLinking.Linking.Merging;

/// <summary>What of the absorbed accounts' metadata is left behind.</summary>
/// <param name="Reserved">Keys that Auth0 would not take, because it keeps them for itself; none of them is personal.</param>
/// <param name="Unstorable">How many keys hold a <c>.</c> or <c>$</c>. They are not named: such a key may be somebody's address.</param>
/// <param name="Numbers">How many national ids stood on accounts with an identity on a connection that is not listed.</param>
internal sealed record NotCopied(IReadOnlyCollection<string> Reserved, int Unstorable, int Numbers)
{
    public bool IsNothing => Reserved.Count == 0 && Unstorable == 0 && Numbers == 0;
}
