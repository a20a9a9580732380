namespace AccountLinking.Linking.Merging;

/// <summary>What of the absorbed accounts' metadata Auth0 would not take, and is therefore left behind.</summary>
/// <param name="Reserved">Keys that Auth0 keeps for itself; none of them is personal.</param>
/// <param name="Unstorable">How many keys hold a <c>.</c> or <c>$</c>. They are not named: such a key may be somebody's address.</param>
internal sealed record NotCopied(IReadOnlyCollection<string> Reserved, int Unstorable)
{
    public bool IsNothing => Reserved.Count == 0 && Unstorable == 0;
}
