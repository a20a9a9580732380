namespace AccountLinking.Webhooks;

/// <summary>What the host in Azure asks for before the service sees a request. Signatures and bearer tokens are the service's own business, on every host.</summary>
public enum Access
{
    /// <summary>Nothing.</summary>
    Anonymous,

    /// <summary>A key of the function or of the app: <c>x-functions-key</c>, or <c>code</c> in the query. https://learn.microsoft.com/azure/azure-functions/function-keys-how-to</summary>
    FunctionKey,
}
