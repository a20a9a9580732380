namespace AccountLinking.Sandbox.Control;

/// <summary>One call that the tenant or the CRM received.</summary>
/// <param name="Target"><c>auth0</c> or <c>crm</c>.</param>
/// <param name="Path">Percent-encoded as it came, without the query: queries carry numbers and addresses.</param>
/// <param name="Status">Of the answer; 0 where the connection was reset and there was none.</param>
/// <param name="Ms">From the request's arrival to the first byte of the answer.</param>
public sealed record RecordedCall(string Target, string Method, string Path, int Status, double Ms);
